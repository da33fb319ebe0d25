//! Searches a picture, one view of it after the other.

use crate::budget::Clock;
use crate::fit::{self, Grid};
use crate::place::Place;
use crate::plane::Plane;
use crate::view::{VIEWS, View};
use crate::{Budget, Code, Nothing, Picture, Reading, finder, place, sample};

/// Places tried in one view; a picture of noise has more of them.
const MOST_PLACES: usize = 60;
/// Agreement below which a grid is no symbol: before its fourth point is moved, and after.
const LEAST_SETTLED: f32 = 0.5;
const LEAST_TILTED: f32 = 0.6;
/// A mark as likely as this and at least so many pixels a module is most probably one.
const SURE: f32 = 0.85;
const SURE_PIXELS: f32 = 2.0;

/// What is known so far.
struct Search<'a> {
    clock: Clock<'a>,
    codes: Vec<Code>,
    /// Sure marks, in pixels of the picture.
    marks: Vec<[f32; 2]>,
    /// Corners of symbols that could not be read.
    unreadable: Vec<[f32; 2]>,
}

pub(crate) fn search(picture: &Picture, budget: &Budget) -> Reading {
    let clock = Clock::start(budget);
    if u64::from(picture.width()) * u64::from(picture.height()) > budget.pixels {
        return Reading::of(Vec::new(), Nothing::TooLarge);
    }
    let mut search = Search { clock, codes: Vec::new(), marks: Vec::new(), unreadable: Vec::new() };
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
        let t0 = std::time::Instant::now();
        let Some((plane, map)) = view.of(source) else { return };
        let t1 = t0.elapsed();
        let step = if plane.width * plane.height > 1_500_000 { 2 } else { 1 };
        let mut marks = finder::marks(&plane, step, view.contrast);
        for mark in &marks {
            let at = map.picture([mark.x, mark.y]);
            if mark.likeness > SURE && mark.wide > SURE_PIXELS && !self.inside(at) {
                self.marks.push(at);
            }
        }
        marks.retain(|mark| !self.inside(map.picture([mark.x, mark.y])));
        let t2 = t0.elapsed();
        let places = place::places(&marks);
        let t3 = t0.elapsed();
        if std::env::var("DEBUG").is_ok() { eprintln!("{}: view {:?} marks {:?} ({}) places {:?} ({}) codes {} unexplained {}", view.name, t1, t2-t1, marks.len(), t3-t2, places.len(), self.codes.len(), self.marks.iter().filter(|m| !self.inside(**m)).count()); }
        struct D(std::time::Instant); impl Drop for D { fn drop(&mut self) { if std::env::var("DEBUG").is_ok() { eprintln!("     tried {:?}", self.0.elapsed()); } } }
        let _d = D(std::time::Instant::now());
        for place in places.iter().take(MOST_PLACES) {
            if self.clock.over() {
                return;
            }
            let taken = [place.top_left, place.top_right, place.bottom_left];
            if taken.iter().any(|&corner| self.inside(map.picture(corner))) {
                continue;
            }
            match read(&plane, place) {
                Outcome::Read(text, grid) => self.codes.push(Code::new(text, map.corners(grid.corners()))),
                Outcome::Unreadable => self.unreadable.push(map.picture(place.top_left)),
                Outcome::NoSymbol => {}
            }
        }
    }

    /// Whether every sure mark lies in a code that was read, and there is one.
    fn explained(&self) -> bool {
        let open = |marks: &[[f32; 2]]| marks.iter().filter(|mark| !self.inside(**mark)).count();
        !self.codes.is_empty() && open(&self.unreadable) == 0 && open(&self.marks) < 2
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

/// What came of a place.
enum Outcome {
    /// What it says, and where exactly it is.
    Read(String, Grid),
    /// It looks like a symbol, but cannot be read in this view.
    Unreadable,
    NoSymbol,
}

fn read(plane: &Plane<'_>, place: &Place) -> Outcome {
    let Some(mut grid) = fit::candidate(plane, place) else { return Outcome::NoSymbol };
    let settled = fit::settle(plane, &mut grid);
if std::env::var("DEBUG").is_ok(){eprintln!("CAND {} settled {settled}", grid.size);}
    if settled >= LEAST_SETTLED
        && let Some(text) = sample::read(plane, &grid)
    {
        return Outcome::Read(text, grid);
    }
    if settled < LEAST_SETTLED {
        return Outcome::NoSymbol;
    }
    if fit::tilt(plane, &mut grid) < LEAST_TILTED {
        return Outcome::NoSymbol;
    }
    sample::read(plane, &grid).map_or(Outcome::Unreadable, |text| Outcome::Read(text, grid))
}
