//! Puts three marks together to a place where a symbol may be.

use crate::mark::Mark;

/// Marks looked at, the likeliest of all.
const MOST_MARKS: usize = 400;
/// The likeliest marks are put together with each other wherever they are; the number of triples grows with its cube.
const EVERYWHERE: usize = 32;
/// So many of the nearest marks are put together with each.
const NEAREST: usize = 10;

/// Three marks that may be the corners of one symbol.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    /// Top left, top right, bottom left.
    pub(crate) marks: [Mark; 3],
    /// Modules along a side, estimated from the marks' width.
    pub(crate) modules: f32,
    /// Modules are dark on light.
    pub(crate) dark: bool,
    /// The lower, the more it looks like a symbol.
    pub(crate) doubt: f32,
    /// Which of the marks is made up.
    pub(crate) missing: Option<usize>,
}

impl Place {
    /// The centres of the marks.
    pub(crate) fn centres(&self) -> [[f32; 2]; 3] {
        self.marks.each_ref().map(|mark| [mark.x, mark.y])
    }
}

/// All places among the likeliest marks, the likeliest place first.
pub(crate) fn places(marks: &[Mark]) -> Vec<Place> {
    let best = &marks[..marks.len().min(MOST_MARKS)];
    let mut places = Vec::new();
    for (i, corner) in best.iter().enumerate() {
        let partners = partners(best, i);
        for (j, a) in partners.iter().enumerate() {
            for b in &partners[j + 1..] {
                if pair(a, b) {
                    places.extend(place(corner, a, b));
                }
            }
        }
    }
    places.sort_by(|a, b| a.doubt.total_cmp(&b.doubt));
    places
}

/// The marks that may belong to one.
fn partners(marks: &[Mark], i: usize) -> Vec<&Mark> {
    let corner = &marks[i];
    let mut partners: Vec<(usize, &Mark)> =
        marks.iter().enumerate().filter(|&(j, mark)| i != j && pair(corner, mark)).collect();
    if partners.len() > EVERYWHERE {
        let distance = |mark: &Mark| (mark.x - corner.x).abs().max((mark.y - corner.y).abs());
        partners.sort_by(|a, b| distance(a.1).total_cmp(&distance(b.1)));
        let mut place = 0;
        partners.retain(|&(j, _)| {
            place += 1;
            place <= NEAREST || (i < EVERYWHERE && j < EVERYWHERE)
        });
    }
    partners.into_iter().map(|(_, mark)| mark).collect()
}

fn pair(a: &Mark, b: &Mark) -> bool {
    // Seen at a sharp angle the nearer one is much larger; then both must be clear.
    let most = if a.likeness.min(b.likeness) > 0.8 { 2.2 } else { 1.5 };
    let near = |a: f32, b: f32| a < most * b + 0.5 && b < most * a + 0.5;
    a.dark == b.dark && near(a.module(), b.module())
}

/// Measures distances in modules between marks that lie alike; it does not matter which of four ways a mark is turned.
struct Metric {
    xx: f32,
    xy: f32,
    yy: f32,
}

impl Metric {
    fn of(marks: &[&Mark]) -> Self {
        let sum = |i: usize, j: usize| -> f32 {
            marks.iter().map(|mark| mark.along[i] * mark.along[j] + mark.down[i] * mark.down[j]).sum()
        };
        let count = crate::number::coordinate(marks.len());
        let (xx, xy, yy) = (sum(0, 0) / count, sum(0, 1) / count, sum(1, 1) / count);
        let determinant = xx * yy - xy * xy;
        Self { xx: yy / determinant, xy: -xy / determinant, yy: xx / determinant }
    }

    fn product(&self, [ax, ay]: [f32; 2], [bx, by]: [f32; 2]) -> f32 {
        ax * (self.xx * bx + self.xy * by) + ay * (self.xy * bx + self.yy * by)
    }
}

/// A corner and two ends, if they stand about at a right angle and as far from each other both ways.
fn place(corner: &Mark, a: &Mark, b: &Mark) -> Option<Place> {
    let to = |mark: &Mark| [mark.x - corner.x, mark.y - corner.y];
    let (to_a, to_b) = (to(a), to(b));
    let modules = |mark: &Mark| Metric::of(&[corner, mark]).product(to(mark), to(mark)).sqrt();
    let (a_modules, b_modules) = (modules(a), modules(b));
    let ratio = a_modules / b_modules;
    let mean = f32::midpoint(a_modules, b_modules) + 7.0;
    if !(0.6..1.67).contains(&ratio) || !(17.0..190.0).contains(&mean) {
        return None;
    }
    let metric = Metric::of(&[corner, a, b]);
    let cosine =
        metric.product(to_a, to_b) / (metric.product(to_a, to_a) * metric.product(to_b, to_b)).sqrt();
    if cosine.is_nan() || cosine.abs() > 0.5 {
        return None;
    }
    let (right, below) = if to_a[0] * to_b[1] - to_a[1] * to_b[0] > 0.0 { (a, b) } else { (b, a) };
    let uneven = |a: &Mark, b: &Mark| ((a.module() + 0.3) / (b.module() + 0.3)).ln().abs();
    let unevenness = uneven(a, corner) + uneven(b, corner) + uneven(a, b);
    let clear = corner.likeness.min(a.likeness).min(b.likeness);
    let unlike = 3.0 - corner.likeness - a.likeness - b.likeness;
    // Sides of true symbols differ little, and other codes beside a symbol make larger triples.
    let doubt = 2.0 * cosine.abs() + 2.0 * unevenness + 2.0 * ratio.ln().abs() + unlike + mean / 200.0;
    // Seen at a sharp angle much is uneven; then the marks must be clear.
    let most = if clear > 0.75 { 3.2 } else { 2.2 };
    if doubt > most {
        return None;
    }
    Some(Place {
        marks: [corner, right, below].map(Mark::clone),
        modules: mean,
        dark: corner.dark,
        doubt,
        missing: None,
    })
}
