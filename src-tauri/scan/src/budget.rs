//! How much time and work a search may take.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// The bounds of one search.
///
/// The search measures time with the monotonic clock itself: what it can find depends on nothing else.
#[derive(Clone, Debug)]
pub struct Budget {
    /// After this long the search ends with what it has.
    pub time: Duration,
    /// Pictures of more pixels than this are not searched.
    pub pixels: u64,
    /// Set to true by any thread, the search ends with what it has.
    pub cancel: Option<Arc<AtomicBool>>,
}

impl Default for Budget {
    fn default() -> Self {
        Self { time: Duration::from_millis(600), pixels: crate::picture::MOST_PIXELS, cancel: None }
    }
}

/// A [`Budget`] being used up.
#[derive(Clone, Copy)]
pub(crate) struct Clock<'a> {
    budget: &'a Budget,
    started: Instant,
}

impl<'a> Clock<'a> {
    pub(crate) fn start(budget: &'a Budget) -> Self {
        Self { budget, started: Instant::now() }
    }

    pub(crate) fn cancelled(&self) -> bool {
        self.budget.cancel.as_ref().is_some_and(|flag| flag.load(Ordering::Relaxed))
    }

    pub(crate) fn over(&self) -> bool {
        self.started.elapsed() >= self.budget.time || self.cancelled()
    }
}
