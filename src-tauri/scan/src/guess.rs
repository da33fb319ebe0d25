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
    let sure: Vec<(&Mark, Frame)> = sure.map(|mark| (mark, mark.frame(plane))).collect();
    let mut places = Vec::new();
    for (i, (a, a_frame)) in sure.iter().enumerate() {
        for (b, b_frame) in &sure[i + 1..] {
            if a.dark == b.dark {
                places.extend(pair((a, a_frame), (b, b_frame)));
            }
        }
    }
    places
}

/// The ways in which two marks can be two of three.
fn pair((a, a_frame): (&Mark, &Frame), (b, b_frame): (&Mark, &Frame)) -> Vec<Place> {
    let way = [0, 1].map(|i| b_frame.centre[i] - a_frame.centre[i]);
    // Both are turned so that the sides nearest to each other are the same.
    let Some([along, down]) = common_sides(a_frame.facing(way), b_frame.facing(way)) else {
        return Vec::new();
    };
    let determinant = along[0] * down[1] - along[1] * down[0];
    let u = (way[0] * down[1] - way[1] * down[0]) / determinant;
    let v = (along[0] * way[1] - along[1] * way[0]) / determinant;
    let modules = u.abs().max(v.abs());
    if !(12.0..175.0).contains(&modules) {
        return Vec::new();
    }
    let third = |like: &Mark, from: &Frame, side: [f32; 2], modules: f32| {
        Mark::made_up(like, [0, 1].map(|i| from.centre[i] + side[i] * modules))
    };
    // The corner first, then the two ends, one of the three made up.
    let triples = if v.abs() < 0.25 * modules {
        let beside = |far: f32| {
            [
                [a.clone(), b.clone(), third(a, a_frame, down, far)],
                [b.clone(), a.clone(), third(b, b_frame, down, far)],
            ]
        };
        [beside(u), beside(-u)].concat()
    } else if (u.abs() - v.abs()).abs() < 0.35 * modules {
        [third(a, a_frame, along, u), third(a, a_frame, down, v)]
            .map(|corner| [corner, a.clone(), b.clone()])
            .to_vec()
    } else {
        Vec::new()
    };
    triples.into_iter().map(|triple| place(triple, modules + 7.0)).collect()
}

fn place([corner, p, q]: [Mark; 3], modules: f32) -> Place {
    let turn = (p.x - corner.x) * (q.y - corner.y) - (p.y - corner.y) * (q.x - corner.x);
    let dark = corner.dark;
    let marks = if turn > 0.0 { [corner, p, q] } else { [corner, q, p] };
    let missing = marks.iter().position(|mark| mark.likeness == 0.0);
    Place { marks, modules, dark, doubt: 0.0, missing }
}

/// The mean sides of the modules of two patterns; `None` when they do not lie alike.
fn common_sides(a: Frame, b: Frame) -> Option<[[f32; 2]; 2]> {
    let alike = |p: [f32; 2], q: [f32; 2]| {
        let cosine = (p[0] * q[0] + p[1] * q[1]) / (p[0].hypot(p[1]) * q[0].hypot(q[1]));
        cosine > 0.8
    };
    let mean = |p: [f32; 2], q: [f32; 2]| [0, 1].map(|i| f32::midpoint(p[i], q[i]));
    (alike(a.along, b.along) && alike(a.down, b.down)).then(|| [mean(a.along, b.along), mean(a.down, b.down)])
}
