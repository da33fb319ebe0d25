//! The data-control protocol, through `wl-clipboard-rs`.

use super::{MOST, Offer};
use crate::clipboard::ClipboardError;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use std::io::Read;
use std::time::Instant;
use wl_clipboard_rs::paste::{ClipboardType, Error, MimeType, Seat, get_contents, get_mime_types_ordered};
use zeroize::Zeroizing;

struct Forms(Vec<String>);

pub(super) fn offer() -> Result<Box<dyn Offer>, ClipboardError> {
    let forms = get_mime_types_ordered(ClipboardType::Regular, Seat::Unspecified).map_err(failure)?;
    Ok(Box::new(Forms(forms)))
}

impl Offer for Forms {
    fn forms(&self) -> &[String] {
        &self.0
    }

    fn take(&self, form: &str, until: Instant) -> Result<Zeroizing<Vec<u8>>, ClipboardError> {
        let form = MimeType::Specific(form);
        let (mut pipe, _) = get_contents(ClipboardType::Regular, Seat::Unspecified, form).map_err(failure)?;
        let mut bytes = Zeroizing::new(Vec::new());
        let mut buffer = Zeroizing::new(vec![0; 64 * 1024]);
        loop {
            let left = Timespec::try_from(until.saturating_duration_since(Instant::now()));
            let ready = poll(&mut [PollFd::new(&pipe, PollFlags::IN)], left.ok().as_ref());
            if !ready.is_ok_and(|ready| ready > 0) {
                return Err(ClipboardError::Silent);
            }
            match pipe.read(&mut buffer) {
                Ok(0) => return Ok(bytes),
                Ok(count) if bytes.len() + count <= MOST => bytes.extend_from_slice(&buffer[..count]),
                _ => return Err(ClipboardError::Silent),
            }
        }
    }
}

fn failure(error: Error) -> ClipboardError {
    match error {
        Error::ClipboardEmpty => ClipboardError::Empty,
        Error::NoMimeType => ClipboardError::Strange,
        other => ClipboardError::Unreachable(other.to_string()),
    }
}
