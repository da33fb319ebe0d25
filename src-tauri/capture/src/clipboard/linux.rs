//! Linux: the clipboard of the Wayland desktop where it lets programs without a window see it, of the X server otherwise.
//!
//! Not through `arboard`, which reads PNG pictures alone and decodes them without bounds.

mod wayland;
mod x11;

use super::{ClipboardError, Copied};
use crate::uri;
use countersign_scan::Picture;
use std::time::{Duration, Instant};
use zeroize::Zeroizing;

/// How long the program that holds the clipboard may take to hand one form of it over.
const PATIENCE: Duration = Duration::from_secs(5);
/// The most that is taken of one form, in bytes.
const MOST: usize = 64 << 20;

/// The forms that pictures, texts and files have, the best of each first.
const PICTURES: &[&str] =
    &["image/png", "image/jpeg", "image/webp", "image/bmp", "image/x-bmp", "image/x-MS-bmp", "image/gif"];
const PLAIN: &[&str] = &["text/plain;charset=utf-8", "UTF8_STRING", "text/plain", "STRING", "TEXT"];
const HTML: &[&str] = &["text/html"];
const FILES: &[&str] = &["text/uri-list"];

/// Something that was copied, before any form of it was handed over.
trait Offer {
    /// The names of its forms.
    fn forms(&self) -> &[String];

    /// Has one form handed over, within [`MOST`] bytes and until a moment.
    fn take(&self, form: &str, until: Instant) -> Result<Zeroizing<Vec<u8>>, ClipboardError>;
}

pub(super) fn copied() -> Result<Vec<Copied>, ClipboardError> {
    let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    // A compositor without the protocol for it (GNOME's) shares its clipboard with its X server.
    let offer: Box<dyn Offer> = match set("WAYLAND_DISPLAY").then(wayland::offer) {
        Some(Ok(offer)) => offer,
        Some(Err(ClipboardError::Empty)) => return Err(ClipboardError::Empty),
        _ if set("DISPLAY") => x11::offer(Instant::now() + PATIENCE)?,
        Some(Err(error)) => return Err(error),
        None => return Err(ClipboardError::Unreachable("this program has no desktop".to_owned())),
    };
    let mut copied = Vec::new();
    if let Some(bytes) = take(&*offer, PICTURES)? {
        copied.push(Copied::Picture(Picture::decode(&bytes)));
    }
    let html = take(&*offer, HTML)?.map(|bytes| decoded(&bytes));
    let plain = take(&*offer, PLAIN)?.map(|bytes| decoded(&bytes));
    if plain.is_some() || html.is_some() {
        copied.push(Copied::Text { plain: plain.unwrap_or_default(), html });
    }
    if let Some(list) = take(&*offer, FILES)? {
        let files: Vec<_> = decoded(&list).lines().filter_map(|line| uri::path(line.trim())).collect();
        if !files.is_empty() {
            // Told of files, programs offer their names as text too, and that text holds no code.
            copied.insert(0, Copied::Files(files));
        }
    }
    Ok(copied)
}

/// Takes the first of these forms that is offered; none where none is.
fn take(offer: &dyn Offer, wanted: &[&str]) -> Result<Option<Zeroizing<Vec<u8>>>, ClipboardError> {
    let offered = |form: &&str| offer.forms().iter().find(|offered| offered.eq_ignore_ascii_case(form));
    match wanted.iter().find_map(offered) {
        Some(form) => offer.take(form, Instant::now() + PATIENCE).map(Some),
        None => Ok(None),
    }
}

/// Text as programs hand it over: UTF-8, or UTF-16 with a mark, as Firefox gives HTML.
fn decoded(bytes: &[u8]) -> Zeroizing<String> {
    let wide = |join: fn([u8; 2]) -> u16| {
        let (units, _) = bytes[2..].as_chunks::<2>();
        let units = Zeroizing::new(units.iter().map(|unit| join(*unit)).collect::<Vec<_>>());
        String::from_utf16_lossy(&units)
    };
    Zeroizing::new(match bytes {
        [0xff, 0xfe, ..] => wide(u16::from_le_bytes),
        [0xfe, 0xff, ..] => wide(u16::from_be_bytes),
        _ => String::from_utf8_lossy(bytes).trim_end_matches('\0').to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn html_of_firefox_is_read() {
        let wide: Vec<u8> =
            [0xff, 0xfe].into_iter().chain("<b>é</b>".encode_utf16().flat_map(u16::to_le_bytes)).collect();
        assert_eq!(*decoded(&wide), "<b>é</b>");
        assert_eq!(*decoded("<b>é</b>\0".as_bytes()), "<b>é</b>");
        assert_eq!(*decoded(&[0xff, 0xfe, 0x41]), "");
    }
}
