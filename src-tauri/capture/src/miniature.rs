//! A picture of where codes were found that shows where, and not what.
//!
//! A code is its secret, and so is the text that many pages and npm print beside it. A miniature therefore has so few
//! cells and so few shades that nothing in it can be read, by eye or by calculation, and none of a code's own
//! pixels at all: pictures that differ in what their codes say have the same miniature.

use countersign_scan::{Code, Picture};
use image::codecs::png::PngEncoder;
use image::{ExtendedColorType, ImageEncoder};

/// Cells along the longer side, at most.
const MOST_CELLS: u32 = 32;
/// A cell's side, at least: three letters of small print beside each other, and two lines of it.
const LEAST_PIXELS: u32 = 24;
/// Cells along the side of a code, at most.
const CODE_CELLS: u32 = 6;
/// Points of a cell that are looked at, in each direction.
const POINTS: u32 = 8;
/// What stands in the place of a code.
const BLANK: [u8; 3] = [128; 3];
/// The shades of a colour are so far apart.
const SHADES: u8 = 16;

/// A miniature, cell by cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Miniature {
    /// Cells in a row.
    pub width: u32,
    /// Rows.
    pub height: u32,
    /// Red, green and blue of each cell.
    pub rgb: Vec<u8>,
}

impl Miniature {
    /// Makes the miniature of a picture in which these codes were found.
    #[must_use]
    pub fn of(picture: &Picture, codes: &[Code]) -> Self {
        let (width, height) = (picture.width(), picture.height());
        let largest = codes.iter().map(side).max().unwrap_or(0);
        let cell =
            (width.max(height).div_ceil(MOST_CELLS)).max(LEAST_PIXELS).max(largest.div_ceil(CODE_CELLS));
        let mut miniature =
            Self { width: width.div_ceil(cell), height: height.div_ceil(cell), rgb: Vec::new() };
        for y in 0..miniature.height {
            for x in 0..miniature.width {
                let place = [x * cell, y * cell, (x + 1) * cell, (y + 1) * cell];
                let covered = codes.iter().any(|code| touches(code, place));
                miniature.rgb.extend(if covered { BLANK } else { shade(picture, place) });
            }
        }
        miniature
    }

    /// Returns the miniature as a PNG file.
    #[must_use]
    pub fn png(&self) -> Vec<u8> {
        let mut file = Vec::new();
        let encoder = PngEncoder::new(&mut file);
        // Writing to memory fails only for sides that do not fit the pixels.
        match encoder.write_image(&self.rgb, self.width, self.height, ExtendedColorType::Rgb8) {
            Ok(()) => file,
            Err(_) => Vec::new(),
        }
    }
}

/// The longer side of a code, in pixels.
fn side(code: &Code) -> u32 {
    let [left, top, right, bottom] = code.bounds();
    whole((right - left).max(bottom - top).ceil())
}

/// Whether a code, with a margin in case its corners are not exact, reaches into a place.
fn touches(code: &Code, [x, y, right, bottom]: [u32; 4]) -> bool {
    let [code_left, code_top, code_right, code_bottom] = code.bounds();
    let margin = side(code) / 10 + 2;
    x < whole(code_right.ceil()) + margin
        && right + margin > whole(code_left.floor())
        && y < whole(code_bottom.ceil()) + margin
        && bottom + margin > whole(code_top.floor())
}

/// The mean colour of a place, in few shades.
fn shade(picture: &Picture, [left, top, right, bottom]: [u32; 4]) -> [u8; 3] {
    let (right, bottom) = (right.min(picture.width()), bottom.min(picture.height()));
    let mut sums = [0_u32; 3];
    for row in 0..POINTS {
        for column in 0..POINTS {
            let x = left + (right - left) * (2 * column + 1) / (2 * POINTS);
            let y = top + (bottom - top) * (2 * row + 1) / (2 * POINTS);
            for (sum, value) in sums.iter_mut().zip(picture.colour(x, y)) {
                *sum += u32::from(value);
            }
        }
    }
    sums.map(|sum| {
        let mean = u8::try_from(sum / (POINTS * POINTS)).unwrap_or(u8::MAX);
        mean / SHADES * SHADES + SHADES / 2
    })
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::as_conversions,
    reason = "bounded by a picture's sides"
)]
fn whole(length: f32) -> u32 {
    length.clamp(0.0, 1_000_000.0) as u32
}

#[cfg(test)]
#[path = "miniature_tests.rs"]
mod tests;
