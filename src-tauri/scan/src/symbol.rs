//! What every QR symbol looks like, whatever it says (ISO/IEC 18004, 6.3).

use std::sync::OnceLock;

/// One module that is the same in every symbol of its size.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Fixed {
    pub(crate) x: f32,
    pub(crate) y: f32,
    pub(crate) dark: bool,
}

/// Modules along a side, from version 1 to 40.
pub(crate) fn sizes() -> impl Iterator<Item = usize> {
    (21..=177).step_by(4)
}

/// The size next to an estimate.
pub(crate) fn size_near(modules: f32) -> usize {
    let version = ((modules - 17.0) / 4.0).round().clamp(1.0, 40.0);
    17 + 4 * crate::number::pixel(version)
}

/// The centres of the alignment patterns along one side: 18004 table E.1, computed.
fn alignment_centres(size: usize) -> Vec<usize> {
    let version = (size - 17) / 4;
    if version == 1 {
        return Vec::new();
    }
    let count = version / 7 + 2;
    // Version 32 alone breaks the rule of even steps as near as possible to the longest.
    let step = if version == 32 { 26 } else { (version * 4 + count * 2 + 1) / (2 * count - 2) * 2 };
    let mut centres: Vec<usize> = (0..count - 1).map(|back| size - 7 - back * step).collect();
    centres.push(6);
    centres.reverse();
    centres
}

/// Without the corners of the rings, which are round in many a styled symbol.
fn finder_patterns(size: usize) -> Vec<Fixed> {
    let mut modules = Vec::with_capacity(3 * PATTERN);
    for (left, top) in [(0, 0), (size - 7, 0), (0, size - 7)] {
        for y in top.saturating_sub(1)..(top + 8).min(size) {
            for x in left.saturating_sub(1)..(left + 8).min(size) {
                // Rings around the centre: 0 and 1 dark, 2 light, 3 dark, 4 light.
                let (across, down) = (x.abs_diff(left + 3), y.abs_diff(top + 3));
                let ring = across.max(down);
                if (across, down) != (3, 3) {
                    modules.push(module(x, y, ring != 2 && ring != 4));
                }
            }
        }
    }
    modules
}

/// Modules of a finder pattern and the light line around it, but for the ring's corners.
const PATTERN: usize = 60;

fn timing_patterns(size: usize) -> Vec<Fixed> {
    let across = (8..size - 8).map(|i| module(i, 6, i % 2 == 0));
    across.chain((8..size - 8).map(|i| module(6, i, i % 2 == 0))).collect()
}

fn alignment_patterns(size: usize) -> Vec<Fixed> {
    let centres = alignment_centres(size);
    let mut modules = Vec::new();
    for &y in &centres {
        for &x in &centres {
            if (x == 6 && (y == 6 || y == size - 7)) || (x == size - 7 && y == 6) {
                continue; // a finder pattern is there
            }
            modules.extend(square(x, y));
        }
    }
    modules
}

/// The modules that are the same in every symbol of a size: finder patterns, timing patterns, alignment patterns. One of the
/// three finder patterns (top left, top right, bottom left) may be left out.
pub(crate) fn fixed(size: usize, without: Option<usize>) -> &'static [Fixed] {
    &of_size(size, without).all
}

/// The finder patterns with the light line around them, all or without one.
pub(crate) fn finders(size: usize, without: Option<usize>) -> &'static [Fixed] {
    let modules = of_size(size, without);
    &modules.all[..modules.finders]
}

/// The dotted lines between the finder patterns: the one across, and the one down.
pub(crate) fn timing(size: usize) -> [&'static [Fixed]; 2] {
    let modules = of_size(size, None);
    let (across, rest) = modules.all[modules.finders..].split_at(size - 16);
    [across, &rest[..size - 16]]
}

/// The small squares; the smallest symbols have none.
pub(crate) fn alignment(size: usize) -> &'static [Fixed] {
    let modules = of_size(size, None);
    &modules.all[modules.finders + 2 * (size - 16)..]
}

struct Modules {
    all: Vec<Fixed>,
    finders: usize,
}

fn of_size(size: usize, without: Option<usize>) -> &'static Modules {
    static SIZES: [[OnceLock<Modules>; 4]; 40] = [const { [const { OnceLock::new() }; 4] }; 40];
    let kinds = &SIZES[(size - 21) / 4];
    kinds[without.map_or(3, |pattern| pattern.min(2))].get_or_init(|| {
        let mut finders = finder_patterns(size);
        if let Some(pattern) = without {
            finders.drain(pattern * PATTERN..(pattern + 1) * PATTERN);
        }
        Modules {
            finders: finders.len(),
            all: [finders, timing_patterns(size), alignment_patterns(size)].concat(),
        }
    })
}

/// The 25 modules around the centre of an alignment pattern.
fn square(x: usize, y: usize) -> impl Iterator<Item = Fixed> {
    (y - 2..=y + 2).flat_map(move |row| {
        (x - 2..=x + 2).map(move |column| module(column, row, column.abs_diff(x).max(row.abs_diff(y)) != 1))
    })
}

fn module(x: usize, y: usize, dark: bool) -> Fixed {
    Fixed { x: crate::number::coordinate(x) + 0.5, y: crate::number::coordinate(y) + 0.5, dark }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn alignment_patterns_stand_where_the_standard_says() {
        for (version, centres) in [
            (1, vec![]),
            (2, vec![6, 18]),
            (7, vec![6, 22, 38]),
            (14, vec![6, 26, 46, 66]),
            (32, vec![6, 34, 60, 86, 112, 138]),
            (40, vec![6, 30, 58, 86, 114, 142, 170]),
        ] {
            assert_eq!(alignment_centres(17 + 4 * version), centres, "version {version}");
        }
    }

    #[test]
    fn fixed_modules_agree_with_a_real_symbol() {
        for version in [1, 2, 7, 22, 40] {
            let code = qrcode::QrCode::with_version(
                b"otpauth://x",
                qrcode::Version::Normal(version),
                qrcode::EcLevel::L,
            );
            let Ok(code) = code else { panic!("version {version} holds the text") };
            let size = code.width();
            for &module in fixed(size, None) {
                let (x, y) = (crate::number::pixel(module.x), crate::number::pixel(module.y));
                assert_eq!(code[(x, y)] == qrcode::Color::Dark, module.dark, "version {version} at {x},{y}");
            }
        }
    }
}
