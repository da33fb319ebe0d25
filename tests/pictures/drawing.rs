//! Codes drawn by us, where everything about them is known.

use image::{Rgb, RgbImage};

use super::shot::{Placed, Shot};
use super::symbol::Symbol;

/// How the modules inside of a code look.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Dots {
    Square,
    /// Discs of this diameter, in modules; the corner squares stay square.
    Discs(f32),
    /// Discs everywhere, also in the corner squares.
    AllDiscs(f32),
    /// Squares of this side, in modules, as printers with little or much ink make them.
    Swollen(f32),
}

/// How a code is drawn.
#[derive(Clone)]
pub(crate) struct Drawing {
    /// Width and height of a module in pixels.
    pub(crate) module: [f32; 2],
    /// Light modules around the code.
    pub(crate) margin: f32,
    pub(crate) dark: [u8; 3],
    pub(crate) light: [u8; 3],
    pub(crate) dots: Dots,
    /// Empty pixels after every so many rows of modules, as terminals leave them, and their colour.
    pub(crate) gap: Option<Gap>,
    /// Whether pixels on the edge of a module are mixed; otherwise each takes one colour.
    pub(crate) smooth: bool,
}

/// What a terminal leaves empty between its lines.
#[derive(Clone, Copy)]
pub(crate) struct Gap {
    pub(crate) rows: f32,
    pub(crate) pixels: f32,
    pub(crate) colour: [u8; 3],
}

impl Drawing {
    /// Returns black squares of so many pixels on white, with the margin that the standard asks for.
    pub(crate) fn plain(module: f32) -> Self {
        Self {
            module: [module, module],
            margin: 4.0,
            dark: [0; 3],
            light: [255; 3],
            dots: Dots::Square,
            gap: None,
            smooth: true,
        }
    }

    /// Draws a code.
    pub(crate) fn of(&self, symbol: &Symbol) -> Shot {
        let across = (symbol.size as f32 + 2.0 * self.margin) * self.module[0];
        let down = self.down(symbol.size as f32 + 2.0 * self.margin);
        let steps = if self.smooth { 4 } else { 1 };
        let picture = RgbImage::from_fn(across.ceil() as u32, down.ceil() as u32, |x, y| {
            let mut sum = [0.0; 3];
            for (dx, dy) in (0..steps * steps).map(|i| (i % steps, i / steps)) {
                let at = |pixel: u32, step: i32| pixel as f32 + (step as f32 + 0.5) / steps as f32;
                let colour = self.colour(symbol, at(x, dx), at(y, dy));
                (0..3).for_each(|channel| sum[channel] += f32::from(colour[channel]));
            }
            Rgb(sum.map(|value| (value / (steps * steps) as f32).round() as u8))
        });
        let centre = |i: usize| {
            let row = self.margin + (i / symbol.size) as f32;
            let column = self.margin + (i % symbol.size) as f32 + 0.5;
            [
                column * self.module[0],
                f32::midpoint(self.down(row), self.down(row + 1.0) - self.gap_after(row)),
            ]
        };
        let centres = (0..symbol.modules()).map(centre).collect();
        Shot { picture, codes: vec![Placed { payload: symbol.payload.clone(), size: symbol.size, centres }] }
    }

    /// Returns how far down so many rows reach.
    fn down(&self, rows: f32) -> f32 {
        rows * self.module[1] + self.gap.map_or(0.0, |gap| (rows / gap.rows).floor() * gap.pixels)
    }

    fn gap_after(&self, row: f32) -> f32 {
        self.down(row + 1.0) - self.down(row) - self.module[1]
    }

    fn colour(&self, symbol: &Symbol, x: f32, y: f32) -> [u8; 3] {
        let mut row = y / self.module[1];
        if let Some(gap) = self.gap {
            let line = gap.rows * self.module[1];
            let (number, within) = ((y / (line + gap.pixels)).floor(), y % (line + gap.pixels));
            if within >= line {
                return gap.colour;
            }
            row = number * gap.rows + within / self.module[1];
        }
        let (x, y) = (x / self.module[0] - self.margin, row - self.margin);
        if self.is_dark(symbol, x, y) { self.dark } else { self.light }
    }

    /// Returns whether there is ink at a place, in modules from the code's corner.
    fn is_dark(&self, symbol: &Symbol, x: f32, y: f32) -> bool {
        let (column, row) = (x.floor(), y.floor());
        let (from_middle_x, from_middle_y) = ((x - column - 0.5).abs(), (y - row - 0.5).abs());
        let dark = symbol.is_dark(column as i32, row as i32);
        let size = symbol.size as f32;
        let corner =
            |x: f32, y: f32| (x < 7.0 || x >= size - 7.0) && (y < 7.0 || (y >= size - 7.0 && x < 7.0));
        match self.dots {
            Dots::Square => dark,
            Dots::Discs(_) if corner(column, row) => dark,
            Dots::Discs(diameter) | Dots::AllDiscs(diameter) => {
                dark && from_middle_x.hypot(from_middle_y) < diameter / 2.0
            }
            Dots::Swollen(wide) if wide <= 1.0 => dark && from_middle_x.max(from_middle_y) < wide / 2.0,
            Dots::Swollen(wide) => {
                // Ink that runs: within reach of a dark module.
                let reach = (wide - 1.0) / 2.0;
                let near = [(-reach, 0.0), (reach, 0.0), (0.0, -reach), (0.0, reach)];
                dark || near
                    .iter()
                    .any(|(dx, dy)| symbol.is_dark((x + dx).floor() as i32, (y + dy).floor() as i32))
            }
        }
    }
}
