//! A camera: what it sees of a surface, and what it makes of it.

use image::RgbImage;

use super::chance::Chance;
use super::light::{Colour, Light, linear};
use super::pose::Pose;
use super::set::through_jpeg;
use super::shot::{Point, Shot};

/// What a surface is made of.
#[derive(Clone, Copy)]
pub(crate) enum Material {
    /// Red, green and blue stripes in every pixel, with so much of it black between them.
    Screen { black: f32, blue_first: bool },
    /// Something printed or drawn.
    Paper,
}

/// What a lens, a hand and a sensor do to a picture.
#[derive(Clone)]
pub(crate) struct Faults {
    /// Out of focus by this deviation in pixels.
    pub(crate) blur: f32,
    /// Moved so many pixels in a direction in degrees.
    pub(crate) motion: (f32, f32),
    /// How much darker the corners are, 0 to 1.
    pub(crate) vignette: f32,
    /// Bands that a screen's flicker leaves: how strong, and how many.
    pub(crate) bands: (f32, f32),
    /// Factors for red, green and blue.
    pub(crate) balance: Colour,
    pub(crate) noise: f32,
    /// How much edges are sharpened afterwards, as phones do.
    pub(crate) sharpening: f32,
    /// The quality it is kept with, and how often.
    pub(crate) quality: u8,
    pub(crate) kept: u32,
}

impl Faults {
    /// Returns a camera without faults.
    pub(crate) fn none() -> Self {
        Self {
            blur: 0.5,
            motion: (0.0, 0.0),
            vignette: 0.0,
            bands: (0.0, 1.0),
            balance: [1.0; 3],
            noise: 0.01,
            sharpening: 0.0,
            quality: 90,
            kept: 1,
        }
    }
}

/// Returns the light that a camera of a size catches from a surface, and from what is around it in the photograph.
pub(crate) fn exposed(
    shot: &Shot,
    pose: &Pose,
    (width, height): (usize, usize),
    material: Material,
    around: impl Fn(Point) -> Colour,
) -> (Light, Shot) {
    let source = Light::of(&shot.picture);
    let places = places(pose, (width, height));
    let steps = match material {
        Material::Screen { .. } => 4,
        Material::Paper => 3,
    };
    let mut values = Vec::with_capacity(width * height);
    for y in 0..height {
        for x in 0..width {
            let at = |dx: usize, dy: usize| places[(y + dy) * (width + 1) + x + dx];
            let (a, b, c, d) = (at(0, 0), at(1, 0), at(0, 1), at(1, 1));
            let mut sum = [0.0; 3];
            for (i, j) in (0..steps * steps).map(|i| (i % steps, i / steps)) {
                let (across, down) = ((i as f32 + 0.5) / steps as f32, (j as f32 + 0.5) / steps as f32);
                let place = [0, 1].map(|i| {
                    let (above, below) = (a[i] + (b[i] - a[i]) * across, c[i] + (d[i] - c[i]) * across);
                    above + (below - above) * down
                });
                let behind = || around([x as f32 + across, y as f32 + down]);
                let colour = seen(&source, place, material).unwrap_or_else(behind);
                (0..3).for_each(|channel| sum[channel] += colour[channel]);
            }
            values.push(sum.map(|value| value / (steps * steps) as f32));
        }
    }
    let mut photograph = Shot { picture: RgbImage::new(0, 0), codes: shot.codes.clone() };
    photograph.move_codes(|place| pose.of(place));
    (Light { width, height, values }, photograph)
}

/// Returns which place of the surface is seen at every corner of every pixel.
fn places(pose: &Pose, (width, height): (usize, usize)) -> Vec<Point> {
    let mut places = vec![[0.0, 0.0]; (width + 1) * (height + 1)];
    // From the middle outwards: there the surface is, and what is seen beside is near.
    let outwards = |end: usize| (end / 2..=end).chain((0..end / 2).rev());
    let mut start = pose.middle();
    for y in outwards(height) {
        let mut guess =
            if y + 1 == height / 2 { places[height / 2 * (width + 1) + width / 2] } else { start };
        for x in outwards(width) {
            if x + 1 == width / 2 {
                guess = places[y * (width + 1) + width / 2];
            }
            guess = pose.back([x as f32, y as f32], guess);
            places[y * (width + 1) + x] = guess;
        }
        start = places[y * (width + 1) + width / 2];
    }
    places
}

fn seen(source: &Light, [x, y]: Point, material: Material) -> Option<Colour> {
    let Material::Screen { black, blue_first } = material else { return source.sample(x, y) };
    if x < 0.0 || y < 0.0 || x >= source.width as f32 || y >= source.height as f32 {
        return None;
    }
    let colour = source.values[y as usize * source.width + x as usize];
    let stripe = x.fract() * 3.0;
    let (number, within) = (stripe as usize % 3, stripe.fract());
    if (within - 0.5).abs() * 2.0 > 1.0 - black || (y.fract() - 0.5).abs() * 2.0 > 1.0 - black {
        return Some([0.0; 3]);
    }
    let channel = if blue_first { 2 - number } else { number };
    let mut lit = [0.0; 3];
    // As bright as a whole pixel when seen from afar.
    lit[channel] = colour[channel] * 3.0 / (1.0 - black).powi(2);
    Some(lit)
}

/// Makes a photograph of the light that was caught.
pub(crate) fn developed(mut light: Light, faults: &Faults, chance: &mut Chance) -> RgbImage {
    light.blur(faults.blur);
    light.move_by(faults.motion.0, faults.motion.1);
    let phase = chance.between(0.0..1.0);
    let (strength, count) = faults.bands;
    light.change(|x, y, colour| {
        let from_middle = ((x - 0.5).powi(2) + (y - 0.5).powi(2)) * 2.0;
        let band = 1.0 - strength * (0.5 + 0.5 * ((y * count + phase) * std::f32::consts::TAU).sin());
        let factor = (1.0 - faults.vignette * from_middle) * band;
        std::array::from_fn(|i| colour[i] * factor * faults.balance[i])
    });
    light.grain(chance, faults.noise);
    if faults.sharpening > 0.0 {
        sharpen(&mut light, faults.sharpening);
    }
    (0..faults.kept).fold(light.picture(), |picture, _| through_jpeg(&picture, faults.quality))
}

fn sharpen(light: &mut Light, amount: f32) {
    let before = light.values.clone();
    light.blur(1.2);
    for (blurred, sharp) in light.values.iter_mut().zip(before) {
        *blurred = std::array::from_fn(|i| sharp[i] + amount * (sharp[i] - blurred[i]));
    }
}

/// Returns a table that something lies on, or a wall that it hangs on.
pub(crate) fn ground(chance: &mut Chance) -> impl Fn(Point) -> Colour + use<> {
    let colour = linear(*chance.pick(&[
        [120, 84, 56],
        [60, 60, 64],
        [186, 180, 170],
        [90, 96, 80],
        [24, 24, 26],
        [150, 120, 92],
        [214, 212, 206],
    ]));
    let (grain, long) = (chance.between(0.0..0.35), chance.between(30.0..200.0));
    let phase = chance.between(0.0..9.0);
    move |[x, y]| {
        // Grain of wood or cloth: long waves that bend.
        let wave = ((y + (x / long + phase).sin() * 12.0) / 5.0).sin() * ((x + y) / long).cos();
        colour.map(|value| value * (1.0 + grain * wave))
    }
}
