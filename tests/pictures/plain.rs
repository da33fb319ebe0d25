//! Codes on nothing: every version, level, mask and mode; faint ones; several at once.

use super::bases::Bases;
use super::catalogue::Made;
use super::chance::Chance;
use super::drawing::{Dots, Drawing};
use super::payload;
use super::set::Format;
use super::shot::Shot;
use super::symbol::{LEVELS, Symbol};

/// A code as programs write it into a file.
pub(crate) fn plain(chance: &mut Chance, _: &Bases) -> Made {
    let symbol = match chance.whole(0..=5) {
        0 => {
            let version = chance.whole(8..=40) as u8;
            let text = payload::text(chance, u32::from(version));
            Symbol::of_version(&text, *chance.pick(&LEVELS), version)
        }
        1 => {
            let count = chance.whole(10..=900);
            Symbol::any(&payload::digits(chance, count), chance)
        }
        2 => {
            let accounts = chance.whole(2..=10);
            Symbol::any(&payload::migration(chance, accounts), chance)
        }
        _ => {
            let payload = payload::any(chance);
            Symbol::any(&payload, chance)
        }
    };
    let mut drawing = Drawing::plain(chance.whole(1..=12) as f32);
    drawing.margin = *chance.pick(&[4.0, 4.0, 2.0, 1.0, 0.0]);
    let format = *chance.pick(&[Format::Png, Format::Png, Format::WebP, Format::Bmp, Format::Gif]);
    Made { shot: drawing.of(&symbol), format }
}

/// A code whose dark and light are nearly the same, on a page of any brightness.
pub(crate) fn low_contrast(chance: &mut Chance, _: &Bases) -> Made {
    let payload = payload::any(chance);
    let symbol = Symbol::any(&payload, chance);
    let mut drawing = Drawing::plain(chance.whole(3..=10) as f32);
    drawing.margin = *chance.pick(&[1.0, 2.0, 4.0]);
    let difference = *chance.pick(&[4, 6, 8, 10, 12, 16, 20, 26, 34, 44, 60, 80_u8]);
    let base = chance.whole(0..=u32::from(255 - difference)) as u8;
    drawing.dark = [base; 3];
    drawing.light = [base + difference; 3];
    if chance.once_in(3) {
        // As bright in two colours: only the colour tells them apart.
        drawing.dark = *chance.pick(&[[200, 60, 60], [70, 70, 220], [180, 60, 180]]);
        drawing.light = *chance.pick(&[[40, 145, 60], [90, 120, 60], [40, 140, 140]]);
    }
    if chance.once_in(4) {
        std::mem::swap(&mut drawing.dark, &mut drawing.light);
    }
    let page = *chance.pick(&[[255; 3], [0; 3], [128; 3], drawing.light, [24, 26, 30]]);
    let code = drawing.of(&symbol);
    let space = || code.picture.width() / 4;
    Made::png(code.framed([space(), space(), space(), space()], page))
}

/// Two to eight codes of different sizes in one picture.
pub(crate) fn several(chance: &mut Chance, bases: &Bases) -> Made {
    if chance.once_in(3) {
        return Made::png(side_by_side(&bases.any(chance), &bases.any(chance), chance));
    }
    let page = *chance.pick(&[[255; 3], [246, 248, 250], [13, 17, 23], [40, 40, 40]]);
    let count = chance.whole(2..=8);
    let columns = chance.whole(1..=4).min(count);
    let codes: Vec<Shot> = (0..count)
        .map(|_| {
            let payload = payload::any(chance);
            let symbol = Symbol::any(&payload, chance);
            let mut drawing = Drawing::plain(chance.whole(2..=7) as f32);
            drawing.margin = *chance.pick(&[1.0, 2.0, 4.0]);
            if chance.once_in(5) {
                drawing.dots = Dots::Discs(0.85);
            }
            if chance.once_in(5) {
                std::mem::swap(&mut drawing.dark, &mut drawing.light);
            }
            drawing.of(&symbol)
        })
        .collect();
    let space = chance.whole(4..=60);
    let cell = codes.iter().map(|code| code.picture.width()).max().unwrap_or(1) + space;
    let rows = count.div_ceil(columns);
    let mut picture = Shot::plain(columns * cell + space, rows * cell + space, page);
    for (i, code) in codes.iter().enumerate() {
        let (column, row) = (i as u32 % columns, i as u32 / columns);
        picture.paste(code, i64::from(space + column * cell), i64::from(space + row * cell));
    }
    Made::png(picture)
}

fn side_by_side(one: &Shot, other: &Shot, chance: &mut Chance) -> Shot {
    let ((width, height), (wide, high)) = (one.picture.dimensions(), other.picture.dimensions());
    let ground = [chance.byte() / 4; 3];
    let mut both = Shot::plain(width + wide + 12, height.max(high), ground);
    both.paste(one, 0, 0);
    both.paste(other, i64::from(width) + 12, 0);
    both
}
