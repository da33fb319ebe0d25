//! Pictures that others are made from: what was captured before, and screens drawn by us.

use std::path::PathBuf;

use super::chance::Chance;
use super::drawing::{Drawing, Gap};
use super::payload;
use super::set::{Kept, Set};
use super::sheet::scribble;
use super::shot::Shot;
use super::symbol::Symbol;

/// Where pictures come from.
pub(crate) struct Bases {
    /// Captured pictures that show one code which can be read.
    captured: Vec<Kept>,
    /// Captured pictures without a code.
    empty: Vec<Kept>,
    /// Photographs and drawings that desktops are covered with.
    wallpapers: Vec<PathBuf>,
}

impl Bases {
    pub(crate) fn of(set: &Set) -> Self {
        let is_capture = |category: &str| category.starts_with("term_") || category.starts_with("web_");
        let with = |codes: usize| {
            set.kept(|entry| {
                let located = entry.codes.len() == entry.expected.len();
                located && entry.codes.len() == codes && !entry.hard && is_capture(&entry.category)
            })
        };
        Self { captured: with(1), empty: with(0), wallpapers: wallpapers() }
    }

    /// Returns a screen with one code: mostly a captured one.
    pub(crate) fn any(&self, chance: &mut Chance) -> Shot {
        if self.captured.is_empty() || chance.once_in(5) {
            return drawn(chance);
        }
        chance.pick(&self.captured).shot()
    }

    /// Returns a window without a code.
    pub(crate) fn empty(&self, chance: &mut Chance) -> Shot {
        if self.empty.is_empty() || chance.once_in(3) {
            return written(chance);
        }
        chance.pick(&self.empty).shot()
    }

    /// Returns what lies behind the windows.
    pub(crate) fn wallpaper(&self, width: u32, height: u32, chance: &mut Chance) -> Shot {
        if !self.wallpapers.is_empty() && !chance.once_in(3) {
            let path = chance.pick(&self.wallpapers);
            if let Ok(picture) = image::open(path) {
                let picture = picture.resize_to_fill(width, height, image::imageops::FilterType::Triangle);
                return Shot { picture: picture.to_rgb8(), codes: Vec::new() };
            }
        }
        let (from, to) =
            ([chance.byte(), chance.byte(), chance.byte()], [chance.byte(), chance.byte(), chance.byte()]);
        let mut ground = Shot::plain(width, height, from);
        for (x, y, pixel) in ground.picture.enumerate_pixels_mut() {
            let share = (x + y) as f32 / (width + height) as f32;
            pixel.0 = std::array::from_fn(|i| {
                (f32::from(from[i]) + (f32::from(to[i]) - f32::from(from[i])) * share) as u8
            });
        }
        ground
    }
}

fn wallpapers() -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![PathBuf::from("/usr/share/backgrounds")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|kind| kind == "jpg" || kind == "png") {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

const SCREENS: [([u8; 3], [u8; 3]); 10] = [
    ([0; 3], [229; 3]),
    ([255; 3], [0; 3]),
    ([0, 43, 54], [238, 232, 213]),
    ([253, 246, 227], [7, 54, 66]),
    ([46, 52, 64], [229, 233, 240]),
    ([40, 42, 54], [248, 248, 242]),
    ([40, 40, 40], [235, 219, 178]),
    ([30; 3], [212; 3]),
    ([13, 17, 23], [230, 237, 243]),
    ([255; 3], [36, 41, 47]),
];

/// Returns a screen drawn by us: a terminal or a page with a code and writing.
fn drawn(chance: &mut Chance) -> Shot {
    let payload = payload::any(chance);
    let symbol = Symbol::any(&payload, chance);
    let (ground, ink) = *chance.pick(&SCREENS);
    let mut drawing = Drawing::plain(chance.whole(3..=11) as f32);
    drawing.margin = *chance.pick(&[1.0, 2.0, 4.0]);
    if chance.once_in(2) {
        // As a terminal: two rows of modules a line, sometimes with space between lines.
        let (dark, light) = if chance.once_in(3) { ([0; 3], [255; 3]) } else { (ground, ink) };
        (drawing.dark, drawing.light) =
            if brightness(dark) < brightness(light) { (dark, light) } else { (light, dark) };
        drawing.module[1] = (drawing.module[0] * chance.between(0.9..1.15)).round();
        if chance.once_in(3) {
            drawing.gap = Some(Gap { rows: 2.0, pixels: chance.whole(1..=4) as f32, colour: ground });
        }
    }
    framed_by_writing(&drawing.of(&symbol), ground, ink, chance)
}

fn brightness(colour: [u8; 3]) -> u32 {
    colour.iter().map(|value| u32::from(*value)).sum()
}

fn framed_by_writing(code: &Shot, ground: [u8; 3], ink: [u8; 3], chance: &mut Chance) -> Shot {
    let (width, height) = code.picture.dimensions();
    let high = chance.whole(10..=22);
    let [left, right] = [0; 2].map(|_| chance.whole(0..=width / 2));
    let [above, below] = [0; 2].map(|_| chance.whole(high..=height / 3 + high));
    let mut screen = code.framed([left, above, right, below], ground);
    let end = left + width + right;
    scribble(&mut screen.picture, [4, 2, end, above.saturating_sub(high / 2)], high, ink, chance);
    scribble(
        &mut screen.picture,
        [4, above + height + high / 2, end, above + height + below],
        high,
        ink,
        chance,
    );
    screen
}

/// Returns a window full of writing.
pub(crate) fn written(chance: &mut Chance) -> Shot {
    let (ground, ink) = *chance.pick(&SCREENS);
    let (width, height) = (chance.whole(400..=1400), chance.whole(300..=1000));
    let mut window = Shot::plain(width, height, ground);
    let high = chance.whole(9..=20);
    scribble(&mut window.picture, [10, 10, width - 10, height - 10], high, ink, chance);
    window
}
