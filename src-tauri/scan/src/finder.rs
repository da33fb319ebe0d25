//! Finds marks: places that look like the square in a corner of a symbol, in either polarity.

use crate::mark::Mark;
use crate::number::{coordinate, pixel};
use crate::plane::Plane;
use crate::threshold::{TILE, Thresholds};

/// Marks that look less like a finder pattern than this are measured.
const WELL_GUESSED: f32 = 0.8;

/// So many places that rows run through as through a finder pattern are looked at. Desktops have hundreds.
const MOST_STACKS: usize = 2_500;

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

/// Marks being read, by column, so that noise costs no more than its number of runs.
struct Stacks {
    columns: Vec<Vec<Stack>>,
    done: Vec<Stack>,
    step: usize,
}

/// Pixels in a column of [`Stacks`].
const COLUMN: f32 = 32.0;

/// Reads the rows of a picture for runs of 1:1:3:1:1 and keeps what looks like a finder pattern, the
/// likeliest first.
///
/// Differences in brightness below `contrast` are no edges. With `merged` rings are looked for that go on into a ground
/// of their own colour, as those of an upright symbol without a margin do.
pub(crate) fn marks(plane: &Plane<'_>, contrast: u8, merged: bool) -> Vec<Mark> {
    // In a large picture every other row will do.
    let step = if plane.bytes.len() > 1_500_000 { 2 } else { 1 };
    let thresholds = Thresholds::of(plane, contrast);
    let mut stacks = Stacks::new(plane.width, step);
    let mut edges = Vec::new();
    for y in (step / 2..plane.height).step_by(step) {
        let tiles = thresholds.row(y);
        if tiles.iter().all(|&threshold| threshold == 0) {
            continue;
        }
        read_edges(plane.row(y), tiles, &mut edges);
        for window in edges.windows(6) {
            if let Some((x, unit)) = centre(window, merged) {
                stacks.add(x, y, unit, window[0].1);
            }
        }
    }
    let mut stacks: Vec<Stack> = stacks.all().filter(|stack| stack.may_be(step, merged)).collect();
    if stacks.len() > MOST_STACKS {
        // Noise has thousands of them; the centre of a true pattern is as high as it is wide.
        stacks.select_nth_unstable_by(MOST_STACKS, |a, b| a.oblong(step).total_cmp(&b.oblong(step)));
        stacks.truncate(MOST_STACKS);
    }
    let mut marks: Vec<Mark> =
        stacks.iter().filter_map(|stack| stack.mark(plane, &thresholds, step)).collect();
    marks.sort_by(|a, b| b.likeness.total_cmp(&a.likeness));
    marks
}

/// Where brightness crosses the threshold.
///
/// At both ends of the row a further edge is made up as far outside as the next one is inside: a picture cropped at
/// the symbol's edge, or one module within it, lacks it.
fn read_edges(row: &[u8], tiles: &[u8], edges: &mut Vec<Edge>) {
    edges.clear();
    let mut before = None;
    let mut left = 0_i32;
    let (whole, rest) = row.as_chunks::<TILE>();
    for (pixels, &threshold) in whole.iter().zip(tiles) {
        if threshold != 0 {
            let light = light_bits(pixels, threshold);
            let last = before.map_or(light & 1, |before: u16| before >> 15);
            let mut changes = light ^ (light << 1 | last);
            while changes != 0 {
                let at = changes.trailing_zeros();
                edges.push((left + at.cast_signed(), light >> at & 1 == 0));
                changes &= changes - 1;
            }
            before = Some(light);
        }
        left += 16;
    }
    if let (Some(&threshold), false) = (tiles.last(), rest.is_empty()) {
        let mut light = before.map_or(rest[0] >= threshold, |before| before >> 15 & 1 == 1);
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
    const HIGHEST: u64 = 0x8080_8080_8080_8080;
    let all = u64::from_le_bytes([threshold; 8]);
    let (halves, _) = pixels.as_chunks::<8>();
    let [low, high] = [halves[0], halves[1]].map(|half| {
        // Eight comparisons at once: the lower seven bits by a subtraction that borrows from no neighbour, then the highest.
        let pixels = u64::from_le_bytes(half);
        let lower = (pixels | HIGHEST) - (all & !HIGHEST);
        let light = (pixels & !all | !(pixels ^ all) & lower) & HIGHEST;
        // The product gathers one bit of each byte in the highest byte, in order.
        (light >> 7).wrapping_mul(0x0102_0408_1020_4080).to_le_bytes()[7]
    });
    u16::from_le_bytes([low, high])
}

/// The centre and the module's width if six edges stand as in a finder pattern.
fn centre(edges: &[Edge], merged: bool) -> Option<(f32, f32)> {
    let at: [i32; 6] = std::array::from_fn(|i| edges[i].0);
    // A quick look with whole numbers sorts nearly everything out.
    let (ring, middle) = (at[4] - at[1], at[3] - at[2]);
    if ring < 5 || middle * 5 < ring || middle * 5 > ring * 4 {
        return None;
    }
    if merged { inner_ring(at) } else { whole(at) }
}

/// All six edges of a pattern.
///
/// Distances between edges of the same kind are compared: they stay true when blur or glow makes all light or all
/// dark runs wider.
fn whole(at: [i32; 6]) -> Option<(f32, f32)> {
    let between = |from: usize, to: usize| float(at[to] - at[from]);
    let unit = between(0, 5) / 7.0;
    let tolerance = unit * 0.5 + 0.6;
    let fits = |distance: f32, modules: f32| (distance - modules * unit).abs() < tolerance;
    let even = fits(between(0, 2), 2.0)
        && fits(between(1, 3), 4.0)
        && fits(between(2, 4), 4.0)
        && fits(between(3, 5), 2.0);
    // Rings of one picture have one width, to left and right.
    let alike = |one: f32, other: f32| (one - other).abs() < 0.8 * unit + 1.0;
    let alike = alike(between(0, 1), between(4, 5)) && alike(between(1, 2), between(3, 4));
    let thin = between(0, 1).max(between(1, 2)) < 2.2 * unit;
    let middle = float(at[0]) + (between(0, 5) + 2.0 * (between(0, 2) + between(0, 3))) / 6.0;
    (even && alike && thin && at[5] - at[0] >= 7).then_some((middle, unit))
}

/// The four inner edges: the ring goes on, to one side or both, into a ground of its colour.
fn inner_ring(at: [i32; 6]) -> Option<(f32, f32)> {
    let between = |from: usize, to: usize| float(at[to] - at[from]);
    let unit = between(1, 4) / 5.0;
    let tolerance = unit * 0.4 + 0.5;
    let fits = |distance: f32, modules: f32| (distance - modules * unit).abs() < tolerance;
    let even = fits(between(1, 3), 4.0) && fits(between(2, 4), 4.0) && fits(between(2, 3), 3.0);
    let (left, right) = (between(0, 1), between(4, 5));
    let goes_on = left.max(right) > 2.2 * unit && left.min(right) > 0.6 * unit;
    let middle = float(at[1]) + (between(1, 4) + between(1, 2) + between(1, 3)) / 4.0;
    (even && goes_on).then_some((middle, unit))
}

fn float(distance: i32) -> f32 {
    f32::from(i16::try_from(distance).unwrap_or(i16::MAX))
}

impl Stacks {
    fn new(width: usize, step: usize) -> Self {
        let mut columns = Vec::new();
        columns.resize_with(pixel(coordinate(width) / COLUMN) + 1, Vec::new);
        Self { columns, done: Vec::new(), step }
    }

    /// Puts a row's finding on the stack it belongs to.
    fn add(&mut self, x: f32, y: usize, unit: f32, dark: bool) {
        let reach = 0.8 * unit + 1.0;
        let last = self.columns.len() - 1;
        let column = |x: f32| pixel(x / COLUMN).min(last);
        for stacks in &mut self.columns[column(x - reach)..=column(x + reach)] {
            let mut i = 0;
            while let Some(stack) = stacks.get_mut(i) {
                let (mean_x, mean_unit) = (stack.sum_x / f32::from(stack.rows), stack.unit());
                if coordinate(y - stack.last) > mean_unit * 1.5 + coordinate(2 * self.step) {
                    let stack = stacks.swap_remove(i);
                    if stack.rows > 1 {
                        self.done.push(stack);
                    }
                } else if stack.dark == dark
                    && (mean_x - x).abs() < reach
                    && (mean_unit - unit).abs() < 0.3 * mean_unit + 0.4
                {
                    stack.sum_x += x;
                    stack.sum_unit += unit;
                    stack.rows = stack.rows.saturating_add(1);
                    stack.last = y;
                    return;
                } else {
                    i += 1;
                }
            }
        }
        self.columns[column(x)].push(Stack { sum_x: x, sum_unit: unit, rows: 1, first: y, last: y, dark });
    }

    fn all(self) -> impl Iterator<Item = Stack> {
        self.done.into_iter().chain(self.columns.into_iter().flatten())
    }
}

impl Stack {
    fn unit(&self) -> f32 {
        self.sum_unit / f32::from(self.rows)
    }

    fn height(&self, step: usize) -> f32 {
        coordinate(self.last - self.first + step)
    }

    /// Whether it is about three modules high.
    fn may_be(&self, step: usize, merged: bool) -> bool {
        let (unit, height) = (self.unit(), self.height(step));
        let least = if step == 1 { 3 } else { 2 };
        let low = if merged { 1.8 } else { 0.35 };
        self.rows >= least && height >= low * unit && height <= 8.0 * unit + 2.0
    }

    /// How far its height is from three modules.
    fn oblong(&self, step: usize) -> f32 {
        (self.height(step) / (3.0 * self.unit())).ln().abs()
    }

    /// The stack as a mark, if it looks like one.
    fn mark(&self, plane: &Plane<'_>, thresholds: &Thresholds, step: usize) -> Option<Mark> {
        let (unit, rows) = (self.unit(), self.height(step));
        let at = [self.sum_x / f32::from(self.rows), coordinate(self.first + self.last) / 2.0 + 0.5];
        let guessed = Mark::upright_or_turned(plane, at, unit, rows / 3.0, self.dark);
        if guessed.as_ref().is_some_and(|mark| mark.likeness >= WELL_GUESSED) {
            return guessed;
        }
        let measured = Mark::stretched(plane, at, thresholds.at(at), unit, self.dark);
        [guessed, measured].into_iter().flatten().max_by(|a, b| a.likeness.total_cmp(&b.likeness))
    }
}
