//! Time as an argument.

use jiff::Timestamp;
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

/// Returns the day of a moment in seconds since 1970, in UTC: `2026-11-25`. Moments beyond the year 9999 have none.
#[must_use]
pub fn date(unix_seconds: u64) -> String {
    let moment = i64::try_from(unix_seconds).ok().and_then(|seconds| Timestamp::from_second(seconds).ok());
    moment.map_or_else(String::new, |moment| moment.strftime("%Y-%m-%d").to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_has_a_day() {
        assert_eq!(date(0), "1970-01-01");
        assert_eq!(date(1_763_769_600), "2025-11-22");
        assert_eq!(date(u64::MAX), "");
    }
}
