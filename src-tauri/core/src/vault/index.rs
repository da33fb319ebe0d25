//! The index file (no secrets).

/// What is known of the accounts besides their secrets.
#[derive(Clone, Debug, Default)]
pub struct Index;
