//! Searches a picture, one view of it after the other.

use crate::budget::Clock;
use crate::fit::{self, Grid};
use crate::mark::Mark;
use crate::mesh::Mesh;
use crate::place::Place;
use crate::plane::Plane;
use crate::view::{Map, Source, VIEWS, View};
use std::num::NonZero;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;

use crate::{Budget, Code, Nothing, Picture, Reading, bars, finder, guess, place, sample};

/// Places of one view that were looked at in vain. Looking costs microseconds.
const MOST_PLACES: usize = 120;
/// Pixels looked at one by one without reading a code: a tenth of a second's work in a whole search, and what one view may
/// take of it.
const MOST_LOOKS: usize = 6_000_000;
const MOST_LOOKS_A_VIEW: usize = 100_000;
/// The same for guessing at marks that cannot be seen.
const MOST_LOOKS_GUESSING: usize = 2_000_000;
/// Agreement below which a grid is no symbol: before its fourth point is moved, and after.
const LEAST_SETTLED: f32 = 0.5;
const LEAST_TILTED: f32 = 0.6;
/// A mark as likely as this and at least so many pixels a module is most probably one.
const SURE: f32 = 0.85;
const SURE_PIXELS: f32 = 2.0;
/// Three sure marks with less doubt than this are most probably those of one symbol.
const PROMISING: f32 = 1.4;
/// Pixels a module below which a symbol is too small and not damaged.
const SMALL: f32 = 2.0;

/// What is known so far.
struct Search<'a> {
    clock: Clock<'a>,
    looks: usize,
    /// Each with the number of the view that showed it.
    codes: Vec<(usize, Code)>,
    /// Where codes are: left, top, right, bottom.
    taken: Vec<[f32; 4]>,
    /// Sure marks, in pixels of the picture.
    marks: Vec<[f32; 2]>,
    /// The same as each plain view saw them.
    sure: Vec<(&'static View, Vec<Mark>)>,
    /// Corners of symbols that could not be read, and their modules' size.
    unreadable: Vec<([f32; 2], f32)>,
    /// Corners of places that look like a symbol though no grid fits.
    promising: Vec<[f32; 2]>,
}

pub(crate) fn search(picture: &Picture, budget: &Budget, without: Option<&str>) -> Reading {
    let clock = Clock::start(budget);
    if u64::from(picture.width()) * u64::from(picture.height()) > budget.pixels {
        return Reading::of(Vec::new(), Nothing::TooLarge);
    }
    let source = Source::of(picture);
    let mut search = Search::begin(clock, Vec::new());
    let views = VIEWS.iter().enumerate().filter(|(_, view)| Some(view.name) != without);
    let (further, first): (Vec<_>, Vec<_>) = views.partition(|(_, view)| view.only_if_needed);
    search.look_in(&source, &first);
    search.look_in(&source, &further);
    let most = search.looks + MOST_LOOKS_GUESSING;
    let mut sure = std::mem::take(&mut search.sure);
    sure.sort_by_key(|(view, _)| view.halvings);
    for (view, marks) in sure {
        if search.clock.over() || search.explained() {
            break;
        }
        if let Some((plane, map)) = view.of(&source) {
            search.visit((VIEWS.len(), &plane, &map), &guess::places(&plane, &marks), most);
        }
    }
    let nothing = if search.codes.is_empty() { search.reason(&source) } else { Nothing::NoCode };
    // Whichever view was the first to show one, codes come in the order in which people read.
    let mut codes: Vec<Code> = search.codes.into_iter().map(|(_, code)| code).collect();
    codes.sort_by(|a, b| {
        let [[a_left, a_top, ..], [b_left, b_top, ..]] = [a, b].map(Code::bounds);
        a_top.total_cmp(&b_top).then(a_left.total_cmp(&b_left))
    });
    Reading::of(codes, nothing)
}

fn contains([left, top, right, bottom]: [f32; 4], [x, y]: [f32; 2]) -> bool {
    (left..right).contains(&x) && (top..bottom).contains(&y)
}

fn lock<T>(shared: &Mutex<T>) -> MutexGuard<'_, T> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}

impl<'a> Search<'a> {
    fn begin(clock: Clock<'a>, taken: Vec<[f32; 4]>) -> Self {
        Self {
            clock,
            looks: 0,
            codes: Vec::new(),
            taken,
            marks: Vec::new(),
            sure: Vec::new(),
            unreadable: Vec::new(),
            promising: Vec::new(),
        }
    }

    /// Looks in views, in as many at a time as there are processors; in those that are needed only until everything is explained.
    fn look_in(&mut self, source: &Source<'_>, views: &[(usize, &'static View)]) {
        let at_once = thread::available_parallelism().map_or(1, NonZero::get).min(views.len());
        let shared = Mutex::new((views.iter(), self));
        let work = || {
            loop {
                let (number, view, mut part) = {
                    let (views, search) = &mut *lock(&shared);
                    let Some(&(number, view)) = views.next() else { return };
                    if search.clock.over() || (view.only_if_needed && search.explained()) {
                        return;
                    }
                    (number, view, Search::begin(search.clock, search.taken.clone()))
                };
                part.look(source, number, view);
                lock(&shared).1.take_over(part);
            }
        };
        thread::scope(|scope| {
            for _ in 1..at_once {
                scope.spawn(work);
            }
            work();
        });
    }

    /// Adds what another search of the same picture found.
    fn take_over(&mut self, part: Search<'_>) {
        self.looks += part.looks;
        for (view, code) in part.codes {
            self.found(view, code);
        }
        self.sure.extend(part.sure);
        self.unreadable.extend(part.unreadable);
        self.promising.extend(part.promising);
        for at in part.marks {
            if !self.inside(at) && !self.marks.contains(&at) {
                self.marks.push(at);
            }
        }
    }

    /// Keeps a code. One that several views showed is kept as the first of them did, whichever was the quickest.
    fn found(&mut self, view: usize, code: Code) {
        let [x, y] = [0, 1].map(|i| code.corners.iter().map(|corner| corner[i]).sum::<f32>() / 4.0);
        let known = self.taken.iter().position(|&bounds| contains(bounds, [x, y]));
        let Some(known) = known else {
            self.taken.push(code.bounds());
            self.codes.push((view, code));
            return;
        };
        // Codes that were known when a part of the search began are not its own.
        let first = self.taken.len() - self.codes.len();
        if let Some(before) = known.checked_sub(first).filter(|&before| view < self.codes[before].0) {
            self.taken[known] = code.bounds();
            self.codes[before] = (view, code);
        }
    }

    fn look(&mut self, source: &Source<'_>, number: usize, view: &'static View) {
        let Some((plane, map)) = view.of(source) else { return };
        let mut marks = finder::marks(&plane, view.contrast, view.merged);
        marks.retain(|mark| !self.inside(map.picture([mark.x, mark.y])));
        let most = MOST_LOOKS.min(self.looks + MOST_LOOKS_A_VIEW);
        self.visit((number, &plane, &map), &place::places(&marks), most);
        marks.retain(|mark| mark.likeness >= SURE && !self.inside(map.picture([mark.x, mark.y])));
        self.remember(&marks, &map);
        if marks.len() > 1 && !view.only_if_needed {
            self.sure.push((view, marks));
        }
    }

    /// Reads what can be read.
    fn visit(&mut self, (view, plane, map): (usize, &Plane<'_>, &Map), places: &[Place], most: usize) {
        let mut left = MOST_PLACES;
        for place in places {
            if self.clock.over() || self.looks > most || left == 0 {
                break;
            }
            if place.centres().iter().any(|&corner| self.inside(map.picture(corner))) {
                continue;
            }
            let outcome = read(plane, place);
            let looks = plane.take_looks();
            if let Outcome::Read(text, grid) = outcome {
                self.found(view, Code::new(text, map.corners(grid.corners())));
                continue;
            }
            self.looks += looks;
            left -= 1;
            if place.doubt < PROMISING && place.marks.iter().all(|mark| mark.likeness > SURE) {
                self.promising.push(map.picture(place.centres()[0]));
            }
            if let Outcome::Unreadable(grid) = outcome {
                // Of a symbol with only two marks the third is probably outside.
                if place.missing.is_none() {
                    self.unreadable.push((map.picture(place.centres()[0]), map.length(grid.module())));
                }
            }
        }
    }

    /// Keeps sure marks that are in no code.
    fn remember(&mut self, marks: &[Mark], map: &Map) {
        for mark in marks.iter().filter(|mark| mark.module() > SURE_PIXELS) {
            let at = map.picture([mark.x, mark.y]);
            let near = map.length(2.0 * mark.module());
            let known = |old: &[f32; 2]| (old[0] - at[0]).abs() < near && (old[1] - at[1]).abs() < near;
            if !self.inside(at) && !self.marks.iter().any(known) {
                self.marks.push(at);
            }
        }
    }

    /// Whether there are codes and nothing is left that may be another.
    fn explained(&self) -> bool {
        !self.codes.is_empty()
            && self.unreadable.iter().all(|(corner, _)| self.inside(*corner))
            && self.promising.iter().all(|corner| self.inside(*corner))
    }

    fn inside(&self, [x, y]: [f32; 2]) -> bool {
        self.taken.iter().any(|&bounds| contains(bounds, [x, y]))
    }

    fn reason(&self, source: &Source<'_>) -> Nothing {
        if self.clock.cancelled() {
            Nothing::Cancelled
        } else if let Some((_, module)) = self.unreadable.first() {
            if *module < SMALL { Nothing::TooSmall } else { Nothing::Unreadable }
        } else if bars::are_in(source) {
            Nothing::OtherBarcode
        } else if !self.marks.is_empty() {
            Nothing::Cropped
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
    Unreadable(Grid),
    /// No grid fits.
    NoSymbol,
}

fn read(plane: &Plane<'_>, spot: &Place) -> Outcome {
    let Some(mut grid) = fit::candidate(plane, spot) else { return Outcome::NoSymbol };
    if fit::settle(plane, &mut grid) < LEAST_SETTLED {
        return Outcome::NoSymbol;
    }
    if let Some(text) = sample::read(plane, &grid) {
        return Outcome::Read(text, grid);
    }
    if fit::tilt(plane, &mut grid) < LEAST_TILTED {
        return Outcome::NoSymbol;
    }
    let read =
        sample::read(plane, &grid).or_else(|| sample::read_bent(plane, &grid, &Mesh::of(plane, &grid)));
    read.map_or(Outcome::Unreadable(grid), |text| Outcome::Read(text, grid))
}
