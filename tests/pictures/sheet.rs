//! Sheets of paper and windows with something like writing on them.

use image::{Rgb, RgbImage};

use super::chance::Chance;
use super::drawing::Drawing;
use super::shot::Shot;
use super::symbol::Symbol;

/// Draws lines that look like writing from far away, into a rectangle: left, top, right, bottom.
pub(crate) fn scribble(
    picture: &mut RgbImage,
    [left, top, right, bottom]: [u32; 4],
    high: u32,
    ink: [u8; 3],
    chance: &mut Chance,
) {
    let stroke = (high / 7).max(1);
    for line in (top..bottom.saturating_sub(high)).step_by((high * 3 / 2).max(1) as usize) {
        let end = left + (right.saturating_sub(left)) * chance.whole(4..=10) / 10;
        let mut x = left;
        while x + high < end {
            if chance.once_in(6) {
                x += high / 2;
                continue;
            }
            letter(picture, [x, line], high, stroke, ink, chance);
            x += high * 6 / 10 + stroke;
        }
    }
}

/// Draws a letter of no alphabet: some uprights and some bars.
fn letter(
    picture: &mut RgbImage,
    [x, y]: [u32; 2],
    high: u32,
    stroke: u32,
    ink: [u8; 3],
    chance: &mut Chance,
) {
    let wide = high * 5 / 10;
    let (top, bottom) = (chance.whole(0..=high / 3), high - if chance.once_in(6) { 0 } else { high / 5 });
    for (at, present) in [(0, !chance.once_in(4)), (wide.saturating_sub(stroke), chance.once_in(2))] {
        if present {
            fill(picture, [x + at, y + top, x + at + stroke, y + bottom], ink);
        }
    }
    for at in [top, u32::midpoint(top, bottom), bottom.saturating_sub(stroke)] {
        if chance.once_in(2) {
            fill(picture, [x, y + at, x + wide, y + at + stroke], ink);
        }
    }
}

/// Fills a rectangle: left, top, right, bottom.
pub(crate) fn fill(picture: &mut RgbImage, [left, top, right, bottom]: [u32; 4], colour: [u8; 3]) {
    for y in top..bottom.min(picture.height()) {
        for x in left..right.min(picture.width()) {
            picture.put_pixel(x, y, Rgb(colour));
        }
    }
}

/// Returns a sheet with codes in a grid, and writing beside them.
pub(crate) fn sheet(drawing: &Drawing, symbols: &[Symbol], columns: usize, chance: &mut Chance) -> Shot {
    let drawn: Vec<Shot> = symbols.iter().map(|symbol| drawing.of(symbol)).collect();
    let side = drawn.iter().map(|shot| shot.picture.width().max(shot.picture.height())).max().unwrap_or(1);
    let space = side / 6 + 8;
    let (columns, rows) = (columns as u32, symbols.len().div_ceil(columns) as u32);
    let text = if chance.once_in(3) { 0 } else { side / 2 };
    let [width, height] = [space + columns * (side + space), space + rows * (side + space) + text];
    let mut sheet = Shot::plain(width, height, drawing.light);
    for (i, shot) in drawn.iter().enumerate() {
        let (column, row) = (i as u32 % columns, i as u32 / columns);
        sheet.paste(
            shot,
            i64::from(space + column * (side + space)),
            i64::from(space + row * (side + space)),
        );
    }
    if text > 0 {
        let high = (side / 28).max(7);
        let ink = drawing.dark;
        scribble(
            &mut sheet.picture,
            [space, height - text, width - space, height - space / 2],
            high,
            ink,
            chance,
        );
    }
    sheet
}

/// Returns a sheet whose paper is not even.
pub(crate) fn textured(mut sheet: Shot, amount: f32, chance: &mut Chance) -> Shot {
    for Rgb(colour) in sheet.picture.pixels_mut() {
        let by = chance.normal() * amount;
        *colour = colour.map(|value| (f32::from(value) + by).clamp(0.0, 255.0) as u8);
    }
    sheet
}
