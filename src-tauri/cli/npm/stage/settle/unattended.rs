//! Settles a staged version where nobody sits at a terminal: this program once more, in a terminal made for it.

use crate::outcome::{self, Exit, Trouble};
use crate::pty::Guest;
use countersign_core::npm::diagnosis::{Around, Case, diagnose};
use countersign_core::npm::screen::Screen;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;
use rustix::process::Signal;
use rustix::termios::Winsize;
use std::io;
use std::process::{Command, ExitStatus};
use std::time::{Duration, Instant};
use zeroize::Zeroizing;

/// How long it may take: a request lives 90 s, and a step may be waited for.
const PATIENCE: Duration = Duration::from_secs(240);

/// What a run says when it leaves a prompt to the person.
const LEFT: &str = "type the code yourself: ";

/// Settles one for the app's window.
pub(super) fn unattended(id: &str, registry: Option<&str>, how: &str) -> Result<(), Trouble> {
    let this = std::env::current_exe().map_err(|error| Trouble::io("Finding this program", &error))?;
    let mut command = Command::new(this);
    command.args(["npm", "stage", how, id]);
    command.args(registry.map(|registry| format!("--registry={registry}")));
    let (status, output) = watch(command).map_err(|error| Trouble::io("Running npm", &error))?;
    let text = text_of(&output);
    if let Some(why) = text.split(LEFT).nth(1) {
        let why = why.lines().next().unwrap_or_default();
        return Err(Trouble::new(Exit::Denied, "not-settled", format!("Nothing was changed: {why}."), ""));
    }
    if status.success() {
        return Ok(());
    }
    if let Some(found) = diagnose(&Case::read(&text, Around::default())) {
        return Err(Trouble::new(Exit::Failed, &found.name, found.message, found.hint));
    }
    let last = text.lines().rev().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default();
    let message = format!("npm did not do it: {}", outcome::printable(last));
    Err(Trouble::new(Exit::Failed, "not-settled", message, "Try it in a terminal."))
}

/// Runs a command in a terminal of its own, and ends it when it waits for a person who is not there.
fn watch(command: Command) -> io::Result<(ExitStatus, Zeroizing<Vec<u8>>)> {
    let size = Winsize { ws_row: 50, ws_col: 200, ws_xpixel: 0, ws_ypixel: 0 };
    let mut guest = Guest::start_anew(command, size)?;
    let mut output = Zeroizing::new(Vec::new());
    let end = Instant::now() + PATIENCE;
    let mut told = false;
    loop {
        let wait = Timespec { tv_sec: 0, tv_nsec: 100_000_000 };
        let ready = poll(&mut [PollFd::from_borrowed_fd(guest.end(), PollFlags::IN)], Some(&wait));
        output.reserve(4096);
        let closed = match ready.and_then(|count| if count > 0 { guest.read(&mut output) } else { Ok(1) }) {
            Ok(count) => count == 0,
            Err(Errno::INTR | Errno::AGAIN) => false,
            Err(error) => return Err(error.into()),
        };
        if let Some(words) = asked(&output).filter(|_| !told) {
            // Whoever started this shows them beside the approval.
            outcome::person(&words);
            told = true;
        }
        if let Some(status) = guest.ended()? {
            // What it wrote last may still be on its way.
            while guest.read(&mut output).is_ok_and(|count| count > 0) {
                output.reserve(4096);
            }
            return Ok((status, output));
        }
        let left = output.windows(LEFT.len()).any(|window| window == LEFT.as_bytes());
        if left || closed || Instant::now() >= end {
            guest.signal_foreground(Signal::HUP);
            return Ok((guest.hang_up()?, output));
        }
    }
}

/// Finds the line in which the run says that it asks, with the words to compare.
fn asked(output: &[u8]) -> Option<String> {
    let text = text_of(output);
    let line = text.lines().find(|line| line.contains("approve \"") && line.contains("in the app"))?;
    line.trim().strip_prefix("countersign: ").map(str::to_owned)
}

fn text_of(output: &[u8]) -> String {
    let mut screen = Screen::new();
    screen.feed(output);
    screen.lines().collect::<Vec<_>>().join("\n")
}
