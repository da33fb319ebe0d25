//! The sealed file.
