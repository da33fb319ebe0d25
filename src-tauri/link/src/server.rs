//! The agent's side of the public socket.
//!
//! Strangers are closed without a byte, frames are bounded in length and time, and few conversations are held at once.

use crate::frame::{Buffer, FrameError, encode};
use crate::peer::Peer;
use crate::public::{FRAME_LIMIT, FromAgent, ToAgent};
use std::io;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, timeout, timeout_at};

#[cfg(unix)]
mod unix;
#[cfg(unix)]
use unix::{Acceptor, Stream};
#[cfg(windows)]
mod windows;
#[cfg(windows)]
use windows::{Acceptor, Stream};

/// Conversations held at once.
pub const MOST_CONVERSATIONS: usize = 8;

/// How long a frame may take from its first byte to its last, a message to be taken, and a greeting to come.
const FRAME_TIME: Duration = Duration::from_secs(5);

/// How long a program may be silent. A command that will ask for a code may be building for a while first.
const SILENCE: Duration = Duration::from_secs(60 * 60);

/// Why the socket could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum ListenError {
    /// The folder is not fit for it.
    #[error(transparent)]
    Directory(#[from] crate::directory::DirectoryError),
    /// Another program listens there already, though it is not an agent of these files.
    #[error("another program listens on {0}; end it, then start again")]
    Taken(String),
    /// Something that is no socket stands there.
    #[error("{0} is not a socket; move it away and start again")]
    NotASocket(String),
    /// The system refused.
    #[error("the socket {0} could not be opened: {1}")]
    Io(String, io::Error),
}

/// The open socket. Its file goes with it.
pub struct Listener {
    acceptor: Acceptor,
    places: Arc<Semaphore>,
}

impl Listener {
    /// Opens the socket. The caller holds the agent's lock, so a socket that nobody listens on is a dead agent's.
    /// Must be called inside a tokio runtime.
    ///
    /// # Errors
    /// Any [`ListenError`]; nothing is listened on then.
    pub fn bind(paths: &crate::paths::Paths) -> Result<Self, ListenError> {
        Ok(Self { acceptor: Acceptor::bind(paths)?, places: Arc::new(Semaphore::new(MOST_CONVERSATIONS)) })
    }

    /// Waits for a program of the same user. Strangers, and whoever is one too many, are closed without a byte.
    ///
    /// # Errors
    /// That of the system call; the listener stays good.
    pub async fn accept(&mut self) -> io::Result<Conversation> {
        loop {
            let (stream, peer) = self.acceptor.accept().await?;
            if !is_own(&peer) {
                continue;
            }
            if let Ok(place) = Arc::clone(&self.places).try_acquire_owned() {
                return Ok(Conversation::new(stream, peer, place));
            }
        }
    }
}

#[cfg(unix)]
fn is_own(peer: &Peer) -> bool {
    peer.is_own()
}

/// On Windows the pipe's access list has kept everyone else out.
#[cfg(windows)]
fn is_own(_: &Peer) -> bool {
    true
}

/// One program's connection.
pub struct Conversation {
    stream: Stream,
    peer: Peer,
    arrived: Buffer,
    patience_ends: Option<Instant>,
    greeted: bool,
    _place: OwnedSemaphorePermit,
}

impl Conversation {
    fn new(stream: Stream, peer: Peer, place: OwnedSemaphorePermit) -> Self {
        let arrived = Buffer::new(FRAME_LIMIT);
        Self { stream, peer, arrived, patience_ends: None, greeted: false, _place: place }
    }

    /// Says who connected.
    #[must_use]
    pub fn peer(&self) -> Peer {
        self.peer
    }

    /// Waits for the next message. May be dropped and called again: nothing is lost, and no time is won.
    ///
    /// # Errors
    /// Any [`FrameError`]; the connection is of no further use then.
    pub async fn hear(&mut self) -> Result<ToAgent, FrameError> {
        loop {
            if let Some(message) = self.arrived.take()? {
                self.greeted = true;
                self.patience_ends = None;
                return Ok(message);
            }
            let patience = if self.greeted && self.arrived.is_empty() { SILENCE } else { FRAME_TIME };
            let end = *self.patience_ends.get_or_insert_with(|| Instant::now() + patience);
            let silent = self.arrived.is_empty();
            let read = timeout_at(end, self.stream.read(self.arrived.space())).await;
            match read.map_err(|_| FrameError::TimedOut)?? {
                0 => return Err(FrameError::Closed),
                count => self.arrived.filled(count),
            }
            if silent && self.greeted {
                self.patience_ends = None;
            }
        }
    }

    /// Says something.
    ///
    /// # Errors
    /// Any [`FrameError`]; the connection is of no further use then.
    pub async fn say(&mut self, message: &FromAgent) -> Result<(), FrameError> {
        let bytes = encode(message, FRAME_LIMIT)?;
        Ok(timeout(FRAME_TIME, self.stream.write_all(&bytes)).await.map_err(|_| FrameError::TimedOut)??)
    }
}

#[cfg(all(test, unix))]
mod tests;
