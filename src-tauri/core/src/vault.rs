//! What is kept on disk: the index, which holds no secret, the sealed file, which is nothing but secrets, and backups.

pub mod backup;
pub mod index;
pub mod sealed;
