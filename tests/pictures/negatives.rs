//! Pictures without a code that can be read.

use image::imageops::FilterType;
use image::{Rgb, RgbImage};

use super::bases::{Bases, written};
use super::catalogue::Made;
use super::chance::Chance;
use super::damage::corner_square;
use super::drawing::Drawing;
use super::oracle;
use super::payload;
use super::set::Format;
use super::shot::Shot;
use super::symbol::Symbol;

fn empty(picture: RgbImage) -> Shot {
    Shot { picture, codes: Vec::new() }
}

/// Noise: white or coloured, two-toned, enlarged, blurred.
pub(crate) fn noise(chance: &mut Chance, _: &Bases) -> Made {
    let (width, height) = *chance.pick(&[(640, 480), (1280, 800), (1920, 1080), (3840, 2160)]);
    let grain = *chance.pick(&[1, 1, 2, 3, 5, 8, 13]);
    let (coloured, two_toned) = (chance.once_in(3), chance.once_in(2));
    let tone = |value: u8| if two_toned { if value < 128 { 0 } else { 255 } } else { value };
    let small = RgbImage::from_fn(width / grain, height / grain, |_, _| {
        let grey = chance.byte();
        Rgb([0; 3].map(|_| tone(if coloured { chance.byte() } else { grey })))
    });
    let filter = *chance.pick(&[FilterType::Nearest, FilterType::Triangle, FilterType::CatmullRom]);
    let format = if chance.once_in(4) { Format::Jpeg(60) } else { Format::Png };
    Made { shot: empty(small).scaled(width, height, filter), format }
}

/// Patterns that look like parts of a code.
pub(crate) fn lookalike(chance: &mut Chance, bases: &Bases) -> Made {
    let (width, height) = *chance.pick(&[(800, 600), (1280, 800), (1920, 1080)]);
    let mut shot = Shot::plain(width, height, [245; 3]);
    let unit = chance.whole(1..=9);
    match chance.whole(0..=6) {
        // Corner squares all over.
        0 => {
            let step = unit * chance.whole(9..=14);
            for (x, y) in grid(width, height, step) {
                corner_square(&mut shot.picture, [x as f32, y as f32], unit as f32, [10; 3], [245; 3]);
            }
        }
        // Three of them, with noise where the modules would be.
        1 => {
            let size = unit * chance.whole(21..=60);
            for (x, y) in grid(size, size, unit) {
                let colour = [if chance.once_in(2) { 10 } else { 245 }; 3];
                super::sheet::fill(&mut shot.picture, [60 + x, 60 + y, 60 + x + unit, 60 + y + unit], colour);
            }
            for [x, y] in [[0, 0], [size - 7 * unit, 0], [0, size - 7 * unit]] {
                let (x, y) = ((60 + x) as f32, (60 + y) as f32);
                super::sheet::fill(
                    &mut shot.picture,
                    [x - 1.0, y - 1.0, x + 8.0 * unit as f32, y + 8.0 * unit as f32].map(|side| side as u32),
                    [245; 3],
                );
                corner_square(&mut shot.picture, [x, y], unit as f32, [10; 3], [245; 3]);
            }
        }
        2 => pattern(&mut shot, |x, y| (x / unit + y / unit).is_multiple_of(2)),
        3 => pattern(&mut shot, |x, _| (x / unit).is_multiple_of(2)),
        // Squares around squares.
        4 => {
            let period = unit * 14;
            pattern(&mut shot, |x, y| {
                let from_middle = |at: u32| (at % period).abs_diff(period / 2);
                (from_middle(x).max(from_middle(y)) / unit).is_multiple_of(2)
            });
        }
        // Circles around circles.
        5 => {
            let period = (unit * 14) as f32;
            pattern(&mut shot, |x, y| {
                let from_middle = |at: u32| at as f32 % period - period / 2.0;
                ((from_middle(x).hypot(from_middle(y)) / unit as f32) as u32).is_multiple_of(2)
            });
        }
        _ => halftone(&mut shot, unit + 3, chance, bases),
    }
    Made::png(shot)
}

fn grid(width: u32, height: u32, step: u32) -> impl Iterator<Item = (u32, u32)> {
    let step = step.max(1) as usize;
    (0..height).step_by(step).flat_map(move |y| (0..width).step_by(step).map(move |x| (x, y)))
}

fn pattern(shot: &mut Shot, dark: impl Fn(u32, u32) -> bool) {
    for (x, y, pixel) in shot.picture.enumerate_pixels_mut() {
        *pixel = Rgb([if dark(x, y) { 10 } else { 245 }; 3]);
    }
}

/// Dots whose size tells the brightness, as newspapers print pictures.
fn halftone(shot: &mut Shot, cell: u32, chance: &mut Chance, bases: &Bases) {
    let (width, height) = shot.picture.dimensions();
    let behind = bases.wallpaper(width, height, chance);
    pattern(shot, |x, y| {
        let middle = |at: u32, end: u32| (at / cell * cell + cell / 2).min(end - 1);
        let Rgb([r, g, b]) = behind.picture.get_pixel(middle(x, width), middle(y, height));
        let dark = 1.0 - (f32::from(*r) + f32::from(*g) + f32::from(*b)) / 765.0;
        let from_middle = |at: u32| (at % cell) as f32 - cell as f32 / 2.0;
        from_middle(x).hypot(from_middle(y)) < cell as f32 * 0.7 * dark.sqrt()
    });
}

/// Codes that are cut in half, or destroyed, so that nobody can read them; small codes of another standard.
pub(crate) fn broken(chance: &mut Chance, bases: &Bases) -> Made {
    if chance.once_in(4) {
        return Made::png(micro(chance));
    }
    if chance.once_in(2) {
        let base = bases.any(chance);
        let [left, top, right, bottom] = base.codes[0].bounds();
        let half = chance.between(0.35..0.6);
        let mut half = match chance.whole(0..=3) {
            0 => base.cropped([0.0, 0.0, left + (right - left) * half, bottom]),
            1 => base.cropped([left + (right - left) * (1.0 - half), 0.0, right, bottom]),
            2 => base.cropped([0.0, 0.0, right, top + (bottom - top) * half]),
            _ => base.cropped([0.0, top + (bottom - top) * (1.0 - half), right, bottom]),
        };
        half.codes.clear();
        return Made::png(half);
    }
    let payload = payload::npm(chance);
    let mut symbol = Symbol::any(&payload, chance);
    for index in 0..symbol.modules() {
        if !symbol.is_corner(index) && chance.once_in(3) {
            symbol.flip(index);
        }
    }
    let mut drawing = Drawing::plain(chance.whole(3..=9) as f32);
    drawing.margin = 4.0;
    let mut shot = drawing.of(&symbol);
    assert!(!oracle::reads(&shot.picture, &shot.codes[0]), "a third of all modules were turned over");
    shot.codes.clear();
    Made::png(shot)
}

/// A Micro QR code, which no authenticator uses.
fn micro(chance: &mut Chance) -> Shot {
    let text = payload::digits(chance, 5);
    let code = qrcode::QrCode::with_version(&text, qrcode::Version::Micro(2), qrcode::EcLevel::L);
    let code = code.expect("five digits fit");
    let unit = chance.whole(3..=14);
    let side = code.width() as u32 + 4;
    let inside = |at: u32| (at / unit).checked_sub(2).map(|i| i as usize).filter(|i| *i < code.width());
    let picture = RgbImage::from_fn(side * unit, side * unit, |x, y| {
        let place = inside(x).zip(inside(y));
        Rgb([if place.is_some_and(|at| code[at] == qrcode::Color::Dark) { 0 } else { 255 }; 3])
    });
    empty(picture).framed([60, 60, 60, 60], [255; 3])
}

/// Walls of text, photographs, desktops and maps without any code.
pub(crate) fn scene(chance: &mut Chance, bases: &Bases) -> Made {
    match chance.whole(0..=5) {
        0 => Made::png(written(chance)),
        1 => Made::png(map(chance)),
        2 | 3 => {
            let shot = bases.wallpaper(1920, 1080, chance);
            Made { shot, format: Format::Jpeg(chance.whole(60..=90) as u8) }
        }
        _ => {
            let mut desktop = bases.wallpaper(3840, 2160, chance);
            for _ in 0..chance.whole(2..=8) {
                let window = bases.empty(chance);
                let (x, y) = (chance.whole(0..=2600), chance.whole(0..=1400));
                desktop.paste(&window, i64::from(x), i64::from(y));
            }
            Made::png(desktop)
        }
    }
}

/// Blocks of houses between streets.
fn map(chance: &mut Chance) -> Shot {
    let mut shot = Shot::plain(1600, 1000, [242, 239, 233]);
    for (x, y) in grid(1600, 1000, 34) {
        let [left, top] = [x, y].map(|at| at + chance.whole(0..=9));
        let [wide, high] = [0; 2].map(|_| chance.whole(6..=24));
        let colour = *chance.pick(&[[217, 208, 201], [174, 209, 160], [170, 211, 223], [90, 84, 80]]);
        super::sheet::fill(&mut shot.picture, [left, top, left + wide, top + high], colour);
    }
    shot
}
