//! A request's body, kept so that it can be sent twice: a small one in memory, a large one in a file that has no name.

use bytes::Bytes;
use http_body_util::BodyExt;
use hyper::body::{Body, Frame, Incoming, SizeHint};
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::pin::Pin;
use std::task::{Context, Poll};

/// The largest body that is kept in memory, in bytes.
const IN_MEMORY: usize = 4 << 20;

/// The largest body that is taken, in bytes.
const LIMIT: u64 = 1 << 30;

/// Bytes that are read from the file at a time.
const PIECE: usize = 64 * 1024;

/// A body that was received.
pub(super) enum Spool {
    Memory(Bytes),
    File(File, u64),
}

/// Why a body is not taken.
#[derive(Debug)]
pub(super) enum NotTaken {
    TooLarge,
    Broken,
    Disk(io::Error),
}

impl Spool {
    /// Receives a body to its end.
    pub(super) async fn receive(mut body: Incoming) -> Result<Self, NotTaken> {
        if body.size_hint().lower() > LIMIT {
            return Err(NotTaken::TooLarge);
        }
        let (mut memory, mut file, mut length) = (Vec::new(), None, 0);
        while let Some(frame) = body.frame().await {
            let Ok(data) = frame.map_err(|_| NotTaken::Broken)?.into_data() else { continue };
            length += u64::try_from(data.len()).unwrap_or(u64::MAX);
            if length > LIMIT {
                return Err(NotTaken::TooLarge);
            }
            if file.is_none() && memory.len() + data.len() > IN_MEMORY {
                let mut new = tempfile::tempfile().map_err(NotTaken::Disk)?;
                new.write_all(&std::mem::take(&mut memory)).map_err(NotTaken::Disk)?;
                file = Some(new);
            }
            match &mut file {
                Some(file) => file.write_all(&data).map_err(NotTaken::Disk)?,
                None => memory.extend_from_slice(&data),
            }
        }
        Ok(match file {
            Some(file) => Self::File(file, length),
            None => Self::Memory(memory.into()),
        })
    }

    /// Returns it from its beginning, for reading here.
    pub(super) fn reader(&mut self) -> io::Result<Box<dyn Read + '_>> {
        Ok(match self {
            Self::Memory(bytes) => Box::new(&bytes[..]),
            Self::File(file, _) => {
                file.seek(SeekFrom::Start(0))?;
                Box::new(io::BufReader::new(file))
            }
        })
    }

    /// Returns it from its beginning, for sending. One at a time.
    pub(super) fn body(&mut self) -> io::Result<reqwest::Body> {
        Ok(match self {
            Self::Memory(bytes) => bytes.clone().into(),
            Self::File(file, length) => {
                file.seek(SeekFrom::Start(0))?;
                reqwest::Body::wrap(Sending { file: file.try_clone()?, left: *length })
            }
        })
    }
}

/// A file that is being sent.
struct Sending {
    file: File,
    left: u64,
}

impl Body for Sending {
    type Data = Bytes;
    type Error = io::Error;

    /// Reads as it goes: the next piece of a file that was just written is in memory.
    fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        if self.left == 0 {
            return Poll::Ready(None);
        }
        let mut piece = vec![0; PIECE];
        Poll::Ready(Some(match self.file.read(&mut piece) {
            Ok(0) => Err(io::ErrorKind::UnexpectedEof.into()),
            Ok(count) => {
                piece.truncate(count);
                self.left = self.left.saturating_sub(u64::try_from(count).unwrap_or(u64::MAX));
                Ok(Frame::data(piece.into()))
            }
            Err(error) => Err(error),
        }))
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.left)
    }
}
