//! What is kept: the index, which holds no secret, the sealed file, which is nothing but secrets, the line that each
//! secret becomes, and backups.

pub mod backup;
pub mod index;
pub mod line;
pub mod sealed;
