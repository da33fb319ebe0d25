//! Jumps of the clock that codes are made by: noticed, and said wherever a code is about to be made.

use super::App;
use super::effect::Effect;
use super::failures::failure;
use crate::time::Now;
use crate::view::Failure;

/// From this difference on a clock has not merely been kept right, in milliseconds. (Time services move it by fractions of
/// a second; codes bear half a step.)
const JUMP_MS: u64 = 10_000;
/// For how long a jump is spoken of, in milliseconds of the steady clock.
const SPOKEN_OF_MS: u64 = 10 * 60_000;

/// What is known of the clock.
#[derive(Debug, Default)]
pub(super) struct Clock {
    /// Both clocks when they were looked at last.
    last: Option<Now>,
    /// The last jump: by how many seconds, and when by the steady clock.
    jump: Option<(i64, u64)>,
}

impl App {
    /// Looks at the clock, before anything is made by it. Steady time must go on while the computer sleeps.
    pub fn look_at_clock(&mut self, now: Now) -> Vec<Effect> {
        let before = self.clock.last.replace(now);
        let over = self.clock.jump.is_some_and(|(_, at)| now.steady_ms.saturating_sub(at) >= SPOKEN_OF_MS);
        if over {
            self.clock.jump = None;
        }
        let jumped = before.map_or(0, |before| moved(before, now));
        if jumped.unsigned_abs() < JUMP_MS {
            return if over { vec![Effect::Changed] } else { Vec::new() };
        }
        let seconds = jumped / 1_000;
        self.clock.jump = Some((seconds, now.steady_ms));
        vec![
            Effect::Changed,
            Effect::Request(self.pending(now)),
            Effect::Log(format!("the clock was set by {seconds} s")),
        ]
    }

    /// Says that the clock jumped a while ago, if it did.
    #[must_use]
    pub fn clock_warning(&self) -> Option<Failure> {
        let (seconds, _) = self.clock.jump?;
        let way = if seconds > 0 { "forward" } else { "back" };
        let message = format!(
            "This computer’s clock was set {way} by {} while Countersign ran. Codes are made by it.",
            in_words(seconds.unsigned_abs())
        );
        Some(failure("clock-jumped", message, "Check the date and the time before you use a code."))
    }
}

/// By how many milliseconds the clock moved beside the steady one.
fn moved(before: Now, now: Now) -> i64 {
    let wall = i128::from(now.wall_ms) - i128::from(before.wall_ms);
    let steady = i128::from(now.steady_ms) - i128::from(before.steady_ms);
    i64::try_from(wall - steady).unwrap_or(i64::MAX)
}

fn in_words(seconds: u64) -> String {
    match seconds {
        0..120 => format!("{seconds} seconds"),
        120..7_200 => format!("{} minutes", seconds / 60),
        7_200..172_800 => format!("{} hours", seconds / 3_600),
        _ => format!("{} days", seconds / 86_400),
    }
}
