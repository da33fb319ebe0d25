//! Listening on a Unix socket.

use super::ListenError;
use crate::directory;
use crate::paths::Paths;
use crate::peer::{self, Peer};
use std::fs;
use std::io;
use std::os::unix::fs::FileTypeExt;
use std::path::{Path, PathBuf};
use tokio::net::UnixListener;

pub(super) type Stream = tokio::net::UnixStream;

pub(super) struct Acceptor {
    listener: UnixListener,
    path: PathBuf,
}

impl Acceptor {
    pub(super) fn bind(paths: &Paths) -> Result<Self, ListenError> {
        directory::make(&paths.runtime)?;
        clear(&paths.socket)?;
        let listener = UnixListener::bind(&paths.socket).map_err(|error| failed(&paths.socket, error))?;
        Ok(Self { listener, path: paths.socket.clone() })
    }

    pub(super) async fn accept(&mut self) -> io::Result<(Stream, Peer)> {
        let (stream, _) = self.listener.accept().await?;
        let peer = peer::of(&stream).unwrap_or(Peer { uid: None, pid: None });
        Ok((stream, peer))
    }
}

impl Drop for Acceptor {
    fn drop(&mut self) {
        // What cannot be removed is a dead socket, which the next agent clears.
        drop(fs::remove_file(&self.path));
    }
}

/// Removes a dead agent's socket.
fn clear(socket: &Path) -> Result<(), ListenError> {
    match fs::symlink_metadata(socket) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(failed(socket, error)),
        Ok(found) if !found.file_type().is_socket() => {
            return Err(ListenError::NotASocket(socket.display().to_string()));
        }
        Ok(_) => {}
    }
    match std::os::unix::net::UnixStream::connect(socket) {
        Err(error) if error.kind() == io::ErrorKind::ConnectionRefused => {
            fs::remove_file(socket).map_err(|error| failed(socket, error))
        }
        _ => Err(ListenError::Taken(socket.display().to_string())),
    }
}

fn failed(socket: &Path, error: io::Error) -> ListenError {
    ListenError::Io(socket.display().to_string(), error)
}
