//! macOS and Windows, through `arboard`.

use super::{ClipboardError, Copied};
use arboard::{Clipboard, Error};
use countersign_scan::Picture;
use zeroize::Zeroizing;

pub(super) fn copied() -> Result<Vec<Copied>, ClipboardError> {
    let mut clipboard = Clipboard::new().map_err(|error| unreachable(&error))?;
    let mut copied = Vec::new();
    if let Ok(image) = clipboard.get().image() {
        let side = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
        let (width, height) = (side(image.width), side(image.height));
        copied.push(Copied::Picture(Picture::from_rgba(width, height, image.bytes.into_owned())));
    }
    let html = clipboard.get().html().ok().map(Zeroizing::new);
    match clipboard.get().text() {
        Ok(plain) => copied.push(Copied::Text { plain: Zeroizing::new(plain), html }),
        Err(Error::ContentNotAvailable) => {
            copied.extend(html.map(|html| Copied::Text { plain: Zeroizing::default(), html: Some(html) }));
        }
        Err(error) if copied.is_empty() => return Err(unreachable(&error)),
        Err(_) => {}
    }
    if let Ok(files) = clipboard.get().file_list() {
        copied.push(Copied::Files(files));
    }
    Ok(copied)
}

fn unreachable(error: &Error) -> ClipboardError {
    ClipboardError::Unreachable(error.to_string())
}
