//! Puts three marks together to a place where a symbol may be.

use crate::finder::Mark;

/// Marks put together at any angle, the likeliest of all; the number of triples grows with its cube.
const MOST_MARKS: usize = 40;

/// Three marks that may be the corners of one symbol.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place {
    pub(crate) top_left: [f32; 2],
    pub(crate) top_right: [f32; 2],
    pub(crate) bottom_left: [f32; 2],
    /// Modules along a side, estimated from the marks' width.
    pub(crate) modules: f32,
    /// Modules are dark on light.
    pub(crate) dark: bool,
    /// The lower, the more it looks like a symbol.
    pub(crate) doubt: f32,
}

/// All places among the likeliest marks, the likeliest place first.
pub(crate) fn places(marks: &[Mark]) -> Vec<Place> {
    let best = &marks[..marks.len().min(MOST_MARKS)];
    let mut places = Vec::new();
    for corner in best {
        for (i, a) in best.iter().enumerate() {
            for b in best.iter().skip(i + 1) {
                if pair(a, b) && pair(corner, a) && pair(corner, b) {
                    places.extend(place(corner, a, b));
                }
            }
        }
    }
    places.sort_by(|a, b| a.doubt.total_cmp(&b.doubt));
    places
}

fn pair(a: &Mark, b: &Mark) -> bool {
    let near = |a: f32, b: f32| a < 1.5 * b + 0.5 && b < 1.5 * a + 0.5;
    a.dark == b.dark && near(a.wide, b.wide) && near(a.high, b.high)
}

/// A corner and two ends, if they stand about at a right angle and as far from each other both ways.
fn place(corner: &Mark, a: &Mark, b: &Mark) -> Option<Place> {
    let (ax, ay) = (a.x - corner.x, a.y - corner.y);
    let (bx, by) = (b.x - corner.x, b.y - corner.y);
    let (a_long, b_long) = (ax.hypot(ay), bx.hypot(by));
    let cosine = (ax * bx + ay * by) / (a_long * b_long);
    if cosine.is_nan() || cosine.abs() > 0.5 {
        return None;
    }
    // In modules: a row crosses a turned symbol's modules askew, whichever of the two ways is nearer to it.
    let modules = |x: f32, y: f32, other: &Mark| {
        let (wide, high) = (f32::midpoint(corner.wide, other.wide), f32::midpoint(corner.high, other.high));
        let (x, y) = (x / wide, y / high);
        x * x.abs().max(y.abs()).recip() * x + y * y * x.abs().max(y.abs()).recip()
    };
    let (a_modules, b_modules) = (modules(ax, ay, a), modules(bx, by, b));
    let ratio = a_modules / b_modules;
    let mean = f32::midpoint(a_modules, b_modules) + 7.0;
    if !(0.6..1.67).contains(&ratio) || !(17.0..190.0).contains(&mean) {
        return None;
    }
    let (right, below) = if ax * by - ay * bx > 0.0 { (a, b) } else { (b, a) };
    let uneven = |a: f32, b: f32| ((a + 0.3) / (b + 0.3)).ln().abs();
    let unevenness = uneven(a.wide, corner.wide) + uneven(b.wide, corner.wide) + uneven(a.wide, b.wide);
    let unlike = 3.0 - corner.likeness - a.likeness - b.likeness;
    // Sides of true symbols differ little, and other codes beside a symbol make larger triples.
    let doubt = 2.0 * cosine.abs() + 2.0 * unevenness + 2.0 * ratio.ln().abs() + unlike + mean / 200.0;
    Some(Place {
        top_left: [corner.x, corner.y],
        top_right: [right.x, right.y],
        bottom_left: [below.x, below.y],
        modules: mean,
        dark: corner.dark,
        doubt,
    })
}
