//! A picture in memory, however it came.

mod file;

use std::fmt;

use crate::number::byte;
use crate::plane::Plane;

/// Pictures of more pixels are refused: 64 megapixels, six 4K screens side by side with room to spare.
pub(crate) const MOST_PIXELS: u64 = 64_000_000;

/// A picture in memory: its brightness, and its colours when it has any.
///
/// Pixels are rows from the top, without padding. Transparency is ignored for raw pixels, because screen captures
/// leave that byte undefined; [`Picture::decode`] flattens it before.
#[derive(Clone)]
pub struct Picture {
    width: usize,
    height: usize,
    luma: Vec<u8>,
    colours: Option<Colours>,
}

/// Pixels as they came: the colours of a pixel are its first three bytes, in either order.
#[derive(Clone)]
struct Colours {
    bytes: Vec<u8>,
    pixel_bytes: usize,
    blue_first: bool,
}

/// Why a picture cannot be had.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PictureError {
    /// The bytes begin like no known format.
    #[error("This is not a picture that can be read. Give a PNG, JPEG, WebP, GIF or BMP file.")]
    NotAPicture,
    /// The file ends early, or its contents contradict themselves.
    #[error("The picture is damaged or cut off. Save or download it again.")]
    Damaged,
    /// A rarely used variety of its format.
    #[error("The picture uses a variety of its format that cannot be read. Save it as PNG.")]
    Unsupported,
    /// More than 64 megapixels, or more memory than such a picture needs.
    #[error(
        "The picture is too large: {width} x {height} pixels; up to 64 million pixels are searched. Crop it to the code."
    )]
    TooLarge {
        /// Pixels in a row.
        width: u32,
        /// Rows.
        height: u32,
    },
    /// No pixels at all.
    #[error("The picture is empty.")]
    Empty,
    /// Raw pixels whose number does not fit the dimensions.
    #[error("The picture's pixels do not fit its dimensions.")]
    WrongLength,
}

impl Picture {
    /// Decodes a PNG, JPEG, WebP, GIF (first frame) or BMP file, and turns it as its EXIF orientation says.
    ///
    /// Transparent places become white behind dark drawings and black behind light ones.
    ///
    /// # Errors
    /// Every variant of [`PictureError`] but [`PictureError::WrongLength`]. Memory stays below ten bytes a pixel of the
    /// largest allowed picture, whatever the file claims.
    pub fn decode(bytes: &[u8]) -> Result<Self, PictureError> {
        file::decode(bytes)
    }

    /// Takes raw pixels of four bytes: red, green, blue, ignored.
    ///
    /// # Errors
    /// [`PictureError::Empty`], [`PictureError::TooLarge`], [`PictureError::WrongLength`].
    pub fn from_rgba(width: u32, height: u32, rgba: Vec<u8>) -> Result<Self, PictureError> {
        Self::from_colours(width, height, rgba, 4, [77, 150, 29])
    }

    /// Takes raw pixels of four bytes: blue, green, red, ignored; what X11 and Windows give.
    ///
    /// # Errors
    /// As [`Picture::from_rgba`].
    pub fn from_bgra(width: u32, height: u32, bgra: Vec<u8>) -> Result<Self, PictureError> {
        Self::from_colours(width, height, bgra, 4, [29, 150, 77])
    }

    /// Takes raw pixels of three bytes: red, green, blue.
    ///
    /// # Errors
    /// As [`Picture::from_rgba`].
    pub fn from_rgb(width: u32, height: u32, rgb: Vec<u8>) -> Result<Self, PictureError> {
        Self::from_colours(width, height, rgb, 3, [77, 150, 29])
    }

    /// Takes raw pixels of one byte: brightness.
    ///
    /// # Errors
    /// As [`Picture::from_rgba`].
    pub fn from_luma(width: u32, height: u32, luma: Vec<u8>) -> Result<Self, PictureError> {
        let (width, height) = sides(width, height, luma.len(), 1)?;
        Ok(Self { width, height, luma, colours: None })
    }

    /// Pixels in a row.
    #[must_use]
    pub fn width(&self) -> u32 {
        u32::try_from(self.width).unwrap_or(u32::MAX)
    }

    /// Rows.
    #[must_use]
    pub fn height(&self) -> u32 {
        u32::try_from(self.height).unwrap_or(u32::MAX)
    }

    /// Red, green and blue of a pixel; black outside of the picture.
    #[must_use]
    pub fn colour(&self, x: u32, y: u32) -> [u8; 3] {
        let (Ok(x), Ok(y)) = (usize::try_from(x), usize::try_from(y)) else { return [0; 3] };
        if x >= self.width || y >= self.height {
            return [0; 3];
        }
        let at = y * self.width + x;
        match &self.colours {
            None => [self.luma[at]; 3],
            Some(Colours { bytes, pixel_bytes, blue_first }) => {
                let pixel = &bytes[at * pixel_bytes..];
                if *blue_first { [pixel[2], pixel[1], pixel[0]] } else { [pixel[0], pixel[1], pixel[2]] }
            }
        }
    }

    pub(crate) fn luma(&self) -> &[u8] {
        &self.luma
    }

    pub(crate) fn sides(&self) -> (usize, usize) {
        (self.width, self.height)
    }

    /// One of a pixel's three bytes as a grey picture, halved so often by leaving out pixels. `None` without colours.
    pub(crate) fn channel(&self, channel: usize, halvings: usize) -> Option<Plane<'static>> {
        let colours = self.colours.as_ref()?;
        let step = 1 << halvings;
        let (width, height) = (self.width / step, self.height / step);
        let mut bytes = Vec::with_capacity(width * height);
        for y in 0..height {
            let row = &colours.bytes[y * step * self.width * colours.pixel_bytes..];
            let pixels = row.chunks_exact(step * colours.pixel_bytes);
            bytes.extend(pixels.take(width).map(|pixel| pixel[channel]));
        }
        (width > 0 && height > 0).then(|| Plane::new(width, height, bytes))
    }

    /// Weighs in 256ths what each byte adds to brightness (ITU-R BT.601).
    fn from_colours(
        width: u32,
        height: u32,
        bytes: Vec<u8>,
        pixel_bytes: usize,
        weights: [u16; 3],
    ) -> Result<Self, PictureError> {
        let (width, height) = sides(width, height, bytes.len(), pixel_bytes)?;
        let luma = match pixel_bytes {
            4 => brightness::<4>(&bytes, weights),
            _ => brightness::<3>(&bytes, weights),
        };
        let blue_first = weights[0] < weights[2];
        Ok(Self { width, height, luma, colours: Some(Colours { bytes, pixel_bytes, blue_first }) })
    }
}

/// Constant pixel sizes let the compiler use vector instructions.
fn brightness<const PIXEL_BYTES: usize>(bytes: &[u8], [first, second, third]: [u16; 3]) -> Vec<u8> {
    let (pixels, _) = bytes.as_chunks::<PIXEL_BYTES>();
    let sum =
        |p: &[u8; PIXEL_BYTES]| u16::from(p[0]) * first + u16::from(p[1]) * second + u16::from(p[2]) * third;
    pixels.iter().map(|p| byte(u32::from(sum(p) >> 8))).collect()
}

fn sides(width: u32, height: u32, length: usize, pixel_bytes: usize) -> Result<(usize, usize), PictureError> {
    if width == 0 || height == 0 {
        return Err(PictureError::Empty);
    }
    if u64::from(width) * u64::from(height) > MOST_PIXELS {
        return Err(PictureError::TooLarge { width, height });
    }
    let (Ok(columns), Ok(rows)) = (usize::try_from(width), usize::try_from(height)) else {
        return Err(PictureError::TooLarge { width, height });
    };
    if columns * rows * pixel_bytes != length {
        return Err(PictureError::WrongLength);
    }
    Ok((columns, rows))
}

impl fmt::Debug for Picture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The pixels may show a secret.
        f.debug_struct("Picture")
            .field("width", &self.width)
            .field("height", &self.height)
            .finish_non_exhaustive()
    }
}
