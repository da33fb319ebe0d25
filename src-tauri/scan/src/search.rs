//! Searches a picture, level by level.

use crate::budget::Clock;
use crate::fit::{self, Grid, Threshold};
use crate::plane::Plane;
use crate::{Budget, Code, Nothing, Picture, Reading, finder, foreign, place};

pub(crate) fn search(picture: &Picture, budget: &Budget) -> Reading {
    let clock = Clock::start(budget);
    let mut codes: Vec<Code> = Vec::new();
    let mut plane = Plane {
        width: usize::try_from(picture.width()).unwrap_or(0),
        height: usize::try_from(picture.height()).unwrap_or(0),
        bytes: picture.luma().to_vec(),
    };
    let mut scale = 1.0;
    for _ in 0..4 {
        let marks = finder::marks(&plane, 1, 24);
        let places = place::places(&marks);
        if std::env::var("DEBUG").is_ok() {
            eprintln!("level {scale} marks {} places {}", marks.len(), places.len());
        }
        for place in places.iter().take(60) {
            if clock.over() {
                break;
            }
            let centre = [
                (place.top_right[0] + place.bottom_left[0]) / 2.0 * scale,
                (place.top_right[1] + place.bottom_left[1]) / 2.0 * scale,
            ];
            if codes.iter().any(|code| {
                let [l, t, r, b] = code.bounds();
                centre[0] > l && centre[0] < r && centre[1] > t && centre[1] < b
            }) {
                continue;
            }
            if let Some((text, grid)) = attempt(&plane, place) {
                codes.push(Code::new(text, grid.corners().map(|[x, y]| [x * scale, y * scale])));
            }
        }
        scale *= 2.0;
        let Some(half) = plane.halved() else { break };
        plane = half;
    }
    let nothing = Nothing::NoCode;
    Reading::of(codes, nothing)
}

fn attempt(plane: &Plane, place: &place::Place) -> Option<(String, Grid)> {
    for (agreement, grid) in fit::fit(plane, place) {
        if std::env::var("DEBUG").is_ok() {
            eprintln!("  place {place:?} size {} agreement {agreement}", grid.size);
        }
        if agreement < 0.4 {
            continue;
        }
        if let Some(text) = decode(plane, &grid) {
            return Some((text, grid));
        }
        let (agreement, grid) = fit::tilt(plane, &grid);
        if std::env::var("DEBUG").is_ok() {
            eprintln!("  tilt size {} agreement {agreement}", grid.size);
        }
        if agreement > 0.4 {
            if let Some(text) = decode(plane, &grid) {
                return Some((text, grid));
            }
        }
    }
    None
}

fn decode(plane: &Plane, grid: &Grid) -> Option<String> {
    let values = fit::sample(plane, grid);
    [Threshold::Fixed, Threshold::Around(3)].into_iter().find_map(|how| {
        let bits = fit::decide(grid, &values, how);
        foreign::read_matrix(grid.size, &bits)
    })
}
