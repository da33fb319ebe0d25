//! What may lie on a code, or be wrong with it.

use image::{Rgb, RgbImage};

use super::chance::Chance;
use super::sheet::{fill, scribble};
use super::shot::{Point, Shot};

/// Draws a mouse pointer with its tip at a place.
pub(crate) fn pointer(picture: &mut RgbImage, [x, y]: Point, high: f32, inside: [u8; 3], edge: [u8; 3]) {
    // Corners of the usual arrow, in parts of its height.
    const ARROW: [Point; 7] =
        [[0.0, 0.0], [0.0, 0.83], [0.19, 0.66], [0.33, 1.0], [0.46, 0.94], [0.32, 0.62], [0.58, 0.6]];
    let within = |at: Point, grown: f32| {
        let middle = [0.2, 0.5];
        let corners = ARROW.map(|corner| [0, 1].map(|i| middle[i] + (corner[i] - middle[i]) * grown));
        inside_of(&corners, at)
    };
    for (column, row) in pixels(picture, [x - high, y - high, x + high * 1.5, y + high * 1.5]) {
        let at = [(column as f32 + 0.5 - x) / high, (row as f32 + 0.5 - y) / high];
        if within(at, 1.25) {
            picture.put_pixel(column, row, Rgb(if within(at, 1.0) { inside } else { edge }));
        }
    }
}

/// Lays a colour over a rectangle: left, top, right, bottom; `weight` 1 hides what is below.
pub(crate) fn veil(picture: &mut RgbImage, area: [f32; 4], colour: [u8; 3], weight: f32) {
    for (x, y) in pixels(picture, area) {
        let Rgb(old) = picture.get_pixel_mut(x, y);
        *old = std::array::from_fn(|i| {
            (f32::from(old[i]) * (1.0 - weight) + f32::from(colour[i]) * weight).round() as u8
        });
    }
}

/// Turns the colours in a rectangle over, as old terminals mark a selection.
pub(crate) fn selected(picture: &mut RgbImage, area: [f32; 4]) {
    for (x, y) in pixels(picture, area) {
        let Rgb(colour) = picture.get_pixel_mut(x, y);
        *colour = colour.map(|value| 255 - value);
    }
}

/// Lays a notification over a part of the picture.
pub(crate) fn toast(picture: &mut RgbImage, area: [f32; 4], dark: bool, chance: &mut Chance) {
    let (ground, ink) = if dark { ([44; 3], [230; 3]) } else { ([250; 3], [40; 3]) };
    veil(picture, area, ground, 1.0);
    let [left, top, right, bottom] = area.map(|side| side.max(0.0) as u32);
    let high = ((bottom.saturating_sub(top)) / 4).max(6);
    scribble(picture, [left + high, top + high / 2, right.saturating_sub(high), bottom], high, ink, chance);
}

/// Puts a mark in the middle of every code, as styled codes have it.
pub(crate) fn logo(shot: &mut Shot, chance: &mut Chance) {
    for code in shot.codes.clone() {
        let [left, top, right, bottom] = code.bounds();
        let (x, y) = (f32::midpoint(left, right), f32::midpoint(top, bottom));
        let half = (right - left) * chance.between(0.07..0.12);
        let colour = *chance.pick(&[[203, 56, 55], [36, 41, 46], [66, 133, 244], [255, 153, 0]]);
        veil(
            &mut shot.picture,
            [x - half * 1.15, y - half * 1.15, x + half * 1.15, y + half * 1.15],
            [255; 3],
            1.0,
        );
        blob(&mut shot.picture, [x, y], [half, half], colour, 1.0);
    }
}

/// Wears a code: holes, scratches, stains, creases, a corner torn off.
pub(crate) fn worn(shot: &mut Shot, chance: &mut Chance) {
    let [left, top, right, bottom] = shot.codes[0].bounds();
    let side = right - left;
    for _ in 0..chance.whole(1..=4) {
        let mut inside = || [chance.between(left..right), chance.between(top..bottom)];
        let (from, to) = (inside(), inside());
        let colour = *chance.pick(&[[235; 3], [120, 90, 60], [40; 3], [180, 175, 165]]);
        let share = chance.between(0.02..0.075);
        match chance.whole(0..=3) {
            0 => scratch(&mut shot.picture, from, to, side * share / 4.0, colour),
            1 => blob(&mut shot.picture, from, [side * share, side * share * 1.4], colour, 1.0),
            2 => blob(&mut shot.picture, from, [side * share * 3.0, side * share * 2.0], colour, 0.55),
            _ => {
                for _ in 0..60 {
                    let at = [chance.between(left..right), chance.between(top..bottom)];
                    let grain = side * chance.between(0.002..0.012);
                    blob(&mut shot.picture, at, [grain, grain], colour, 1.0);
                }
            }
        }
    }
}

/// Draws things around a code that look like parts of one.
pub(crate) fn decoys(shot: &mut Shot, chance: &mut Chance) {
    let [left, top, right, bottom] = shot.codes[0].bounds();
    let module = shot.codes[0].module();
    let space = module * 4.0;
    let [width, height] = shot.size();
    for _ in 0..chance.whole(4..=14) {
        let unit = module * chance.between(0.6..1.8);
        let (x, y) = (chance.between(0.0..width - 7.0 * unit), chance.between(0.0..height - 7.0 * unit));
        let beside = x + 7.0 * unit < left - space || x > right + space;
        if beside || y + 7.0 * unit < top - space || y > bottom + space {
            corner_square(&mut shot.picture, [x, y], unit, [15; 3], [245; 3]);
        }
    }
    // Stripes along a side.
    let stripes = (width / module / 2.0) as u32;
    for i in 0..stripes {
        let x = i as f32 * module * 2.0;
        veil(&mut shot.picture, [x, height - 3.0 * module, x + module, height], [15; 3], 1.0);
    }
}

/// Draws a square as codes have in three corners, or as something that only resembles it.
pub(crate) fn corner_square(picture: &mut RgbImage, [x, y]: Point, unit: f32, dark: [u8; 3], light: [u8; 3]) {
    for (inset, colour) in [(0.0, dark), (1.0, light), (2.0, dark)] {
        let area = [x + inset * unit, y + inset * unit, x + (7.0 - inset) * unit, y + (7.0 - inset) * unit];
        fill(picture, area.map(|side| side.max(0.0).round() as u32), colour);
    }
}

fn blob(picture: &mut RgbImage, [x, y]: Point, [wide, high]: [f32; 2], colour: [u8; 3], weight: f32) {
    for (column, row) in pixels(picture, [x - wide, y - high, x + wide, y + high]) {
        if ((column as f32 - x) / wide).powi(2) + ((row as f32 - y) / high).powi(2) < 1.0 {
            let (column, row) = (column as f32, row as f32);
            veil(picture, [column, row, column + 1.0, row + 1.0], colour, weight);
        }
    }
}

fn scratch(picture: &mut RgbImage, from: Point, to: Point, wide: f32, colour: [u8; 3]) {
    let steps = (from[0] - to[0]).hypot(from[1] - to[1]).ceil().max(1.0) as u32;
    for step in 0..=steps {
        let share = step as f32 / steps as f32;
        let at = [0, 1].map(|i| from[i] + (to[i] - from[i]) * share);
        blob(picture, at, [wide.max(0.6), wide.max(0.6)], colour, 1.0);
    }
}

/// Returns the pixels of a rectangle that are in the picture.
fn pixels(
    picture: &RgbImage,
    [left, top, right, bottom]: [f32; 4],
) -> impl Iterator<Item = (u32, u32)> + use<> {
    let side = |value: f32, end: u32| (value.max(0.0).round() as u32).min(end);
    let (left, right) = (side(left, picture.width()), side(right, picture.width()));
    let (top, bottom) = (side(top, picture.height()), side(bottom, picture.height()));
    (top..bottom).flat_map(move |y| (left..right).map(move |x| (x, y)))
}

/// Returns whether a place is inside of a polygon.
fn inside_of(corners: &[Point], [x, y]: Point) -> bool {
    let edges = corners.iter().zip(corners.iter().cycle().skip(1));
    let crossed = edges
        .filter(|(a, b)| (a[1] > y) != (b[1] > y) && x < (b[0] - a[0]) * (y - a[1]) / (b[1] - a[1]) + a[0]);
    crossed.count() % 2 == 1
}
