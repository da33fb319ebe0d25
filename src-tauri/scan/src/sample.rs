//! Reads the modules of a grid and decides which are dark.

use crate::fit::Grid;
use crate::number::{coordinate, pixel};
use crate::plane::Plane;
use crate::{foreign, symbol};

/// A way to decide which modules are dark.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Decision {
    /// One threshold: halfway between the fixed modules that are dark and those that are light.
    Fixed,
    /// For each module: halfway between the darkest and lightest within this many modules.
    Around(usize),
    /// As `Fixed`, after taking away what blur brought in from the four neighbours: this share of each.
    Sharpened(f32),
}

/// In the order of how often they are the first to succeed.
const DECISIONS: [Decision; 4] =
    [Decision::Fixed, Decision::Around(3), Decision::Sharpened(0.12), Decision::Sharpened(0.2)];

/// What a grid says, if it is a symbol.
pub(crate) fn read(plane: &Plane<'_>, grid: &Grid) -> Option<String> {
    let values = brightness(plane, grid);
    let mut tried: Vec<Vec<bool>> = Vec::new();
    for decision in DECISIONS {
        let modules = decide(grid, &values, decision);
        if !tried.contains(&modules) {
            if let Some(text) = foreign::read_matrix(grid.size, &modules) {
                return Some(text);
            }
            tried.push(modules);
        }
    }
    None
}

/// The mean brightness in the middle of every module, rows from the top.
fn brightness(plane: &Plane<'_>, grid: &Grid) -> Vec<f32> {
    const AROUND: [[f32; 2]; 5] = [[0.0, 0.0], [-0.17, -0.17], [0.17, -0.17], [-0.17, 0.17], [0.17, 0.17]];
    let projection = grid.projection();
    let mut values = Vec::with_capacity(grid.size * grid.size);
    for row in 0..grid.size {
        for column in 0..grid.size {
            let (x, y) = (coordinate(column) + 0.5, coordinate(row) + 0.5);
            let sum: f32 = AROUND
                .iter()
                .map(|[dx, dy]| {
                    let [px, py] = projection.pixel(x + dx, y + dy);
                    plane.between(px, py)
                })
                .sum();
            values.push(sum / coordinate(AROUND.len()));
        }
    }
    values
}

fn decide(grid: &Grid, values: &[f32], decision: Decision) -> Vec<bool> {
    let size = grid.size;
    match decision {
        Decision::Fixed => {
            let middle = middle(size, values);
            values.iter().map(|&value| (value < middle) == grid.dark).collect()
        }
        Decision::Sharpened(share) => decide(grid, &sharpened(size, values, share), Decision::Fixed),
        Decision::Around(reach) => {
            let mut modules = Vec::with_capacity(values.len());
            for y in 0..size {
                for x in 0..size {
                    let (mut low, mut high) = (f32::MAX, f32::MIN);
                    for row in y.saturating_sub(reach)..(y + reach + 1).min(size) {
                        let row = &values[row * size..(row + 1) * size];
                        for &value in &row[x.saturating_sub(reach)..(x + reach + 1).min(size)] {
                            (low, high) = (low.min(value), high.max(value));
                        }
                    }
                    modules.push((values[y * size + x] < f32::midpoint(low, high)) == grid.dark);
                }
            }
            modules
        }
    }
}

/// Halfway between the dark and the light modules of the finder patterns.
fn middle(size: usize, values: &[f32]) -> f32 {
    let (mut dark, mut light, mut darks, mut lights) = (0.0, 0.0, 0_usize, 0_usize);
    for module in symbol::finders(size) {
        let value = values[pixel(module.y) * size + pixel(module.x)];
        if module.dark {
            (dark, darks) = (dark + value, darks + 1);
        } else {
            (light, lights) = (light + value, lights + 1);
        }
    }
    f32::midpoint(dark / coordinate(darks), light / coordinate(lights))
}

fn sharpened(size: usize, values: &[f32], share: f32) -> Vec<f32> {
    let at = |x: usize, y: usize| values[y.min(size - 1) * size + x.min(size - 1)];
    let mut result = Vec::with_capacity(values.len());
    for y in 0..size {
        for x in 0..size {
            let around =
                at(x.saturating_sub(1), y) + at(x + 1, y) + at(x, y.saturating_sub(1)) + at(x, y + 1);
            result.push((at(x, y) - share * around) / (1.0 - 4.0 * share));
        }
    }
    result
}
