//! The private channel between the agent and a shell that it started.
//!
//! On Unix it is a socket pair whose one end is the shell's standard input: no name, no number and no variable leads to it, so
//! nobody but the started process can hold it. On Windows it is the pair of pipes at its standard input and output.

use crate::frame::{self, FrameError};
use crate::private::{Call, FRAME_LIMIT, FromAgent};
use serde::{Serialize, de::DeserializeOwned};
use std::io::{self, BufRead, BufReader, Write};
use std::marker::PhantomData;
use std::process::{Child, Command};

#[cfg(unix)]
mod unix;
#[cfg(unix)]
use unix as system;
#[cfg(windows)]
mod windows;
#[cfg(windows)]
use windows as system;

/// The half of a channel that hears.
pub struct Reader<T> {
    input: Box<dyn BufRead + Send>,
    message: PhantomData<fn() -> T>,
}

impl<T: DeserializeOwned> Reader<T> {
    fn new(input: impl io::Read + Send + 'static) -> Self {
        Self { input: Box::new(BufReader::new(input)), message: PhantomData }
    }

    /// Waits for the next message.
    ///
    /// # Errors
    /// Any [`FrameError`]; [`FrameError::Closed`] when the other side is gone.
    pub fn hear(&mut self) -> Result<T, FrameError> {
        frame::read(&mut self.input, FRAME_LIMIT)
    }
}

/// The half of a channel that speaks.
pub struct Writer<T> {
    output: Box<dyn Write + Send>,
    message: PhantomData<fn(T)>,
}

impl<T: Serialize> Writer<T> {
    fn new(output: impl Write + Send + 'static) -> Self {
        Self { output: Box::new(output), message: PhantomData }
    }

    /// Says something.
    ///
    /// # Errors
    /// [`FrameError::TooLong`] (nothing was said) and [`FrameError::Io`].
    pub fn say(&mut self, message: &T) -> Result<(), FrameError> {
        frame::write(&mut self.output, message, FRAME_LIMIT)
    }
}

/// The agent's end of the channel.
pub struct AgentEnd {
    /// The started shell.
    pub child: Child,
    /// Hears its calls.
    pub calls: Reader<Call>,
    /// Speaks to it.
    pub replies: Writer<FromAgent>,
}

/// The shell's end of the channel.
pub struct ShellEnd {
    /// Speaks to the agent.
    pub calls: Writer<Call>,
    /// Hears its replies and events.
    pub replies: Reader<FromAgent>,
}

/// Starts a shell that holds the other end of a new channel.
///
/// # Errors
/// That of starting a process.
pub fn start(command: &mut Command) -> io::Result<AgentEnd> {
    system::start(command)
}

/// Takes the channel over that this process was started with; none if a person started it.
///
/// Call it once, before anything else reads standard input or starts another process. Afterwards standard input is empty,
/// and the processes that this one starts do not inherit the channel.
///
/// # Errors
/// That of the system calls.
pub fn inherited() -> io::Result<Option<ShellEnd>> {
    system::inherited()
}
