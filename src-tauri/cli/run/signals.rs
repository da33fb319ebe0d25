//! The signals that a run hears, as something to wait on.

use rustix::process::Signal;
use signal_hook::consts::{SIGCHLD, SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGWINCH};
use signal_hook::iterator::backend::SignalDelivery;
use signal_hook::iterator::exfiltrator::SignalOnly;
use std::io;
use std::os::fd::{AsFd, BorrowedFd};
use std::os::unix::net::UnixStream;

/// What a signal means to a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Heard {
    /// The command may have ended.
    Child,
    /// The window has another size.
    Resized,
    /// The shell continued us, in the foreground or the background.
    Continued,
    /// The terminal went away.
    HungUp,
    /// To be passed on to the command.
    PassOn(Signal),
}

/// The signals that arrived.
pub(super) struct Signals(SignalDelivery<UnixStream, SignalOnly>);

impl Signals {
    /// Takes the signals over from here on.
    pub(super) fn hear() -> io::Result<Self> {
        let (read, write) = UnixStream::pair()?;
        read.set_nonblocking(true)?;
        write.set_nonblocking(true)?;
        let all = [SIGCHLD, SIGWINCH, SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM];
        Ok(Self(SignalDelivery::with_pipe(read, write, SignalOnly, all)?))
    }

    /// What to wait on.
    pub(super) fn waiting(&self) -> BorrowedFd<'_> {
        self.0.get_read().as_fd()
    }

    /// What arrived since the last call.
    pub(super) fn arrived(&mut self) -> Vec<Heard> {
        self.0.pending().filter_map(meaning).collect()
    }
}

fn meaning(signal: i32) -> Option<Heard> {
    Some(match signal {
        SIGCHLD => Heard::Child,
        SIGWINCH => Heard::Resized,
        SIGCONT => Heard::Continued,
        SIGHUP => Heard::HungUp,
        other => Heard::PassOn(Signal::from_named_raw(other)?),
    })
}
