//! How a camera sees a surface: flat, rolled or wavy, from an angle.

use super::shot::{Placed, Point};

/// The form of a surface.
#[derive(Clone, Copy)]
pub(crate) enum Form {
    Flat,
    /// Around a cylinder of this radius in pixels of the surface, whose axis is turned by so many degrees from upright.
    Rolled {
        radius: f32,
        axis: f32,
    },
    /// In waves of a height and a length, along a direction in degrees.
    Waves {
        height: f32,
        length: f32,
        along: f32,
    },
}

/// A surface before a camera.
pub(crate) struct Pose {
    form: Form,
    /// The middle of the surface, in its own pixels.
    middle: Point,
    /// Where that is in the photograph.
    target: Point,
    rotation: [[f32; 3]; 3],
    distance: f32,
    /// Pixels of the photograph for one of the surface, in the middle.
    zoom: f32,
}

impl Pose {
    /// Looks at a surface of a size: turned by `[pitch, yaw, roll]` degrees, from as far as `distance` times its larger
    /// side, with its middle at `target`.
    pub(crate) fn new(
        form: Form,
        size: [f32; 2],
        degrees: [f32; 3],
        distance: f32,
        zoom: f32,
        target: Point,
    ) -> Self {
        let [pitch, yaw, roll] = degrees.map(f32::to_radians);
        let (sin_pitch, cos_pitch) = pitch.sin_cos();
        let (sin_yaw, cos_yaw) = yaw.sin_cos();
        let (sin_roll, cos_roll) = roll.sin_cos();
        // Roll after pitch after yaw.
        let tilted = [
            [cos_yaw, 0.0, sin_yaw],
            [sin_pitch * sin_yaw, cos_pitch, -sin_pitch * cos_yaw],
            [-cos_pitch * sin_yaw, sin_pitch, cos_pitch * cos_yaw],
        ];
        let rotation = [
            std::array::from_fn(|i| cos_roll * tilted[0][i] - sin_roll * tilted[1][i]),
            std::array::from_fn(|i| sin_roll * tilted[0][i] + cos_roll * tilted[1][i]),
            tilted[2],
        ];
        let middle = size.map(|side| side / 2.0);
        Self { form, middle, target, rotation, distance: distance * size[0].max(size[1]), zoom }
    }

    /// Returns the middle of the surface.
    pub(crate) fn middle(&self) -> Point {
        self.middle
    }

    /// Steps back until all of these are in a photograph of a size.
    pub(crate) fn framing(mut self, codes: &[Placed], (width, height): (usize, usize)) -> Self {
        let inside = |[x, y]: Point| {
            let space = width as f32 / 40.0;
            x > space && y > space && x < width as f32 - space && y < height as f32 - space
        };
        for _ in 0..30 {
            if codes.iter().flat_map(Placed::corners).all(|corner| inside(self.of(corner))) {
                break;
            }
            self.zoom *= 0.93;
        }
        self
    }

    /// Returns where a place of the surface is in the photograph.
    pub(crate) fn of(&self, [x, y]: Point) -> Point {
        let formed = self.formed([x - self.middle[0], y - self.middle[1]]);
        let [x, y, z] = self.rotation.map(|row| row[0] * formed[0] + row[1] * formed[1] + row[2] * formed[2]);
        let scale = self.zoom * self.distance / (self.distance + z).max(self.distance / 20.0);
        [self.target[0] + x * scale, self.target[1] + y * scale]
    }

    fn formed(&self, [x, y]: Point) -> [f32; 3] {
        match self.form {
            Form::Flat => [x, y, 0.0],
            Form::Rolled { radius, axis } => {
                let (sin, cos) = axis.to_radians().sin_cos();
                let (around, along) = (x * cos + y * sin, y * cos - x * sin);
                // Further around little is seen any more; there it goes straight on.
                let angle = (around / radius).clamp(-1.0, 1.0);
                let rest = around - angle * radius;
                let (across, deep) = (
                    radius * angle.sin() + rest * angle.cos(),
                    radius * (1.0 - angle.cos()) + (rest * angle.sin()).abs(),
                );
                [across * cos - along * sin, across * sin + along * cos, deep]
            }
            Form::Waves { height, length, along } => {
                let (sin, cos) = along.to_radians().sin_cos();
                [x, y, height * ((x * cos + y * sin) / length * std::f32::consts::TAU).sin()]
            }
        }
    }

    /// Returns which place of the surface is seen at a place of the photograph, searching from a guess.
    pub(crate) fn back(&self, seen: Point, guess: Point) -> Point {
        let mut place = guess;
        for _ in 0..6 {
            let now = self.of(place);
            let off = [seen[0] - now[0], seen[1] - now[1]];
            if off[0].abs() + off[1].abs() < 0.002 {
                break;
            }
            // Newton's step, with the slopes measured over half a pixel.
            let (right, down) = (self.of([place[0] + 0.5, place[1]]), self.of([place[0], place[1] + 0.5]));
            let (across, along) =
                ([0, 1].map(|i| (right[i] - now[i]) * 2.0), [0, 1].map(|i| (down[i] - now[i]) * 2.0));
            let whole = across[0] * along[1] - across[1] * along[0];
            if whole.abs() < 1e-9 {
                break;
            }
            place[0] += (off[0] * along[1] - off[1] * along[0]) / whole;
            place[1] += (off[1] * across[0] - off[0] * across[1]) / whole;
        }
        place
    }
}
