//! Finds marks: places that look like the square in a corner of a symbol, in either polarity.

use crate::number::{coordinate, nearest, pixel};
use crate::plane::Plane;
use crate::threshold::{TILE, Thresholds};

/// The least agreement with a finder pattern.
const LEAST_LIKENESS: f32 = 0.45;
/// The least agreement with the two middle lines of one.
const LEAST_CROSS: f32 = 0.4;

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
pub(crate) fn marks(plane: &Plane<'_>, contrast: u8) -> Vec<Mark> {
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
            if let Some((x, unit)) = centre(window) {
                stacks.add(x, y, unit, window[0].1);
            }
        }
    }
    let mut marks: Vec<Mark> = stacks.all().filter_map(|stack| stack.mark(plane, step)).collect();
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
    let fits =
        |from: usize, to: usize, modules: f32| (float(at(to) - at(from)) - modules * unit).abs() < tolerance;
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

    /// The stack as a mark, if it is about three modules high and looks like one.
    fn mark(&self, plane: &Plane<'_>, step: usize) -> Option<Mark> {
        let unit = self.unit();
        let rows = coordinate(self.last - self.first + step);
        let least = if step == 1 { 3 } else { 2 };
        if self.rows < least || rows < 0.35 * unit || rows > 8.0 * unit + 2.0 {
            return None;
        }
        let (x, y) = (self.sum_x / f32::from(self.rows), coordinate(self.first + self.last) / 2.0 + 0.5);
        // Upright in any proportion; at an angle only square.
        let counted = rows / 3.0;
        let upright = [counted, unit, f32::midpoint(unit, counted), 0.8 * counted]
            .map(|high| Pose::new(unit, high, 0.0));
        let turned = [0.262, 0.524, 0.785, 1.047, 1.309].map(|angle| Pose::new(unit, unit, angle));
        let mut poses: Vec<(f32, &Pose)> = upright
            .iter()
            .chain(&turned)
            .map(|pose| (pose.likeness(plane, [x, y], self.dark, &CROSS), pose))
            .filter(|(likeness, _)| *likeness > LEAST_CROSS)
            .collect();
        poses.sort_by(|a, b| b.0.total_cmp(&a.0));
        let whole = poses
            .iter()
            .take(3)
            .map(|(_, pose)| (pose.likeness(plane, [x, y], self.dark, &ALL), pose.row_height));
        let (likeness, high) = whole.max_by(|a, b| a.0.total_cmp(&b.0))?;
        (likeness > LEAST_LIKENESS).then_some(Mark { x, y, wide: unit, high, dark: self.dark, likeness })
    }
}

/// The modules of a finder pattern, counted from its centre: all of them, or its two middle lines.
const ALL: [[i8; 2]; 49] = {
    let mut modules = [[0; 2]; 49];
    let mut i = 0;
    let mut row = -3;
    while row <= 3 {
        let mut column = -3;
        while column <= 3 {
            modules[i] = [column, row];
            i += 1;
            column += 1;
        }
        row += 1;
    }
    modules
};
const CROSS: [[i8; 2]; 13] = [
    [-3, 0],
    [-2, 0],
    [-1, 0],
    [0, 0],
    [1, 0],
    [2, 0],
    [3, 0],
    [0, -3],
    [0, -2],
    [0, -1],
    [0, 1],
    [0, 2],
    [0, 3],
];

/// How a finder pattern may lie.
struct Pose {
    /// One module to the right and one down, in pixels.
    along: [f32; 2],
    down: [f32; 2],
    /// A module's height as rows see it.
    row_height: f32,
    small: bool,
}

impl Pose {
    fn new(wide: f32, high: f32, angle: f32) -> Self {
        let (sine, cosine) = angle.sin_cos();
        // A row crosses modules that stand at an angle askew, so they are narrower than they seem.
        let slant = sine.abs().max(cosine.abs());
        let (x, y) = (wide * slant, high * slant);
        Self {
            along: [x * cosine, x * sine],
            down: [-y * sine, y * cosine],
            row_height: high,
            small: nearest(x.min(y)) < 3,
        }
    }

    /// Correlation of modules around a place with a finder pattern.
    fn likeness(&self, plane: &Plane<'_>, [x, y]: [f32; 2], dark: bool, modules: &[[i8; 2]]) -> f32 {
        let mut agreement = Agreement::default();
        for &[column, row] in modules {
            let (u, v) = (f32::from(column), f32::from(row));
            let (px, py) =
                (x + u * self.along[0] + v * self.down[0], y + u * self.along[1] + v * self.down[1]);
            let value = if self.small { plane.between(px, py) } else { plane.nearest(px, py) };
            agreement.add(value, (row.abs().max(column.abs()) != 2) == dark);
        }
        agreement.correlation()
    }
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
