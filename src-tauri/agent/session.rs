//! The person's session: when its screen is locked and when the computer is suspended, Countersign may lock too.

use crate::event::{Event, Events};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

#[cfg(target_os = "linux")]
#[path = "session/linux.rs"]
mod system;
#[cfg(target_os = "macos")]
#[path = "session/macos.rs"]
mod system;
#[cfg(windows)]
#[path = "session/windows.rs"]
mod system;

#[cfg(windows)]
pub(crate) use system::hear;

/// How long a suspension is held up until Countersign has locked.
const HOLD: Duration = Duration::from_secs(2);

/// What happened to the session.
pub(crate) enum FromSession {
    /// Its screen was locked.
    ScreenLocked,
    /// The computer is about to be suspended. It waits a moment until this is dropped.
    Suspends(Held),
}

/// Holds a suspension up until it is dropped.
pub(crate) struct Held(#[expect(dead_code, reason = "its end is what counts")] Sender<()>);

impl Held {
    /// Returns what is to be dropped, and what learns of that.
    fn new() -> (Self, Receiver<()>) {
        let (held, done) = channel();
        (Self(held), done)
    }
}

/// Listens from now on, on threads of their own. Where nothing tells of the session there is nothing to be heard.
pub(crate) fn listen(events: &Events) {
    system::listen(events);
}

fn report(events: &Events, what: FromSession) {
    // Nobody listens any more when the agent ends.
    drop(events.send(Event::Session(what)));
}
