//! Looks for symbols among cells, at every way of drawing a module.

use super::cell::{Cell, EMPTY};
use crate::{Code, foreign};

/// How many parts of a cell (2 wide, 4 high) a module takes.
struct Form {
    wide: usize,
    high: usize,
}

/// Every way of drawing seen so far, the most frequent first.
const FORMS: [Form; 6] = [
    Form { wide: 2, high: 2 }, // half blocks
    Form { wide: 4, high: 4 }, // two characters a module
    Form { wide: 2, high: 4 }, // one character a module
    Form { wide: 1, high: 2 }, // quadrant blocks
    Form { wide: 1, high: 1 }, // Braille
    Form { wide: 6, high: 4 }, // three characters a module
];

/// The rows of a finder pattern, a bit a module.
const FINDER: [u8; 7] = [0x7f, 0x41, 0x5d, 0x5d, 0x5d, 0x41, 0x7f];
/// Modules of a finder pattern that may be damaged.
const MOST_DAMAGED: u32 = 5;

/// Modules as they are drawn: true where bright.
struct Drawing {
    width: usize,
    rows: Vec<Vec<bool>>,
    /// The seven modules from each place on, a bit a module.
    sevens: Vec<Vec<u8>>,
    /// Rows of which all modules are alike, such as blank lines.
    blank: Vec<bool>,
}

/// What was found: codes, and how many finder patterns are in none of them.
#[derive(Default)]
pub(super) struct Found {
    pub(super) codes: Vec<Code>,
    pub(super) loose_finders: usize,
}

pub(super) fn find(lines: &[Vec<Cell>]) -> Found {
    let mut found = Found::default();
    let threshold = threshold(lines);
    for form in &FORMS {
        // A module of several characters may begin at any of them.
        for shift in 0..(form.wide / 2).max(1) {
            let drawing = Drawing::of(lines, form, shift, threshold);
            let mut loose = 0;
            for bright in [false, true] {
                let (codes, left) = drawing.codes(bright);
                loose = loose.max(left);
                found.codes.extend(
                    codes.into_iter().map(|(text, x, y, size)| placed(text, x, y, size, form, shift)),
                );
            }
            found.loose_finders = found.loose_finders.max(loose);
            if !found.codes.is_empty() {
                return found;
            }
        }
    }
    found
}

/// Halfway between the darkest and the brightest that is drawn.
fn threshold(lines: &[Vec<Cell>]) -> u8 {
    let (mut low, mut high) = (EMPTY.behind, EMPTY.behind);
    let mut first = true;
    for cell in lines.iter().flatten() {
        for (value, seen) in [(cell.ink, cell.drawn != 0), (cell.behind, cell.drawn != 0xff)] {
            if seen {
                (low, high) = if first { (value, value) } else { (low.min(value), high.max(value)) };
                first = false;
            }
        }
    }
    low.midpoint(high)
}

/// Corners in characters and lines.
fn placed(text: String, x: i32, y: i32, size: usize, form: &Form, shift: usize) -> Code {
    let small = |count: usize| f32::from(u16::try_from(count).unwrap_or(u16::MAX));
    let at = |value: i32| f32::from(i16::try_from(value).unwrap_or(i16::MAX));
    let left = at(x) * small(form.wide) / 2.0 + small(shift);
    let top = at(y) * small(form.high) / 4.0;
    let right = left + small(size * form.wide) / 2.0;
    let bottom = top + small(size * form.high) / 4.0;
    Code::new(text, [[left, top], [right, top], [right, bottom], [left, bottom]])
}

impl Drawing {
    fn of(lines: &[Vec<Cell>], form: &Form, shift: usize, threshold: u8) -> Self {
        let longest = lines.iter().map(Vec::len).max().unwrap_or(0);
        let width = (2 * longest.saturating_sub(shift)).div_ceil(form.wide);
        let height = lines.len() * 4 / form.high;
        let mut rows = Vec::with_capacity(height);
        for y in 0..height {
            let part_y = y * form.high;
            let line = &lines[part_y / 4];
            let row = (0..width).map(|x| {
                let part_x = x * form.wide + 2 * shift;
                let cell = line.get(part_x / 2).unwrap_or(&EMPTY);
                let bit = part_y % 4 * 2 + part_x % 2;
                let value = if cell.drawn >> bit & 1 == 1 { cell.ink } else { cell.behind };
                value > threshold
            });
            rows.push(row.collect());
        }
        let sevens = rows.iter().map(|row: &Vec<bool>| sevens(row)).collect();
        let blank = rows.iter().map(|row| row.windows(2).all(|pair| pair[0] == pair[1])).collect();
        Self { width, rows, sevens, blank }
    }

    /// Payloads with the place and size of their symbols, and the number of finder patterns in none.
    fn codes(&self, bright: bool) -> (Vec<(String, i32, i32, usize)>, usize) {
        let finders = self.finders(bright);
        let mut codes: Vec<(String, i32, i32, usize)> = Vec::new();
        let inside = |codes: &[(String, i32, i32, usize)], x: i32, y: i32| {
            codes.iter().any(|&(_, left, top, size)| {
                let far = i32::try_from(size).unwrap_or(0);
                (left..left + far).contains(&x) && (top..top + far).contains(&y)
            })
        };
        for &(x, y) in &finders {
            for size in crate::symbol::sizes() {
                let far = i32::try_from(size - 7).unwrap_or(0);
                let corners = [(x, y), (x + far, y), (x, y + far)];
                if !corners.iter().all(|corner| finders.contains(corner)) || inside(&codes, x, y) {
                    continue;
                }
                if let Some(text) = foreign::read_matrix(size, &self.modules(x, y, size, bright)) {
                    codes.push((text, x, y, size));
                }
            }
        }
        let loose = finders.iter().filter(|(x, y)| !inside(&codes, *x, *y)).count();
        (codes, loose)
    }

    /// Where finder patterns begin; a line or two of them may be missing above the text.
    fn finders(&self, bright: bool) -> Vec<(i32, i32)> {
        let turned = if bright { 0 } else { 0x7f };
        let mut finders = Vec::new();
        let height = i32::try_from(self.rows.len()).unwrap_or(0);
        for y in -1..height - 5 {
            if self.mostly_blank(y) {
                continue;
            }
            for x in 0..self.width {
                let mut damaged = 0;
                for (i, pattern) in (y..).zip(FINDER) {
                    let Some(row) = usize::try_from(i).ok().and_then(|i| self.sevens.get(i)) else {
                        continue;
                    };
                    damaged += (row[x] ^ pattern ^ turned).count_ones();
                    if damaged > MOST_DAMAGED {
                        break;
                    }
                }
                if damaged <= MOST_DAMAGED {
                    finders.push((i32::try_from(x).unwrap_or(0), y));
                }
            }
        }
        finders
    }

    /// Whether too many rows are blank for a finder pattern: each of its five inner rows differs from one in two modules or more.
    fn mostly_blank(&self, top: i32) -> bool {
        let inner = usize::try_from(top + 1).unwrap_or(0);
        let blank = self.blank[inner..].iter().take(5).filter(|&&blank| blank).count();
        2 * blank > usize::try_from(MOST_DAMAGED).unwrap_or(usize::MAX)
    }

    fn modules(&self, left: i32, top: i32, size: usize, bright: bool) -> Vec<bool> {
        let mut modules = Vec::with_capacity(size * size);
        for y in (top..).take(size) {
            let row = usize::try_from(y).ok().and_then(|y| self.rows.get(y));
            for x in (left..).take(size) {
                let value = row.zip(usize::try_from(x).ok()).and_then(|(row, x)| row.get(x));
                modules.push(value.is_some_and(|&value| value == bright));
            }
        }
        modules
    }
}

fn sevens(row: &[bool]) -> Vec<u8> {
    let mut seven = 0_u8;
    let mut all = vec![0; row.len()];
    let beyond = std::iter::repeat_n(&false, 6);
    for (i, &bright) in row.iter().chain(beyond).enumerate() {
        seven = (seven << 1 | u8::from(bright)) & 0x7f;
        if i >= 6 && i - 6 < all.len() {
            all[i - 6] = seven;
        }
    }
    all
}
