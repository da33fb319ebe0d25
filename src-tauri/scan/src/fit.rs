//! Lays the grid of a symbol over a picture and moves it until its fixed modules agree.

use crate::number::{coordinate, nearest};
use crate::place::Place;
use crate::plane::Plane;
use crate::symbol::{self, Fixed};

/// A grid of modules laid over a picture.
///
/// Kept as four points: the centres of the three finder patterns and the place where a fourth would be.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Grid {
    pub(crate) size: usize,
    /// Top left, top right, bottom right, bottom left.
    points: [[f32; 2]; 4],
    pub(crate) dark: bool,
}

/// The projection of [`Grid`]: module to pixel.
pub(crate) struct Projection {
    row: [[f32; 3]; 3],
    scale: f32,
}

/// What is dark and what is light around a place, as planes over the symbol.
#[derive(Clone, Copy, Debug)]
struct Shade {
    middle: f32,
    reach: f32,
}

impl Grid {
    pub(crate) fn at(place: &Place, size: usize) -> Self {
        let [a, b, c] = [place.top_left, place.top_right, place.bottom_left];
        let fourth = [b[0] + c[0] - a[0], b[1] + c[1] - a[1]];
        Self { size, points: [a, b, fourth, c], dark: place.dark }
    }

    /// The projection of the unit square to four points (Heckbert 1989, 2.2.3).
    pub(crate) fn projection(&self) -> Projection {
        let [[x0, y0], [x1, y1], [x2, y2], [x3, y3]] = self.points;
        let (dx1, dx2, sx) = (x1 - x2, x3 - x2, x0 - x1 + x2 - x3);
        let (dy1, dy2, sy) = (y1 - y2, y3 - y2, y0 - y1 + y2 - y3);
        let determinant = dx1 * dy2 - dx2 * dy1;
        let (g, h) = if determinant.abs() < 1e-6 {
            (0.0, 0.0)
        } else {
            ((sx * dy2 - dx2 * sy) / determinant, (dx1 * sy - sx * dy1) / determinant)
        };
        Projection {
            row: [
                [x1 - x0 + g * x1, x3 - x0 + h * x3, x0],
                [y1 - y0 + g * y1, y3 - y0 + h * y3, y0],
                [g, h, 1.0],
            ],
            scale: 1.0 / (coordinate(self.size) - 7.0),
        }
    }

    /// The corners of the symbol in pixels.
    pub(crate) fn corners(&self) -> [[f32; 2]; 4] {
        let projection = self.projection();
        let far = coordinate(self.size);
        [(0.0, 0.0), (far, 0.0), (far, far), (0.0, far)].map(|(x, y)| projection.pixel(x, y))
    }

    /// The shorter side of a module in pixels.
    pub(crate) fn module(&self) -> f32 {
        let [a, b, _, d] = self.points;
        let side =
            |p: [f32; 2], q: [f32; 2]| (p[0] - q[0]).hypot(p[1] - q[1]) / (coordinate(self.size) - 7.0);
        side(a, b).min(side(a, d))
    }

    /// How well fixed modules agree with the picture: 1 when all do, 0 when it is chance.
    fn agreement(&self, plane: &Plane, modules: &[Fixed], shade: Shade) -> f32 {
        let projection = self.projection();
        let sign = if self.dark { 1.0 } else { -1.0 };
        let mut sum = 0.0;
        for module in modules {
            let [x, y] = projection.pixel(module.x, module.y);
            let lightness = ((plane.at(x, y) - shade.middle) / shade.reach).clamp(-1.0, 1.0) * sign;
            sum += if module.dark { -lightness } else { lightness };
        }
        sum / coordinate(modules.len())
    }

    fn shade(&self, plane: &Plane, modules: &[Fixed]) -> Shade {
        let projection = self.projection();
        let (mut dark, mut light, mut darks) = (0.0, 0.0, 0_usize);
        for module in modules {
            let [x, y] = projection.pixel(module.x, module.y);
            if module.dark {
                dark += plane.at(x, y);
                darks += 1;
            } else {
                light += plane.at(x, y);
            }
        }
        let dark = dark / coordinate(darks.max(1));
        let light = light / coordinate((modules.len() - darks).max(1));
        Shade { middle: f32::midpoint(dark, light), reach: ((dark - light).abs() / 2.0).max(2.0) }
    }

    /// Moves the points, one at a time, while that makes the modules agree better.
    fn climb(&mut self, plane: &Plane, modules: &[Fixed], tied: bool, steps: &[f32]) -> f32 {
        let mut shade = self.shade(plane, modules);
        let mut best = self.agreement(plane, modules, shade);
        for &step in steps {
            let [a, b, _, d] = self.points;
            let units = coordinate(self.size) - 7.0;
            let along = [(b[0] - a[0]) / units * step, (b[1] - a[1]) / units * step];
            let down = [(d[0] - a[0]) / units * step, (d[1] - a[1]) / units * step];
            for _ in 0..3 {
                let before = best;
                for point in if tied { [0, 1, 3].as_slice() } else { &[0, 1, 2, 3] } {
                    for [x, y] in [along, [-along[0], -along[1]], down, [-down[0], -down[1]]] {
                        let mut moved = *self;
                        moved.points[*point][0] += x;
                        moved.points[*point][1] += y;
                        if tied {
                            let [a, b, _, d] = moved.points;
                            moved.points[2] = [b[0] + d[0] - a[0], b[1] + d[1] - a[1]];
                        }
                        let agreement = moved.agreement(plane, modules, shade);
                        if agreement > best {
                            (best, *self) = (agreement, moved);
                        }
                    }
                }
                if best - before < 0.002 {
                    break;
                }
            }
            shade = self.shade(plane, modules);
            best = self.agreement(plane, modules, shade);
        }
        best
    }
}

impl Projection {
    pub(crate) fn pixel(&self, x: f32, y: f32) -> [f32; 2] {
        let (u, v) = ((x - 3.5) * self.scale, (y - 3.5) * self.scale);
        let [a, b, c] = self.row.map(|[p, q, r]| p * u + q * v + r);
        let c = if c.abs() < 1e-6 { 1e-6 } else { c };
        [a / c, b / c]
    }
}

/// The grids that fit a place, the best first, with how well they agree.
pub(crate) fn fit(plane: &Plane, place: &Place) -> Vec<(f32, Grid)> {
    let nearest_size = symbol::size_near(place.modules);
    let mut fits = Vec::new();
    let spread = 1 + nearest_size / 40;
    let mut offsets: Vec<i32> = (0..=i32::try_from(spread).unwrap_or(1)).flat_map(|i| [i, -i]).collect();
    offsets.dedup();
    for offset in offsets {
        let Ok(size) = usize::try_from(i32::try_from(nearest_size).unwrap_or(21) + 4 * offset) else {
            continue;
        };
        if !(21..=177).contains(&size) {
            continue;
        }
        let mut grid = Grid::at(place, size);
        let finders = symbol::finders(size);
        let shade = grid.shade(plane, &finders);
        let looks = grid.agreement(plane, &finders, shade);
        if looks < 0.25 {
            continue;
        }
        let modules = [finders, symbol::timing(size)].concat();
        let agreement = grid.climb(plane, &modules, true, &[0.5, 0.25]);
        fits.push((agreement, grid));
    }
    fits.sort_by(|a, b| b.0.total_cmp(&a.0));
    fits.truncate(2);
    for (agreement, grid) in &mut fits {
        let modules =
            [symbol::finders(grid.size), symbol::timing(grid.size), symbol::alignments(grid.size)].concat();
        *agreement = grid.climb(plane, &modules, true, &[0.25, 0.1]);
    }
    fits
}

/// Lets the fourth point go its own way, for pictures taken at an angle.
pub(crate) fn tilt(plane: &Plane, grid: &Grid) -> (f32, Grid) {
    let modules =
        [symbol::finders(grid.size), symbol::timing(grid.size), symbol::alignments(grid.size)].concat();
    let mut best = (f32::MIN, *grid);
    let [a, b, c, d] = grid.points;
    for (across, down) in (-3..=3).flat_map(|x: i8| (-3..=3).map(move |y: i8| (f32::from(x), f32::from(y)))) {
        let mut moved = *grid;
        let share = 0.04;
        moved.points[2] = [
            c[0] + (b[0] - a[0]) * across * share + (d[0] - a[0]) * down * share,
            c[1] + (b[1] - a[1]) * across * share + (d[1] - a[1]) * down * share,
        ];
        let shade = moved.shade(plane, &modules);
        let agreement = moved.agreement(plane, &modules, shade);
        if agreement > best.0 {
            best = (agreement, moved);
        }
    }
    let mut grid = best.1;
    let agreement = grid.climb(plane, &modules, false, &[0.7, 0.35, 0.15]);
    (agreement, grid)
}

/// The mean brightness of every module, rows from the top.
pub(crate) fn sample(plane: &Plane, grid: &Grid) -> Vec<f32> {
    let projection = grid.projection();
    let mut values = Vec::with_capacity(grid.size * grid.size);
    for y in 0..grid.size {
        for x in 0..grid.size {
            let (x, y) = (coordinate(x) + 0.5, coordinate(y) + 0.5);
            let mut sum = 0.0;
            for (dx, dy) in [(0.0, 0.0), (-0.17, -0.17), (0.17, -0.17), (-0.17, 0.17), (0.17, 0.17)] {
                let [px, py] = projection.pixel(x + dx, y + dy);
                sum += plane.at(px, py);
            }
            values.push(sum / 5.0);
        }
    }
    values
}

/// Which modules are dark, decided in one of several ways.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Threshold {
    /// One threshold: halfway between the fixed modules that are dark and those that are light.
    Fixed,
    /// For each module: halfway between the darkest and lightest of its neighbours within this many modules.
    Around(usize),
}

pub(crate) fn decide(grid: &Grid, values: &[f32], how: Threshold) -> Vec<bool> {
    let size = grid.size;
    let index = |x: f32, y: f32| crate::number::pixel(y) * size + crate::number::pixel(x);
    match how {
        Threshold::Fixed => {
            let (mut dark, mut light, mut darks, mut lights) = (0.0, 0.0, 0_usize, 0_usize);
            for module in symbol::finders(size) {
                let value = values[index(module.x, module.y)];
                if module.dark {
                    (dark, darks) = (dark + value, darks + 1);
                } else {
                    (light, lights) = (light + value, lights + 1);
                }
            }
            let middle = f32::midpoint(dark / coordinate(darks), light / coordinate(lights));
            values.iter().map(|&value| (value < middle) == grid.dark).collect()
        }
        Threshold::Around(reach) => {
            let mut bits = Vec::with_capacity(values.len());
            for y in 0..size {
                for x in 0..size {
                    let (mut low, mut high) = (f32::MAX, f32::MIN);
                    for row in y.saturating_sub(reach)..(y + reach + 1).min(size) {
                        for &value in &values
                            [row * size + x.saturating_sub(reach)..row * size + (x + reach + 1).min(size)]
                        {
                            (low, high) = (low.min(value), high.max(value));
                        }
                    }
                    bits.push((values[y * size + x] < f32::midpoint(low, high)) == grid.dark);
                }
            }
            bits
        }
    }
}

/// Places nearer than this, in modules, are the same.
pub(crate) fn same_place(a: [f32; 2], b: [f32; 2], module: f32) -> bool {
    nearest((a[0] - b[0]).abs().max((a[1] - b[1]).abs()) / module.max(1.0)) <= 2
}
