//! Pictures of whole desktops: wide, high, full of windows, with one to three codes.

use image::imageops::FilterType;

use super::bases::Bases;
use super::catalogue::Made;
use super::chance::Chance;
use super::sheet::fill;
use super::shot::Shot;

const SIZES: [(u32, u32); 5] = [(3840, 2160), (5120, 1440), (3840, 1080), (2560, 2880), (3840, 2160)];

pub(crate) fn desktop(chance: &mut Chance, bases: &Bases) -> Made {
    let (width, height) = *chance.pick(&SIZES);
    let mut desktop = bases.wallpaper(width, height, chance);
    for _ in 0..chance.whole(0..=5) {
        let window = window(&bases.empty(chance), chance);
        place(&mut desktop, &window, chance);
    }
    let count = chance.whole(1..=3);
    // The last ones lie on top: their codes are seen whole.
    for _ in 0..count {
        for _ in 0..20 {
            let mut base = bases.any(chance);
            if chance.once_in(5) {
                base = base.times(chance.between(0.6..1.6), FilterType::CatmullRom);
            }
            if place_beside(&mut desktop, &window(&base, chance), chance) {
                break;
            }
        }
    }
    fill(&mut desktop.picture, [0, 0, width, 28], [24; 3]);
    Made::png(desktop)
}

/// Returns a window with a title bar.
fn window(inside: &Shot, chance: &mut Chance) -> Shot {
    let bar = chance.whole(22..=38);
    let colour = *chance.pick(&[[235; 3], [48; 3], [62, 66, 75], [222, 226, 230]]);
    let mut window = inside.framed([1, bar, 1, 1], colour);
    for i in 0..3 {
        let right = window.picture.width().saturating_sub(bar * (i + 1));
        fill(&mut window.picture, [right, bar / 3, right + bar / 3, bar * 2 / 3], [200, 90, 80]);
    }
    window
}

fn place(desktop: &mut Shot, window: &Shot, chance: &mut Chance) {
    let room = |all: u32, own: u32| all.saturating_sub(own);
    let (width, height) = window.picture.dimensions();
    let x = chance.whole(0..=room(desktop.picture.width(), width));
    let y = chance.whole(28..=room(desktop.picture.height(), height).max(28));
    desktop.paste(window, i64::from(x), i64::from(y));
}

/// Places a window so that it hides no code that is there already; returns whether there was room.
fn place_beside(desktop: &mut Shot, window: &Shot, chance: &mut Chance) -> bool {
    let [width, height] = window.size();
    let [all_wide, all_high] = desktop.size();
    if width > all_wide || height + 28.0 > all_high {
        return false;
    }
    for _ in 0..30 {
        let (x, y) = (
            chance.between(0.0..all_wide - width + 1.0).floor(),
            chance.between(28.0..all_high - height + 1.0).floor(),
        );
        let hides = desktop.codes.iter().any(|code| {
            let [left, top, right, bottom] = code.bounds();
            let space = code.module() * 4.0;
            x < right + space && x + width > left - space && y < bottom + space && y + height > top - space
        });
        if !hides {
            desktop.paste(window, x as i64, y as i64);
            return true;
        }
    }
    false
}
