//! What is kept: the index file and the sealed file.
pub mod index;
