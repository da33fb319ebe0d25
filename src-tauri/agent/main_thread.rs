//! The program's first thread, lent to the system: macOS and Windows show menus, hear keys and tell of the session there alone.
//!
//! The agent itself works on a thread beside it. What must happen here is posted, and done in its order.

#[cfg(target_os = "macos")]
#[path = "main_thread/macos.rs"]
mod system;
#[cfg(windows)]
#[path = "main_thread/windows.rs"]
mod system;

use crate::event::{Event, Events};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc;
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Duration;

#[cfg(windows)]
pub(crate) use system::window;

/// How long the agent waits for what it asks of this thread, which may be holding a suspension up.
const PATIENCE: Duration = Duration::from_secs(5);

/// The status of a program that panicked.
const PANICKED: i32 = 101;

/// Whether the thread is lent. Without a desktop it is not, and nothing posted would ever be done.
static LENT: AtomicBool = AtomicBool::new(false);

/// Where it reports to, once the agent works.
static EVENTS: Mutex<Option<Events>> = Mutex::new(None);

/// Works on another thread, lends this one to the system, and ends the process with the status of the work.
pub(crate) fn lend(work: impl FnOnce() -> i32 + Send + 'static) -> ! {
    let Some(lent) = system::Lent::prepare() else { std::process::exit(work()) };
    LENT.store(true, Ordering::Release);
    thread::spawn(move || std::process::exit(catch_unwind(AssertUnwindSafe(work)).unwrap_or(PANICKED)));
    lent.keep();
    // The system took the loop away; the work goes on until it ends the process.
    loop {
        thread::park();
    }
}

/// Has what the system wants of the program reported.
pub(crate) fn report_to(events: &Events) {
    *EVENTS.lock().unwrap_or_else(PoisonError::into_inner) = Some(events.clone());
}

/// Has this thread do something soon. Says whether it will.
pub(crate) fn post(work: impl FnOnce() + Send + 'static) -> bool {
    let lent = LENT.load(Ordering::Acquire);
    if lent {
        system::post(Box::new(work));
    }
    lent
}

/// Has this thread do something, and waits for what comes of it; none without a desktop, or where the system stands still.
pub(crate) fn ask<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Option<T> {
    let (tell, told) = mpsc::channel();
    // Who waited too long hears nothing.
    let posted = post(move || drop(tell.send(work())));
    posted.then(|| told.recv_timeout(PATIENCE).ok()).flatten()
}

/// Tells the agent of something.
fn report(event: Event) {
    let events = EVENTS.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(events) = &*events {
        // Nobody listens any more when the agent ends.
        drop(events.send(event));
    }
}
