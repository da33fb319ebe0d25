//! The person's terminal, raw while a command runs in a terminal of its own, and given back as it was.

use rustix::fs::{Mode, OFlags};
use rustix::io::Errno;
use rustix::termios::{self, OptionalActions, Termios, Winsize};
use std::io;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};

/// The terminal on standard input and output. Dropping it, by a panic too, gives it back as it was found.
#[derive(Debug)]
pub(crate) struct Terminal {
    found: Termios,
    /// What the person types.
    keys: BorrowedFd<'static>,
    /// A description of our own of the terminal, so that a terminal that stands still cannot stop us.
    screen: OwnedFd,
    raw: bool,
}

impl Terminal {
    /// Takes the terminal, if standard input and output both are one.
    pub(crate) fn of_person() -> Option<Self> {
        let (keys, output) = (rustix::stdio::stdin(), rustix::stdio::stdout());
        if !termios::isatty(output) {
            return None;
        }
        let found = termios::tcgetattr(keys).ok()?;
        // Another user's terminal (after `su`) cannot be opened again; its own description is then used, and may block.
        let screen = termios::ttyname(output, Vec::new())
            .and_then(|path| rustix::fs::open(path, screen_flags(), Mode::empty()))
            .or_else(|_| rustix::io::fcntl_dupfd_cloexec(output, 3))
            .ok()?;
        Some(Self { found, keys, screen, raw: false })
    }

    /// The settings in which it was found.
    pub(crate) fn found(&self) -> &Termios {
        &self.found
    }

    /// Its size in characters and pixels.
    pub(crate) fn size(&self) -> io::Result<Winsize> {
        Ok(termios::tcgetwinsize(&self.screen)?)
    }

    /// Characters in a row; 0 where that is not known.
    pub(crate) fn columns(&self) -> u16 {
        self.size().map_or(0, |size| size.ws_col)
    }

    /// Whether the shell lets us use it at the moment. Where there is no job control, always.
    pub(crate) fn is_ours(&self) -> bool {
        termios::tcgetpgrp(self.keys).map_or(true, |group| group == rustix::process::getpgrp())
    }

    /// Lets every key and every byte through untouched. Keys typed ahead stay.
    pub(crate) fn make_raw(&mut self) -> io::Result<()> {
        let mut raw = self.found.clone();
        raw.make_raw();
        termios::tcsetattr(self.keys, OptionalActions::Now, &raw)?;
        self.raw = true;
        Ok(())
    }

    /// Gives it back as it was found.
    pub(crate) fn give_back(&mut self) {
        if std::mem::take(&mut self.raw) {
            // A terminal that went away needs nothing back.
            let _ = termios::tcsetattr(self.keys, OptionalActions::Now, &self.found);
        }
    }

    /// What the person types, for waiting on it.
    pub(crate) fn keys(&self) -> BorrowedFd<'static> {
        self.keys
    }

    /// Where the person reads, for waiting on it.
    pub(crate) fn screen(&self) -> BorrowedFd<'_> {
        self.screen.as_fd()
    }

    /// Reads what the person typed; 0 when the terminal is gone.
    pub(crate) fn read(&self, buffer: &mut [u8]) -> Result<usize, Errno> {
        match rustix::io::read(self.keys, buffer) {
            Err(Errno::IO) => Ok(0),
            other => other,
        }
    }

    /// Shows some of these bytes and says how many.
    pub(crate) fn show(&self, bytes: &[u8]) -> Result<usize, Errno> {
        rustix::io::write(&self.screen, bytes)
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        self.give_back();
    }
}

fn screen_flags() -> OFlags {
    OFlags::WRONLY | OFlags::NOCTTY | OFlags::NONBLOCK | OFlags::CLOEXEC
}
