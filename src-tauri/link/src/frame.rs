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
        Some(_) if line.len() > limit => Err(FrameError::TooLong(limit)),
        Some(b'\n') => decode(&line),
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail")]

    use super::*;
    use crate::public::ToAgent;
    use proptest::prelude::*;

    /// How many conversations are read, each by both readers. The threat model quotes it.
    const CONVERSATIONS: u32 = 2_000;

    /// What a program says, in part or as a whole, and what it should not say.
    fn any_piece() -> impl Strategy<Value = Vec<u8>> {
        let hello = ToAgent::Hello { protocol: 1, program: "a test".into() };
        let frame = |message: &ToAgent| encode(message, 1_024).unwrap().to_vec();
        prop_oneof![
            4 => Just(frame(&hello)),
            4 => Just(frame(&ToAgent::Lock)),
            1 => prop::collection::vec(any::<u8>(), 0..100),
            1 => Just(b"\n".to_vec()),
            1 => Just(br#"{"type":"#.to_vec()),
            1 => Just(vec![b' '; 200]),
        ]
    }

    /// What was understood until the end, and whether the end was a fault of the one who speaks.
    fn by_pieces(mut bytes: &[u8], length: usize, limit: usize) -> (Vec<ToAgent>, bool) {
        let (mut messages, mut buffer) = (Vec::new(), Buffer::new(limit));
        loop {
            match buffer.take() {
                Ok(Some(message)) => messages.push(message),
                Ok(None) if bytes.is_empty() => return (messages, false),
                Ok(None) => {
                    let space = buffer.space();
                    let (piece, rest) = bytes.split_at(length.min(space.len()).min(bytes.len()));
                    space[..piece.len()].copy_from_slice(piece);
                    buffer.filled(piece.len());
                    bytes = rest;
                }
                Err(_) => return (messages, true),
            }
        }
    }

    fn as_a_whole(mut bytes: &[u8], limit: usize) -> (Vec<ToAgent>, bool) {
        let mut messages = Vec::new();
        loop {
            match read(&mut bytes, limit) {
                Ok(message) => messages.push(message),
                Err(error) => return (messages, !matches!(error, FrameError::Closed)),
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: CONVERSATIONS, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn both_readers_understand_the_same_however_the_bytes_come(
            pieces in prop::collection::vec(any_piece(), 0..12),
            length in 1_usize..80,
        ) {
            let bytes = pieces.concat();
            prop_assert_eq!(by_pieces(&bytes, length, 128), as_a_whole(&bytes, 128));
        }
    }

    #[test]
    fn both_readers_hold_a_message_to_the_same_length() {
        let longest = b"[1,2,3]\n";
        for (limit, fits) in [(longest.len(), true), (longest.len() - 1, false)] {
            assert_eq!(encode(&[1, 2, 3], limit).is_ok(), fits);
            assert_eq!(read::<Vec<u8>>(&mut &longest[..], limit).is_ok(), fits);
            let mut buffer = Buffer::new(limit);
            let room = buffer.space().len();
            buffer.space().copy_from_slice(&longest[..room]);
            buffer.filled(room);
            assert_eq!(buffer.take::<Vec<u8>>().is_ok(), fits);
        }
    }
}
