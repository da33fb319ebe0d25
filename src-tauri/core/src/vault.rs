//! What is kept on disk: the index, which holds no secret, and the sealed file, which is nothing but secrets.

pub mod index;
pub mod sealed;
