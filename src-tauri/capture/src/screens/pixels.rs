//! The pixels of an X server, in whatever form it keeps them.

use countersign_scan::{Picture, PictureError};

/// How a server keeps a pixel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Form {
    /// 16, 24 or 32.
    pub(super) bits: u8,
    /// Bits to which each row is filled up.
    pub(super) row_bits: u8,
    /// Whether a pixel's lowest byte comes first.
    pub(super) lowest_first: bool,
    /// Where red, green and blue are in a pixel's number.
    pub(super) masks: [u32; 3],
}

const RGB: [u32; 3] = [0xff_0000, 0xff00, 0xff];
const BGR: [u32; 3] = [0xff, 0xff00, 0xff_0000];

impl Form {
    /// Makes a picture. The two usual forms are taken as they are, without a copy.
    pub(super) fn picture(self, width: u32, height: u32, bytes: Vec<u8>) -> Result<Picture, PictureError> {
        match (self.bits, self.lowest_first, self.masks) {
            (32, true, RGB) => Picture::from_bgra(width, height, bytes),
            (32, true, BGR) => Picture::from_rgba(width, height, bytes),
            _ => {
                let columns = usize::try_from(width).unwrap_or(0);
                Picture::from_rgb(width, height, self.converted(columns, &bytes))
            }
        }
    }

    fn converted(self, width: usize, bytes: &[u8]) -> Vec<u8> {
        let pixel_bytes = usize::from(self.bits / 8).max(1);
        let row_bytes =
            (width * usize::from(self.bits)).next_multiple_of(usize::from(self.row_bits).max(8)) / 8;
        let rows = bytes.chunks_exact(row_bytes.max(1));
        let pixels = rows.flat_map(|row| row.chunks_exact(pixel_bytes).take(width));
        pixels.flat_map(|pixel| self.masks.map(|mask| component(self.number(pixel), mask))).collect()
    }

    fn number(self, pixel: &[u8]) -> u32 {
        let join = |number: u32, byte: &u8| number << 8 | u32::from(*byte);
        if self.lowest_first { pixel.iter().rev().fold(0, join) } else { pixel.iter().fold(0, join) }
    }
}

/// One colour of a pixel, stretched to eight bits.
fn component(pixel: u32, mask: u32) -> u8 {
    let most = u64::from(mask >> mask.trailing_zeros().min(31)).max(1);
    let value = u64::from((pixel & mask) >> mask.trailing_zeros().min(31));
    u8::try_from(value * 255 / most).unwrap_or(u8::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sixteen_bits_a_pixel_become_full_colours() {
        let form = Form { bits: 16, row_bits: 32, lowest_first: true, masks: [0xf800, 0x07e0, 0x001f] };
        // Three pixels and two bytes of filling: red, green, white.
        let bytes = [0x00, 0xf8, 0xe0, 0x07, 0xff, 0xff, 0xaa, 0xaa];
        assert_eq!(form.converted(3, &bytes), [255, 0, 0, 0, 255, 0, 255, 255, 255]);
    }

    #[test]
    fn ten_bits_a_colour_and_the_highest_byte_first() {
        let form =
            Form { bits: 32, row_bits: 32, lowest_first: false, masks: [0x3ff0_0000, 0x000f_fc00, 0x3ff] };
        let white = 0x3fff_ffff_u32.to_be_bytes();
        let half_red = (0x200_u32 << 20).to_be_bytes();
        assert_eq!(form.converted(2, &[white, half_red].concat()), [255, 255, 255, 127, 0, 0]);
    }
}
