//! Frames of both channels, in pieces of any size: what two readers make of the same bytes, and what is written is read again.
#![no_main]

use countersign_link::frame::{self, Buffer, FrameError};
use countersign_link::{private, public};
use serde::{Serialize, de::DeserializeOwned};

/// Short, so that inputs reach it.
const LIMIT: usize = 4 * 1024;

// The first byte says how long the pieces are.
libfuzzer_sys::fuzz_target!(|input: &[u8]| {
    let Some((length, bytes)) = input.split_first() else { return };
    let length = usize::from(*length).max(1);
    both_ways::<public::ToAgent>(bytes, length);
    both_ways::<public::FromAgent>(bytes, length);
    both_ways::<private::Call>(bytes, length);
    both_ways::<private::FromAgent>(bytes, length);
});

fn both_ways<T: Serialize + DeserializeOwned + PartialEq>(bytes: &[u8], length: usize) {
    let (whole, in_pieces) = (whole::<T>(bytes), in_pieces::<T>(bytes, length));
    assert!(whole == in_pieces, "two readers understand the same");
    for message in &whole.0 {
        let frame = frame::encode(message, usize::MAX).expect("a message fits a frame without bounds");
        assert!(frame.iter().filter(|byte| **byte == b'\n').count() == 1, "a frame is one line");
        assert!(frame::decode::<T>(&frame).is_ok_and(|again| again == *message), "what was written is read");
    }
}

/// How a conversation ended.
#[derive(PartialEq)]
enum End {
    Closed,
    TooLong,
    Malformed,
}

fn end(error: &FrameError) -> End {
    match error {
        FrameError::TooLong(_) => End::TooLong,
        FrameError::Malformed => End::Malformed,
        _ => End::Closed,
    }
}

fn whole<T: DeserializeOwned>(mut bytes: &[u8]) -> (Vec<T>, End) {
    let mut messages = Vec::new();
    loop {
        match frame::read(&mut bytes, LIMIT) {
            Ok(message) => messages.push(message),
            Err(error) => return (messages, end(&error)),
        }
    }
}

fn in_pieces<T: DeserializeOwned>(mut bytes: &[u8], length: usize) -> (Vec<T>, End) {
    let (mut messages, mut buffer) = (Vec::new(), Buffer::new(LIMIT));
    loop {
        match buffer.take() {
            Ok(Some(message)) => messages.push(message),
            Ok(None) if bytes.is_empty() => return (messages, End::Closed),
            Ok(None) => {
                let space = buffer.space();
                let count = length.min(space.len()).min(bytes.len());
                let (piece, rest) = bytes.split_at(count);
                space[..count].copy_from_slice(piece);
                buffer.filled(count);
                bytes = rest;
            }
            Err(error) => return (messages, end(&error)),
        }
    }
}
