//! A picture as light: linear values, as lenses and sensors deal with them.

use std::sync::LazyLock;

use image::{Rgb, RgbImage};

use super::chance::Chance;

/// Linear red, green and blue; 1 is what a sensor can just tell from more.
pub(crate) type Colour = [f32; 3];

/// A picture in linear light.
pub(crate) struct Light {
    pub(crate) width: usize,
    pub(crate) height: usize,
    pub(crate) values: Vec<Colour>,
}

static LINEAR: LazyLock<[f32; 256]> = LazyLock::new(|| {
    std::array::from_fn(|byte| {
        let value = byte as f32 / 255.0;
        if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    })
});

/// Returns how much light a stored colour stands for.
pub(crate) fn linear(colour: [u8; 3]) -> Colour {
    colour.map(|byte| LINEAR[usize::from(byte)])
}

/// Returns the colour that is stored for light.
pub(crate) fn stored(colour: Colour) -> [u8; 3] {
    colour.map(|value| {
        let value = value.clamp(0.0, 1.0);
        let value = if value <= 0.003_130_8 { value * 12.92 } else { 1.055 * value.powf(1.0 / 2.4) - 0.055 };
        (value * 255.0).round() as u8
    })
}

impl Light {
    pub(crate) fn of(picture: &RgbImage) -> Self {
        let values = picture.pixels().map(|Rgb(colour)| linear(*colour)).collect();
        Self { width: picture.width() as usize, height: picture.height() as usize, values }
    }

    pub(crate) fn picture(&self) -> RgbImage {
        RgbImage::from_fn(self.width as u32, self.height as u32, |x, y| {
            Rgb(stored(self.at(x as usize, y as usize)))
        })
    }

    fn at(&self, x: usize, y: usize) -> Colour {
        self.values[y * self.width + x]
    }

    /// Returns the light at a place, mixed from four pixels; `None` outside.
    pub(crate) fn sample(&self, x: f32, y: f32) -> Option<Colour> {
        if x < 0.0 || y < 0.0 || x >= self.width as f32 || y >= self.height as f32 {
            return None;
        }
        let (x, y) = ((x - 0.5).max(0.0), (y - 0.5).max(0.0));
        let (left, top) = (x as usize, y as usize);
        let (right, bottom) = ((left + 1).min(self.width - 1), (top + 1).min(self.height - 1));
        let (across, down) = (x - left as f32, y - top as f32);
        let (a, b, c, d) =
            (self.at(left, top), self.at(right, top), self.at(left, bottom), self.at(right, bottom));
        Some(std::array::from_fn(|i| {
            let (above, below) = (a[i] + (b[i] - a[i]) * across, c[i] + (d[i] - c[i]) * across);
            above + (below - above) * down
        }))
    }

    /// Changes the light at every pixel; `x` and `y` run from 0 to 1.
    pub(crate) fn change(&mut self, change: impl Fn(f32, f32, Colour) -> Colour) {
        for y in 0..self.height {
            for x in 0..self.width {
                let value = &mut self.values[y * self.width + x];
                *value = change(x as f32 / self.width as f32, y as f32 / self.height as f32, *value);
            }
        }
    }

    /// Blurs as a lens out of focus does, with this standard deviation in pixels.
    pub(crate) fn blur(&mut self, deviation: f32) {
        if deviation < 0.05 {
            return;
        }
        let reach = (3.0 * deviation).ceil() as i32;
        let weight = |at: i32| (at, (-(at as f32 / deviation).powi(2) / 2.0).exp());
        let kernel: Vec<(i32, f32)> = (-reach..=reach).map(weight).collect();
        self.along(&kernel.iter().map(|&(at, weight)| (at, 0, weight)).collect::<Vec<_>>());
        self.along(&kernel.iter().map(|&(at, weight)| (0, at, weight)).collect::<Vec<_>>());
    }

    /// Blurs as a moving hand does: so many pixels in a direction in degrees.
    pub(crate) fn move_by(&mut self, length: f32, degrees: f32) {
        if length < 1.0 {
            return;
        }
        let (sin, cos) = degrees.to_radians().sin_cos();
        let steps = length.ceil() as i32;
        let at = |step: i32| step as f32 * length / steps as f32 - length / 2.0;
        let path =
            (0..=steps).map(|step| ((at(step) * cos).round() as i32, (at(step) * sin).round() as i32, 1.0));
        self.along(&path.collect::<Vec<_>>());
    }

    /// Mixes every pixel with others, told by their distance and weight.
    fn along(&mut self, kernel: &[(i32, i32, f32)]) {
        let whole: f32 = kernel.iter().map(|(_, _, weight)| weight).sum();
        let inside = |at: usize, by: i32, end: usize| (at as i32 + by).clamp(0, end as i32 - 1) as usize;
        let mut mixed = Vec::with_capacity(self.values.len());
        for y in 0..self.height {
            for x in 0..self.width {
                let mut sum = [0.0; 3];
                for &(dx, dy, weight) in kernel {
                    let value = self.at(inside(x, dx, self.width), inside(y, dy, self.height));
                    (0..3).for_each(|i| sum[i] += weight * value[i]);
                }
                mixed.push(sum.map(|value| value / whole));
            }
        }
        self.values = mixed;
    }

    /// Adds what a sensor adds: noise that grows with the light, and some in the dark.
    pub(crate) fn grain(&mut self, chance: &mut Chance, amount: f32) {
        if amount <= 0.0 {
            return;
        }
        for value in &mut self.values {
            for channel in value {
                *channel += chance.normal() * amount * (0.15 + channel.max(0.0).sqrt()) / 4.0;
            }
        }
    }
}
