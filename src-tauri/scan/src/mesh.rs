//! Follows a symbol that is bent: on a bottle, a curved screen, a crumpled sheet.

use crate::fit::{Grid, Projection};
use crate::number::{coordinate, pixel};
use crate::plane::Plane;

/// Modules between two knots.
const APART: f32 = 4.0;
/// Modules around a knot that are looked at, in each direction.
const REACH: i8 = 4;
/// How far a knot may be from where its neighbours let expect it, in modules.
const STRAY: f32 = 0.6;
/// What a knot must gain, as a share of the contrast, for each module it strays.
const STIFFNESS: f32 = 0.12;

/// A grid whose knots were moved, each by itself, to where modules are told apart best.
pub(crate) struct Mesh {
    projection: Projection,
    across: usize,
    /// By how many modules each knot was moved.
    shifts: Vec<[f32; 2]>,
}

impl Mesh {
    /// Starts at the three finder patterns, where the grid is right, and goes on from knot to knot.
    pub(crate) fn of(plane: &Plane<'_>, grid: &Grid) -> Self {
        let size = coordinate(grid.size);
        let across = pixel(size / APART) + 2;
        let mut mesh =
            Self { projection: grid.projection(), across, shifts: vec![[0.0; 2]; across * across] };
        let far = size - 3.5;
        let from_finder = |knot: usize| {
            let [x, y] = mesh.knot(knot);
            let away = |u: f32, v: f32| (x - u).hypot(y - v);
            away(3.5, 3.5).min(away(far, 3.5)).min(away(3.5, far))
        };
        let mut order: Vec<(f32, usize)> =
            (0..across * across).map(|knot| (from_finder(knot), knot)).collect();
        order.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut placed = vec![false; across * across];
        for &(_, knot) in &order {
            let expected = mesh.expected(knot, &placed);
            mesh.shifts[knot] = mesh.settled(plane, size, knot, expected);
            placed[knot] = true;
        }
        for &(_, knot) in &order {
            let mut others = placed.clone();
            others[knot] = false;
            let expected = mesh.expected(knot, &others);
            mesh.shifts[knot] = mesh.settled(plane, size, knot, expected);
        }
        mesh
    }

    /// The pixel of a place on the symbol, given in modules.
    pub(crate) fn pixel(&self, x: f32, y: f32) -> [f32; 2] {
        let (u, v) = (x / APART, y / APART);
        let last = self.across - 2;
        let (left, top) = (pixel(u).min(last), pixel(v).min(last));
        let (right, below) = (u - coordinate(left), v - coordinate(top));
        let shift = |knot: usize, i: usize| self.shifts[knot][i];
        let knot = top * self.across + left;
        let [dx, dy] = [0, 1].map(|i| {
            let upper = shift(knot, i) * (1.0 - right) + shift(knot + 1, i) * right;
            let lower =
                shift(knot + self.across, i) * (1.0 - right) + shift(knot + self.across + 1, i) * right;
            upper * (1.0 - below) + lower * below
        });
        self.projection.pixel(x + dx, y + dy)
    }

    /// Where a knot is on the symbol, in modules.
    fn knot(&self, knot: usize) -> [f32; 2] {
        [coordinate(knot % self.across) * APART, coordinate(knot / self.across) * APART]
    }

    /// What the neighbours that are placed let expect: that lines go on straight.
    fn expected(&self, knot: usize, placed: &[bool]) -> [f32; 2] {
        let (column, row) = (knot % self.across, knot / self.across);
        let at = |dx: isize, dy: isize| {
            let (x, y) = (column.checked_add_signed(dx)?, row.checked_add_signed(dy)?);
            let knot = y * self.across + x;
            (x < self.across && y < self.across && placed[knot]).then(|| self.shifts[knot])
        };
        let (mut sum, mut weight) = ([0.0, 0.0], 0.0_f32);
        for (dx, dy) in [(1, 0), (-1, 0), (0, 1), (0, -1)] {
            let Some(near) = at(dx, dy) else { continue };
            let (value, trust) = match (at(-dx, -dy), at(2 * dx, 2 * dy)) {
                (None, Some(next)) => ([0, 1].map(|i| 2.0 * near[i] - next[i]), 1.0),
                (Some(_), _) => (near, 1.0),
                (None, None) => (near, 0.5),
            };
            weight += trust;
            sum = [0, 1].map(|i| sum[i] + value[i] * trust);
        }
        if weight > 0.0 { sum.map(|sum| sum / weight) } else { [0.0; 2] }
    }

    /// The shift near the expected one at which the modules around a knot are told apart best.
    fn settled(&self, plane: &Plane<'_>, size: f32, knot: usize, expected: [f32; 2]) -> [f32; 2] {
        let score = |shift: [f32; 2]| {
            let (contrast, range) = self.contrast(plane, size, knot, shift);
            let stray = (shift[0] - expected[0]).hypot(shift[1] - expected[1]);
            contrast - STIFFNESS * stray * range
        };
        let mut best = (score(expected), expected);
        for step in [0.3, 0.3, 0.15, 0.15, 0.07, 0.07] {
            let around = best.1;
            for [dx, dy] in [[step, 0.0], [-step, 0.0], [0.0, step], [0.0, -step]] {
                let moved = [around[0] + dx, around[1] + dy];
                let inside = (0..2).all(|i| (moved[i] - expected[i]).abs() <= STRAY);
                let rated = (score(moved), moved);
                if inside && rated.0 > best.0 {
                    best = rated;
                }
            }
        }
        best.1
    }

    /// How far modules around a knot are from their common mean, on average, and between which values they are.
    fn contrast(&self, plane: &Plane<'_>, size: f32, knot: usize, shift: [f32; 2]) -> (f32, f32) {
        let [u, v] = self.knot(knot);
        let mut values = [0.0_f32; 81];
        let mut count = 0;
        for row in -REACH..=REACH {
            for column in -REACH..=REACH {
                let (x, y) = (u + f32::from(column) + 0.5, v + f32::from(row) + 0.5);
                if (0.0..size).contains(&x) && (0.0..size).contains(&y) {
                    let [x, y] = self.projection.pixel(x + shift[0], y + shift[1]);
                    values[count] = plane.between(x, y);
                    count += 1;
                }
            }
        }
        plane.looked(count);
        let values = &values[..count];
        if count == 0 {
            return (0.0, 0.0);
        }
        let (low, high) =
            values.iter().fold((f32::MAX, f32::MIN), |(low, high), &value| (low.min(value), high.max(value)));
        let middle = f32::midpoint(low, high);
        let sum: f32 = values.iter().map(|value| (value - middle).abs()).sum();
        (sum / coordinate(count), high - low)
    }
}
