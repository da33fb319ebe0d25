//! How far this machine's clock is from a registry's.

use jiff::fmt::rfc2822;

/// From this difference on a person is warned, in seconds: half a time step, and a registry that allows no more than the
/// present one refuses half of all codes.
pub const TOLERATED_S: i32 = 15;

/// An answer of a server, and when it was asked for.
#[derive(Clone, Copy, Debug)]
pub struct Reading<'a> {
    /// The header `Date`.
    pub date: &'a str,
    /// The header `Age`: for how long a cache has kept the answer, in seconds.
    pub age: Option<&'a str>,
    /// When the request left, in milliseconds since 1970 by this machine's clock.
    pub sent_ms: u64,
    /// When the answer came.
    pub received_ms: u64,
}

/// Returns how many seconds this machine's clock is ahead of the server's; negative when it is behind. None where the
/// answer tells no time.
///
/// A server writes its time in whole seconds, half a second early on average, and it did so half a round trip before the
/// answer came; a cache adds what it kept the answer for (RFC 9110 section 6.6.1, RFC 9111 section 5.1).
#[must_use]
pub fn skew(reading: Reading<'_>) -> Option<i32> {
    let date = rfc2822::DateTimeParser::new().parse_timestamp(reading.date).ok()?.as_millisecond();
    let age: i64 = reading.age.map_or(Some(0), |age| age.trim().parse().ok())?;
    let there = date.checked_add(age.checked_mul(1_000)?)?.checked_add(500)?;
    let round_trip = reading.received_ms.checked_sub(reading.sent_ms)?;
    let here = i64::try_from(reading.sent_ms.checked_add(round_trip / 2)?).ok()?;
    let ahead = here.checked_sub(there)?;
    i32::try_from((ahead + ahead.signum() * 500) / 1_000).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Sat, 22 Nov 2025 00:00:00 GMT.
    const MIDNIGHT_MS: u64 = 1_763_769_600_000;

    fn at(sent_ms: u64, round_trip: u64) -> Reading<'static> {
        let date = "Sat, 22 Nov 2025 00:00:00 GMT";
        Reading { date, age: None, sent_ms, received_ms: sent_ms + round_trip }
    }

    #[test]
    fn a_clock_that_agrees_is_not_ahead() {
        assert_eq!(skew(at(MIDNIGHT_MS + 400, 200)), Some(0));
        assert_eq!(skew(at(MIDNIGHT_MS - 3_500, 8_000)), Some(0), "half of a slow round trip is taken off");
    }

    #[test]
    fn a_difference_has_a_direction() {
        assert_eq!(skew(at(MIDNIGHT_MS + 45_500, 0)), Some(45));
        assert_eq!(skew(at(MIDNIGHT_MS - 89_500, 0)), Some(-90));
    }

    #[test]
    fn what_a_cache_kept_is_older_than_it_says() {
        let cached = Reading { age: Some("120"), ..at(MIDNIGHT_MS + 120_500, 0) };
        assert_eq!(skew(cached), Some(0));
        assert_eq!(skew(Reading { age: Some("soon"), ..cached }), None);
        assert_eq!(skew(Reading { age: Some("9223372036854775807"), ..cached }), None);
    }

    #[test]
    fn without_a_time_nothing_is_known() {
        for date in ["", "yesterday", "Sat, 99 Nov 2025 00:00:00 GMT"] {
            assert_eq!(skew(Reading { date, ..at(MIDNIGHT_MS, 0) }), None);
        }
        assert_eq!(
            skew(Reading { received_ms: 0, ..at(MIDNIGHT_MS, 0) }),
            None,
            "a clock that was set meanwhile"
        );
    }
}
