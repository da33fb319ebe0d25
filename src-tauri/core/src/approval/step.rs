//! Which time step's code may leave, and when: one code per account and step, ever.

use crate::otp::{self, Parameters};
use crate::time::Now;
use crate::view::CodeKind;

/// A code with less time left is not given: typed, sent and checked it would be stale. The next step's is given, as soon
/// as that step starts. (npm uploads the whole package before the code is looked at.)
pub const ENOUGH_MS: u64 = 7_000;

/// What to do about a code that was approved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Plan {
    /// The code of this step (for HOTP: this counter) leaves now.
    Now(u64),
    /// The code of a later step leaves when that step starts, in so many milliseconds.
    In(u64),
    /// Codes were given out for times that the clock has not reached: it went back. None is given twice.
    ClockWentBack,
}

/// Plans the next code. `last` is the newest step that was given out.
#[must_use]
pub fn plan(parameters: &Parameters, last: Option<u64>, now: Now) -> Plan {
    let current = otp::step(parameters, now.unix_seconds());
    if parameters.kind() == CodeKind::Hotp {
        return Plan::Now(next_counter(parameters, last));
    }
    let period_ms = u64::from(parameters.period()).saturating_mul(1_000);
    let left = period_ms - now.wall_ms % period_ms;
    // A short step must not be waited for again and again: half of it is enough then.
    let first = if left < ENOUGH_MS.min(period_ms / 2) { current.saturating_add(1) } else { current };
    match last {
        Some(last) if went_back(last, current) => Plan::ClockWentBack,
        Some(last) if last >= first => wait_for(last.saturating_add(1), current, period_ms, left),
        _ => wait_for(first, current, period_ms, left),
    }
}

/// Returns what to remember as the newest step given out once a person copied the code of `step`. A copy is never
/// refused, so it also is the way out after a clock went back.
#[must_use]
pub fn copied(parameters: &Parameters, last: Option<u64>, step: u64, now: Now) -> u64 {
    let current = otp::step(parameters, now.unix_seconds());
    match last {
        Some(last) if parameters.kind() == CodeKind::Hotp || !went_back(last, current) => last.max(step),
        _ => step,
    }
}

/// Returns the counter of HOTP's next code.
#[must_use]
pub fn next_counter(parameters: &Parameters, last: Option<u64>) -> u64 {
    parameters.counter().max(last.map_or(0, |last| last.saturating_add(1)))
}

/// The next step's code may have been copied; nothing beyond it was ever given out by a clock that runs.
fn went_back(last: u64, current: u64) -> bool {
    last > current.saturating_add(1)
}

fn wait_for(step: u64, current: u64, period_ms: u64, left: u64) -> Plan {
    match step.saturating_sub(current) {
        0 => Plan::Now(current),
        ahead => Plan::In((ahead - 1).saturating_mul(period_ms).saturating_add(left)),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail")]

    use super::*;
    use crate::otp::Algorithm;

    /// Step 1000 of 30 seconds, so many milliseconds in.
    fn into(ms: u64) -> Now {
        Now { wall_ms: 30_000_000 + ms, steady_ms: 5 }
    }

    fn usual() -> Parameters {
        Parameters::default()
    }

    fn lasting(period: u32) -> Parameters {
        Parameters::new(CodeKind::Totp, Algorithm::Sha1, 6, period, 0).unwrap()
    }

    #[test]
    fn a_fresh_step_gives_its_code_at_once() {
        assert_eq!(plan(&usual(), None, into(0)), Plan::Now(1000));
        assert_eq!(plan(&usual(), Some(999), into(23_000)), Plan::Now(1000));
    }

    #[test]
    fn with_less_than_seven_seconds_left_the_next_step_is_waited_for() {
        assert_eq!(plan(&usual(), None, into(23_001)), Plan::In(6_999));
        assert_eq!(plan(&usual(), Some(999), into(29_999)), Plan::In(1));
    }

    #[test]
    fn a_step_that_gave_its_code_gives_no_other() {
        assert_eq!(plan(&usual(), Some(1000), into(1_000)), Plan::In(29_000));
        assert_eq!(plan(&usual(), Some(1000), into(29_000)), Plan::In(1_000));
        assert_eq!(
            plan(&usual(), Some(1001), into(1_000)),
            Plan::In(59_000),
            "the next one was copied already"
        );
    }

    #[test]
    fn short_steps_are_not_waited_for_for_ever() {
        assert_eq!(plan(&lasting(5), None, into(0)), Plan::Now(6000));
        assert_eq!(plan(&lasting(5), None, into(2_501)), Plan::In(2_499));
    }

    #[test]
    fn a_clock_that_went_back_gives_nothing_twice_and_copying_gets_out_of_it() {
        assert_eq!(plan(&usual(), Some(1002), into(0)), Plan::ClockWentBack);
        assert_eq!(copied(&usual(), Some(1120), 1000, into(0)), 1000);
        assert_eq!(plan(&usual(), Some(1000), into(0)), Plan::In(30_000));
    }

    #[test]
    fn a_copy_never_makes_an_older_step_the_newest() {
        assert_eq!(copied(&usual(), Some(1001), 1000, into(0)), 1001);
        assert_eq!(copied(&usual(), None, 1001, into(0)), 1001);
    }

    #[test]
    fn counters_go_on_from_the_last_one_given_out() {
        let parameters = Parameters::new(CodeKind::Hotp, Algorithm::Sha1, 6, 30, 4).unwrap();
        assert_eq!(plan(&parameters, None, into(29_999)), Plan::Now(4));
        assert_eq!(plan(&parameters, Some(9), into(0)), Plan::Now(10));
        assert_eq!(copied(&parameters, Some(9), 10, into(0)), 10);
    }

    #[test]
    fn the_ends_of_time_do_no_harm() {
        for wall_ms in [0, 1, u64::MAX] {
            let now = Now { wall_ms, steady_ms: 0 };
            for last in [None, Some(0), Some(u64::MAX)] {
                assert!(!matches!(plan(&usual(), last, now), Plan::Now(step) if Some(step) == last));
                assert!([Some(0), last].contains(&Some(copied(&usual(), last, 0, now))));
            }
        }
    }
}
