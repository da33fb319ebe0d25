//! Where `scan` and `add` look for codes.

use crate::input;
use countersign_capture::{Look, ReadText, clean, copied, look_at_bytes, look_at_text, monitors, screens};
use countersign_link::paths::Paths;
use countersign_scan::{Budget, Reading};
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::time::Duration;

/// How long the search of one picture may take: here nobody waits for a window.
const TIME: Duration = Duration::from_secs(5);

/// What a person named.
#[derive(Debug)]
pub(crate) enum Source<'a> {
    /// All monitors.
    Screen,
    /// What was copied last.
    Clipboard,
    /// A picture, or a text with a code in it; `-` is standard input.
    File(&'a Path),
    /// A text; `-` is standard input.
    Text(&'a Path),
}

/// What is in one picture or text, or why it could not be looked at.
pub(crate) struct Seen {
    /// The file as it was named, the clipboard, or a monitor.
    pub(crate) name: String,
    /// What is there.
    pub(crate) outcome: Result<Reading, String>,
}

impl Seen {
    /// Whether it gave a code.
    pub(crate) fn found(&self) -> bool {
        self.outcome.as_ref().is_ok_and(|reading| !reading.codes.is_empty())
    }

    /// Why it gave none.
    pub(crate) fn why_not(&self) -> Option<String> {
        match &self.outcome {
            Ok(reading) => reading.nothing.map(|nothing| nothing.to_string()),
            Err(why) => Some(why.clone()),
        }
    }

    fn of(look: Look) -> Self {
        Self { name: look.name, outcome: look.outcome.map_err(|error| error.to_string()) }
    }

    fn failed(name: &str, why: impl std::fmt::Display) -> Vec<Self> {
        vec![Self { name: name.to_owned(), outcome: Err(why.to_string()) }]
    }
}

impl Source<'_> {
    /// Looks there. One source can show several things, and what cannot be looked at hides nothing else.
    pub(crate) fn look(&self, read_text: ReadText) -> Vec<Seen> {
        let budget = Budget { time: TIME, ..Budget::default() };
        match self {
            Self::Screen => screen(&budget),
            Self::Clipboard => match copied(read_text, &budget) {
                Ok(looks) => looks.into_iter().map(Seen::of).collect(),
                Err(error) => Seen::failed("clipboard", error),
            },
            Self::File(path) => file(path, |name, bytes| look_at_bytes(name, bytes, read_text, &budget)),
            Self::Text(path) => file(path, |name, bytes| look_at_text(name, bytes, read_text)),
        }
    }
}

fn screen(budget: &Budget) -> Vec<Seen> {
    let notes = match Paths::from_environment() {
        Ok(paths) => paths.data,
        Err(error) => return Seen::failed("screen", error),
    };
    clean(&notes);
    match screens(&notes, &AtomicBool::new(false)) {
        Ok(shots) => monitors(shots, budget)
            .into_iter()
            .map(|look| Seen {
                name: format!("screen {}", look.name).trim_end().to_owned(),
                ..Seen::of(look)
            })
            .collect(),
        Err(error) => Seen::failed("screen", error),
    }
}

fn file(path: &Path, look: impl FnOnce(String, &[u8]) -> Look) -> Vec<Seen> {
    let name = path.display().to_string();
    match input::content(path) {
        Ok(bytes) => vec![Seen::of(look(name, &bytes))],
        Err(error) => Seen::failed(&name, format_args!("It could not be read: {error}.")),
    }
}

/// Returns a file for each path.
pub(crate) fn files(paths: &[PathBuf]) -> impl Iterator<Item = Source<'_>> {
    paths.iter().map(|path| Source::File(path))
}

/// Returns a text for each path.
pub(crate) fn texts(paths: &[PathBuf]) -> impl Iterator<Item = Source<'_>> {
    paths.iter().map(|path| Source::Text(path))
}
