//! Searches a picture, one view of it after the other.

use crate::budget::Clock;
use crate::fit::{self, Grid};
use crate::place::Place;
use crate::plane::Plane;
use crate::view::{VIEWS, View};
use crate::{Budget, Code, Nothing, Picture, Reading, finder, place, sample};

/// Places tried in one view; a picture of noise has more of them.
const MOST_PLACES: usize = 60;
/// Below this agreement a grid is not worth decoding.
const LEAST_AGREEMENT: f32 = 0.45;
/// A mark as likely as this is most probably one.
const SURE: f32 = 0.75;

/// What is known so far.
struct Search<'a> {
    clock: Clock<'a>,
    codes: Vec<Code>,
    /// Sure marks, in pixels of the picture.
    marks: Vec<[f32; 2]>,
}

pub(crate) fn search(picture: &Picture, budget: &Budget) -> Reading {
    let clock = Clock::start(budget);
    if u64::from(picture.width()) * u64::from(picture.height()) > budget.pixels {
        return Reading::of(Vec::new(), Nothing::TooLarge);
    }
    let mut search = Search { clock, codes: Vec::new(), marks: Vec::new() };
    let mut source = crate::view::Source::of(picture);
    for view in &VIEWS {
        if search.clock.over() || (view.only_if_needed && search.explained()) {
            break;
        }
        search.look(view, &mut source);
    }
    let nothing = search.reason();
    Reading::of(search.codes, nothing)
}

impl Search<'_> {
    fn look(&mut self, view: &View, source: &mut crate::view::Source<'_>) {
        let Some((plane, map)) = view.of(source) else { return };
        let step = if plane.width * plane.height > 1_500_000 { 2 } else { 1 };
        let mut marks = finder::marks(&plane, step, view.contrast);
        for mark in &marks {
            let at = map.picture([mark.x, mark.y]);
            if mark.likeness > SURE && !self.inside(at) {
                self.marks.push(at);
            }
        }
        marks.retain(|mark| !self.inside(map.picture([mark.x, mark.y])));
        let places = place::places(&marks);
        for place in places.iter().take(MOST_PLACES) {
            if self.clock.over() {
                return;
            }
            let taken = [place.top_left, place.top_right, place.bottom_left];
            if taken.iter().any(|&corner| self.inside(map.picture(corner))) {
                continue;
            }
            if let Some((text, grid)) = read(&plane, place) {
                self.codes.push(Code::new(text, map.corners(grid.corners())));
            }
        }
    }

    /// Whether every sure mark lies in a code that was read, and there is one.
    fn explained(&self) -> bool {
        !self.codes.is_empty() && self.marks.iter().filter(|mark| !self.inside(**mark)).count() < 3
    }

    fn inside(&self, [x, y]: [f32; 2]) -> bool {
        self.codes.iter().any(|code| {
            let [left, top, right, bottom] = code.bounds();
            (left..right).contains(&x) && (top..bottom).contains(&y)
        })
    }

    fn reason(&self) -> Nothing {
        if self.clock.cancelled() {
            Nothing::Cancelled
        } else if self.clock.over() {
            Nothing::OutOfTime
        } else {
            Nothing::NoCode
        }
    }
}

/// What a place says, and where exactly it is.
fn read(plane: &Plane<'_>, place: &Place) -> Option<(String, Grid)> {
    for (_, mut grid) in fit::candidates(plane, place) {
        if fit::settle(plane, &mut grid) > LEAST_AGREEMENT {
            if let Some(text) = sample::read(plane, &grid) {
                return Some((text, grid));
            }
        }
        if fit::tilt(plane, &mut grid) > LEAST_AGREEMENT {
            if let Some(text) = sample::read(plane, &grid) {
                return Some((text, grid));
            }
        }
    }
    None
}
