//! What a search gives.

use std::fmt;

use zeroize::Zeroizing;

use crate::Kind;

/// One QR code that was read.
#[derive(Clone, PartialEq)]
pub struct Code {
    /// The payload, wiped when dropped. May hold a secret: never log it.
    pub text: Zeroizing<String>,
    /// What the payload is for.
    pub kind: Kind,
    /// Where it was: the corners in the code's own order (top left, top right, bottom right, bottom left), x then y.
    pub corners: [[f32; 2]; 4],
}

impl Code {
    pub(crate) fn new(text: String, corners: [[f32; 2]; 4]) -> Self {
        Self { kind: Kind::of(&text), text: Zeroizing::new(text), corners }
    }

    /// The smallest upright rectangle around the code: left, top, right, bottom.
    #[must_use]
    pub fn bounds(&self) -> [f32; 4] {
        let [mut left, mut top] = self.corners[0];
        let [mut right, mut bottom] = self.corners[0];
        for [x, y] in self.corners {
            (left, right) = (left.min(x), right.max(x));
            (top, bottom) = (top.min(y), bottom.max(y));
        }
        [left, top, right, bottom]
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Code")
            .field("kind", &self.kind)
            .field("corners", &self.corners)
            .finish_non_exhaustive()
    }
}

/// Why a search gave nothing, in words for the person who asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Nothing {
    /// Nothing in the picture resembles a code.
    #[error("No QR code is in this picture. Take the picture so that the whole code is in it.")]
    NoCode,
    /// Corner marks are there, but the modules are too few pixels wide.
    #[error(
        "A QR code is in this picture, but too small to read. Zoom in, or take the picture closer to the code."
    )]
    TooSmall,
    /// Some corner marks are there, others are missing.
    #[error(
        "Only a part of a QR code is in this picture. Scroll or move so that all three corner squares are in it."
    )]
    Cropped,
    /// All corner marks are there, yet the code cannot be read.
    #[error(
        "A QR code is in this picture, but it is too blurred or damaged to read. Take a sharper picture of it."
    )]
    Unreadable,
    /// Bars, or another matrix code.
    #[error(
        "The barcode in this picture is not a QR code. Look for the square code with a square in three corners."
    )]
    OtherBarcode,
    /// More pixels than the budget allows.
    #[error("The picture is too large to search. Crop it to the code and try again.")]
    TooLarge,
    /// The budget's time ended.
    #[error("The search took too long and was stopped. Crop the picture to the code and try again.")]
    OutOfTime,
    /// The budget's flag was set.
    #[error("The search was cancelled.")]
    Cancelled,
    /// No code is drawn in the text.
    #[error("No QR code is drawn in this text. Copy the whole code, from its first line to its last.")]
    NoCodeInText,
    /// The code was drawn with background colours, which plain text does not carry.
    #[error(
        "The QR code was drawn with colours, and copying it as plain text lost them. Scan the screen instead, or paste \
         the secret that is printed below the code."
    )]
    ColoursLost,
    /// A code is drawn in the text, but it does not add up.
    #[error(
        "A QR code is drawn in this text, but lines of it are missing or damaged. Copy the whole code again, or scan \
         the screen instead."
    )]
    DamagedText,
}

/// What a search gave: codes, or the reason why there are none.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reading {
    /// Every code found, each payload once per place.
    pub codes: Vec<Code>,
    /// Set if and only if there are no codes.
    pub nothing: Option<Nothing>,
}

impl Reading {
    pub(crate) fn of(codes: Vec<Code>, otherwise: Nothing) -> Self {
        let nothing = codes.is_empty().then_some(otherwise);
        Self { codes, nothing }
    }
}
