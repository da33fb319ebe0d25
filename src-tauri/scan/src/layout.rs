//! Where a symbol keeps what (ISO/IEC 18004, 7.5 to 7.9): blocks, the order of modules, masks, format information.

use std::sync::OnceLock;

use crate::symbol;

/// How strongly a symbol is protected, in the standard's order of indicators: M, L, H, Q.
const LEVELS: usize = 4;

/// Check codewords of every block, by level (M, L, H, Q) and version (1 to 40); 18004 table 9.
const CHECKS: [[u8; 40]; LEVELS] = [
    [
        10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24, 28, 28, 26, 26, 26, 26, 28, 28, 28, 28,
        28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28,
    ],
    [
        7, 10, 15, 20, 26, 18, 20, 24, 30, 18, 20, 24, 26, 30, 22, 24, 28, 30, 28, 28, 28, 28, 30, 30, 26,
        28, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30,
    ],
    [
        17, 28, 22, 16, 22, 28, 26, 26, 24, 28, 24, 28, 22, 24, 24, 30, 28, 28, 26, 28, 30, 24, 30, 30, 30,
        30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30,
    ],
    [
        13, 22, 18, 26, 18, 24, 18, 22, 20, 24, 28, 26, 24, 20, 30, 24, 28, 28, 26, 30, 28, 30, 30, 30, 30,
        28, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30,
    ],
];

/// Blocks, by level (M, L, H, Q) and version; 18004 table 9.
const BLOCKS: [[u8; 40]; LEVELS] = [
    [
        1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10, 10, 11, 13, 14, 16, 17, 17, 18, 20, 21, 23, 25, 26, 28,
        29, 31, 33, 35, 37, 38, 40, 43, 45, 47, 49,
    ],
    [
        1, 1, 1, 1, 1, 2, 2, 2, 2, 4, 4, 4, 4, 4, 6, 6, 6, 6, 7, 8, 8, 9, 9, 10, 12, 12, 12, 13, 14, 15, 16,
        17, 18, 19, 19, 20, 21, 22, 24, 25,
    ],
    [
        1, 1, 2, 4, 4, 4, 5, 6, 8, 8, 11, 11, 16, 16, 18, 16, 19, 21, 25, 25, 25, 34, 30, 32, 35, 37, 40, 42,
        45, 48, 51, 54, 57, 60, 63, 66, 70, 74, 77, 81,
    ],
    [
        1, 1, 2, 2, 4, 4, 6, 6, 8, 8, 8, 10, 12, 16, 12, 17, 16, 18, 21, 20, 23, 23, 25, 27, 29, 34, 34, 35,
        38, 40, 43, 45, 48, 51, 53, 56, 59, 62, 65, 68,
    ],
];

/// What a symbol says about itself: how it is protected and masked.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Format {
    /// The level's indicator.
    pub(crate) level: usize,
    /// The mask's number.
    pub(crate) mask: u8,
}

impl Format {
    /// All there are.
    pub(crate) fn all() -> impl Iterator<Item = Self> {
        (0..LEVELS).flat_map(|level| (0..8).map(move |mask| Self { level, mask }))
    }

    /// The modules that tell it, true where dark: both copies, 15 modules each.
    pub(crate) fn modules(self, size: usize) -> impl Iterator<Item = ([usize; 2], bool)> {
        let data = u32::try_from(self.level).unwrap_or(0) << 3 | u32::from(self.mask);
        let mut rest = data << 10;
        for bit in (10..15).rev() {
            if rest >> bit & 1 == 1 {
                rest ^= 0x537 << (bit - 10);
            }
        }
        let word = (data << 10 | rest) ^ 0x5412;
        let places = (0..15).flat_map(move |bit| Self::places(bit, size).map(move |place| (place, bit)));
        places.map(move |(place, bit)| (place, word >> bit & 1 == 1))
    }

    /// The column and row of a bit of it, the least significant first, in both copies (18004, figure 25).
    fn places(bit: usize, size: usize) -> [[usize; 2]; 2] {
        let around_corner = match bit {
            0..=5 => [8, bit],
            6 => [8, 7],
            7 => [8, 8],
            8 => [7, 8],
            _ => [14 - bit, 8],
        };
        let at_ends = if bit < 8 { [size - 1 - bit, 8] } else { [8, size - 15 + bit] };
        [around_corner, at_ends]
    }

    /// Whether the mask turns this module over (18004, table 10).
    pub(crate) fn masks(self, [x, y]: [usize; 2]) -> bool {
        0 == match self.mask {
            0 => (x + y) % 2,
            1 => y % 2,
            2 => x % 3,
            3 => (x + y) % 3,
            4 => (y / 2 + x / 3) % 2,
            5 => x * y % 2 + x * y % 3,
            6 => (x * y % 2 + x * y % 3) % 2,
            _ => ((x + y) % 2 + x * y % 3) % 2,
        }
    }

    /// The blocks of a symbol: for each the numbers of its codewords in the order of placement, and its check codewords.
    pub(crate) fn blocks(self, size: usize) -> (Vec<Vec<usize>>, usize) {
        let version = (size - 17) / 4;
        let count = usize::from(BLOCKS[self.level][version - 1]);
        let checks = usize::from(CHECKS[self.level][version - 1]);
        let all = order(size).len() / 8;
        let data = all / count - checks;
        let longer = all % count; // the last blocks have one data codeword more
        let mut blocks = vec![Vec::with_capacity(all / count + 1); count];
        let mut codewords = 0..all;
        for row in 0..=data {
            let from = if row < data { 0 } else { count - longer };
            for block in &mut blocks[from..] {
                block.extend(codewords.next());
            }
        }
        for _ in 0..checks {
            for block in &mut blocks {
                block.extend(codewords.next());
            }
        }
        (blocks, checks)
    }
}

/// The modules that hold codewords, in their order: column, row.
pub(crate) fn order(size: usize) -> &'static [[usize; 2]] {
    static SIZES: [OnceLock<Vec<[usize; 2]>>; 40] = [const { OnceLock::new() }; 40];
    SIZES[(size - 21) / 4].get_or_init(|| {
        let taken = taken(size);
        let mut order = Vec::with_capacity(size * size);
        let mut right = size - 1;
        let mut upwards = true;
        loop {
            if right == 6 {
                right -= 1; // the dotted line
            }
            for step in 0..size {
                let y = if upwards { size - 1 - step } else { step };
                let free = [right, right - 1].into_iter().filter(|x| !taken[y * size + x]);
                order.extend(free.map(|x| [x, y]));
            }
            upwards = !upwards;
            if right < 2 {
                return order;
            }
            right -= 2;
        }
    })
}

/// Which modules hold something else.
fn taken(size: usize) -> Vec<bool> {
    let mut taken = vec![false; size * size];
    for module in symbol::fixed(size, None) {
        taken[crate::number::pixel(module.y) * size + crate::number::pixel(module.x)] = true;
    }
    // Finder patterns, the light lines around them, and the format information beside those.
    for i in 0..9 {
        for j in 0..9 {
            taken[j * size + i] = true;
            if i < 8 {
                taken[j * size + size - 1 - i] = true;
                taken[(size - 1 - i) * size + j] = true;
            }
        }
    }
    if size >= 45 {
        for i in 0..18 {
            let (long, short) = (i / 3, size - 11 + i % 3);
            taken[short * size + long] = true;
            taken[long * size + short] = true;
        }
    }
    taken
}

#[cfg(test)]
mod tests {
    use super::*;
    use qrcode::{Color, EcLevel, QrCode, Version};

    /// In the standard's order of indicators.
    const LEVELS_BY_INDICATOR: [EcLevel; LEVELS] = [EcLevel::M, EcLevel::L, EcLevel::H, EcLevel::Q];

    #[test]
    fn every_symbol_of_another_encoder_is_made_of_whole_blocks() {
        for version in 1..=40_i16 {
            for (level, of_encoder) in LEVELS_BY_INDICATOR.into_iter().enumerate() {
                let code = QrCode::with_version(b"otp", Version::Normal(version), of_encoder);
                let Ok(code) = code else { panic!("version {version} holds three letters") };
                let size = code.width();
                let dark = |[x, y]: [usize; 2]| code[(x, y)] == Color::Dark;
                let says =
                    |format: Format| format.modules(size).all(|(place, is_dark)| dark(place) == is_dark);
                let Some(format) = Format::all().find(|&format| says(format)) else {
                    panic!("version {version} has a format");
                };
                assert_eq!(format.level, level);
                let bits: Vec<bool> =
                    order(size).iter().map(|&place| dark(place) != format.masks(place)).collect();
                let codewords: Vec<u8> = bits
                    .chunks_exact(8)
                    .map(|bits| bits.iter().fold(0, |sum, &bit| sum << 1 | u8::from(bit)))
                    .collect();
                let (blocks, checks) = format.blocks(size);
                assert_eq!(blocks.iter().map(Vec::len).sum::<usize>(), codewords.len());
                for block in blocks {
                    let mut block: Vec<u8> = block.iter().map(|&number| codewords[number]).collect();
                    let right = crate::reed_solomon::correct(&mut block, checks, &[]);
                    assert_eq!(right, Some(0), "version {version}, level {level}");
                }
            }
        }
    }
}
