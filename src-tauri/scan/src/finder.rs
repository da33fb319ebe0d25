//! Finds marks: places that look like the square in a corner of a symbol, in either polarity.

use crate::number::{byte, coordinate};
use crate::plane::Plane;

/// Side of the squares in which the threshold is one number, in pixels.
const TILE: usize = 16;

/// Something that may be the centre of a finder pattern.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Mark {
    pub(crate) x: f32,
    pub(crate) y: f32,
    /// Pixels a module, measured along the row.
    pub(crate) unit: f32,
    /// Rows that showed it.
    pub(crate) rows: u16,
    /// The ring is darker than what is around it.
    pub(crate) dark: bool,
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

/// The threshold of every tile; 0 where a tile and its neighbours have too little contrast.
struct Thresholds {
    across: usize,
    values: Vec<u8>,
}

/// Reads every `step`th row of a picture for runs of 1:1:3:1:1.
pub(crate) fn marks(plane: &Plane, step: usize, contrast: u8) -> Vec<Mark> {
    let thresholds = Thresholds::of(plane, contrast);
    let (mut open, mut done): (Vec<Stack>, Vec<Mark>) = (Vec::new(), Vec::new());
    let mut edges = Vec::new();
    for y in (step / 2..plane.height).step_by(step) {
        let tiles = &thresholds.values[y / TILE * thresholds.across..][..thresholds.across];
        if tiles.iter().all(|&threshold| threshold == 0) {
            continue;
        }
        read_edges(plane.row(y), tiles, &mut edges);
        open.retain(|stack| {
            let reach = stack.sum_unit / f32::from(stack.rows) * 1.5 + coordinate(2 * step);
            let alive = coordinate(y - stack.last) <= reach;
            if !alive {
                done.extend(stack.mark(step));
            }
            alive
        });
        for window in edges.windows(6) {
            if let Some((x, unit)) = centre(window) {
                add(&mut open, x, y, unit, window[0].1);
            }
        }
    }
    done.extend(open.iter().filter_map(|stack| stack.mark(step)));
    done
}

/// Where brightness crosses the threshold, and whether it gets dark there.
fn read_edges(row: &[u8], tiles: &[u8], edges: &mut Vec<(u16, bool)>) {
    edges.clear();
    let mut light = true;
    let mut x = 0_u16;
    for (pixels, &threshold) in row.chunks(TILE).zip(tiles) {
        if threshold == 0 {
            x += 16;
            continue;
        }
        for &value in pixels {
            if (value >= threshold) != light {
                light = !light;
                edges.push((x, !light));
            }
            x += 1;
        }
    }
}

/// The centre and the module's width if six edges stand as in a finder pattern.
///
/// Distances between edges of the same kind are compared: they stay true when blur or glow makes all light or all
/// dark runs wider.
fn centre(edges: &[(u16, bool)]) -> Option<(f32, f32)> {
    let at = |i: usize| edges[i].0;
    let total = at(5) - at(0);
    // A quick look with whole numbers sorts nearly everything out.
    let middle = at(3) - at(2);
    if total < 7 || middle * 5 < total || middle * 5 > total * 3 {
        return None;
    }
    let unit = f32::from(total) / 7.0;
    let tolerance = unit * 0.5 + 0.6;
    let fits = |from: usize, to: usize, modules: f32| {
        (f32::from(at(to) - at(from)) - modules * unit).abs() < tolerance
    };
    let even = fits(0, 2, 2.0) && fits(1, 3, 4.0) && fits(2, 4, 4.0) && fits(3, 5, 2.0);
    let [a, b, c, d] = [at(1) - at(0), at(2) - at(1), at(4) - at(3), at(5) - at(4)].map(f32::from);
    let thin = |run: f32| run < 2.2 * unit;
    // Rings of one picture have one width, to left and right.
    let alike = (a - d).abs() < 0.8 * unit + 1.0 && (b - c).abs() < 0.8 * unit + 1.0;
    (even && alike && thin(a) && thin(b)).then(|| {
        let sum = u32::from(at(0)) + u32::from(at(5)) + 2 * (u32::from(at(2)) + u32::from(at(3)));
        (coordinate(usize::try_from(sum).unwrap_or(0)) / 6.0, unit)
    })
}

fn add(open: &mut Vec<Stack>, x: f32, y: usize, unit: f32, dark: bool) {
    let near = open.iter_mut().find(|stack| {
        let rows = f32::from(stack.rows);
        let (mean_x, mean_unit) = (stack.sum_x / rows, stack.sum_unit / rows);
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
    /// The stack as a mark, if it is about three modules high.
    fn mark(&self, step: usize) -> Option<Mark> {
        let rows = f32::from(self.rows);
        let unit = self.sum_unit / rows;
        let high = coordinate(self.last - self.first + step);
        (self.rows >= 2 && high > 1.1 * unit && high < 8.0 * unit + 2.0).then(|| Mark {
            x: self.sum_x / rows,
            y: coordinate(self.first + self.last) / 2.0 + 0.5,
            unit,
            rows: self.rows,
            dark: self.dark,
        })
    }
}

impl Thresholds {
    fn of(plane: &Plane, contrast: u8) -> Self {
        let (across, down) = (plane.width.div_ceil(TILE), plane.height.div_ceil(TILE));
        let mut darkest = vec![255_u8; across * down];
        let mut lightest = vec![0_u8; across * down];
        let mut column_low = vec![0_u8; plane.width];
        let mut column_high = vec![0_u8; plane.width];
        for (tile_y, rows) in plane.bytes.chunks(TILE * plane.width).enumerate() {
            column_low.fill(255);
            column_high.fill(0);
            for row in rows.chunks_exact(plane.width) {
                for ((low, high), &value) in column_low.iter_mut().zip(&mut column_high).zip(row) {
                    *low = value.min(*low);
                    *high = value.max(*high);
                }
            }
            let pairs = column_low.chunks(TILE).zip(column_high.chunks(TILE));
            for (tile_x, (low, high)) in pairs.enumerate() {
                darkest[tile_y * across + tile_x] = low.iter().copied().min().unwrap_or(255);
                lightest[tile_y * across + tile_x] = high.iter().copied().max().unwrap_or(0);
            }
        }
        let mut values = vec![0; across * down];
        for y in 0..down {
            for x in 0..across {
                let (mut low, mut high) = (255_u8, 0_u8);
                for row in y.saturating_sub(1)..(y + 2).min(down) {
                    for i in row * across + x.saturating_sub(1)..row * across + (x + 2).min(across) {
                        low = low.min(darkest[i]);
                        high = high.max(lightest[i]);
                    }
                }
                if high.saturating_sub(low) >= contrast {
                    values[y * across + x] = byte(u32::from(low).midpoint(u32::from(high)) + 1).max(1);
                }
            }
        }
        Self { across, values }
    }
}
