//! Watches a command that enrols an authenticator: takes the secret and the recovery codes from what it prints.

use countersign_core::npm;
use countersign_core::npm::enrolment::{recovery_codes, secret};
use countersign_core::npm::screen::Screen;
use countersign_core::otp::{base32, link};
use countersign_link::passing::Passing;
use countersign_link::socket::Connection;
use countersign_scan::Kind;
use std::process::ExitStatus;
use std::sync::{Mutex, MutexGuard, PoisonError};
use zeroize::Zeroizing;

/// How much of the output is remembered, in bytes: several of the largest codes that npm draws.
const MEMORY: usize = 256 * 1024;

/// An enrolment, as far as it has come.
pub(crate) struct Enrolment {
    registry: String,
    seen: Mutex<Seen>,
}

struct Seen {
    /// What was printed. It holds the secret, and later the recovery codes.
    output: Zeroizing<Vec<u8>>,
    /// Whether the account is kept.
    kept: bool,
    /// Whether a code was typed.
    typed: bool,
    /// The conversation on which the person approved the enrolment.
    conversation: Option<Connection>,
}

impl Enrolment {
    /// Begins to watch a command that enrols at this registry.
    pub(crate) fn at(registry: &str) -> Self {
        // All the room at once, because growing would leave copies of the secret behind.
        let output = Zeroizing::new(Vec::with_capacity(MEMORY));
        let seen = Mutex::new(Seen { output, kept: false, typed: false, conversation: None });
        Self { registry: registry.to_owned(), seen }
    }

    /// Begins to watch a command that asks for a code of an account that was enrolled at this registry.
    pub(crate) fn verified_at(registry: &str) -> Self {
        let enrolment = Self::at(registry);
        enrolment.keep();
        enrolment
    }

    /// The registry that enrols.
    pub(super) fn registry(&self) -> &str {
        &self.registry
    }

    /// Takes note of output. What goes beyond the memory pushes the oldest out.
    pub(super) fn watch(&self, output: &[u8]) {
        let latest = &output[output.len().saturating_sub(MEMORY)..];
        let mut seen = self.seen();
        let surplus = (seen.output.len() + latest.len()).saturating_sub(MEMORY);
        seen.output.drain(..surplus);
        seen.output.extend_from_slice(latest);
    }

    /// Whether the account is kept already.
    pub(crate) fn is_kept(&self) -> bool {
        self.seen().kept
    }

    /// The account is kept.
    pub(super) fn keep(&self) {
        self.seen().kept = true;
    }

    /// A code was typed.
    pub(super) fn note_code(&self) {
        self.seen().typed = true;
    }

    /// Whether the registry took the code that was typed, now that the command ended. What it did then, or not, for
    /// other reasons is of no interest.
    pub(crate) fn code_was_taken(&self, status: ExitStatus) -> bool {
        let seen = self.seen();
        status.success() || (seen.typed && !super::prompt::refused(npm::CLIENTS, &seen.output))
    }

    /// The run is over; what is still to be said goes over the conversation that it had.
    pub(super) fn part_with(&self, conversation: Option<Connection>) {
        self.seen().conversation = conversation;
    }

    /// Takes the conversation of the run over.
    pub(crate) fn conversation(&self) -> Option<Connection> {
        self.seen().conversation.take()
    }

    /// Returns the link that was printed. The code that was drawn must say what the text says: one alone may be cut,
    /// or be another program's.
    pub(super) fn link(&self) -> Result<Passing, String> {
        let seen = self.seen();
        let text = String::from_utf8_lossy(&seen.output);
        let drawn = countersign_scan::text(&text);
        let mut links = drawn.codes.iter().filter(|code| code.kind == Kind::Otpauth);
        let (Some(link), None) = (links.next(), links.next()) else {
            return Err("npm's QR code could not be read; press Ctrl-C, nothing was kept".into());
        };
        let entry = link::parse(&link.text).map_err(|why| format!("npm's QR code is no account: {why}"))?;
        let written = secret(&screen(&seen.output)).and_then(|written| base32::decode(&written).ok());
        if written.as_ref() != Some(entry.secret()) {
            return Err("npm's QR code and its text differ; press Ctrl-C, nothing was kept".into());
        }
        Ok(Passing::new(link.text.as_str().to_owned()))
    }

    /// Returns the recovery codes that were printed.
    pub(crate) fn recovery_codes(&self) -> Vec<Passing> {
        let codes = recovery_codes(&screen(&self.seen().output));
        codes.iter().map(|code| Passing::new(code.as_str().to_owned())).collect()
    }

    fn seen(&self) -> MutexGuard<'_, Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn screen(output: &[u8]) -> Screen {
    let mut screen = Screen::new();
    screen.feed(output);
    screen
}
