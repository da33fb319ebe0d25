//! Guesses where the third finder pattern of a symbol was of which two are left.

use crate::frame::Frame;
use crate::mark::Mark;
use crate::place::Place;
use crate::plane::Plane;

/// Marks of at least this likeness are taken for finder patterns without a third.
const SURE: f32 = 0.85;
/// So many of them are put together; each pair can be the two left in six ways.
const MOST_MARKS: usize = 6;

/// All places of symbols one of whose finder patterns is covered.
pub(crate) fn places(plane: &Plane<'_>, marks: &[Mark]) -> Vec<Place> {
    let sure = marks.iter().filter(|mark| mark.likeness >= SURE).take(MOST_MARKS);
    let sure: Vec<(Mark, Frame)> = sure.map(|mark| (*mark, Frame::of(plane, mark))).collect();
    let mut places = Vec::new();
    for (i, (a, a_frame)) in sure.iter().enumerate() {
        for (b, b_frame) in &sure[i + 1..] {
            if a.dark == b.dark {
                places.extend(pair(&a_frame.moved(a), &b_frame.moved(b)));
            }
        }
    }
    places
}

/// The ways in which two marks can be two of three.
fn pair(a: &Mark, b: &Mark) -> Vec<Place> {
    let way = [b.x - a.x, b.y - a.y];
    // Both are turned so that the sides nearest to each other are the same.
    let Some((along, down)) = common_sides(a, b, way) else { return Vec::new() };
    let determinant = along[0] * down[1] - along[1] * down[0];
    let u = (way[0] * down[1] - way[1] * down[0]) / determinant;
    let v = (along[0] * way[1] - along[1] * way[0]) / determinant;
    let modules = u.abs().max(v.abs());
    if !(12.0..175.0).contains(&modules) {
        return Vec::new();
    }
    let at = |mark: &Mark, side: [f32; 2], modules: f32| Mark {
        x: mark.x + side[0] * modules,
        y: mark.y + side[1] * modules,
        likeness: 0.0,
        ..*mark
    };
    // The corner first, then the two ends, one of the three made up.
    let triples: Vec<[Mark; 3]> = if v.abs() < 0.25 * modules {
        [u, -u].into_iter().flat_map(|far| [[*a, *b, at(a, down, far)], [*b, *a, at(b, down, far)]]).collect()
    } else if (u.abs() - v.abs()).abs() < 0.35 * modules {
        vec![[at(a, along, u), *a, *b], [at(a, down, v), *a, *b]]
    } else {
        Vec::new()
    };
    triples.into_iter().map(|[corner, p, q]| place(corner, p, q, modules + 7.0)).collect()
}

fn place(corner: Mark, p: Mark, q: Mark, modules: f32) -> Place {
    let turn = (p.x - corner.x) * (q.y - corner.y) - (p.y - corner.y) * (q.x - corner.x);
    let marks = if turn > 0.0 { [corner, p, q] } else { [corner, q, p] };
    let missing = marks.iter().position(|mark| mark.likeness == 0.0);
    Place { marks, modules, dark: corner.dark, doubt: 0.0, missing }
}

/// The mean sides of two marks' modules, `along` pointing most nearly in a direction; `None` when they do not lie alike.
fn common_sides(a: &Mark, b: &Mark, way: [f32; 2]) -> Option<([f32; 2], [f32; 2])> {
    let [a, b] = [a, b].map(|mark| Frame::lying(mark).facing(way));
    let alike = |p: [f32; 2], q: [f32; 2]| {
        let cosine = (p[0] * q[0] + p[1] * q[1]) / (p[0].hypot(p[1]) * q[0].hypot(q[1]));
        cosine > 0.8
    };
    let mean = |p: [f32; 2], q: [f32; 2]| [0, 1].map(|i| f32::midpoint(p[i], q[i]));
    (alike(a.along, b.along) && alike(a.down, b.down)).then(|| (mean(a.along, b.along), mean(a.down, b.down)))
}
