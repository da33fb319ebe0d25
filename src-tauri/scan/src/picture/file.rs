//! Picture files, decoded within bounds.

use std::io::Cursor;

use image::error::{ImageError, LimitErrorKind};
use image::{DynamicImage, ImageDecoder, ImageReader, Limits, RgbaImage};

use super::{MOST_PIXELS, Picture, PictureError};

/// What a decoder may allocate: the largest picture in RGBA, and a row buffer's worth besides.
const MOST_BYTES: u64 = MOST_PIXELS * 4 + (16 << 20);

pub(super) fn decode(bytes: &[u8]) -> Result<Picture, PictureError> {
    let mut reader = ImageReader::new(Cursor::new(bytes));
    let mut limits = Limits::default();
    limits.max_alloc = Some(MOST_BYTES);
    reader.limits(limits.clone());
    let reader = reader.with_guessed_format().map_err(|_| PictureError::NotAPicture)?;
    let mut decoder = reader.into_decoder().map_err(|error| reason(&error, 0, 0))?;

    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > MOST_PIXELS || decoder.total_bytes() > MOST_BYTES {
        return Err(PictureError::TooLarge { width, height });
    }
    decoder.set_limits(limits).map_err(|error| reason(&error, width, height))?;
    let orientation = decoder.orientation().unwrap_or(image::metadata::Orientation::NoTransforms);
    let mut image = DynamicImage::from_decoder(decoder).map_err(|error| reason(&error, width, height))?;
    image.apply_orientation(orientation);

    let (width, height) = (image.width(), image.height());
    match image {
        DynamicImage::ImageLuma8(grey) => Picture::from_luma(width, height, grey.into_raw()),
        DynamicImage::ImageRgb8(rgb) => Picture::from_rgb(width, height, rgb.into_raw()),
        image @ (DynamicImage::ImageLuma16(_)
        | DynamicImage::ImageRgb16(_)
        | DynamicImage::ImageRgb32F(_)) => Picture::from_rgb(width, height, image.into_rgb8().into_raw()),
        transparent => {
            let mut rgba = transparent.into_rgba8();
            flatten(&mut rgba);
            Picture::from_rgba(width, height, rgba.into_raw())
        }
    }
}

/// Puts black behind light drawings and white behind dark ones, so that what is drawn stays visible.
fn flatten(rgba: &mut RgbaImage) {
    let (mut sum, mut opaque) = (0_u64, 0_u64);
    for [red, green, blue, alpha] in rgba.pixels().map(|p| p.0) {
        if alpha >= 128 {
            sum += u64::from(red) + u64::from(green) + u64::from(blue);
            opaque += 3;
        }
    }
    if opaque == 3 * u64::from(rgba.width()) * u64::from(rgba.height())
        && rgba.pixels().all(|p| p.0[3] == 255)
    {
        return;
    }
    let behind: u32 = if sum > 127 * opaque { 0 } else { 255 };
    for pixel in rgba.pixels_mut() {
        let [.., alpha] = pixel.0;
        let alpha = u32::from(alpha);
        for channel in &mut pixel.0[..3] {
            *channel = crate::number::byte((u32::from(*channel) * alpha + behind * (255 - alpha)) / 255);
        }
    }
}

fn reason(error: &ImageError, width: u32, height: u32) -> PictureError {
    match error {
        ImageError::Limits(limit) => match limit.kind() {
            LimitErrorKind::DimensionError | LimitErrorKind::InsufficientMemory => {
                PictureError::TooLarge { width, height }
            }
            _ => PictureError::Unsupported,
        },
        // Without a recognised format the library says "unsupported".
        ImageError::Unsupported(what) if what.format_hint() == image::error::ImageFormatHint::Unknown => {
            PictureError::NotAPicture
        }
        ImageError::Unsupported(_) => PictureError::Unsupported,
        _ => PictureError::Damaged,
    }
}
