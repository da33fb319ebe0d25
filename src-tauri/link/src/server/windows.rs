//! Listening on a named pipe.

use super::ListenError;
use crate::directory;
use crate::paths::Paths;
use crate::peer::Peer;
use interprocess::os::windows::named_pipe::{PipeListenerOptions, pipe_mode::Bytes, tokio as pipe};
use interprocess::os::windows::security_descriptor::SecurityDescriptor;
use std::io;

pub(super) type Stream = pipe::DuplexPipeStream<Bytes>;

pub(super) struct Acceptor(pipe::PipeListener<Bytes, Bytes>);

impl Acceptor {
    pub(super) fn bind(paths: &Paths) -> Result<Self, ListenError> {
        directory::make(&paths.runtime)?;
        let name = paths.pipe();
        let shown = name.to_string_lossy().into_owned();
        let failed = |error: io::Error| match error.kind() {
            // The first instance of a pipe is made exclusively: somebody has that name.
            io::ErrorKind::PermissionDenied => ListenError::Taken(shown.clone()),
            _ => ListenError::Io(shown.clone(), error),
        };
        // Protected, and everything for its owner; nothing for anyone else.
        let closed =
            SecurityDescriptor::deserialize(widestring::u16cstr!("D:P(A;;GA;;;OW)")).map_err(failed)?;
        let mut options = PipeListenerOptions::new().path(name.as_os_str());
        options.security_descriptor = Some(closed);
        options.accept_remote = false;
        options.create_tokio_duplex::<Bytes>().map(Self).map_err(failed)
    }

    pub(super) async fn accept(&mut self) -> io::Result<(Stream, Peer)> {
        let stream = self.0.accept().await?;
        let pid = stream.client_process_id().ok();
        Ok((stream, Peer { uid: None, pid }))
    }
}
