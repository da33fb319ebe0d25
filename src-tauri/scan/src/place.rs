//! Puts three marks together to a place where a symbol may be.

use crate::finder::Mark;

/// Marks considered at any angle; upright triples are cheap to find among any number.
const MOST_AT_AN_ANGLE: usize = 48;

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

/// All places, the likeliest first.
pub(crate) fn places(marks: &[Mark]) -> Vec<Place> {
    let mut places = Vec::new();
    for (i, a) in marks.iter().enumerate() {
        for b in marks.iter().skip(i + 1) {
            if pair(a, b) && (a.y - b.y).abs() < 1.5 * a.unit {
                let (left, right) = if a.x < b.x { (a, b) } else { (b, a) };
                for third in marks {
                    upright(left, right, third, &mut places);
                }
            }
        }
    }
    let mut best: Vec<&Mark> = marks.iter().collect();
    best.sort_by(|a, b| f32::from(b.rows).min(b.unit).total_cmp(&f32::from(a.rows).min(a.unit)));
    best.truncate(MOST_AT_AN_ANGLE);
    for corner in &best {
        for (i, a) in best.iter().enumerate() {
            for b in best.iter().skip(i + 1) {
                if pair(a, b) && pair(corner, a) && pair(corner, b) {
                    places.extend(at_an_angle(corner, a, b));
                }
            }
        }
    }
    places.sort_by(|a, b| a.doubt.total_cmp(&b.doubt));
    places
}

fn pair(a: &Mark, b: &Mark) -> bool {
    a.dark == b.dark && a.unit < 1.5 * b.unit && b.unit < 1.5 * a.unit
}

/// Two marks beside each other and one exactly above or below one of them.
fn upright(left: &Mark, right: &Mark, third: &Mark, places: &mut Vec<Place>) {
    let unit = (left.unit + right.unit) / 2.0;
    let wide = right.x - left.x;
    let high = (third.y - left.y).abs();
    if !pair(left, third) || !(11.0..180.0).contains(&(wide / unit)) || high < 0.4 * wide || high > 2.5 * wide
    {
        return;
    }
    let below_left = (third.x - left.x).abs() < 1.5 * unit;
    if !below_left && (third.x - right.x).abs() >= 1.5 * unit {
        return;
    }
    let below = third.y > left.y;
    let at = |mark: &Mark| [mark.x, mark.y];
    // The corner is where the right angle is; from it the symbol's rows run clockwise to its columns.
    let (top_left, top_right, bottom_left) = match (below_left, below) {
        (true, true) => (left, right, third),
        (false, true) => (right, third, left),
        (false, false) => (right, left, third),
        (true, false) => (left, third, right),
    };
    // In a turned symbol the pair lies along the other side, which makes no difference: sides are equal.
    let skew = (left.y - right.y).abs() + if below_left { third.x - left.x } else { third.x - right.x }.abs();
    let uneven = (left.unit - right.unit).abs() + (third.unit - unit).abs();
    places.push(Place {
        top_left: at(top_left),
        top_right: at(top_right),
        bottom_left: at(bottom_left),
        modules: wide / unit + 7.0,
        dark: left.dark,
        doubt: (skew + 2.0 * uneven) / unit + 0.7 * (high / wide).ln().abs(),
    });
}

/// A corner and two ends at any angle.
fn at_an_angle(corner: &Mark, a: &Mark, b: &Mark) -> Option<Place> {
    let (ax, ay) = (a.x - corner.x, a.y - corner.y);
    let (bx, by) = (b.x - corner.x, b.y - corner.y);
    let (a_long, b_long) = (ax.hypot(ay), bx.hypot(by));
    let cosine = (ax * bx + ay * by) / (a_long * b_long);
    let ratio = a_long / b_long;
    if cosine.is_nan() || cosine.abs() > 0.5 || !(0.45..2.2).contains(&ratio) {
        return None;
    }
    // A row crosses a turned symbol's modules askew.
    let straight = |x: f32, y: f32, long: f32| x.abs().max(y.abs()) / long;
    let units = |long: f32, x: f32, y: f32, other: &Mark| {
        long / ((corner.unit + other.unit) / 2.0 * straight(x, y, long))
    };
    let modules = f32::midpoint(units(a_long, ax, ay, a), units(b_long, bx, by, b)) + 7.0;
    if !(17.0..190.0).contains(&modules) {
        return None;
    }
    let (right, below) = if ax * by - ay * bx > 0.0 { (a, b) } else { (b, a) };
    let uneven = (a.unit - corner.unit).abs() + (b.unit - corner.unit).abs();
    Some(Place {
        top_left: [corner.x, corner.y],
        top_right: [right.x, right.y],
        bottom_left: [below.x, below.y],
        modules,
        dark: corner.dark,
        doubt: 1.0 + 3.0 * cosine.abs() + 2.0 * uneven / corner.unit + 2.0 * ratio.ln().abs(),
    })
}
