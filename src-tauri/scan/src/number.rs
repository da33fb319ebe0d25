//! Conversions between counts of pixels and coordinates.
//!
//! They stand together because the language has only `as` for them. All of them saturate, and none is exact for more
//! than 2^24 pixels along one side, which no picture here has.

/// The pixel that holds a coordinate; negative and not-a-number give 0.
#[expect(
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "saturates, as wanted"
)]
pub(crate) fn pixel(coordinate: f32) -> usize {
    coordinate as usize
}

/// The nearest whole number; not-a-number gives 0.
#[expect(clippy::as_conversions, clippy::cast_possible_truncation, reason = "saturates, as wanted")]
pub(crate) fn nearest(value: f32) -> i32 {
    value.round() as i32
}

/// A count of pixels as a coordinate.
#[expect(clippy::as_conversions, clippy::cast_precision_loss, reason = "no side of a picture reaches 2^24")]
pub(crate) fn coordinate(pixels: usize) -> f32 {
    pixels as f32
}

/// A value known to be 0 to 255.
pub(crate) fn byte(value: u32) -> u8 {
    value.to_le_bytes()[0]
}
