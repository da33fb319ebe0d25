//! Frames: one JSON value a line, bounded in length.

use serde::{Serialize, de::DeserializeOwned};
use std::io::{self, BufRead, Read, Write};

/// Why a frame could not be read or written. Never repeats the frame.
#[derive(Debug, thiserror::Error)]
pub enum FrameError {
    /// The other side closed the connection.
    #[error("the connection was closed")]
    Closed,
    /// The frame is longer than this channel allows.
    #[error("a message was longer than {0} bytes")]
    TooLong(usize),
    /// The frame is not a message of this channel.
    #[error("a message could not be understood")]
    Malformed,
    /// Nothing came in the time allowed; the connection is still good.
    #[error("no answer came in time")]
    TimedOut,
    /// The connection failed.
    #[error("the connection failed: {0}")]
    Io(#[from] io::Error),
}

/// Writes one message.
///
/// # Errors
/// [`FrameError::TooLong`] and [`FrameError::Io`].
pub fn write<T: Serialize>(out: &mut impl Write, message: &T, limit: usize) -> Result<(), FrameError> {
    out.write_all(&encode(message, limit)?)?;
    Ok(out.flush()?)
}

/// Reads one message. Call it again on the same reader for the next.
///
/// # Errors
/// Any [`FrameError`]; after [`FrameError::TooLong`] or [`FrameError::Malformed`] the connection is of no further use.
pub fn read<T: DeserializeOwned>(input: &mut impl BufRead, limit: usize) -> Result<T, FrameError> {
    let mut line = zeroize::Zeroizing::new(Vec::new());
    let most = u64::try_from(limit).unwrap_or(u64::MAX);
    input.take(most.saturating_add(1)).read_until(b'\n', &mut line)?;
    match line.last() {
        Some(b'\n') => decode(&line),
        Some(_) if line.len() > limit => Err(FrameError::TooLong(limit)),
        // Also in the middle of a frame.
        _ => Err(FrameError::Closed),
    }
}

/// Returns a message as the bytes of one frame.
///
/// # Errors
/// [`FrameError::TooLong`].
pub fn encode<T: Serialize>(message: &T, limit: usize) -> Result<zeroize::Zeroizing<Vec<u8>>, FrameError> {
    let mut bytes = serde_json::to_vec(message).map_err(|_| FrameError::Malformed)?;
    bytes.push(b'\n');
    if bytes.len() > limit { Err(FrameError::TooLong(limit)) } else { Ok(zeroize::Zeroizing::new(bytes)) }
}

/// Reads a message from the bytes of one frame.
///
/// # Errors
/// [`FrameError::Malformed`].
pub fn decode<T: DeserializeOwned>(line: &[u8]) -> Result<T, FrameError> {
    serde_json::from_slice(line).map_err(|_| FrameError::Malformed)
}

/// What arrived of the next frames: a fixed piece of memory that wipes itself.
///
/// For readers that may be interrupted between two bytes (a timeout, a `select!`): nothing that arrived is lost.
pub struct Buffer {
    bytes: zeroize::Zeroizing<Vec<u8>>,
    filled: usize,
}

impl Buffer {
    /// Makes a buffer for frames of at most `limit` bytes.
    #[must_use]
    pub fn new(limit: usize) -> Self {
        Self { bytes: zeroize::Zeroizing::new(vec![0; limit]), filled: 0 }
    }

    /// Takes the next whole message out.
    ///
    /// # Errors
    /// [`FrameError::TooLong`] once the buffer is full without a whole frame, and [`FrameError::Malformed`].
    pub fn take<T: DeserializeOwned>(&mut self) -> Result<Option<T>, FrameError> {
        let Some(end) = self.bytes[..self.filled].iter().position(|byte| *byte == b'\n') else {
            let full = self.filled == self.bytes.len();
            return if full { Err(FrameError::TooLong(self.bytes.len())) } else { Ok(None) };
        };
        let message = decode(&self.bytes[..end]);
        self.bytes.copy_within(end + 1..self.filled, 0);
        let left = self.filled - end - 1;
        self.bytes[left..self.filled].fill(0);
        self.filled = left;
        message.map(Some)
    }

    /// Returns the free space, for the next read. Never empty after [`Buffer::take`] found no message.
    pub fn space(&mut self) -> &mut [u8] {
        &mut self.bytes[self.filled..]
    }

    /// Counts what a read put into [`Buffer::space`].
    pub fn filled(&mut self, count: usize) {
        self.filled = self.bytes.len().min(self.filled + count);
    }

    /// Says whether nothing of a frame has arrived.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.filled == 0
    }
}
