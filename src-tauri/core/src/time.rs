//! Time as an argument.

use serde::{Deserialize, Serialize};

/// A moment, read once by the program's edge and handed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Now {
    /// Milliseconds since 1970 by the system's clock: what codes are made from. It may jump.
    pub wall_ms: u64,
    /// Milliseconds since the agent started, never going back: what deadlines are measured by.
    pub steady_ms: u64,
}

impl Now {
    /// Returns the seconds since 1970, as RFC 6238 counts them.
    #[must_use]
    pub fn unix_seconds(self) -> u64 {
        self.wall_ms / 1000
    }
}
