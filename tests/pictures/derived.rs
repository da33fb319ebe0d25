//! What happens to pictures on their way: scaling, compression, cropping, tints, things on top.

use image::imageops::{self, FilterType};

use super::bases::Bases;
use super::catalogue::Made;
use super::chance::Chance;
use super::damage;
use super::set::{Format, through_jpeg};
use super::shot::Shot;

const FILTERS: [FilterType; 5] = [
    FilterType::Nearest,
    FilterType::Triangle,
    FilterType::CatmullRom,
    FilterType::Gaussian,
    FilterType::Lanczos3,
];

pub(crate) fn downscaled(chance: &mut Chance, bases: &Bases) -> Made {
    let base = bases.any(chance);
    // A module keeps at least a pixel and a bit.
    let least = (1.3 / base.codes[0].module()).clamp(0.25, 0.9);
    let factor = chance.between(least..0.95_f32.max(least + 0.01));
    Made::png(base.times(factor, *chance.pick(&FILTERS)))
}

pub(crate) fn upscaled(chance: &mut Chance, bases: &Bases) -> Made {
    let base = close_up(&bases.any(chance), chance);
    let factor = *chance.pick(&[1.1, 1.25, 1.33, 1.5, 1.75, 2.0, 2.4]);
    Made::png(base.times(factor, *chance.pick(&FILTERS)))
}

/// Returns the surroundings of the code, so that what is made of it does not become too large.
fn close_up(base: &Shot, chance: &mut Chance) -> Shot {
    let [left, top, right, bottom] = base.codes[0].bounds();
    let space = (right - left) * chance.between(0.2..0.6);
    base.cropped([left - space, top - space, right + space, bottom + space])
}

/// Kept with loss, perhaps more than once.
pub(crate) fn compressed(chance: &mut Chance, bases: &Bases) -> Made {
    let mut shot = bases.any(chance);
    if chance.once_in(3) {
        shot = shot.times(chance.between(0.5..0.95), *chance.pick(&FILTERS));
    }
    // Passed on: kept again after a cut that moves the blocks.
    for _ in 0..chance.whole(0..=3) {
        shot.picture = through_jpeg(&shot.picture, chance.whole(30..=85) as u8);
        let [width, height] = shot.size();
        shot = shot.cropped([chance.whole(0..=7) as f32, chance.whole(0..=7) as f32, width, height]);
    }
    let quality = chance.whole(15..=85) as u8;
    let format = if chance.once_in(4) { Format::LossyWebP(quality) } else { Format::Jpeg(quality) };
    Made { shot, format }
}

pub(crate) fn cropped(chance: &mut Chance, bases: &Bases) -> Made {
    let base = bases.any(chance);
    let [left, top, right, bottom] = base.codes[0].bounds();
    let module = base.codes[0].module();
    let sides = match chance.whole(0..=9) {
        // To the edge of the margin that npm draws, about.
        0..=2 => [module, module, module, module],
        // To the code's own edge.
        3..=5 => [0.0; 4],
        // A sloppy hand: some sides with space, others without.
        6 | 7 => [0; 4].map(|_| module * chance.between(-0.5..3.0)),
        // One module is cut off, on a side or on all.
        8 => {
            let cut = chance.whole(0..=3);
            [0, 1, 2, 3].map(|side| if side == cut { -module } else { module })
        }
        _ => [-module; 4],
    };
    let area = [left - sides[0], top - sides[1], right + sides[2], bottom + sides[3]];
    Made::png(base.cropped(area.map(f32::round)))
}

pub(crate) fn tinted(chance: &mut Chance, bases: &Bases) -> Made {
    let mut shot = bases.any(chance);
    let strength = chance.between(0.15..0.9);
    match chance.whole(0..=7) {
        // Night light.
        0 => shot.recolour(|[r, g, b]| [r, scale(g, 1.0 - strength * 0.45), scale(b, 1.0 - strength * 0.85)]),
        // Dimmed.
        1 => shot.recolour(|colour| colour.map(|value| scale(value, 1.0 - strength * 0.97))),
        // Washed out.
        2 => shot.recolour(|colour| colour.map(|value| 255 - scale(255 - value, 1.0 - strength * 0.97))),
        3 => {
            let gamma = *chance.pick(&[0.3, 0.45, 1.8, 2.4, 3.2]);
            shot.recolour(|colour| {
                colour.map(|value| ((f32::from(value) / 255.0).powf(gamma) * 255.0) as u8)
            });
        }
        // Turned over, as accessibility settings do.
        4 => shot.recolour(|colour| colour.map(|value| 255 - value)),
        // Everything in one colour.
        5 => {
            let tint = *chance.pick(&[[255, 40, 40], [60, 255, 90], [80, 110, 255], [255, 190, 60]]);
            shot.recolour(|[r, g, b]| {
                let grey = (u32::from(r) * 3 + u32::from(g) * 6 + u32::from(b)) / 10;
                tint.map(|value: u32| (grey * value / 255) as u8)
            });
        }
        _ => translucent(&mut shot, strength, chance, bases),
    }
    Made::png(shot)
}

fn scale(value: u8, by: f32) -> u8 {
    (f32::from(value) * by).round() as u8
}

/// Lets what is behind a window shine through.
fn translucent(shot: &mut Shot, strength: f32, chance: &mut Chance, bases: &Bases) {
    let (width, height) = shot.picture.dimensions();
    let behind = bases.wallpaper(width, height, chance);
    let weight = strength * 0.7;
    for (front, back) in shot.picture.pixels_mut().zip(behind.picture.pixels()) {
        front.0 = std::array::from_fn(|i| {
            (f32::from(front.0[i]) * (1.0 - weight) + f32::from(back.0[i]) * weight).round() as u8
        });
    }
}

pub(crate) fn occluded(chance: &mut Chance, bases: &Bases) -> Made {
    let mut shot = bases.any(chance);
    let [left, top, right, bottom] = shot.codes[0].bounds();
    let (wide, high) = (right - left, bottom - top);
    let mut inside = |share: f32| {
        [left + wide * chance.between(0.0..1.0 - share), top + high * chance.between(0.0..1.0 - share)]
    };
    let [x, y] = inside(0.12);
    let kind = chance.whole(0..=6);
    match kind {
        0 | 1 => {
            let size = chance.between(16.0..36.0);
            let (fill, edge) = if kind == 0 { ([0; 3], [255; 3]) } else { ([255; 3], [0; 3]) };
            damage::pointer(&mut shot.picture, [x, y], size, fill, edge);
        }
        // Some lines are selected.
        2 => {
            let area = [0.0, y, shot.size()[0], y + high * chance.between(0.03..0.2)];
            damage::selected(&mut shot.picture, area);
        }
        3 => {
            let area = [left - 20.0, y, right + 20.0, y + high * chance.between(0.05..0.5)];
            damage::veil(&mut shot.picture, area, [51, 144, 255], chance.between(0.2..0.6));
        }
        // A notification over a corner, a part of it on the code.
        4 => {
            let (over_x, over_y) = (wide * chance.between(0.08..0.24), high * chance.between(0.06..0.2));
            let area = [right - over_x, top - high * 0.1, right + wide * 0.5, top + over_y];
            let area = if chance.once_in(3) {
                area
            } else {
                [right - over_x, bottom - over_y, right + wide * 0.5, bottom + high * 0.1]
            };
            damage::toast(&mut shot.picture, area, chance.once_in(2), chance);
        }
        5 => {
            // A text cursor, a tooltip.
            damage::veil(&mut shot.picture, [x, y, x + 2.0, y + 18.0], [128; 3], 1.0);
            let tip = [x + 8.0, y + 14.0, x + 8.0 + wide * 0.25, y + 14.0 + high * 0.07];
            damage::toast(&mut shot.picture, tip, chance.once_in(2), chance);
        }
        _ => damage::logo(&mut shot, chance),
    }
    Made::png(shot)
}

pub(crate) fn rotated(chance: &mut Chance, bases: &Bases) -> Made {
    let base = bases.any(chance);
    let quarter = |quarters: u32| {
        let mut shot = base.clone();
        for _ in 0..quarters {
            let [_, height] = shot.size();
            shot.picture = imageops::rotate90(&shot.picture);
            shot.move_codes(|[x, y]| [height - y, x]);
        }
        shot
    };
    let kind = chance.whole(0..=9);
    Made::png(match kind {
        0..=2 => quarter(kind + 1),
        3 | 4 => base.mirrored(),
        5 => quarter(1).mirrored(),
        6 => close_up(&base, chance).mirrored().turned(chance.between(0.0..360.0), [30; 3]),
        _ => {
            let ground = base.picture.get_pixel(0, 0).0;
            close_up(&base, chance).turned(chance.between(0.0..360.0), ground)
        }
    })
}
