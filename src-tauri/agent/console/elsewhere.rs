//! Systems on which the console is not shown yet; the window is.

use crate::event::Events;
use countersign_link::private::FromAgent;
use std::io;
use std::sync::mpsc::Sender;

/// Says whether there is a terminal to show the console in.
pub(crate) fn is_there() -> bool {
    false
}

/// No terminal can be opened here.
pub(crate) enum Terminal {}

impl Terminal {
    /// Fails.
    ///
    /// # Errors
    /// Always [`io::ErrorKind::Unsupported`].
    pub(crate) fn open() -> io::Result<Self> {
        Err(io::ErrorKind::Unsupported.into())
    }

    /// Is never called: there is no such value.
    pub(crate) fn replies(&self) -> Sender<FromAgent> {
        match *self {}
    }

    /// Is never called: there is no such value.
    pub(crate) fn run(self, _: u64, _: Events) {
        match self {}
    }
}
