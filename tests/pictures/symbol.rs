//! A code as a square of dark and light modules.

use qrcodegen::{Mask, QrCode, QrCodeEcc, QrSegment, Version};

use super::chance::Chance;

/// A code that says something.
#[derive(Clone)]
pub(crate) struct Symbol {
    pub(crate) payload: String,
    /// Modules along a side.
    pub(crate) size: usize,
    dark: Vec<bool>,
}

/// How strongly a code is secured against damage.
pub(crate) const LEVELS: [QrCodeEcc; 4] =
    [QrCodeEcc::Low, QrCodeEcc::Medium, QrCodeEcc::Quartile, QrCodeEcc::High];

impl Symbol {
    /// Returns the smallest code of a level for a text, as most programs draw it.
    pub(crate) fn plain(payload: &str, level: QrCodeEcc) -> Self {
        Self::of(payload, &QrSegment::make_segments(payload), level, 1, None)
    }

    /// Returns a code for a text, with a level, a mask and a way of writing that are left to chance.
    pub(crate) fn any(payload: &str, chance: &mut Chance) -> Self {
        let level = *chance.pick(&LEVELS);
        let mask = chance.once_in(2).then(|| Mask::new(chance.byte() % 8));
        let smallest = if chance.once_in(4) { chance.byte() % 8 + 3 } else { 1 };
        Self::of(payload, &segments(payload, chance), level, smallest, mask)
    }

    /// Returns a code of at least this version.
    pub(crate) fn of_version(payload: &str, level: QrCodeEcc, version: u8) -> Self {
        Self::of(payload, &QrSegment::make_segments(payload), level, version, None)
    }

    fn of(payload: &str, segments: &[QrSegment], level: QrCodeEcc, smallest: u8, mask: Option<Mask>) -> Self {
        let encode = |level| {
            QrCode::encode_segments_advanced(
                segments,
                level,
                Version::new(smallest),
                Version::new(40),
                mask,
                false,
            )
        };
        let code = encode(level).or_else(|_| encode(QrCodeEcc::Low)).expect("the text fits into a code");
        let size = code.size();
        let dark = (0..size).flat_map(|y| (0..size).map(move |x| (x, y))).map(|(x, y)| code.get_module(x, y));
        Self {
            payload: payload.to_owned(),
            size: usize::try_from(size).unwrap_or_default(),
            dark: dark.collect(),
        }
    }

    /// Returns whether a module is dark; those around the code are light.
    pub(crate) fn is_dark(&self, x: i32, y: i32) -> bool {
        let inside = |i: i32| usize::try_from(i).ok().filter(|i| *i < self.size);
        inside(x).zip(inside(y)).is_some_and(|(x, y)| self.dark[y * self.size + x])
    }

    /// Turns a module over.
    pub(crate) fn flip(&mut self, index: usize) {
        self.dark[index] = !self.dark[index];
    }

    /// Returns whether a module belongs to a corner square, its border or the format beside it.
    pub(crate) fn is_corner(&self, index: usize) -> bool {
        let (x, y) = (index % self.size, index / self.size);
        let far = self.size - 9;
        let (left, above) = (x < 9, y < 9);
        (above && (left || x > far)) || (left && y > far)
    }

    pub(crate) fn modules(&self) -> usize {
        self.dark.len()
    }
}

/// Divides a text into parts of different modes, as encoders that save space do.
fn segments(payload: &str, chance: &mut Chance) -> Vec<QrSegment> {
    if !payload.is_ascii() && chance.once_in(2) {
        // Says that the bytes are UTF-8.
        return vec![QrSegment::make_eci(26), QrSegment::make_bytes(payload.as_bytes())];
    }
    let secret = payload.find("secret=").map(|at| at + "secret=".len());
    match secret {
        Some(start) if chance.once_in(2) => {
            let end = payload[start..].find('&').map_or(payload.len(), |length| start + length);
            let parts = [&payload[..start], &payload[start..end], &payload[end..]];
            parts
                .iter()
                .filter(|part| !part.is_empty())
                .flat_map(|part| QrSegment::make_segments(part))
                .collect()
        }
        _ => QrSegment::make_segments(payload),
    }
}
