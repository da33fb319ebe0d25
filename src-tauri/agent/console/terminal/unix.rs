//! A terminal that edits and shows the lines itself.

use countersign_core::secret::SecretText;
use rustix::termios::{LocalModes, OptionalActions, QueueSelector, Termios, tcflush, tcgetattr, tcsetattr};
use std::io::{self, BufRead};

/// The terminal's settings as they were found.
pub(super) struct Modes(Termios);

impl Modes {
    pub(super) fn take() -> io::Result<Self> {
        Ok(Self(tcgetattr(io::stdin())?))
    }

    pub(super) fn hide(&self, hide: bool) {
        let mut modes = self.0.clone();
        if hide {
            modes.local_modes.remove(LocalModes::ECHO);
        }
        // A terminal that is gone shows nothing anyway.
        let _ = tcsetattr(io::stdin(), OptionalActions::Now, &modes);
    }

    #[expect(clippy::unused_self, reason = "on Windows it is known by its settings")]
    pub(super) fn discard(&self) {
        let _ = tcflush(io::stdin(), QueueSelector::IFlush);
    }
}

/// Hands over each line that is typed, until there are no more or one is not wanted.
pub(super) fn read_lines(mut take: impl FnMut(SecretText) -> bool) {
    let mut input = io::stdin().lock();
    loop {
        let mut line = String::new();
        match input.read_line(&mut line) {
            Ok(0) | Err(_) => return,
            Ok(_) => {
                line.truncate(line.trim_end_matches(['\r', '\n']).len());
                if !take(SecretText::new(line)) {
                    return;
                }
            }
        }
    }
}
