//! Reads the modules of a grid and decides which are dark.

use crate::fit::Grid;
use crate::mesh::Mesh;
use crate::number::{coordinate, pixel};
use crate::plane::Plane;
use crate::{foreign, mend};

/// A way to decide which modules are dark.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Decision {
    /// One threshold: halfway between the fixed modules that are dark and those that are light.
    Fixed,
    /// For each module: halfway between the darkest and lightest within this many modules.
    Around(usize),
    /// As `Fixed`, after undoing a blur that brought in this share of the next module on each side.
    Deblurred(f32),
}

/// In the order of how often they are the first to succeed.
const DECISIONS: [Decision; 5] = [
    Decision::Fixed,
    Decision::Around(3),
    Decision::Deblurred(0.1),
    Decision::Deblurred(0.18),
    Decision::Deblurred(0.26),
];

/// What a grid says, if it is a symbol.
pub(crate) fn read(plane: &Plane<'_>, grid: &Grid) -> Option<String> {
    let projection = grid.projection();
    understand(grid, &brightness(plane, grid.size, |x, y| projection.pixel(x, y)))
}

/// What a grid says after it was bent.
pub(crate) fn read_bent(plane: &Plane<'_>, grid: &Grid, mesh: &Mesh) -> Option<String> {
    understand(grid, &brightness(plane, grid.size, |x, y| mesh.pixel(x, y)))
}

fn understand(grid: &Grid, values: &[f32]) -> Option<String> {
    let size = grid.size;
    let mut tried: Vec<Vec<bool>> = Vec::new();
    let mut doubtful = Vec::new();
    for decision in DECISIONS {
        let Some(darkness) = mend::facing(size, darkness(grid, values, decision)) else { continue };
        let modules: Vec<bool> = darkness.iter().map(|&value| value > 0.0).collect();
        if !tried.contains(&modules) {
            let corrected = mend::correct(size, &darkness);
            if let Some(text) = corrected.and_then(|modules| foreign::read_matrix(size, &modules)) {
                return Some(text);
            }
            tried.push(modules);
        }
        doubtful.push(darkness);
    }
    doubtful.iter().find_map(|darkness| foreign::read_matrix(size, &mend::mend(size, darkness)?))
}

/// The mean brightness in the middle of every module, rows from the top.
fn brightness(plane: &Plane<'_>, size: usize, pixel_of: impl Fn(f32, f32) -> [f32; 2]) -> Vec<f32> {
    const AROUND: [[f32; 2]; 5] = [[0.0, 0.0], [-0.17, -0.17], [0.17, -0.17], [-0.17, 0.17], [0.17, 0.17]];
    // Deciding what is dark costs as much again.
    plane.looked(2 * AROUND.len() * size * size);
    let mut values = Vec::with_capacity(size * size);
    for row in 0..size {
        for column in 0..size {
            let (x, y) = (coordinate(column) + 0.5, coordinate(row) + 0.5);
            let sum: f32 = AROUND
                .iter()
                .map(|[dx, dy]| {
                    let [px, py] = pixel_of(x + dx, y + dy);
                    plane.between(px, py)
                })
                .sum();
            values.push(sum / coordinate(AROUND.len()));
        }
    }
    values
}

/// How dark every module is: 1 is surely dark, -1 surely light, 0 nobody knows.
fn darkness(grid: &Grid, values: &[f32], decision: Decision) -> Vec<f32> {
    let size = grid.size;
    let (dark, light) = levels(grid, values);
    let (middle, half) = (f32::midpoint(dark, light), ((light - dark) / 2.0).abs().max(1.0));
    let sign = if grid.dark { 1.0 } else { -1.0 };
    match decision {
        Decision::Fixed => values.iter().map(|&value| sign * (middle - value) / half).collect(),
        Decision::Deblurred(share) => {
            let restored = deblurred(size, values, share, (dark.min(light), dark.max(light)));
            restored.iter().map(|&value| sign * (middle - value) / half).collect()
        }
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
                    modules.push(sign * (f32::midpoint(low, high) - values[y * size + x]) / half);
                }
            }
            modules
        }
    }
}

/// The brightness of the dark and of the light modules of the finder patterns.
fn levels(grid: &Grid, values: &[f32]) -> (f32, f32) {
    let (mut dark, mut light, mut darks, mut lights) = (0.0, 0.0, 0_usize, 0_usize);
    for module in grid.finders() {
        let value = values[pixel(module.y) * grid.size + pixel(module.x)];
        if module.dark {
            (dark, darks) = (dark + value, darks + 1);
        } else {
            (light, lights) = (light + value, lights + 1);
        }
    }
    (dark / coordinate(darks), light / coordinate(lights))
}

/// What the modules were before a blur took this share of each of its neighbours' places in a row and a column.
///
/// Adds what is missing again and again (van Cittert 1931), never going beyond the range that was there before.
fn deblurred(size: usize, values: &[f32], share: f32, (low, high): (f32, f32)) -> Vec<f32> {
    const ROUNDS: usize = 12;
    let margin = (high - low) * 0.3;
    let mut restored = values.to_vec();
    for _ in 0..ROUNDS {
        let again = blurred(size, &restored, share);
        for ((sum, &value), &again) in restored.iter_mut().zip(values).zip(&again) {
            *sum = (*sum + 1.5 * (value - again)).clamp(low - margin, high + margin);
        }
    }
    restored
}

fn blurred(size: usize, values: &[f32], share: f32) -> Vec<f32> {
    let across: Vec<f32> = values
        .chunks_exact(size)
        .flat_map(|row| {
            let at = |x: usize| row[x.min(size - 1)];
            (0..size).map(move |x| at(x) + share * (at(x.saturating_sub(1)) + at(x + 1) - 2.0 * at(x)))
        })
        .collect();
    let at = |x: usize, y: usize| across[y.min(size - 1) * size + x];
    (0..size * size)
        .map(|i| {
            let (x, y) = (i % size, i / size);
            at(x, y) + share * (at(x, y.saturating_sub(1)) + at(x, y + 1) - 2.0 * at(x, y))
        })
        .collect()
}
