//! Reads a command's latest output with what the core knows of clients.

use countersign_core::npm::question::{Question, Reads};
use countersign_core::npm::screen::Screen;
use countersign_core::npm::{Client, Prompt, Target, browser};

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
        let ours =
            matches!(self.question.asks, Prompt::OneTimePassword | Prompt::EnrolConfirmation | Prompt::Page);
        ours && self.reads(mode)
    }

    /// Whether it is a page in the browser that the client waits for, and no answer.
    pub(super) fn is_page(&self) -> bool {
        self.question.asks == Prompt::Page
    }

    /// Whether the client reads in the way it reads answers.
    pub(super) fn reads(&self, mode: Mode) -> bool {
        match self.question.reads {
            _ if self.is_page() => true,
            Reads::Keys | Reads::SixKeys => mode == Mode::Keys,
            Reads::Line => mode == Mode::Lines,
        }
    }
}

/// Returns what one of these clients asks at the end of the output.
pub(super) fn read(clients: &[&'static dyn Client], output: &[u8]) -> Option<Asked> {
    let screen = screen(output);
    let asked = clients.iter().find_map(|client| {
        let question = client.question(&screen)?;
        Some(Asked { client: *client, question, about: client.announced(&screen) })
    });
    asked.or_else(|| {
        let (client, page) = (clients.first()?, browser::page(&screen)?);
        let question = Question { asks: Prompt::Page, reads: Reads::Keys, after_other: true };
        Some(Asked {
            client: *client,
            question,
            about: Target { page: Some(page), ..client.announced(&screen) },
        })
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
