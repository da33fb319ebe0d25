//! Everything that is left to chance, and comes out the same from the same seed.

use std::ops::{Range, RangeInclusive};

/// A source of chance for one picture.
pub(crate) struct Chance {
    source: fastrand::Rng,
    seed: u64,
}

impl Chance {
    /// Returns the source for the thing of this name in a set: what is drawn for one picture moves no other.
    pub(crate) fn of(seed: u64, name: &str) -> Self {
        // FNV-1a: the hash of the standard library may differ from one version to the next.
        let start = 0xcbf2_9ce4_8422_2325 ^ seed.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let hash =
            name.bytes().fold(start, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
        Self { source: fastrand::Rng::with_seed(hash), seed }
    }

    /// Returns one of them.
    pub(crate) fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.source.usize(..from.len())]
    }

    /// Returns one of a half: sets with odd and with even seeds share none. Of two pairs, each half has both kinds.
    pub(crate) fn pick_of_half<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        let is_ours = |i: usize| (i + i / 2).is_multiple_of(2) != self.seed.is_multiple_of(2);
        let half: Vec<&T> =
            from.iter().enumerate().filter(|(i, _)| is_ours(*i)).map(|(_, one)| one).collect();
        half[self.source.usize(..half.len())]
    }

    /// Returns a number of a range.
    pub(crate) fn between(&mut self, range: Range<f32>) -> f32 {
        range.start + (range.end - range.start) * self.source.f32()
    }

    /// Returns a whole number of a range, ends included.
    pub(crate) fn whole(&mut self, range: RangeInclusive<u32>) -> u32 {
        self.source.u32(range)
    }

    /// Returns true once in so many times.
    pub(crate) fn once_in(&mut self, times: u32) -> bool {
        self.source.u32(..times) == 0
    }

    /// Returns a number around 0 with a standard deviation of 1.
    pub(crate) fn normal(&mut self) -> f32 {
        // Box and Muller. Never the logarithm of 0.
        let (radius, angle) = (1.0 - self.source.f32(), self.source.f32());
        (-2.0 * radius.ln()).sqrt() * (std::f32::consts::TAU * angle).cos()
    }

    /// Returns a byte.
    pub(crate) fn byte(&mut self) -> u8 {
        self.source.u8(..)
    }
}
