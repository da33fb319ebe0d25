//! What the targets share.

pub mod scanning;
