//! Reads a command's latest output with what the core knows of clients.

use countersign_core::npm::question::{Question, Reads};
use countersign_core::npm::screen::Screen;
use countersign_core::npm::{Client, Prompt, Target};

/// A question that waits, and who asks it.
pub(super) struct Asked {
    pub(super) client: &'static dyn Client,
    pub(super) question: Question,
    /// What the client said of what it does.
    pub(super) about: Target,
}

/// What the command's terminal does with keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    /// It gives them one by one: a line editor reads.
    Keys,
    /// It hands lines over.
    Lines,
    /// Something in between, or nobody knows.
    Other,
}

impl Asked {
    /// Whether a code of an account answers, and the client reads in the way it reads answers.
    pub(super) fn is_ours(&self, mode: Mode) -> bool {
        matches!(self.question.asks, Prompt::OneTimePassword | Prompt::EnrolConfirmation) && self.reads(mode)
    }

    /// Whether the client reads in the way it reads answers.
    pub(super) fn reads(&self, mode: Mode) -> bool {
        match self.question.reads {
            Reads::Keys | Reads::SixKeys => mode == Mode::Keys,
            Reads::Line => mode == Mode::Lines,
        }
    }
}

/// Returns what one of these clients asks at the end of the output.
pub(super) fn read(clients: &[&'static dyn Client], output: &[u8]) -> Option<Asked> {
    let screen = screen(output);
    clients.iter().find_map(|client| {
        let question = client.question(&screen)?;
        Some(Asked { client: *client, question, about: client.announced(&screen) })
    })
}

/// Returns whether the output since a code was typed says that it was refused.
pub(super) fn refused(clients: &[&'static dyn Client], output: &[u8]) -> bool {
    let screen = screen(output);
    clients.iter().any(|client| client.refused(&screen))
}

fn screen(output: &[u8]) -> Screen {
    let mut screen = Screen::new();
    screen.feed(output);
    screen
}
