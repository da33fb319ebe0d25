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
        None => Err(FrameError::Closed),
        Some(b'\n') => decode(&line),
        Some(_) if line.len() > limit => Err(FrameError::TooLong(limit)),
        Some(_) => Err(FrameError::Closed),
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
