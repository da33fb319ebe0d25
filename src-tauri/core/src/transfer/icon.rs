//! Pictures of accounts: kept if they are small, and shown by nobody but the window. They are told by their first bytes and
//! never decoded here.

use super::cipher;

/// The largest picture that is kept, in bytes.
const LIMIT: usize = 32 << 10;

/// A small picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Icon {
    /// What it is, as browsers name it.
    pub mime: &'static str,
    /// The file.
    pub bytes: Vec<u8>,
}

impl Icon {
    /// Takes a picture; none that is too large or no picture.
    #[must_use]
    pub fn new(bytes: Vec<u8>) -> Option<Self> {
        if bytes.len() > LIMIT {
            return None;
        }
        let text = || {
            let head = bytes.get(..bytes.len().min(256)).map(String::from_utf8_lossy).unwrap_or_default();
            let head = head.trim_start_matches('\u{feff}').trim_start();
            head.starts_with("<svg") || (head.starts_with("<?xml") && head.contains("<svg"))
        };
        let mime = match bytes.as_slice() {
            [0x89, b'P', b'N', b'G', ..] => "image/png",
            [0xff, 0xd8, 0xff, ..] => "image/jpeg",
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => "image/webp",
            _ if text() => "image/svg+xml",
            _ => return None,
        };
        Some(Self { mime, bytes })
    }

    /// Reads a picture in base64.
    pub(super) fn base64(text: &str) -> Option<Self> {
        // Four characters are three bytes; the rest is line breaks.
        if text.len() > LIMIT * 3 / 2 {
            return None;
        }
        Self::new(cipher::base64(text).ok()?.to_vec())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_pictures_are_told_by_their_first_bytes() {
        for (bytes, mime) in [
            (&b"\x89PNG\r\n\x1a\n"[..], Some("image/png")),
            (b"\xff\xd8\xff\xe0", Some("image/jpeg")),
            (b"RIFF\0\0\0\0WEBPVP8 ", Some("image/webp")),
            (b"<?xml version='1.0'?><svg/>", Some("image/svg+xml")),
            (b"\xef\xbb\xbf <svg/>", Some("image/svg+xml")),
            (b"<?xml version='1.0'?><html/>", None),
            (b"GIF89a", None),
            (b"", None),
        ] {
            assert_eq!(Icon::new(bytes.to_vec()).map(|icon| icon.mime), mime, "{bytes:?}");
        }
        assert_eq!(Icon::new([b"\x89PNG".to_vec(), vec![0; LIMIT]].concat()), None);
    }
}
