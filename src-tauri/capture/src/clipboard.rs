//! What was copied last, in every form that somebody may have copied a code.

#[cfg(any(windows, target_os = "macos"))]
mod elsewhere;
#[cfg(target_os = "linux")]
mod linux;

use countersign_scan::{Picture, PictureError};
use std::path::PathBuf;
use zeroize::Zeroizing;

/// One form of what was copied.
pub enum Copied {
    /// A picture.
    Picture(Result<Picture, PictureError>),
    /// A text, and the same with its colours where the program it came from keeps them.
    Text {
        /// As it reads.
        plain: Zeroizing<String>,
        /// As HTML.
        html: Option<Zeroizing<String>>,
    },
    /// Files, copied in a file manager.
    Files(Vec<PathBuf>),
}

/// Why the clipboard gives nothing, for the person.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ClipboardError {
    /// There is none, or it does not answer.
    #[error("The clipboard cannot be read ({0}). Give a file instead.")]
    Unreachable(String),
    /// Nothing was copied.
    #[error("The clipboard is empty. Copy a QR code, a link or a text first.")]
    Empty,
    /// What was copied is no picture, no text and no file.
    #[error(
        "What was copied last is no picture, no text and no file. Copy a QR code, a link or a text first."
    )]
    Strange,
    /// The program that holds it does not hand it over.
    #[error("The program that holds the clipboard does not hand it over. Copy it again.")]
    Silent,
}

/// Returns every form of what was copied last that may hold a code, those that say most first.
///
/// # Errors
/// Any [`ClipboardError`].
pub fn clipboard() -> Result<Vec<Copied>, ClipboardError> {
    #[cfg(target_os = "linux")]
    let copied = linux::copied()?;
    #[cfg(any(windows, target_os = "macos"))]
    let copied = elsewhere::copied()?;
    if copied.is_empty() { Err(ClipboardError::Strange) } else { Ok(copied) }
}
