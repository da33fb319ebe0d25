//! What is kept: the index, which holds no secret, the sealed file, which is nothing but secrets, and the line that each
//! secret becomes.

pub mod index;
pub mod line;
pub mod sealed;
