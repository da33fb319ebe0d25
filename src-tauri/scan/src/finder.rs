//! Finds marks: places that look like the square in a corner of a symbol, in either polarity.

use crate::number::{coordinate, nearest};
use crate::plane::Plane;
use crate::threshold::{TILE, Thresholds};

/// A picture of noise has more marks than this; the rest of them is not looked at.
const MOST_STACKS: usize = 20_000;
/// The least agreement with a finder pattern.
const LEAST_LIKENESS: f32 = 0.45;

/// Something that may be the centre of a finder pattern.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Mark {
    pub(crate) x: f32,
    pub(crate) y: f32,
    /// Pixels a module along the row and down the column, as if it stood upright.
    pub(crate) wide: f32,
    pub(crate) high: f32,
    /// The ring is darker than what is around it.
    pub(crate) dark: bool,
    /// Agreement with a finder pattern: 1 is perfect, 0 is chance.
    pub(crate) likeness: f32,
}

/// A mark while its rows are still being read.
struct Stack {
    sum_x: f32,
    sum_unit: f32,
    rows: u16,
    first: usize,
    last: usize,
    dark: bool,
}

/// A place where a row's brightness crosses the threshold: column, and whether it gets dark there.
type Edge = (i32, bool);

/// Reads every `step`th row of a picture for runs of 1:1:3:1:1 and keeps what looks like a finder pattern.
pub(crate) fn marks(plane: &Plane<'_>, step: usize, contrast: u8) -> Vec<Mark> {
    let thresholds = Thresholds::of(plane, contrast);
    let (mut open, mut done): (Vec<Stack>, Vec<Stack>) = (Vec::new(), Vec::new());
    let mut edges = Vec::new();
    for y in (step / 2..plane.height).step_by(step) {
        let tiles = thresholds.row(y);
        if tiles.iter().all(|&threshold| threshold == 0) {
            continue;
        }
        read_edges(plane.row(y), tiles, &mut edges);
        let mut i = 0;
        while let Some(stack) = open.get(i) {
            let reach = stack.unit() * 1.5 + coordinate(2 * step);
            if coordinate(y - stack.last) > reach {
                done.push(open.swap_remove(i));
            } else {
                i += 1;
            }
        }
        for window in edges.windows(6) {
            if let Some((x, unit)) = centre(window) {
                add(&mut open, x, y, unit, window[0].1);
            }
        }
        if done.len() > MOST_STACKS {
            break;
        }
    }
    done.extend(open);
    let mut marks: Vec<Mark> = done.iter().filter_map(|stack| stack.mark(plane, step)).collect();
    marks.sort_by(|a, b| b.likeness.total_cmp(&a.likeness));
    marks
}

/// Where brightness crosses the threshold.
///
/// At both ends of the row a further edge is made up as far outside as the next one is inside: a picture cropped at
/// the symbol's edge, or one module within it, lacks it.
fn read_edges(row: &[u8], tiles: &[u8], edges: &mut Vec<Edge>) {
    edges.clear();
    let mut before = u16::MAX; // light
    let mut left = 0_i32;
    let (whole, rest) = row.as_chunks::<TILE>();
    for (pixels, &threshold) in whole.iter().zip(tiles) {
        if threshold != 0 {
            let light = light_bits(pixels, threshold);
            let mut changes = light ^ (light << 1 | before >> 15);
            while changes != 0 {
                let at = changes.trailing_zeros();
                edges.push((left + at.cast_signed(), light >> at & 1 == 0));
                changes &= changes - 1;
            }
            before = light;
        }
        left += 16;
    }
    if let (Some(&threshold), false) = (tiles.last(), rest.is_empty()) {
        let mut light = before >> 15 & 1 == 1;
        for (&value, x) in rest.iter().zip(left..) {
            if threshold != 0 && (value >= threshold) != light {
                light = !light;
                edges.push((x, !light));
            }
        }
    }
    if let Some(&(first, dark)) = edges.first() {
        if first == 0 {
            // The row begins dark: beyond it may be light.
        } else {
            edges.insert(0, (0, !dark));
        }
        let (inside, dark) = edges[0];
        let next = edges.get(1).map_or(1, |edge| edge.0);
        edges.insert(0, (inside - next, !dark));
    }
    if let Some(&(last, dark)) = edges.last() {
        let end = i32::try_from(row.len()).unwrap_or(i32::MAX);
        edges.push((end, !dark));
        edges.push((end + end - last, dark));
    }
}

/// Bit i is set where pixel i is not below the threshold.
fn light_bits(pixels: &[u8; TILE], threshold: u8) -> u16 {
    let ones = pixels.map(|value| u8::from(value >= threshold));
    let (halves, _) = ones.as_chunks::<8>();
    // The product gathers the lowest bit of each byte in the highest byte, in order.
    let [low, high] = [halves[0], halves[1]]
        .map(|half| u64::from_le_bytes(half).wrapping_mul(0x0102_0408_1020_4080).to_le_bytes()[7]);
    u16::from_le_bytes([low, high])
}

/// The centre and the module's width if six edges stand as in a finder pattern.
///
/// Distances between edges of the same kind are compared: they stay true when blur or glow makes all light or all
/// dark runs wider.
fn centre(edges: &[Edge]) -> Option<(f32, f32)> {
    let at = |i: usize| edges[i].0;
    let total = at(5) - at(0);
    // A quick look with whole numbers sorts nearly everything out.
    let middle = at(3) - at(2);
    if total < 7 || middle * 5 < total || middle * 5 > total * 3 {
        return None;
    }
    let float = |distance: i32| f32::from(i16::try_from(distance).unwrap_or(i16::MAX));
    let unit = float(total) / 7.0;
    let tolerance = unit * 0.5 + 0.6;
    let fits = |from: usize, to: usize, modules: f32| (float(at(to) - at(from)) - modules * unit).abs() < tolerance;
    let even = fits(0, 2, 2.0) && fits(1, 3, 4.0) && fits(2, 4, 4.0) && fits(3, 5, 2.0);
    let [a, b, c, d] = [at(1) - at(0), at(2) - at(1), at(4) - at(3), at(5) - at(4)].map(float);
    // Rings of one picture have one width, to left and right.
    let alike = (a - d).abs() < 0.8 * unit + 1.0 && (b - c).abs() < 0.8 * unit + 1.0;
    let thin = a.max(b) < 2.2 * unit;
    (even && alike && thin).then(|| {
        let start = at(0);
        let sum = float(total) + 2.0 * float(at(2) - start) + 2.0 * float(at(3) - start);
        (coordinate(usize::try_from(start.max(0)).unwrap_or(0)) + float(start.min(0)) + sum / 6.0, unit)
    })
}

fn add(open: &mut Vec<Stack>, x: f32, y: usize, unit: f32, dark: bool) {
    let near = open.iter_mut().find(|stack| {
        let (mean_x, mean_unit) = (stack.sum_x / f32::from(stack.rows), stack.unit());
        stack.dark == dark
            && (mean_x - x).abs() < 0.8 * mean_unit + 1.0
            && (mean_unit - unit).abs() < 0.3 * mean_unit + 0.4
    });
    match near {
        Some(stack) => {
            stack.sum_x += x;
            stack.sum_unit += unit;
            stack.rows = stack.rows.saturating_add(1);
            stack.last = y;
        }
        None => open.push(Stack { sum_x: x, sum_unit: unit, rows: 1, first: y, last: y, dark }),
    }
}

impl Stack {
    fn unit(&self) -> f32 {
        self.sum_unit / f32::from(self.rows)
    }

    /// The stack as a mark, if it is about three modules high and looks like one.
    fn mark(&self, plane: &Plane<'_>, step: usize) -> Option<Mark> {
        let unit = self.unit();
        let rows = coordinate(self.last - self.first + step);
        if self.rows < 2 || rows < 1.1 * unit || rows > 8.0 * unit + 2.0 {
            return None;
        }
        let (x, y) = (self.sum_x / f32::from(self.rows), coordinate(self.first + self.last) / 2.0 + 0.5);
        let mut best = (LEAST_LIKENESS, 0.0);
        // Upright in any proportion; at an angle only square.
        let counted = rows / 3.0;
        let heights = [counted, unit, f32::midpoint(unit, counted), 0.8 * counted];
        for (high, angle) in heights.map(|high| (high, 0.0)).into_iter().chain([(unit, 0.39), (unit, 0.785), (unit, 1.18)]) {
            let likeness = likeness(plane, [x, y], [unit, high], angle, self.dark);
            if likeness > best.0 {
                best = (likeness, if angle == 0.0 { high } else { unit });
            }
            if best.0 > 0.85 {
                break;
            }
        }
        let (likeness, high) = best;
        (high > 0.0).then_some(Mark { x, y, wide: unit, high, dark: self.dark, likeness })
    }
}

/// Correlation of the 7 x 7 modules around a place, and the light line around them, with a finder pattern.
fn likeness(plane: &Plane<'_>, [x, y]: [f32; 2], [wide, high]: [f32; 2], angle: f32, dark: bool) -> f32 {
    let (sine, cosine) = angle.sin_cos();
    // A row crosses modules that stand at an angle askew, so they are narrower than they seem.
    let slant = sine.abs().max(cosine.abs());
    let (wide, high) = (wide * slant, high * slant);
    let mut agreement = Agreement::default();
    for row in -3_i8..=3 {
        for column in -3_i8..=3 {
            let ring = row.abs().max(column.abs());
            let (across, down) = (f32::from(column) * wide, f32::from(row) * high);
            let (px, py) = (x + across * cosine - down * sine, y + across * sine + down * cosine);
            let value = if nearest(wide.min(high)) < 3 { plane.between(px, py) } else { plane.nearest(px, py) };
            agreement.add(value, (ring != 2) == dark);
        }
    }
    agreement.correlation()
}

/// How well brightness agrees with what should be dark and light, whatever the two are.
#[derive(Default)]
pub(crate) struct Agreement {
    count: f32,
    darks: f32,
    sum: f32,
    squares: f32,
    dark_sum: f32,
}

impl Agreement {
    pub(crate) fn add(&mut self, value: f32, dark: bool) {
        self.count += 1.0;
        self.sum += value;
        self.squares += value * value;
        if dark {
            self.darks += 1.0;
            self.dark_sum += value;
        }
    }

    /// Pearson's correlation of darkness expected and seen: 1 agrees, 0 is chance, -1 is inverted.
    pub(crate) fn correlation(&self) -> f32 {
        let mean = self.sum / self.count;
        let variance = (self.squares / self.count - mean * mean).max(1.0);
        let share = self.darks / self.count;
        (share * mean - self.dark_sum / self.count) / (variance * share * (1.0 - share)).sqrt()
    }
}
