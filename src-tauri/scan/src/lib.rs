//! Pictures and pasted text in, QR payloads out; no file, no screen, no window.
//!
//! ```
//! use countersign_scan::{Budget, Picture, picture};
//! let blank = Picture::from_luma(64, 64, vec![255; 64 * 64])?;
//! let reading = picture(&blank, &Budget::default());
//! assert!(reading.codes.is_empty());
//! assert!(reading.nothing.is_some());
//! # Ok::<(), countersign_scan::PictureError>(())
//! ```

mod bars;
mod blob;
mod budget;
mod file;
mod finder;
mod fit;
mod foreign;
mod frame;
mod galois;
mod guess;
mod kind;
mod layout;
mod mark;
mod mend;
mod mesh;
mod number;
mod picture;
mod place;
mod plane;
mod reading;
mod reed_solomon;
mod sample;
mod search;
mod symbol;
mod text;
mod threshold;
mod view;

pub use budget::Budget;
pub use file::text_of_file;
pub use kind::Kind;
pub use picture::{Picture, PictureError};
pub use reading::{Code, Nothing, Reading};

/// Finds every QR code in a picture.
///
/// Works through the stages in order, cheapest first, and stops as soon as every place that looks like a code is
/// explained, or when the [`Budget`] ends. Corners are in pixels of the picture.
#[must_use]
pub fn picture(picture: &Picture, budget: &Budget) -> Reading {
    search::search(picture, budget, None)
}

/// The names of the views a picture is looked at in, in their order.
pub fn views() -> impl Iterator<Item = &'static str> {
    view::VIEWS.iter().map(|view| view.name)
}

/// As [`picture`], leaving out one of the [`views`]: measures what that view is good for.
#[must_use]
pub fn picture_without(view: &str, picture: &Picture, budget: &Budget) -> Reading {
    search::search(picture, budget, Some(view))
}

/// Finds every QR code drawn with characters in a paste.
///
/// Takes what a terminal or the clipboard gives: plain text, text with ANSI colours, or HTML. Wrapped, indented and
/// quoted pastes are undone. Corners are in characters: x is the column, y the line of the paste.
#[must_use]
pub fn text(pasted: &str) -> Reading {
    text::read(pasted)
}
