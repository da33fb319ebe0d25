//! The ways of looking at a picture, in the order in which they are tried.

use crate::Picture;
use crate::number::coordinate;
use crate::plane::Plane;
use std::sync::OnceLock;

/// One way of looking at a picture.
pub(crate) struct View {
    /// For reports of what each view is good for.
    pub(crate) name: &'static str,
    /// What is looked at.
    light: Light,
    /// How often the picture is halved before.
    pub(crate) halvings: usize,
    /// Differences in brightness below this are no edges.
    pub(crate) contrast: u8,
    /// Symbols without a margin are looked for.
    pub(crate) merged: bool,
    /// Left out once every mark is explained by a code.
    pub(crate) only_if_needed: bool,
}

/// What of a picture is looked at.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Light {
    Brightness,
    /// One of the three bytes of a pixel: tells colours apart that are equally bright.
    Channel(usize),
    /// Only what is darker than most: a dark code on a light page.
    Shadows,
    /// Only what is lighter than most.
    Highlights,
    /// What differs from its surroundings, stronger than it does: the light line in a blurred finder pattern.
    Edges,
}

const fn plain(name: &'static str, halvings: usize) -> View {
    View { name, light: Light::Brightness, halvings, contrast: 24, merged: false, only_if_needed: false }
}

const fn special(name: &'static str, light: Light, halvings: usize) -> View {
    View { name, light, halvings, contrast: 8, merged: false, only_if_needed: true }
}

/// Differences are eight times as strong there.
const fn edges(name: &'static str, halvings: usize) -> View {
    View { contrast: 24, ..special(name, Light::Edges, halvings) }
}

/// Every view: the plain ones, and of the others the most useful and the longest first.
pub(crate) const VIEWS: [View; 10] = [
    plain("full size", 0),
    plain("half size", 1),
    plain("quarter size", 2),
    edges("edges, half size", 1),
    edges("edges", 0),
    View { merged: true, ..special("no margin", Light::Brightness, 0) },
    special("first colour", Light::Channel(0), 0),
    special("highlights", Light::Highlights, 0),
    special("shadows", Light::Shadows, 1),
    edges("edges, quarter size", 2),
];

/// How often a picture is halved at most, for any view.
const MOST_HALVINGS: usize = 3;

/// A picture and what was already made of it.
pub(crate) struct Source<'a> {
    picture: &'a Picture,
    full: Plane<'a>,
    /// Half the size, a quarter...
    halves: [OnceLock<Option<Plane<'static>>>; MOST_HALVINGS],
}

/// From a view's pixels to the picture's.
pub(crate) struct Map {
    scale: f32,
}

impl<'a> Source<'a> {
    pub(crate) fn of(picture: &'a Picture) -> Self {
        let (width, height) = picture.sides();
        Self { picture, full: Plane::new(width, height, picture.luma()), halves: Default::default() }
    }

    /// The picture halved so often, or `None` when nothing would be left.
    pub(crate) fn level(&self, halvings: usize) -> Option<&Plane<'a>> {
        let Some(before) = halvings.checked_sub(1) else { return Some(&self.full) };
        self.halves.get(before)?.get_or_init(|| self.level(before)?.halved()).as_ref()
    }
}

impl View {
    /// What is to be seen, or `None` when the picture is too small for it or has no colours.
    pub(crate) fn of<'a>(&self, source: &'a Source<'_>) -> Option<(Plane<'a>, Map)> {
        // Large pictures are looked at in half their size where it is not the first look, and for blur in a quarter.
        let large = source.picture.luma().len() > 2_500_000 && self.only_if_needed;
        if large && self.light == Light::Edges && self.halvings == 0 {
            return None;
        }
        let halvings = self.halvings + usize::from(large);
        let map = Map { scale: coordinate(1 << halvings) };
        let plane = match self.light {
            Light::Channel(channel) => source.picture.channel(channel, halvings)?,
            Light::Brightness => source.level(halvings)?.borrowed(),
            Light::Shadows => {
                let plane = source.level(halvings)?;
                let divide = plane.divide();
                plane.mapped(|value| value.min(divide))
            }
            Light::Edges => source.level(halvings)?.sharpened(),
            Light::Highlights => {
                let plane = source.level(halvings)?;
                let divide = plane.divide();
                plane.mapped(|value| value.max(divide))
            }
        };
        Some((plane, map))
    }
}

impl Map {
    pub(crate) fn picture(&self, [x, y]: [f32; 2]) -> [f32; 2] {
        [x * self.scale, y * self.scale]
    }

    pub(crate) fn corners(&self, corners: [[f32; 2]; 4]) -> [[f32; 2]; 4] {
        corners.map(|corner| self.picture(corner))
    }

    pub(crate) fn length(&self, length: f32) -> f32 {
        length * self.scale
    }
}
