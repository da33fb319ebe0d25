//! Where exactly a finder pattern lies, also when it is turned, sheared and shortened.

use crate::mark::{Agreement, Mark};
use crate::plane::Plane;

/// The centre of a finder pattern and its modules' sides, in pixels.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Frame {
    pub(crate) centre: [f32; 2],
    pub(crate) along: [f32; 2],
    pub(crate) down: [f32; 2],
}

impl Frame {
    /// As a mark says.
    pub(crate) fn lying(mark: &Mark) -> Self {
        Self { centre: [mark.x, mark.y], along: mark.along, down: mark.down }
    }

    /// Moves, turns and stretches a mark until it agrees best with the picture.
    pub(crate) fn of(plane: &Plane<'_>, mark: &Mark) -> Self {
        let mut frame = Self::lying(mark);
        let mut best = frame.agreement(plane, mark.dark);
        for step in [0.24, 0.12, 0.06] {
            for _ in 0..2 {
                let before = best;
                for part in 0..6 {
                    for sign in [step, -step] {
                        let mut moved = frame;
                        moved.move_part(part, sign);
                        let agreement = moved.agreement(plane, mark.dark);
                        if agreement > best {
                            (best, frame) = (agreement, moved);
                        }
                    }
                }
                if best - before < 0.002 {
                    break;
                }
            }
        }
        frame
    }

    /// Moves the centre by a share of a module's side, or stretches or turns one of the sides by a share of itself.
    fn move_part(&mut self, part: usize, share: f32) {
        let (along, down) = (self.along, self.down);
        let (moved, by) = match part {
            0 => (&mut self.centre, along),
            1 => (&mut self.centre, down),
            2 => (&mut self.along, along),
            3 => (&mut self.along, down),
            4 => (&mut self.down, down),
            _ => (&mut self.down, along),
        };
        moved[0] += by[0] * share;
        moved[1] += by[1] * share;
    }

    /// Agreement of two places in each module with a finder pattern.
    fn agreement(&self, plane: &Plane<'_>, dark: bool) -> f32 {
        plane.looked(98);
        let mut agreement = Agreement::default();
        for row in -3..=3_i8 {
            for column in -3..=3_i8 {
                // The places lie on one of the module's diagonals, on the other one in the next module.
                let aside = if (row + column) % 2 == 0 { 0.27 } else { -0.27 };
                for (u, v) in [(0.27, aside), (-0.27, -aside)] {
                    let [x, y] = self.pixel(f32::from(column) + u, f32::from(row) + v);
                    agreement.add(plane.between(x, y), (row.abs().max(column.abs()) != 2) == dark);
                }
            }
        }
        agreement.correlation()
    }

    /// The same pattern, which looks alike from four sides, with `along` pointing most nearly in a direction.
    pub(crate) fn facing(self, [x, y]: [f32; 2]) -> Self {
        let turned =
            |frame: &Self| Some(Self { along: frame.down, down: frame.along.map(|side| -side), ..*frame });
        let towards = |frame: &Self| frame.along[0] * x + frame.along[1] * y;
        let sides = std::iter::successors(Some(self), turned).take(4);
        sides.max_by(|a, b| towards(a).total_cmp(&towards(b))).unwrap_or(self)
    }

    /// The pixel of a place given in modules from the centre.
    pub(crate) fn pixel(&self, u: f32, v: f32) -> [f32; 2] {
        [0, 1].map(|i| self.centre[i] + u * self.along[i] + v * self.down[i])
    }
}

/// Where the centres of the three patterns and the place of a fourth would be, if the frames are those of the top left, top
/// right and bottom left pattern of a flat symbol of `size` modules a side: the projection that comes nearest to all.
///
/// Of a `missing` pattern only the centre counts.
pub(crate) fn points(frames: &[Frame; 3], size: f32, missing: Option<usize>) -> Option<[[f32; 2]; 4]> {
    const AROUND: [[f32; 2]; 5] = [[0.0, 0.0], [-3.0, -3.0], [3.0, -3.0], [-3.0, 3.0], [3.0, 3.0]];
    let far = size - 7.0;
    let origin = frames[0].centre;
    let across = [0, 1].map(|i| frames[1].centre[i] - origin[i]);
    let scale = 1.0 / far;
    let mut equations = Equations::default();
    let corners = [[0.0, 0.0], [far, 0.0], [0.0, far]];
    for (i, (frame, corner)) in frames.map(|frame| frame.facing(across)).iter().zip(corners).enumerate() {
        let known = if missing == Some(i) { 1 } else { AROUND.len() };
        for [u, v] in AROUND.into_iter().take(known) {
            let [x, y] = frame.pixel(u, v);
            let (x, y) = ((x - origin[0]) * scale, (y - origin[1]) * scale);
            let (u, v) = ((u + corner[0]) * scale, (v + corner[1]) * scale);
            equations.add([u, v, 1.0, 0.0, 0.0, 0.0, -u * x, -v * x], x);
            equations.add([0.0, 0.0, 0.0, u, v, 1.0, -u * y, -v * y], y);
        }
    }
    let [xu, xv, x1, yu, yv, y1, g, h] = equations.solve()?;
    let pixel = |u: f32, v: f32| {
        let depth = g * u + h * v + 1.0;
        [(xu * u + xv * v + x1) / depth * far + origin[0], (yu * u + yv * v + y1) / depth * far + origin[1]]
    };
    // Behind the camera is no picture.
    (1.0 + g > 0.2 && 1.0 + h > 0.2 && 1.0 + g + h > 0.2)
        .then(|| [pixel(0.0, 0.0), pixel(1.0, 0.0), pixel(1.0, 1.0), pixel(0.0, 1.0)])
}

/// Linear equations with eight unknowns, to be met as nearly as possible.
#[derive(Default)]
struct Equations {
    /// The normal equations, the right side last.
    rows: [[f32; 9]; 8],
}

impl Equations {
    fn add(&mut self, factors: [f32; 8], result: f32) {
        for (row, &factor) in self.rows.iter_mut().zip(&factors) {
            for (sum, &other) in row.iter_mut().zip(factors.iter().chain([&result])) {
                *sum += factor * other;
            }
        }
    }

    /// Gauss's elimination with the largest pivot; `None` when there is no one solution.
    fn solve(mut self) -> Option<[f32; 8]> {
        for column in 0..8 {
            let pivot = (column..8)
                .max_by(|&a, &b| self.rows[a][column].abs().total_cmp(&self.rows[b][column].abs()))?;
            self.rows.swap(column, pivot);
            let divisor = self.rows[column][column];
            if divisor.abs() < 1e-7 {
                return None;
            }
            self.rows[column].iter_mut().for_each(|value| *value /= divisor);
            let chosen = self.rows[column];
            for (i, row) in self.rows.iter_mut().enumerate() {
                if i != column {
                    let factor = row[column];
                    row.iter_mut().zip(&chosen).for_each(|(value, other)| *value -= factor * other);
                }
            }
        }
        Some(self.rows.map(|row| row[8]))
    }
}
