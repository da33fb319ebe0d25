//! A command in a terminal of its own.

// Parts of what is done on Windows that know no Windows.
#[cfg(test)]
#[path = "pty/company.rs"]
mod company;
#[cfg(test)]
#[path = "pty/unasked.rs"]
mod unasked;

use pty_process::blocking::{Command, Pty};
use rustix::fs::OFlags;
use rustix::io::Errno;
use rustix::process::{Pid, Signal};
use rustix::termios::{self, LocalModes, OptionalActions, SpecialCodeIndex, Termios, Winsize};
use std::ffi::OsString;
use std::io;
use std::os::fd::{AsFd, BorrowedFd};
use std::os::unix::ffi::OsStringExt;
use std::path::{Path, PathBuf};
use std::process::{Child, ExitStatus};

/// A command and the terminal that was made for it.
pub(crate) struct Guest {
    master: Pty,
    child: Child,
    leader: Pid,
    device: PathBuf,
}

/// What a terminal does with keys: how a waiting prompt is told from a busy program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Keys {
    /// Keys arrive one by one (not a line at a time), unseen and without meaning: a line editor is reading.
    pub(crate) raw: bool,
    /// Lines are handed over whole, and shown while they are typed.
    pub(crate) lines: bool,
    /// The key that would stop the command, while it has that meaning.
    pub(crate) suspend: Option<u8>,
}

impl Guest {
    /// Starts a command in a new terminal with these settings and this size, as the leader of a session of its own.
    pub(crate) fn start(
        command: std::process::Command,
        settings: &Termios,
        size: Winsize,
    ) -> io::Result<Self> {
        let (master, slave) = pty_process::blocking::open().map_err(as_io)?;
        termios::tcsetattr(&slave, OptionalActions::Now, settings)?;
        termios::tcsetwinsize(&master, size)?;
        let device = OsString::from_vec(rustix::pty::ptsname(&master, Vec::new())?.into_bytes()).into();
        let child = Command::from(command).spawn(slave).map_err(as_io)?;
        let leader = Pid::from_child(&child);
        rustix::fs::fcntl_setfl(&master, rustix::fs::fcntl_getfl(&master)? | OFlags::NONBLOCK)?;
        Ok(Self { master, child, leader, device })
    }

    /// Starts a command in a new terminal with a system's usual settings.
    pub(crate) fn start_anew(command: std::process::Command, size: Winsize) -> io::Result<Self> {
        let usual = pty_process::blocking::open().map_err(as_io)?;
        let settings = termios::tcgetattr(&usual.0)?;
        Self::start(command, &settings, size)
    }

    /// The command's process, which leads its session.
    pub(crate) fn leader(&self) -> Pid {
        self.leader
    }

    /// The terminal's name in the file system.
    pub(crate) fn device(&self) -> &Path {
        &self.device
    }

    /// Our end of the terminal, for waiting on it.
    pub(crate) fn end(&self) -> BorrowedFd<'_> {
        self.master.as_fd()
    }

    /// Reads what the command wrote to the end of a buffer, as far as there is room; 0 when nobody can write any more.
    pub(crate) fn read(&self, buffer: &mut Vec<u8>) -> Result<usize, Errno> {
        match rustix::io::read(&self.master, rustix::buffer::spare_capacity(buffer)) {
            // Linux says so when the last holder closed the terminal.
            Err(Errno::IO) => Ok(0),
            other => other,
        }
    }

    /// Types some of these bytes and says how many.
    pub(crate) fn type_in(&self, bytes: &[u8]) -> Result<usize, Errno> {
        rustix::io::write(&self.master, bytes)
    }

    /// Tells the terminal its size; the command hears of it.
    pub(crate) fn resize(&self, size: Winsize) -> io::Result<()> {
        Ok(termios::tcsetwinsize(&self.master, size)?)
    }

    /// What the terminal does with keys now.
    pub(crate) fn keys(&self) -> io::Result<Keys> {
        let settings = termios::tcgetattr(&self.master)?;
        let modes = settings.local_modes;
        let suspend = settings.special_codes[SpecialCodeIndex::VSUSP];
        Ok(Keys {
            raw: !modes.intersects(LocalModes::ICANON | LocalModes::ECHO | LocalModes::ISIG),
            lines: modes.contains(LocalModes::ICANON | LocalModes::ECHO),
            suspend: (modes.contains(LocalModes::ISIG) && suspend != 0).then_some(suspend),
        })
    }

    /// Whether the command itself, and no job of it, has the terminal.
    pub(crate) fn leads_terminal(&self) -> bool {
        termios::tcgetpgrp(&self.master).is_ok_and(|group| group == self.leader)
    }

    /// Sends a signal to the command alone, as `kill` does.
    pub(crate) fn signal(&self, signal: Signal) {
        // A command that ended needs no signal.
        let _ = rustix::process::kill_process(self.leader, signal);
    }

    /// Sends a signal to whatever has the terminal, as a key does.
    pub(crate) fn signal_foreground(&self, signal: Signal) {
        let group = termios::tcgetpgrp(&self.master).unwrap_or(self.leader);
        // A job that ended needs no signal.
        let _ = rustix::process::kill_process_group(group, signal);
    }

    /// How the command ended, if it did.
    pub(crate) fn ended(&mut self) -> io::Result<Option<ExitStatus>> {
        self.child.try_wait()
    }

    /// Closes the terminal under the command, as a closed window does, and waits for the end.
    pub(crate) fn hang_up(self) -> io::Result<ExitStatus> {
        let Self { master, mut child, .. } = self;
        drop(master);
        child.wait()
    }
}

fn as_io(error: pty_process::Error) -> io::Error {
    match error {
        pty_process::Error::Io(error) => error,
        pty_process::Error::Rustix(error) => error.into(),
    }
}
