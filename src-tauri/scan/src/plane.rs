//! A grey picture, and the smaller pictures made of it.

use crate::number::{byte, coordinate, pixel};

/// One byte of brightness a pixel, rows from the top.
#[derive(Clone)]
pub(crate) struct Plane {
    pub(crate) width: usize,
    pub(crate) height: usize,
    pub(crate) bytes: Vec<u8>,
}

impl Plane {
    pub(crate) fn row(&self, y: usize) -> &[u8] {
        &self.bytes[y * self.width..(y + 1) * self.width]
    }

    /// The brightness between the four pixels around a place; the border's own beyond the border.
    pub(crate) fn at(&self, x: f32, y: f32) -> f32 {
        let (x, y) = (x - 0.5, y - 0.5);
        let (left, top) = (pixel(x).min(self.width - 1), pixel(y).min(self.height - 1));
        let (right, bottom) = ((left + 1).min(self.width - 1), (top + 1).min(self.height - 1));
        let across = (x - coordinate(left)).clamp(0.0, 1.0);
        let down = (y - coordinate(top)).clamp(0.0, 1.0);
        let value = |x: usize, y: usize| f32::from(self.bytes[y * self.width + x]);
        let above = value(left, top) + (value(right, top) - value(left, top)) * across;
        let below = value(left, bottom) + (value(right, bottom) - value(left, bottom)) * across;
        above + (below - above) * down
    }

    /// Half the width and height, each pixel the mean of four. `None` when nothing would be left of it.
    pub(crate) fn halved(&self) -> Option<Self> {
        halve(&self.bytes, self.width, self.height)
    }

    /// Rows become columns.
    pub(crate) fn turned(&self) -> Self {
        const BLOCK: usize = 32;
        let mut bytes = vec![0; self.bytes.len()];
        for top in (0..self.height).step_by(BLOCK) {
            for left in (0..self.width).step_by(BLOCK) {
                for y in top..(top + BLOCK).min(self.height) {
                    for x in left..(left + BLOCK).min(self.width) {
                        bytes[x * self.height + y] = self.bytes[y * self.width + x];
                    }
                }
            }
        }
        Self { width: self.height, height: self.width, bytes }
    }
}

/// Halves the rows of any grey picture.
pub(crate) fn halve(bytes: &[u8], width: usize, height: usize) -> Option<Plane> {
    let (half_width, half_height) = (width / 2, height / 2);
    if half_width == 0 || half_height == 0 {
        return None;
    }
    let mut half = vec![0; half_width * half_height];
    for (y, out) in half.chunks_exact_mut(half_width).enumerate() {
        let upper = &bytes[2 * y * width..][..2 * half_width];
        let lower = &bytes[(2 * y + 1) * width..][..2 * half_width];
        let (upper, _) = upper.as_chunks::<2>();
        let (lower, _) = lower.as_chunks::<2>();
        for ((mean, a), b) in out.iter_mut().zip(upper).zip(lower) {
            let sum = u16::from(a[0]) + u16::from(a[1]) + u16::from(b[0]) + u16::from(b[1]);
            *mean = byte(u32::from((sum + 2) >> 2));
        }
    }
    Some(Plane { width: half_width, height: half_height, bytes: half })
}
