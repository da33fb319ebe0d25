//! The clipboard: codes go there with the hint that histories leave them out, and leave it again.

use crate::event::{Event, Events};
use countersign_core::app::{Copied, For};
use countersign_core::secret::SecretText;
use countersign_core::view::Failure;
use countersign_link::private::Reply;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread;
use std::time::{Duration, Instant};

/// How long quitting waits for the clipboard to be cleared.
const FAREWELL: Duration = Duration::from_secs(1);

enum Order {
    Copy(Copied, For),
    Clear(Option<Sender<()>>),
}

/// The clipboard, on a thread of its own: a display server may keep it waiting.
pub(crate) struct Clipboard(Sender<Order>);

impl Clipboard {
    /// Starts the thread. The system's clipboard is opened at the first copy, so that no display is needed before.
    pub(crate) fn start(events: Events) -> Self {
        let (sender, orders) = mpsc::channel();
        thread::spawn(move || Keeper { board: System::default(), held: None }.run(&orders, &events));
        Self(sender)
    }

    /// Copies a code. What came of it arrives as [`Event::Copied`].
    pub(crate) fn copy(&self, copied: Copied, to: For) {
        drop(self.0.send(Order::Copy(copied, to)));
    }

    /// Clears the clipboard if it still holds our code.
    pub(crate) fn clear(&self) {
        drop(self.0.send(Order::Clear(None)));
    }

    /// As [`Clipboard::clear`], and waits a moment until it is done.
    pub(crate) fn clear_and_wait(&self) {
        let (done, is_done) = mpsc::channel();
        drop(self.0.send(Order::Clear(Some(done))));
        // A display server that does not answer must not keep the agent from ending.
        let _ = is_done.recv_timeout(FAREWELL);
    }
}

/// What is asked of a clipboard.
trait Board {
    fn put(&mut self, text: &str, unlisted: bool) -> Result<(), String>;
    fn holds(&mut self, text: &str) -> bool;
    fn empty(&mut self);
}

struct Keeper<B> {
    board: B,
    held: Option<Held>,
}

struct Held {
    text: SecretText,
    until: Instant,
}

impl<B: Board> Keeper<B> {
    fn run(&mut self, orders: &Receiver<Order>, events: &Events) {
        loop {
            let order = match &self.held {
                Some(held) => orders.recv_timeout(held.until.saturating_duration_since(Instant::now())),
                None => orders.recv().map_err(|_| RecvTimeoutError::Disconnected),
            };
            match order {
                Ok(Order::Copy(copied, to)) => {
                    let reply = self.copy(copied, Instant::now());
                    drop(events.send(Event::Copied(to, reply)));
                }
                Ok(Order::Clear(done)) => {
                    self.clear();
                    let _ = done.map(|done| done.send(()));
                }
                Err(RecvTimeoutError::Timeout) => self.clear(),
                Err(RecvTimeoutError::Disconnected) => return self.clear(),
            }
        }
    }

    fn copy(&mut self, copied: Copied, now: Instant) -> Result<Reply, Failure> {
        self.board.put(copied.text.expose(), copied.unlisted).map_err(|why| Failure {
            code: "no-clipboard".into(),
            message: format!("The code could not be copied: {why}"),
            hint: "Read the code in the window and type it.".into(),
        })?;
        let Copied { text, valid_until, clears_in, .. } = copied;
        self.held = Some(Held { text, until: now + Duration::from_secs(clears_in.into()) });
        Ok(Reply::Copied { valid_until, clears_in })
    }

    /// Empties the clipboard unless the person has copied something else since.
    fn clear(&mut self) {
        if let Some(held) = self.held.take()
            && self.board.holds(held.text.expose())
        {
            self.board.empty();
        }
    }
}

/// The system's clipboard. It is kept: on X11 and Wayland the content dies with whoever offers it.
#[derive(Default)]
struct System(Option<arboard::Clipboard>);

impl System {
    fn open(&mut self) -> Result<&mut arboard::Clipboard, arboard::Error> {
        match self.0.take() {
            Some(open) => Ok(self.0.insert(open)),
            None => Ok(self.0.insert(arboard::Clipboard::new()?)),
        }
    }
}

impl Board for System {
    fn put(&mut self, text: &str, unlisted: bool) -> Result<(), String> {
        let outcome = self.open().and_then(|board| {
            let set = board.set();
            if unlisted { left_out(set) } else { set }.text(text)
        });
        outcome.map_err(|error| {
            self.0 = None; // a display server that was restarted is found again
            match error {
                arboard::Error::ClipboardOccupied => "another program holds the clipboard.".into(),
                _ => "there is no clipboard here.".into(),
            }
        })
    }

    fn holds(&mut self, text: &str) -> bool {
        self.open()
            .and_then(arboard::Clipboard::get_text)
            .is_ok_and(|found| SecretText::new(found).expose() == text)
    }

    fn empty(&mut self) {
        // What cannot be cleared is gone with the display server.
        drop(self.open().and_then(arboard::Clipboard::clear));
    }
}

/// Asks clipboard histories to leave the text out.
#[cfg(target_os = "linux")]
fn left_out(set: arboard::Set<'_>) -> arboard::Set<'_> {
    arboard::SetExtLinux::exclude_from_history(set)
}

#[cfg(target_os = "macos")]
fn left_out(set: arboard::Set<'_>) -> arboard::Set<'_> {
    arboard::SetExtApple::exclude_from_history(set)
}

#[cfg(windows)]
fn left_out(set: arboard::Set<'_>) -> arboard::Set<'_> {
    use arboard::SetExtWindows;
    set.exclude_from_cloud().exclude_from_history().exclude_from_monitoring()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A clipboard that other programs may write too.
    #[derive(Default)]
    struct Shared(Option<String>);

    impl Board for Shared {
        fn put(&mut self, text: &str, _: bool) -> Result<(), String> {
            self.0 = Some(text.to_owned());
            Ok(())
        }

        fn holds(&mut self, text: &str) -> bool {
            self.0.as_deref() == Some(text)
        }

        fn empty(&mut self) {
            self.0 = None;
        }
    }

    fn keeper_with_a_code() -> Keeper<Shared> {
        let mut keeper = Keeper { board: Shared::default(), held: None };
        let copied =
            Copied { text: SecretText::new("123456".into()), valid_until: 30, clears_in: 20, unlisted: true };
        let reply = keeper.copy(copied, Instant::now());
        assert_eq!(reply, Ok(Reply::Copied { valid_until: 30, clears_in: 20 }));
        keeper
    }

    #[test]
    fn a_code_that_is_still_there_is_cleared() {
        let mut keeper = keeper_with_a_code();
        keeper.clear();
        assert_eq!(keeper.board.0, None);
    }

    #[test]
    fn what_the_person_copied_later_stays() {
        let mut keeper = keeper_with_a_code();
        keeper.board.0 = Some("a shopping list".into());
        keeper.clear();
        assert_eq!(keeper.board.0.as_deref(), Some("a shopping list"));
    }

    #[test]
    fn a_code_is_cleared_once() {
        let mut keeper = keeper_with_a_code();
        keeper.clear();
        keeper.board.0 = Some("123456".into());
        keeper.clear();
        assert!(keeper.board.0.is_some(), "the same digits, copied by someone else");
    }
}
