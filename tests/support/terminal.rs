//! A terminal with a program in it, and someone who reads and types.

use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::os::unix::process::ExitStatusExt;
use std::process::{Command, ExitStatus};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use pty_process::blocking::{Pty, open};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::process::Signal;
use rustix::termios::{LocalModes, Termios, tcgetattr};

use super::running::Running;
use super::waiting::{PATIENCE, eventually_within};

/// Columns and rows.
pub(crate) type Size = (u16, u16);

/// A usual terminal window.
pub(crate) const USUAL: Size = (100, 50);

/// A running program and the terminal it believes to be in.
pub(crate) struct Terminal {
    program: Running,
    pty: Arc<Pty>,
    seen: Arc<(Mutex<Seen>, Condvar)>,
    /// How much of the text earlier waits have read.
    read: usize,
}

struct Seen {
    bytes: Vec<u8>,
    screen: vt100::Parser,
    open: bool,
}

impl Terminal {
    /// Starts a program in a terminal of the usual size.
    pub(crate) fn start(command: Command) -> Self {
        Self::start_sized(command, USUAL)
    }

    /// Starts a program in a terminal of the given size, as leader of its session.
    pub(crate) fn start_sized(command: Command, (columns, rows): Size) -> Self {
        let name = command.get_program().display().to_string();
        let (pty, pts) = open().expect("a terminal can be opened");
        pty.resize(pty_process::Size::new(rows, columns)).expect("the size is a terminal's");
        let child = pty_process::blocking::Command::from(command).spawn(pts);
        let child = child.unwrap_or_else(|error| panic!("cannot start {name}: {error}"));
        let screen = vt100::Parser::new(positive(rows), positive(columns), 0);
        let seen = Arc::new((Mutex::new(Seen { bytes: Vec::new(), screen, open: true }), Condvar::new()));
        let terminal =
            Self { program: Running::leading_its_group(name, child), pty: Arc::new(pty), seen, read: 0 };
        terminal.keep_reading();
        terminal
    }

    fn keep_reading(&self) {
        let (pty, seen) = (Arc::clone(&self.pty), Arc::clone(&self.seen));
        thread::spawn(move || {
            let mut buffer = [0; 4096];
            while lock(&seen).open {
                let count = match readable(&pty).then(|| (&*pty).read(&mut buffer)) {
                    None => continue,
                    // Linux answers an error, not an end, when the last program has left the terminal.
                    Some(Err(_) | Ok(0)) => break,
                    Some(Ok(count)) => count,
                };
                let mut now = lock(&seen);
                now.bytes.extend_from_slice(&buffer[..count]);
                now.screen.process(&buffer[..count]);
                seen.1.notify_all();
            }
            lock(&seen).open = false;
            seen.1.notify_all();
        });
    }

    /// Waits until a text appears after everything waited for before. Colours and cursor
    /// movements do not count, and a line ends with `\n`.
    ///
    /// # Panics
    /// When it does not come, or when the program ends first; with the screen as it then is.
    pub(crate) fn wait_for(&mut self, text: &str) -> &mut Self {
        let seen = Arc::clone(&self.seen);
        let (now, timeout) = seen
            .1
            .wait_timeout_while(lock(&seen), PATIENCE, |now| now.open && self.end_of(text, now).is_none())
            .unwrap_or_else(PoisonError::into_inner);
        let Some(end) = self.end_of(text, &now) else {
            let why =
                if timeout.timed_out() { "did not appear" } else { "had not appeared when the program left" };
            panic!("{text:?} {why}; the screen shows:\n{}", now.screen.screen().contents());
        };
        drop(now);
        self.read = end;
        self
    }

    fn end_of(&self, text: &str, seen: &Seen) -> Option<usize> {
        let plain = plain(&seen.bytes);
        let start = plain.get(self.read..)?.find(text)?;
        Some(self.read + start + text.len())
    }

    /// Types without pressing Enter.
    pub(crate) fn type_text(&mut self, text: &str) -> &mut Self {
        (&*self.pty).write_all(text.as_bytes()).expect("the terminal takes what is typed");
        self
    }

    /// Types a line and presses Enter.
    pub(crate) fn enter(&mut self, line: &str) -> &mut Self {
        self.type_text(line).type_text("\r")
    }

    /// Presses Ctrl and a letter.
    pub(crate) fn press_ctrl(&mut self, letter: char) -> &mut Self {
        let control = u8::try_from(letter.to_ascii_uppercase()).expect("an ASCII letter") & 0x1f;
        self.type_text(&char::from(control).to_string())
    }

    /// Changes the size, as dragging the corner of the window would.
    pub(crate) fn resize(&mut self, (columns, rows): Size) {
        self.pty.resize(pty_process::Size::new(rows, columns)).expect("the size is a terminal's");
        lock(&self.seen).screen.screen_mut().set_size(positive(rows), positive(columns));
    }

    /// Sends a signal to the program alone.
    pub(crate) fn signal(&self, signal: Signal) {
        self.program.signal(signal);
    }

    /// Returns the process id of the program.
    pub(crate) fn id(&self) -> u32 {
        self.program.id()
    }

    /// Returns how the program ended, if it did.
    pub(crate) fn ended(&mut self) -> Option<ExitStatus> {
        self.program.ended()
    }

    /// Waits for the end of the program and of its output, and returns how it ended.
    pub(crate) fn wait(&mut self) -> ExitStatus {
        let status = self.program.wait();
        let rest = self.seen.1.wait_timeout_while(lock(&self.seen), Duration::from_secs(2), |now| now.open);
        drop(rest);
        status
    }

    /// Waits for the end for so many seconds.
    pub(crate) fn wait_within(&mut self, seconds: u64) -> ExitStatus {
        let screen = Arc::clone(&self.seen);
        eventually_within(
            Duration::from_secs(seconds),
            || format!("the end of\n{}", lock(&screen).screen.screen().contents()),
            || self.program.ended(),
        )
    }

    /// Waits for the end and returns the exit status.
    ///
    /// # Panics
    /// When a signal ended the program.
    pub(crate) fn exit_code(&mut self) -> i32 {
        let status = self.wait();
        status.code().unwrap_or_else(|| {
            panic!("ended by signal {:?}; the screen shows:\n{}", status.signal(), self.screen())
        })
    }

    /// Returns what someone in front of the terminal sees.
    pub(crate) fn screen(&self) -> String {
        lock(&self.seen).screen.screen().contents()
    }

    /// Returns everything written so far without colours and cursor movements, including what scrolled away.
    pub(crate) fn text(&self) -> String {
        plain(&lock(&self.seen).bytes)
    }

    /// Returns everything written so far, byte by byte.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        lock(&self.seen).bytes.clone()
    }

    /// Returns whether the program reads keys rather than lines.
    pub(crate) fn is_raw(&self) -> bool {
        !self.modes().local_modes.contains(LocalModes::ICANON)
    }

    /// Returns the terminal's modes, for comparing before and after.
    pub(crate) fn modes(&self) -> Termios {
        tcgetattr(&*self.pty).expect("a terminal has modes")
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        // Lets the reader go, also where a stray program still holds the terminal.
        lock(&self.seen).open = false;
    }
}

fn lock(seen: &(Mutex<Seen>, Condvar)) -> MutexGuard<'_, Seen> {
    seen.0.lock().unwrap_or_else(PoisonError::into_inner)
}

fn positive(count: u16) -> NonZeroU16 {
    NonZeroU16::new(count).expect("a terminal has at least one column and one row")
}

fn plain(bytes: &[u8]) -> String {
    strip_ansi_escapes::strip_str(String::from_utf8_lossy(bytes))
}

fn readable(pty: &Pty) -> bool {
    let wait = Timespec { tv_sec: 0, tv_nsec: 50_000_000 };
    poll(&mut [PollFd::new(pty, PollFlags::IN)], Some(&wait)).is_ok_and(|ready| ready > 0)
}
