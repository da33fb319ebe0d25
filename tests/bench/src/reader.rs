//! One reading of one picture, and what it took.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

use rustix::time::{ClockId, clock_gettime};
use serde::{Deserialize, Serialize};

/// What a reader found, and how long that took from pixels in memory.
#[derive(Clone, Serialize, Deserialize)]
pub struct Reading {
    pub found: Vec<String>,
    /// Milliseconds of the processor: other programs do not lengthen them.
    pub processor: f64,
    /// Milliseconds of the clock.
    pub clock: f64,
}

/// Runs that take longer are not repeated.
const LONG: Duration = Duration::from_millis(200);

/// Measures the fastest of some runs. A panic is a reading of nothing.
pub fn measured(read: impl Fn() -> Vec<String>) -> Reading {
    let mut best: Option<Reading> = None;
    for _ in 0..3 {
        let (begun, used) = (Instant::now(), processor());
        let found = catch_unwind(AssertUnwindSafe(&read)).unwrap_or_default();
        let (clock, processor) = (begun.elapsed(), processor() - used);
        if best.as_ref().is_none_or(|best| processor < best.processor) {
            best = Some(Reading { found, processor, clock: clock.as_secs_f64() * 1e3 });
        }
        if clock > LONG {
            break;
        }
    }
    best.expect("there was a run")
}

/// Returns the milliseconds that all threads of this program have used.
fn processor() -> f64 {
    let now = clock_gettime(ClockId::ProcessCPUTime);
    now.tv_sec as f64 * 1e3 + now.tv_nsec as f64 / 1e6
}
