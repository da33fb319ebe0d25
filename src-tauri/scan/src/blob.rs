//! Measures a patch of one brightness: how a square must have been turned and stretched to give it.

use crate::number::{coordinate, pixel};
use crate::plane::Plane;

/// Pixels of the largest patch that is measured.
const MOST: usize = 60_000;

/// Two vectors that span a square which, turned by some angle, stretched to a parallelogram, is the patch around a place.
///
/// From the patch's second moments: they tell the parallelogram but for the square's own angle. `None` where there is no
/// patch or it is far larger than `reach` pixels in any direction. `dark` is whether it is below the threshold.
pub(crate) fn span(
    plane: &Plane<'_>,
    [x, y]: [f32; 2],
    threshold: u8,
    dark: bool,
    reach: f32,
) -> Option<Blob> {
    let (x, y) = (pixel(x), pixel(y));
    let far = pixel(reach) + 1;
    let (left, top) = (x.saturating_sub(far), y.saturating_sub(far));
    let (right, bottom) = ((x + far + 1).min(plane.width), (y + far + 1).min(plane.height));
    let (width, height) = (right.checked_sub(left)?, bottom.checked_sub(top)?);
    if width * height > MOST || x >= right || y >= bottom {
        return None;
    }
    let belongs = |x: usize, y: usize| (plane.bytes[y * plane.width + x] < threshold) == dark;
    if !belongs(x, y) {
        return None;
    }
    let mut seen = vec![false; width * height];
    let mut open = vec![(x, y)];
    seen[(y - top) * width + x - left] = true;
    let mut moments = Moments::default();
    while let Some((x, y)) = open.pop() {
        if x == left || y == top || x + 1 == right || y + 1 == bottom {
            return None; // goes on outside
        }
        moments.add(coordinate(x - left), coordinate(y - top));
        for (x, y) in [(x - 1, y), (x + 1, y), (x, y - 1), (x, y + 1)] {
            let at = (y - top) * width + x - left;
            if !seen[at] && belongs(x, y) {
                seen[at] = true;
                open.push((x, y));
            }
        }
    }
    plane.looked(pixel(moments.count));
    moments.blob([coordinate(left) + 0.5, coordinate(top) + 0.5])
}

/// A patch.
pub(crate) struct Blob {
    pub(crate) centre: [f32; 2],
    /// The sides of the square after stretching, if it was not turned before.
    pub(crate) sides: [[f32; 2]; 2],
}

#[derive(Default)]
struct Moments {
    count: f32,
    sum: [f32; 2],
    squares: [f32; 3],
}

impl Moments {
    fn add(&mut self, x: f32, y: f32) {
        self.count += 1.0;
        self.sum[0] += x;
        self.sum[1] += y;
        self.squares[0] += x * x;
        self.squares[1] += x * y;
        self.squares[2] += y * y;
    }

    fn blob(&self, origin: [f32; 2]) -> Option<Blob> {
        let [x, y] = self.sum.map(|sum| sum / self.count);
        let [xx, xy, yy] = self.squares.map(|sum| sum / self.count);
        // A unit square's variance is a twelfth; one pixel is a square, too, and the smallest patches are all border.
        let (xx, xy, yy) = ((xx - x * x) * 12.0 + 1.0, (xy - x * y) * 12.0, (yy - y * y) * 12.0 + 1.0);
        // The square root of the symmetric matrix.
        let root = (xx * yy - xy * xy).max(0.0).sqrt();
        let divisor = (xx + yy + 2.0 * root).sqrt();
        (divisor > 0.0).then(|| Blob {
            centre: [x + origin[0], y + origin[1]],
            sides: [[(xx + root) / divisor, xy / divisor], [xy / divisor, (yy + root) / divisor]],
        })
    }
}

impl Blob {
    /// The sides, if the square was turned by an angle before it was stretched.
    pub(crate) fn turned(&self, angle: f32) -> [[f32; 2]; 2] {
        let (sine, cosine) = angle.sin_cos();
        let [a, b] = self.sides;
        [[0, 1].map(|i| a[i] * cosine + b[i] * sine), [0, 1].map(|i| b[i] * cosine - a[i] * sine)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_parallelogram_is_measured_whatever_its_angle() {
        let (along, down) = ([9.0_f32, 4.0], [-3.0_f32, 12.0]);
        let determinant = along[0] * down[1] - along[1] * down[0];
        let inside = |x: f32, y: f32| {
            let (u, v) =
                ((x * down[1] - y * down[0]) / determinant, (y * along[0] - x * along[1]) / determinant);
            u.abs() <= 1.5 && v.abs() <= 1.5
        };
        let at = |i: usize| coordinate(i) + 0.5 - 40.0;
        let bytes: Vec<u8> =
            (0..6400).map(|i| if inside(at(i % 80), at(i / 80)) { 0 } else { 255 }).collect();
        let plane = Plane::new(80, 80, bytes);
        let Some(blob) = span(&plane, [40.0, 40.0], 128, true, 39.0) else { panic!("a patch is there") };
        let near = |a: f32, b: f32| (a - b).abs() < 0.8;
        let found = (0..360).any(|degrees| {
            let [a, b] = blob
                .turned(f32::from(u16::try_from(degrees).unwrap_or(0)).to_radians())
                .map(|side| side.map(|s| s / 3.0));
            near(a[0], along[0]) && near(a[1], along[1]) && near(b[0], down[0]) && near(b[1], down[1])
        });
        assert!(found, "{:?}", blob.sides);
        assert!(span(&plane, [40.0, 40.0], 128, true, 10.0).is_none(), "larger than expected");
        assert!(span(&plane, [40.0, 40.0], 128, false, 39.0).is_none(), "of the other brightness");
    }
}
