//! A mark: something that looks like the square in a corner of a symbol.

use std::sync::{Arc, OnceLock};

use crate::blob;
use crate::frame::Frame;
use crate::number::nearest;
use crate::plane::Plane;

/// The least agreement with a finder pattern.
const LEAST_LIKENESS: f32 = 0.5;
/// The least agreement with the two middle lines of one.
const LEAST_CROSS: f32 = 0.4;
/// As much agreement as that of a pattern that was measured, and not guessed.
const LEAST_MEASURED: f32 = 0.7;

/// Something that may be the centre of a finder pattern.
#[derive(Clone, Debug)]
pub(crate) struct Mark {
    pub(crate) x: f32,
    pub(crate) y: f32,
    /// One module to the right and one down as the pattern lies, in pixels, roughly.
    pub(crate) along: [f32; 2],
    pub(crate) down: [f32; 2],
    /// The ring is darker than what is around it.
    pub(crate) dark: bool,
    /// Agreement with a finder pattern: 1 is perfect, 0 is chance.
    pub(crate) likeness: f32,
    /// Measured when it is needed, and then once.
    frame: Arc<OnceLock<Frame>>,
}

impl Mark {
    /// A mark that was not seen, as large as another.
    pub(crate) fn made_up(like: &Self, [x, y]: [f32; 2]) -> Self {
        Self { x, y, likeness: 0.0, frame: Arc::default(), ..*like }
    }

    /// Where exactly the pattern lies in the plane it was seen in.
    pub(crate) fn frame(&self, plane: &Plane<'_>) -> Frame {
        *self.frame.get_or_init(|| Frame::of(plane, self))
    }

    /// A pattern that stands upright, in any proportion, or is square and turned.
    ///
    /// `unit` is a module's width as rows cross it, `counted` its height as the number of such rows tells.
    pub(crate) fn upright_or_turned(
        plane: &Plane<'_>,
        at: [f32; 2],
        unit: f32,
        counted: f32,
        dark: bool,
    ) -> Option<Self> {
        let upright = [counted, unit, f32::midpoint(unit, counted), 0.8 * counted]
            .map(|high| Pose::new(unit, high, 0.0));
        let turned = [0.262, 0.524, 0.785, 1.047, 1.309].map(|angle| Pose::new(unit, unit, angle));
        let mut poses: Vec<(f32, &Pose)> = upright
            .iter()
            .chain(&turned)
            .map(|pose| (pose.likeness(plane, at, dark, &CROSS), pose))
            .filter(|(likeness, _)| *likeness > LEAST_CROSS)
            .collect();
        poses.sort_by(|a, b| b.0.total_cmp(&a.0));
        Self::likeliest(plane, at, dark, poses.iter().take(3).map(|(_, pose)| *pose), LEAST_LIKENESS)
    }

    /// A pattern seen at any angle, whose inner square is one patch that can be measured.
    pub(crate) fn stretched(
        plane: &Plane<'_>,
        at: [f32; 2],
        threshold: u8,
        unit: f32,
        dark: bool,
    ) -> Option<Self> {
        /// Angles from 0 to 90 degrees; half a step off costs no agreement.
        const ANGLES: [f32; 8] = [0.0, 0.196, 0.393, 0.589, 0.785, 0.982, 1.178, 1.374];
        let blob = blob::span(plane, at, threshold, dark, 6.0 * unit)?;
        let poses = ANGLES.map(|angle| {
            let [along, down] = blob.turned(angle).map(|side| side.map(|length| length / 3.0));
            Pose { along, down, small: unit < 3.0 }
        });
        Self::likeliest(plane, blob.centre, dark, poses.iter(), LEAST_MEASURED)
    }

    fn likeliest<'a>(
        plane: &Plane<'_>,
        at: [f32; 2],
        dark: bool,
        poses: impl Iterator<Item = &'a Pose>,
        least: f32,
    ) -> Option<Self> {
        let rated = poses.map(|pose| (pose.likeness(plane, at, dark, &ALL), pose));
        let (likeness, pose) = rated.max_by(|a, b| a.0.total_cmp(&b.0))?;
        let Pose { along, down, .. } = *pose;
        (likeness > least).then_some(Self {
            x: at[0],
            y: at[1],
            along,
            down,
            dark,
            likeness,
            frame: Arc::default(),
        })
    }

    /// The side of a square as large as a module, in pixels.
    pub(crate) fn module(&self) -> f32 {
        (self.along[0] * self.down[1] - self.along[1] * self.down[0]).abs().sqrt()
    }
}

/// The modules of a finder pattern, counted from its centre: all but the ring's corners, which many a styled symbol
/// rounds, or its two middle lines.
const ALL: [[i8; 2]; 45] = {
    let mut modules = [[0; 2]; 45];
    let mut i = 0;
    let mut row = -3_i8;
    while row <= 3 {
        let mut column = -3_i8;
        while column <= 3 {
            if column.abs() + row.abs() < 6 {
                modules[i] = [column, row];
                i += 1;
            }
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
    small: bool,
}

impl Pose {
    fn new(wide: f32, high: f32, angle: f32) -> Self {
        let (sine, cosine) = angle.sin_cos();
        // A row crosses modules that stand at an angle askew, so they are narrower than they seem.
        let slant = sine.abs().max(cosine.abs());
        let (x, y) = (wide * slant, high * slant);
        Self { along: [x * cosine, x * sine], down: [-y * sine, y * cosine], small: nearest(x.min(y)) < 3 }
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
