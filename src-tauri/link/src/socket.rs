//! A program's side of the public socket: blocking, so that a companion starts in milliseconds.

use crate::frame::{Buffer, FrameError, encode};
use crate::paths::Paths;
use crate::public::{FRAME_LIMIT, FromAgent, PROTOCOL, ToAgent};
use std::time::{Duration, Instant};

#[cfg(unix)]
mod unix;
#[cfg(unix)]
use unix::Stream;
#[cfg(windows)]
mod windows;
#[cfg(windows)]
use windows::Stream;

/// How long an agent may take to greet.
const GREETING: Duration = Duration::from_secs(5);

/// Why there is no conversation with the agent.
#[derive(Debug, thiserror::Error)]
pub enum ConnectError {
    /// Nobody listens.
    #[error("the agent is not running")]
    NotRunning,
    /// Somebody listens, and is not to be talked to, or would not talk.
    #[error("the agent cannot be reached: {0}")]
    Refused(String),
}

/// A conversation with the agent. Both sides have greeted.
pub struct Connection {
    stream: Stream,
    arrived: Buffer,
}

impl Connection {
    /// Connects to the agent of these places and greets it.
    ///
    /// # Errors
    /// [`ConnectError::NotRunning`] where nobody listens. [`ConnectError::Refused`] where the folder can be entered by others,
    /// where another user listens, and where the agent speaks another protocol.
    pub fn connect(paths: &Paths) -> Result<Self, ConnectError> {
        let stream = Stream::connect(paths)?;
        let mut connection = Self { stream, arrived: Buffer::new(FRAME_LIMIT) };
        let program = std::env::current_exe().ok();
        let program = program.as_deref().and_then(|path| path.file_stem()).unwrap_or_default();
        let refused = |error: FrameError| ConnectError::Refused(error.to_string());
        let program = program.to_string_lossy().into_owned();
        connection.say(&ToAgent::Hello { protocol: PROTOCOL, program }).map_err(refused)?;
        match connection.hear(GREETING).map_err(refused)? {
            FromAgent::Hello { protocol: PROTOCOL, .. } => Ok(connection),
            FromAgent::Hello { agent, .. } => {
                let text = format!("it is of another version ({agent}); end it and start it again");
                Err(ConnectError::Refused(text))
            }
            FromAgent::Failed(failure) => Err(ConnectError::Refused(failure.message)),
            _ => Err(ConnectError::Refused("it did not greet".into())),
        }
    }

    /// Says something.
    ///
    /// # Errors
    /// [`FrameError::TooLong`] (nothing was said) and [`FrameError::Io`].
    pub fn say(&mut self, message: &ToAgent) -> Result<(), FrameError> {
        Ok(self.stream.send(&encode(message, FRAME_LIMIT)?)?)
    }

    /// Waits for the next message.
    ///
    /// Who polls the connection's descriptor calls this with [`Duration::ZERO`] until it says [`FrameError::TimedOut`]:
    /// one arrival may bring several messages.
    ///
    /// # Errors
    /// [`FrameError::TimedOut`], after which it can be called again; after any other the connection is of no further use.
    pub fn hear(&mut self, timeout: Duration) -> Result<FromAgent, FrameError> {
        let end = Instant::now() + timeout;
        loop {
            if let Some(message) = self.arrived.take()? {
                return Ok(message);
            }
            let left = end.saturating_duration_since(Instant::now());
            match self.stream.receive(self.arrived.space(), left)? {
                None if Instant::now() >= end => return Err(FrameError::TimedOut),
                None => {}
                Some(0) => return Err(FrameError::Closed),
                Some(count) => self.arrived.filled(count),
            }
        }
    }
}

#[cfg(unix)]
impl std::os::fd::AsFd for Connection {
    fn as_fd(&self) -> std::os::fd::BorrowedFd<'_> {
        self.stream.as_fd()
    }
}
