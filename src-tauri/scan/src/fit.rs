//! Lays the grid of a symbol over a picture and moves it until its fixed modules agree.

use crate::frame::{self, Frame};
use crate::mark::Agreement;
use crate::number::coordinate;
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
    /// Which of the three finder patterns cannot be seen.
    missing: Option<usize>,
}

/// The projection of a [`Grid`]: module to pixel.
pub(crate) struct Projection {
    rows: [[f32; 3]; 3],
    scale: f32,
}

impl Grid {
    pub(crate) fn at(place: &Place, size: usize) -> Self {
        let [a, b, d] = place.centres();
        Self {
            size,
            points: [a, b, [b[0] + d[0] - a[0], b[1] + d[1] - a[1]], d],
            dark: place.dark,
            missing: place.missing,
        }
    }

    /// A flat symbol seen from anywhere whose finder patterns lie in these frames.
    fn seen(frames: &[Frame; 3], spot: &Place, size: usize) -> Option<Self> {
        let points = frame::points(frames, coordinate(size), spot.missing)?;
        Some(Self { size, points, dark: spot.dark, missing: spot.missing })
    }

    /// The modules that are known and can be seen.
    fn fixed(&self) -> &'static [Fixed] {
        symbol::fixed(self.size, self.missing)
    }

    /// The modules of the finder patterns that can be seen.
    pub(crate) fn finders(&self) -> &'static [Fixed] {
        symbol::finders(self.size, self.missing)
    }

    fn meets_finders(&self, plane: &Plane<'_>) -> bool {
        self.agreement(plane, self.finders()) >= LEAST_FINDERS
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
            rows: [
                [x1 - x0 + g * x1, x3 - x0 + h * x3, x0],
                [y1 - y0 + g * y1, y3 - y0 + h * y3, y0],
                [g, h, 1.0],
            ],
            scale: 1.0 / (coordinate(self.size) - 7.0),
        }
    }

    /// The same grid with modules shrinking along its two sides.
    ///
    /// The strengths are g and h of the projection; the first three points stay where they are.
    fn leaning(&self, [g, h]: [f32; 2]) -> Self {
        let [corner, right, _, below] = self.points;
        let fourth =
            [0, 1].map(|i| ((1.0 + g) * right[i] + (1.0 + h) * below[i] - corner[i]) / (1.0 + g + h));
        Self { points: [corner, right, fourth, below], ..*self }
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
    fn agreement(&self, plane: &Plane<'_>, modules: &[Fixed]) -> f32 {
        plane.looked(modules.len());
        let projection = self.projection();
        let mut agreement = Agreement::default();
        let coarse = self.module() < 3.5;
        for module in modules {
            let [x, y] = projection.pixel(module.x, module.y);
            let value = if coarse { plane.between(x, y) } else { plane.nearest(x, y) };
            agreement.add(value, module.dark == self.dark);
        }
        agreement.correlation()
    }

    /// One module along a row and one down a column, in pixels.
    fn steps(&self) -> [[f32; 2]; 2] {
        let [a, b, _, d] = self.points;
        let modules = coordinate(self.size) - 7.0;
        [b, d].map(|p| [(p[0] - a[0]) / modules, (p[1] - a[1]) / modules])
    }

    /// Moves the points, one at a time, while that makes the modules agree better.
    ///
    /// With `flat` the fourth point follows the others, so that opposite sides stay parallel.
    fn climb(&mut self, plane: &Plane<'_>, modules: &[Fixed], flat: bool, steps: &[f32]) -> f32 {
        let mut best = self.agreement(plane, modules);
        let points: &[usize] = if flat { &[0, 1, 3] } else { &[0, 1, 2, 3] };
        for &step in steps {
            let [along, down] = self.steps().map(|[x, y]| [x * step, y * step]);
            for _ in 0..3 {
                let before = best;
                for &point in points {
                    for [x, y] in [along, [-along[0], -along[1]], down, [-down[0], -down[1]]] {
                        let mut moved = *self;
                        moved.points[point][0] += x;
                        moved.points[point][1] += y;
                        if flat {
                            let [a, b, _, d] = moved.points;
                            moved.points[2] = [b[0] + d[0] - a[0], b[1] + d[1] - a[1]];
                        }
                        let agreement = moved.agreement(plane, modules);
                        if agreement > best {
                            (best, *self) = (agreement, moved);
                        }
                    }
                }
                if best - before < 0.004 {
                    break;
                }
            }
        }
        best
    }
}

impl Projection {
    pub(crate) fn pixel(&self, x: f32, y: f32) -> [f32; 2] {
        let (u, v) = ((x - 3.5) * self.scale, (y - 3.5) * self.scale);
        let [across, down, depth] = self.rows.map(|[p, q, r]| p * u + q * v + r);
        [across / depth, down / depth]
    }
}

/// True symbols start above 0.75 with their finder patterns.
const LEAST_FINDERS: f32 = 0.6;
/// Below this the dots are not met, be it for the wrong size or because the picture was taken at an angle.
const LEAST_TIMING: f32 = 0.4;
/// What the dotted lines of a true symbol agree at least once the grid leans as it does.
const LEAST_LEANING: f32 = 0.2;
/// What a grid agrees at least with a true symbol before it is settled.
const LEAST_AT_FIRST: f32 = 0.3;
/// Marks of at least this likeness are worth a closer look.
const LEAST_LIKELY: f32 = 0.75;

/// The grid that may fit a place, of the size that agrees best, before it is settled.
pub(crate) fn candidate(plane: &Plane<'_>, spot: &Place) -> Option<Grid> {
    let near = symbol::size_near(spot.modules);
    let spread = 4 * (1 + near / 40);
    let sizes = (near.saturating_sub(spread).max(21)..=(near + spread).min(177)).step_by(4);
    let flat: Vec<Grid> =
        sizes.clone().map(|size| Grid::at(spot, size)).filter(|grid| grid.meets_finders(plane)).collect();
    if let Some((LEAST_TIMING.., grid)) = likeliest(plane, flat.iter().copied()) {
        return Some(grid);
    }
    if spot.marks.iter().all(|mark| mark.likeness >= LEAST_LIKELY || mark.likeness == 0.0) {
        let frames = spot.marks.each_ref().map(|mark| match mark.likeness {
            0.0 => Frame::lying(mark),
            _ => mark.frame(plane),
        });
        let seen = sizes.filter_map(|size| Grid::seen(&frames, spot, size));
        if let Some((LEAST_TIMING.., grid)) = likeliest(plane, seen.filter(|grid| grid.meets_finders(plane)))
        {
            return Some(grid);
        }
    }
    let (timing, grid) = likeliest(plane, flat.iter().map(|grid| lean(plane, grid)))?;
    (timing >= LEAST_LEANING).then_some(grid)
}

/// The grid that meets the dotted lines best, and how well it does.
fn likeliest(plane: &Plane<'_>, grids: impl Iterator<Item = Grid>) -> Option<(f32, Grid)> {
    let timing = |grid: &Grid| {
        let [across, down] = symbol::timing(grid.size).map(|line| grid.agreement(plane, line));
        f32::midpoint(across, down)
    };
    grids.map(|grid| (timing(&grid), grid)).max_by(|a, b| a.0.total_cmp(&b.0))
}

/// Moves a grid as a whole, sides staying parallel; gives how well it agrees then. One that agrees with nothing stays.
pub(crate) fn settle(plane: &Plane<'_>, grid: &mut Grid) -> f32 {
    let modules = grid.fixed();
    let first = grid.agreement(plane, modules);
    if first < LEAST_AT_FIRST {
        return first;
    }
    grid.climb(plane, modules, true, &[0.4, 0.15])
}

/// Lets the fourth point go its own way, for pictures taken at an angle; gives how well the grid agrees then.
pub(crate) fn tilt(plane: &Plane<'_>, grid: &mut Grid) -> f32 {
    let leaning = lean(plane, grid);
    let modules = grid.fixed();
    if leaning.agreement(plane, modules) > grid.agreement(plane, modules) {
        *grid = leaning;
    }
    aim(plane, grid);
    grid.climb(plane, modules, false, &[0.5, 0.25, 0.1])
}

/// Moves the fourth point alone until the alignment patterns, most of which are near it, are met.
fn aim(plane: &Plane<'_>, grid: &mut Grid) {
    let modules = symbol::alignment(grid.size);
    if modules.is_empty() {
        return;
    }
    let [along, down] = grid.steps();
    let start = *grid;
    let mut best = start.agreement(plane, modules);
    for across in -6_i8..=6 {
        for below in -6_i8..=6 {
            let (u, v) = (f32::from(across) / 2.0, f32::from(below) / 2.0);
            let mut moved = start;
            moved.points[2][0] += along[0] * u + down[0] * v;
            moved.points[2][1] += along[1] * u + down[1] * v;
            let agreement = moved.agreement(plane, modules);
            if agreement > best + 0.01 {
                (best, *grid) = (agreement, moved);
            }
        }
    }
}

/// Shrinks modules towards one end of each side, as perspective does, until the dotted line along it is met.
fn lean(plane: &Plane<'_>, start: &Grid) -> Grid {
    /// How much narrower the far end may be, in steps of two percent: no more than half.
    const STEPS: i8 = 25;
    let strongest = |axis: usize| {
        let line = symbol::timing(start.size)[axis];
        let tries = (-STEPS..=STEPS).map(|step| {
            let mut strength = [0.0, 0.0];
            strength[axis] = f32::from(step) * 0.02;
            // Of two that agree equally well the weaker one is likelier.
            (start.leaning(strength).agreement(plane, line) - strength[axis].abs() * 0.2, strength[axis])
        });
        tries.max_by(|a, b| a.0.total_cmp(&b.0)).map_or(0.0, |(_, strength)| strength)
    };
    start.leaning([strongest(0), strongest(1)])
}
