//! A picture, and the codes that are in it.

use image::imageops::{self, FilterType};
use image::{Rgb, RgbImage};

/// A place in a picture, in pixels; whole numbers are the corners of pixels.
pub(crate) type Point = [f32; 2];

/// A code in a picture.
#[derive(Clone)]
pub(crate) struct Placed {
    pub(crate) payload: String,
    /// Modules along a side.
    pub(crate) size: usize,
    /// The middle of every module, row by row. Empty where nobody knows where the code is.
    pub(crate) centres: Vec<Point>,
}

impl Placed {
    /// Returns a code that is somewhere.
    pub(crate) fn somewhere(payload: &str, size: usize) -> Self {
        Self { payload: payload.to_owned(), size, centres: Vec::new() }
    }

    /// Returns a code whose corners are these: top left, top right, bottom right, bottom left, as a camera may see them.
    pub(crate) fn between(payload: &str, size: usize, corners: [Point; 4]) -> Self {
        let map = Homography::onto(corners);
        let at = |i: usize| (i as f32 + 0.5) / size as f32;
        let centres = (0..size * size).map(|i| map.of([at(i % size), at(i / size)])).collect();
        Self { payload: payload.to_owned(), size, centres }
    }

    /// Returns an upright code in a rectangle: left, top, width, height.
    pub(crate) fn upright(payload: &str, size: usize, [x, y, w, h]: [f32; 4]) -> Self {
        Self::between(payload, size, [[x, y], [x + w, y], [x + w, y + h], [x, y + h]])
    }

    /// Returns the outer corners: top left, top right, bottom right, bottom left as the code has them.
    pub(crate) fn corners(&self) -> [Point; 4] {
        let last = self.size - 1;
        let corner = |x: usize, y: usize| {
            let at = |x: usize, y: usize| self.centres[y * self.size + x];
            let (beside, below) = (if x == 0 { 1 } else { x - 1 }, if y == 0 { 1 } else { y - 1 });
            let (middle, side, down) = (at(x, y), at(beside, y), at(x, below));
            [0, 1].map(|i| middle[i] + (middle[i] - side[i]) / 2.0 + (middle[i] - down[i]) / 2.0)
        };
        [corner(0, 0), corner(last, 0), corner(last, last), corner(0, last)]
    }

    /// Returns the upright rectangle around the code: left, top, right, bottom.
    pub(crate) fn bounds(&self) -> [f32; 4] {
        let corners = self.corners();
        let least = |i: usize| corners.iter().map(|corner| corner[i]).fold(f32::INFINITY, f32::min);
        let most = |i: usize| corners.iter().map(|corner| corner[i]).fold(f32::NEG_INFINITY, f32::max);
        [least(0), least(1), most(0), most(1)]
    }

    /// Returns the width of a module in pixels, about.
    pub(crate) fn module(&self) -> f32 {
        let [left, top, right, bottom] = self.bounds();
        f32::midpoint(right - left, bottom - top) / self.size as f32
    }
}

/// A picture with codes, or without any.
#[derive(Clone)]
pub(crate) struct Shot {
    pub(crate) picture: RgbImage,
    pub(crate) codes: Vec<Placed>,
}

impl Shot {
    /// Returns a picture of one colour.
    pub(crate) fn plain(width: u32, height: u32, colour: [u8; 3]) -> Self {
        Self { picture: RgbImage::from_pixel(width, height, Rgb(colour)), codes: Vec::new() }
    }

    pub(crate) fn size(&self) -> [f32; 2] {
        [self.picture.width() as f32, self.picture.height() as f32]
    }

    /// Moves every code as `map` says.
    pub(crate) fn move_codes(&mut self, map: impl Fn(Point) -> Point) {
        for centre in self.codes.iter_mut().flat_map(|code| &mut code.centres) {
            *centre = map(*centre);
        }
    }

    /// Returns a part; what would be outside of the picture is left out. Codes are kept, even those that are now outside.
    pub(crate) fn cropped(&self, [left, top, right, bottom]: [f32; 4]) -> Self {
        let [width, height] = self.size();
        let (left, top) = (left.clamp(0.0, width - 1.0).floor(), top.clamp(0.0, height - 1.0).floor());
        let (right, bottom) = (right.clamp(left + 1.0, width).ceil(), bottom.clamp(top + 1.0, height).ceil());
        let part = imageops::crop_imm(
            &self.picture,
            left as u32,
            top as u32,
            (right - left) as u32,
            (bottom - top) as u32,
        );
        let mut cropped = Self { picture: part.to_image(), codes: self.codes.clone() };
        cropped.move_codes(|[x, y]| [x - left, y - top]);
        cropped
    }

    /// Returns the picture in another size.
    pub(crate) fn scaled(&self, width: u32, height: u32, filter: FilterType) -> Self {
        let picture = imageops::resize(&self.picture, width.max(1), height.max(1), filter);
        let mut scaled = Self { picture, codes: self.codes.clone() };
        let ([old_width, old_height], [new_width, new_height]) = (self.size(), scaled.size());
        scaled.move_codes(|[x, y]| [x * new_width / old_width, y * new_height / old_height]);
        scaled
    }

    /// Returns the picture so many times as large.
    pub(crate) fn times(&self, factor: f32, filter: FilterType) -> Self {
        let [width, height] = self.size();
        self.scaled((width * factor).round() as u32, (height * factor).round() as u32, filter)
    }

    /// Draws another picture on this one; its codes come with it.
    pub(crate) fn paste(&mut self, other: &Self, x: i64, y: i64) {
        imageops::replace(&mut self.picture, &other.picture, x, y);
        let mut codes = other.codes.clone();
        for centre in codes.iter_mut().flat_map(|code| &mut code.centres) {
            *centre = [centre[0] + x as f32, centre[1] + y as f32];
        }
        self.codes.extend(codes);
    }

    /// Returns the picture with so many pixels of a colour around it.
    pub(crate) fn framed(&self, [left, top, right, bottom]: [u32; 4], colour: [u8; 3]) -> Self {
        let (width, height) = self.picture.dimensions();
        let mut framed = Self::plain(width + left + right, height + top + bottom, colour);
        framed.paste(self, i64::from(left), i64::from(top));
        framed
    }

    /// Returns the picture seen in a mirror.
    pub(crate) fn mirrored(&self) -> Self {
        let mut mirrored =
            Self { picture: imageops::flip_horizontal(&self.picture), codes: self.codes.clone() };
        let [width, _] = self.size();
        mirrored.move_codes(|[x, y]| [width - x, y]);
        mirrored
    }

    /// Returns the picture turned by so many degrees on a ground of a colour, large enough to lose nothing.
    pub(crate) fn turned(&self, degrees: f32, ground: [u8; 3]) -> Self {
        let (sin, cos) = degrees.to_radians().sin_cos();
        let [width, height] = self.size();
        let new = [
            (width * cos.abs() + height * sin.abs()).ceil().max(1.0),
            (width * sin.abs() + height * cos.abs()).ceil().max(1.0),
        ];
        let forward = |[x, y]: Point| {
            let (x, y) = (x - width / 2.0, y - height / 2.0);
            [x * cos - y * sin + new[0] / 2.0, x * sin + y * cos + new[1] / 2.0]
        };
        let back = |[x, y]: Point| {
            let (x, y) = (x - new[0] / 2.0, y - new[1] / 2.0);
            [x * cos + y * sin + width / 2.0, y * cos - x * sin + height / 2.0]
        };
        let picture = RgbImage::from_fn(new[0] as u32, new[1] as u32, |x, y| {
            self.sample(back([x as f32 + 0.5, y as f32 + 0.5]), ground)
        });
        let mut turned = Self { picture, codes: self.codes.clone() };
        turned.move_codes(forward);
        turned
    }

    /// Returns the colour at a place, mixed from the four pixels around it.
    fn sample(&self, [x, y]: Point, ground: [u8; 3]) -> Rgb<u8> {
        let (x, y) = (x - 0.5, y - 0.5);
        let (left, top) = (x.floor(), y.floor());
        let mut sum = [0.0_f32; 3];
        for (dx, dy) in [(0.0, 0.0), (1.0, 0.0), (0.0, 1.0), (1.0, 1.0)] {
            let weight = (1.0 - (x - left - dx).abs()) * (1.0 - (y - top - dy).abs());
            let (column, row) = (left + dx, top + dy);
            let inside = column >= 0.0 && row >= 0.0;
            let pixel = inside.then(|| self.picture.get_pixel_checked(column as u32, row as u32)).flatten();
            let Rgb(colour) = pixel.copied().unwrap_or(Rgb(ground));
            for channel in 0..3 {
                sum[channel] += weight * f32::from(colour[channel]);
            }
        }
        Rgb(sum.map(|value| value.round() as u8))
    }

    /// Changes every pixel by itself.
    pub(crate) fn recolour(&mut self, change: impl Fn([u8; 3]) -> [u8; 3]) {
        for Rgb(colour) in self.picture.pixels_mut() {
            *colour = change(*colour);
        }
    }
}

/// A map from the unit square to any four corners, as perspective makes it.
pub(crate) struct Homography([f32; 8]);

impl Homography {
    /// Returns the map to top left, top right, bottom right, bottom left.
    pub(crate) fn onto([a, b, c, d]: [Point; 4]) -> Self {
        // The usual solution for the unit square.
        let sum = [0, 1].map(|i| a[i] - b[i] + c[i] - d[i]);
        let (across, down) = ([0, 1].map(|i| b[i] - c[i]), [0, 1].map(|i| d[i] - c[i]));
        let cross = |one: Point, other: Point| one[0] * other[1] - one[1] * other[0];
        let whole = cross(across, down);
        let (g, h) = (cross(sum, down) / whole, cross(across, sum) / whole);
        let first = [0, 1].map(|i| b[i] - a[i] + g * b[i]);
        let second = [0, 1].map(|i| d[i] - a[i] + h * d[i]);
        Self([first[0], second[0], a[0], first[1], second[1], a[1], g, h])
    }

    /// Returns where a place of the unit square is.
    pub(crate) fn of(&self, [x, y]: Point) -> Point {
        let [a, b, c, d, e, f, g, h] = self.0;
        let scale = g * x + h * y + 1.0;
        [(a * x + b * y + c) / scale, (d * x + e * y + f) / scale]
    }
}
