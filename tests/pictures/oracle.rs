//! Checks pictures against what is said of them, by someone who knows where every module is.
//!
//! A reader must find a code first; this one is told. What it can read is in the picture. What it cannot read is called
//! hard: nobody can be blamed for it.

use image::{Rgb, RgbImage};
use rqrr::{Grid, SimpleGrid};

use super::shot::{Placed, Point};

/// The colours that a code may show in: brightness, red, green, blue.
const LIGHTS: [[f32; 3]; 4] = [[0.3, 0.59, 0.11], [1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]];

/// How many modules around one its brightness is compared with; the first is all of them.
const NEIGHBOURHOODS: [usize; 3] = [usize::MAX, 4, 2];

/// Returns whether a code can be read where it is said to be.
///
/// # Panics
/// When it says something else than it should: then the picture is not what it claims.
pub(crate) fn reads(picture: &RgbImage, code: &Placed) -> bool {
    let seen: Vec<Option<[f32; 3]>> =
        code.centres.iter().map(|&at| colour(picture, at, code.module())).collect();
    LIGHTS.iter().any(|light| {
        let values: Vec<Option<f32>> = seen
            .iter()
            .map(|colour| colour.map(|c| c[0] * light[0] + c[1] * light[1] + c[2] * light[2]))
            .collect();
        NEIGHBOURHOODS.iter().any(|&around| {
            let limits = limits(&values, code.size, around);
            [false, true].iter().any(|&inverted| decodes(code, &values, &limits, inverted))
        })
    })
}

fn decodes(code: &Placed, values: &[Option<f32>], limits: &[f32], inverted: bool) -> bool {
    let grid = SimpleGrid::from_func(code.size, |x, y| {
        let index = y * code.size + x;
        values[index].is_some_and(|value| (value < limits[index]) != inverted)
    });
    let mut bytes = Vec::new();
    let read = Grid::new(grid).decode_to(&mut bytes).is_ok();
    // By chance alone a wrong reading passes as one of another code; then this way of looking was wrong.
    read && bytes == code.payload.as_bytes()
}

/// Returns the brightness that divides dark from light around each module.
fn limits(values: &[Option<f32>], size: usize, around: usize) -> Vec<f32> {
    if around == usize::MAX {
        return vec![divide(values); values.len()];
    }
    // The mean of a neighbourhood, from sums over all rows and columns before.
    let mut sums = vec![[0.0_f64; 2]; (size + 1) * (size + 1)];
    for y in 0..size {
        for x in 0..size {
            let value = values[y * size + x].map_or([0.0, 0.0], |value| [f64::from(value), 1.0]);
            let at = |x: usize, y: usize| y * (size + 1) + x;
            for i in 0..2 {
                sums[at(x + 1, y + 1)][i] =
                    value[i] + sums[at(x, y + 1)][i] + sums[at(x + 1, y)][i] - sums[at(x, y)][i];
            }
        }
    }
    let mean = |x: usize, y: usize| {
        let (left, top) = (x.saturating_sub(around), y.saturating_sub(around));
        let (right, bottom) = ((x + around + 1).min(size), (y + around + 1).min(size));
        let of = |i: usize| {
            let at = |x: usize, y: usize| sums[y * (size + 1) + x][i];
            at(right, bottom) - at(left, bottom) - at(right, top) + at(left, top)
        };
        (of(0) / of(1).max(1.0)) as f32
    };
    (0..size * size).map(|i| mean(i % size, i / size)).collect()
}

/// Returns the brightness that best divides all of them in two (Otsu).
fn divide(values: &[Option<f32>]) -> f32 {
    let mut sorted: Vec<f32> = values.iter().flatten().copied().collect();
    sorted.sort_by(f32::total_cmp);
    let all: f32 = sorted.iter().sum();
    let (mut best, mut most, mut below) = (0.0, -1.0, 0.0);
    for i in 1..sorted.len() {
        below += sorted[i - 1];
        let (few, rest) = (i as f32, (sorted.len() - i) as f32);
        let between = few * rest * (below / few - (all - below) / rest).powi(2);
        if between > most {
            (best, most) = (f32::midpoint(sorted[i - 1], sorted[i]), between);
        }
    }
    best
}

/// Returns the mean colour in the middle of a module, or `None` outside of the picture.
fn colour(picture: &RgbImage, [x, y]: Point, module: f32) -> Option<[f32; 3]> {
    let reach = (module / 5.0).min(6.0);
    let steps = i32::from(reach >= 0.7);
    let (mut sum, mut count) = ([0.0; 3], 0.0);
    for dy in -steps..=steps {
        for dx in -steps..=steps {
            let (x, y) = (x + reach * dx as f32, y + reach * dy as f32);
            if x < 0.0 || y < 0.0 {
                continue;
            }
            if let Some(Rgb(colour)) = picture.get_pixel_checked(x as u32, y as u32) {
                for channel in 0..3 {
                    sum[channel] += f32::from(colour[channel]);
                }
                count += 1.0;
            }
        }
    }
    (count > 0.0).then(|| sum.map(|value| value / count))
}
