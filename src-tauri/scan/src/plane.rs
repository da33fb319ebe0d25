//! A grey picture, and the other pictures made of it.

use std::borrow::Cow;
use std::iter;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::number::{coordinate, pixel};

/// One byte of brightness a pixel, rows from the top.
pub(crate) struct Plane<'a> {
    pub(crate) width: usize,
    pub(crate) height: usize,
    pub(crate) bytes: Cow<'a, [u8]>,
    looks: AtomicUsize,
}

impl<'a> Plane<'a> {
    pub(crate) fn new(width: usize, height: usize, bytes: impl Into<Cow<'a, [u8]>>) -> Self {
        Self { width, height, bytes: bytes.into(), looks: AtomicUsize::new(0) }
    }

    /// The same picture again.
    pub(crate) fn borrowed(&self) -> Plane<'_> {
        Plane::new(self.width, self.height, &self.bytes[..])
    }

    /// Takes note that so many places were looked at, one by one.
    pub(crate) fn looked(&self, times: usize) {
        self.looks.fetch_add(times, Ordering::Relaxed);
    }

    /// How many places were looked at since this was asked last.
    pub(crate) fn take_looks(&self) -> usize {
        self.looks.swap(0, Ordering::Relaxed)
    }

    pub(crate) fn row(&self, y: usize) -> &[u8] {
        &self.bytes[y * self.width..(y + 1) * self.width]
    }

    /// The brightness of the pixel a place is in; the border's beyond the border.
    #[inline]
    pub(crate) fn nearest(&self, x: f32, y: f32) -> f32 {
        let (x, y) = (pixel(x).min(self.width - 1), pixel(y).min(self.height - 1));
        f32::from(self.bytes[y * self.width + x])
    }

    /// The brightness between the four pixels around a place; the border's beyond the border.
    #[inline]
    pub(crate) fn between(&self, x: f32, y: f32) -> f32 {
        let (x, y) = ((x - 0.5).max(0.0), (y - 0.5).max(0.0));
        let (left, top) = (pixel(x).min(self.width - 1), pixel(y).min(self.height - 1));
        let (across, down) = ((x - coordinate(left)).min(1.0), (y - coordinate(top)).min(1.0));
        let upper = top * self.width + left;
        let right = usize::from(left + 1 < self.width);
        let lower = if top + 1 < self.height { upper + self.width } else { upper };
        let value = |at: usize| f32::from(self.bytes[at]);
        let above = value(upper) + (value(upper + right) - value(upper)) * across;
        let below = value(lower) + (value(lower + right) - value(lower)) * across;
        above + (below - above) * down
    }

    /// Half the width and height, each pixel the mean of four. `None` when nothing would be left.
    pub(crate) fn halved(&self) -> Option<Plane<'static>> {
        let (width, height) = (self.width / 2, self.height / 2);
        if width == 0 || height == 0 {
            return None;
        }
        let mut half = vec![0; width * height];
        for (y, out) in half.chunks_exact_mut(width).enumerate() {
            let (upper, _) = self.row(2 * y)[..2 * width].as_chunks::<2>();
            let (lower, _) = self.row(2 * y + 1)[..2 * width].as_chunks::<2>();
            // Two pixels taken as one number: so the compiler adds many at once.
            let sum = |pair: [u8; 2]| (u16::from_le_bytes(pair) & 255) + (u16::from_le_bytes(pair) >> 8);
            for ((mean, &a), &b) in out.iter_mut().zip(upper).zip(lower) {
                [*mean, _] = ((sum(a) + sum(b) + 2) >> 2).to_le_bytes();
            }
        }
        Some(Plane::new(width, height, half))
    }

    /// The same picture with every pixel three times as far from the mean of the 5 x 5 around it.
    pub(crate) fn sharpened(&self) -> Plane<'static> {
        const REACH: usize = 2;
        let (width, height) = (self.width, self.height);
        // Sums of five in every row, the border's pixel standing for those beyond it.
        let sums = |row: &[u8]| -> Vec<i16> {
            let beyond = |value: u8| iter::repeat_n(i16::from(value), REACH);
            let inside = row.iter().map(|&value| i16::from(value));
            let all: Vec<i16> = beyond(row[0]).chain(inside).chain(beyond(row[width - 1])).collect();
            all.windows(2 * REACH + 1).map(|five| five[0] + five[1] + five[2] + five[3] + five[4]).collect()
        };
        let rows: Vec<Vec<i16>> = (0..height).map(|y| sums(self.row(y))).collect();
        let mut bytes = vec![0; width * height];
        for (y, out) in bytes.chunks_exact_mut(width).enumerate() {
            let near: [&[i16]; 5] =
                std::array::from_fn(|i| &rows[(y + i).saturating_sub(REACH).min(height - 1)][..width]);
            for (x, (out, &value)) in out.iter_mut().zip(self.row(y)).enumerate() {
                let mean = near.iter().map(|row| row[x]).sum::<i16>() / 25;
                let [low, _] = (128 + 8 * (i16::from(value) - mean)).clamp(0, 255).to_le_bytes();
                *out = low;
            }
        }
        Plane::new(width, height, bytes)
    }

    /// The same picture with every brightness changed.
    pub(crate) fn mapped(&self, change: impl Fn(u8) -> u8) -> Plane<'static> {
        let bytes: Vec<u8> = self.bytes.iter().map(|&value| change(value)).collect();
        Plane::new(self.width, self.height, bytes)
    }

    /// The brightness that parts dark from light best (Otsu 1979).
    pub(crate) fn divide(&self) -> u8 {
        let mut counts = [0_u32; 256];
        for pixels in self.bytes.chunks(3) {
            counts[usize::from(pixels[0])] += 1;
        }
        let all: f64 = counts.iter().copied().map(f64::from).sum();
        let sum: f64 =
            (0..=255_u8).zip(counts).map(|(value, count)| f64::from(value) * f64::from(count)).sum();
        let (mut below, mut sum_below) = (0.0, 0.0);
        let mut best = (0.0, 128);
        for (value, count) in (0..=255_u8).zip(counts) {
            below += f64::from(count);
            sum_below += f64::from(value) * f64::from(count);
            if below > 0.0 && below < all {
                let gap = sum_below / below - (sum - sum_below) / (all - below);
                let variance = below * (all - below) * gap * gap;
                if variance > best.0 {
                    best = (variance, value);
                }
            }
        }
        best.1
    }
}
