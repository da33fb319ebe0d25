//! The stream under a connection on Windows: a named pipe. A blocking handle knows no timeout, hence the small runtime.

use super::ConnectError;
use crate::paths::Paths;
use std::io;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::windows::named_pipe::{ClientOptions, NamedPipeClient};
use tokio::runtime::{Builder, Runtime};

pub(super) struct Stream {
    runtime: Runtime,
    pipe: NamedPipeClient,
}

impl Stream {
    pub(super) fn connect(paths: &Paths) -> Result<Self, ConnectError> {
        let refused = |error: io::Error| ConnectError::Refused(error.to_string());
        let runtime = Builder::new_current_thread().enable_all().build().map_err(refused)?;
        let opened = runtime.block_on(async { ClientOptions::new().open(paths.pipe()) });
        let pipe = opened.map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => ConnectError::NotRunning,
            _ => refused(error),
        })?;
        Ok(Self { runtime, pipe })
    }

    pub(super) fn send(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.runtime.block_on(self.pipe.write_all(bytes))
    }

    /// Returns the number of bytes read, 0 at the end; none if nothing came in time.
    pub(super) fn receive(&mut self, space: &mut [u8], timeout: Duration) -> io::Result<Option<usize>> {
        let pipe = &mut self.pipe;
        match self.runtime.block_on(async { tokio::time::timeout(timeout, pipe.read(space)).await }) {
            Err(_) => Ok(None),
            Ok(Err(error)) if error.kind() == io::ErrorKind::BrokenPipe => Ok(Some(0)),
            Ok(read) => read.map(Some),
        }
    }
}
