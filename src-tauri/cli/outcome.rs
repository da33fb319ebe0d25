//! How the companion ends: its exit status, and what it says to people and to scripts.

use countersign_core::view::Failure;
use serde::Serialize;
use std::io::{self, Write};
use std::process::ExitCode;

/// The exit status of the companion. `run` ends as its command ended instead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    /// Done.
    Done,
    /// Failed.
    Failed,
    /// Wrong usage.
    Usage,
    /// Denied by the person, or not answered in time.
    Denied,
    /// The agent is not running, or locked.
    Unavailable,
    /// Nothing was found.
    Nothing,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Done => 0,
            Exit::Failed => 1,
            Exit::Usage => 2,
            Exit::Denied => 3,
            Exit::Unavailable => 4,
            Exit::Nothing => 5,
        })
    }
}

/// Why a subcommand could not do what it was asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Trouble {
    /// The exit status.
    pub(crate) exit: Exit,
    /// What happened, what was kept safe, what to do next.
    pub(crate) failure: Failure,
}

impl Trouble {
    /// Puts a failure together.
    pub(crate) fn new(exit: Exit, code: &str, message: impl Into<String>, hint: impl Into<String>) -> Self {
        let failure = Failure { code: code.into(), message: message.into(), hint: hint.into() };
        Self { exit, failure }
    }

    /// A failure of input or output.
    pub(crate) fn io(doing: &str, error: &io::Error) -> Self {
        Self::new(Exit::Failed, "io", format!("{doing} failed: {error}."), "Nothing was changed.")
    }

    /// Says it: as the one JSON object where a script asked for one, to the person otherwise.
    pub(crate) fn say(&self, json: bool) -> ExitCode {
        if json {
            // A reader that went away cannot be told; the status still says it.
            drop(object(&ErrorReport { error: &self.failure }));
        } else {
            person(&self.failure.message);
            if !self.failure.hint.is_empty() {
                person(&self.failure.hint);
            }
        }
        self.exit.into()
    }
}

/// The object that scripts get in place of a result.
#[derive(Serialize)]
struct ErrorReport<'a> {
    error: &'a Failure,
}

/// Any object, with the version that every object carries.
#[derive(Serialize)]
struct Versioned<'a, T> {
    version: u32,
    #[serde(flatten)]
    content: &'a T,
}

/// Returns an object as the line that is printed.
fn render(content: &impl Serialize) -> io::Result<Vec<u8>> {
    let mut line = serde_json::to_vec(&Versioned { version: 1, content })?;
    line.push(b'\n');
    Ok(line)
}

/// Prints the one object that `--json` promises, `"version": 1` first.
pub(crate) fn object(content: &impl Serialize) -> Result<(), Trouble> {
    render(content).and_then(|line| out(&line)).map_err(|error| Trouble::io("Writing the result", &error))
}

/// Prints an object that carries its version itself.
pub(crate) fn whole_object(content: &impl Serialize) -> Result<(), Trouble> {
    let line = serde_json::to_string(content).map_err(io::Error::from);
    line.map_err(|error| Trouble::io("Writing the result", &error)).and_then(|text| self::line(&text))
}

/// Prints one line of a result.
pub(crate) fn line(text: &str) -> Result<(), Trouble> {
    out(text.as_bytes()).and_then(|()| out(b"\n")).map_err(|error| Trouble::io("Writing the result", &error))
}

fn out(bytes: &[u8]) -> io::Result<()> {
    let mut stdout = io::stdout().lock();
    stdout.write_all(bytes)?;
    stdout.flush()
}

/// Says one line to the person. Where nobody reads, nothing is lost.
pub(crate) fn person(text: &str) {
    drop(writeln!(io::stderr().lock(), "countersign: {}", printable(text)));
}

/// Returns a text without anything that could steer a terminal.
pub(crate) fn printable(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]
    use super::*;

    #[test]
    fn an_error_is_one_versioned_object() {
        let trouble = Trouble::new(Exit::Denied, "denied", "You said no.", "Ask again.");
        let line = String::from_utf8(render(&ErrorReport { error: &trouble.failure }).unwrap()).unwrap();
        assert_eq!(
            line,
            "{\"version\":1,\"error\":{\"code\":\"denied\",\"message\":\"You said no.\",\"hint\":\"Ask again.\"}}\n"
        );
    }

    #[test]
    fn a_message_cannot_steer_the_terminal() {
        assert_eq!(printable("a\u{1b}[2Jb\r\nc\u{9b}"), "a[2Jbc");
    }
}
