//! The stream under a connection on Unix.

use super::ConnectError;
use crate::directory::{self, DirectoryError};
use crate::paths::Paths;
use crate::peer;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use std::io::{self, Read, Write};
use std::os::fd::{AsFd, BorrowedFd};
use std::os::unix::net::UnixStream;
use std::time::Duration;

/// How long the agent may take to make room for a message.
const PATIENCE: Duration = Duration::from_secs(5);

pub(super) struct Stream(UnixStream);

impl Stream {
    pub(super) fn connect(paths: &Paths) -> Result<Self, ConnectError> {
        directory::check(&paths.runtime).map_err(|error| match error {
            DirectoryError::Absent(_) => ConnectError::NotRunning,
            error => ConnectError::Refused(error.to_string()),
        })?;
        let refused = |error: io::Error| ConnectError::Refused(error.to_string());
        let stream = UnixStream::connect(&paths.socket).map_err(|error| match error.kind() {
            io::ErrorKind::NotFound | io::ErrorKind::ConnectionRefused => ConnectError::NotRunning,
            _ => refused(error),
        })?;
        if !peer::of(&stream).map_err(refused)?.is_own() {
            return Err(ConnectError::Refused("another user listens on its socket".into()));
        }
        stream.set_write_timeout(Some(PATIENCE)).map_err(refused)?;
        Ok(Self(stream))
    }

    pub(super) fn send(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.0.write_all(bytes)
    }

    /// Returns the number of bytes read, 0 at the end; none if nothing came in time.
    pub(super) fn receive(&mut self, space: &mut [u8], timeout: Duration) -> io::Result<Option<usize>> {
        let timeout = Timespec::try_from(timeout).map_err(|_| io::ErrorKind::InvalidInput)?;
        let ready = match poll(&mut [PollFd::new(&self.0, PollFlags::IN)], Some(&timeout)) {
            Err(rustix::io::Errno::INTR) => 0,
            other => other?,
        };
        if ready == 0 { Ok(None) } else { self.0.read(space).map(Some) }
    }

    pub(super) fn as_fd(&self) -> BorrowedFd<'_> {
        self.0.as_fd()
    }
}
