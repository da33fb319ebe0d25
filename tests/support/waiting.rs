//! Waiting for something another program does.

use std::thread::sleep;
use std::time::{Duration, Instant};

/// How long anything may take on a busy machine before a test gives up.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);

/// Returns what `look` finds, looking again and again until it finds something.
///
/// # Panics
/// When nothing is found within [`PATIENCE`]; `what` says what was waited for.
pub(crate) fn eventually<T>(what: &str, look: impl FnMut() -> Option<T>) -> T {
    eventually_or(|| what.to_owned(), look)
}

/// The same, where the sentence for the failure is worth a look of its own.
pub(crate) fn eventually_or<T>(what: impl Fn() -> String, look: impl FnMut() -> Option<T>) -> T {
    eventually_within(PATIENCE, what, look)
}

/// The same, with another patience.
pub(crate) fn eventually_within<T>(
    patience: Duration,
    what: impl Fn() -> String,
    mut look: impl FnMut() -> Option<T>,
) -> T {
    let start = Instant::now();
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(start.elapsed() < patience, "waited {} s in vain for {}", patience.as_secs(), what());
        sleep(Duration::from_millis(20));
    }
}
