//! Photographs of screens.

use super::bases::Bases;
use super::camera::{Faults, Material, developed, exposed, ground};
use super::catalogue::Made;
use super::chance::Chance;
use super::pose::{Form, Pose};
use super::scene;
use super::set::Format;
use super::shot::Shot;

/// How bad a photograph is.
struct Severity {
    /// Most degrees by which the screen is turned away.
    tilt: f32,
    /// Pixels of a module in the photograph.
    module: [f32; 2],
    /// Blur in modules.
    blur: [f32; 2],
    /// Pixels the hand moved.
    motion: f32,
    noise: f32,
    bands: f32,
    glare: u32,
    quality: [u32; 2],
}

pub(crate) fn mild(chance: &mut Chance, bases: &Bases) -> Made {
    let severity = Severity {
        tilt: 12.0,
        module: [5.0, 11.0],
        blur: [0.06, 0.16],
        motion: 0.0,
        noise: 0.03,
        bands: 0.0,
        glare: 0,
        quality: [75, 93],
    };
    photograph(&severity, chance, bases)
}

pub(crate) fn moderate(chance: &mut Chance, bases: &Bases) -> Made {
    let severity = Severity {
        tilt: 24.0,
        module: [3.6, 8.0],
        blur: [0.12, 0.28],
        motion: 1.8,
        noise: 0.08,
        bands: 0.2,
        glare: 1,
        quality: [55, 85],
    };
    photograph(&severity, chance, bases)
}

pub(crate) fn hard(chance: &mut Chance, bases: &Bases) -> Made {
    let severity = Severity {
        tilt: 36.0,
        module: [2.8, 6.0],
        blur: [0.2, 0.4],
        motion: 3.0,
        noise: 0.16,
        bands: 0.4,
        glare: 2,
        quality: [30, 65],
    };
    photograph(&severity, chance, bases)
}

fn photograph(severity: &Severity, chance: &mut Chance, bases: &Bases) -> Made {
    let screen = around_the_code(&bases.any(chance), chance);
    let module = chance.between(severity.module[0]..severity.module[1]);
    taken(&screen, module, severity, chance)
}

/// Photographs of a whole monitor: the code is a small part of them.
pub(crate) fn monitor(chance: &mut Chance, bases: &Bases) -> Made {
    let severity = Severity {
        tilt: 22.0,
        module: [2.4, 5.0],
        blur: [0.1, 0.3],
        motion: 1.0,
        noise: 0.06,
        bands: 0.15,
        glare: 1,
        quality: [60, 90],
    };
    let screen = bases.any(chance);
    let module = chance.between(severity.module[0]..severity.module[1]);
    taken(&screen, module, &severity, chance)
}

/// Returns the part of a screen that somebody would photograph.
fn around_the_code(screen: &Shot, chance: &mut Chance) -> Shot {
    let [left, top, right, bottom] = screen.codes[0].bounds();
    let side = (right - left).max(bottom - top);
    let mut space = || side * chance.between(0.15..0.8);
    let part = screen.cropped([left - space(), top - space(), right + space(), bottom + space()]);
    // The edge of the screen, where it is in the picture.
    let edge = chance.whole(0..=1) * 30;
    part.framed([edge; 4], [14; 3])
}

fn taken(screen: &Shot, module: f32, severity: &Severity, chance: &mut Chance) -> Made {
    let size = screen.size();
    let zoom = (module / screen.codes[0].module()).min(2400.0 / size[0].max(size[1]));
    let module = screen.codes[0].module() * zoom;
    let room = chance.between(0.95..1.3);
    // A phone's picture is 4 to 3 or 3 to 4, and here at most 5 megapixels.
    let long = (size[0].max(size[1]) * zoom * room).clamp(320.0, 2600.0);
    let (width, height) = if size[0] > size[1] { (long, long * 0.75) } else { (long * 0.75, long) };
    let target = [width * chance.between(0.46..0.54), height * chance.between(0.46..0.54)];
    let mut turn = |most: f32| chance.between(-most..most + 0.01);
    let degrees = [turn(severity.tilt), turn(severity.tilt), turn(severity.tilt / 2.0)];
    let frame = (width as usize, height as usize);
    let pose = Pose::new(Form::Flat, size, degrees, chance.between(1.2..3.0), zoom, target);
    let pose = pose.framing(&screen.codes, frame);
    let material = Material::Screen { black: chance.between(0.05..0.3), blue_first: chance.once_in(6) };
    let wall = ground(chance);
    let (mut light, mut photograph) = exposed(screen, &pose, frame, material, wall);
    let glares = chance.whole(0..=severity.glare);
    scene::spots(&mut light, chance, glares, 0.25);
    let exposure = chance.between(0.7..1.25);
    let faults = Faults {
        blur: module * chance.between(severity.blur[0]..severity.blur[1]),
        motion: (chance.between(0.0..severity.motion + 0.01), chance.between(0.0..180.0)),
        vignette: chance.between(0.0..0.5),
        bands: (chance.between(0.0..severity.bands + 0.01), chance.between(1.5..9.0)),
        balance: [0; 3].map(|_| exposure * chance.between(0.85..1.15)),
        noise: severity.noise * chance.between(0.3..1.0),
        sharpening: if chance.once_in(2) { chance.between(0.2..0.9) } else { 0.0 },
        quality: chance.whole(severity.quality[0]..=severity.quality[1]) as u8,
        kept: 1,
    };
    photograph.picture = developed(light, &faults, chance);
    Made { shot: photograph, format: Format::Jpeg(faults.quality) }
}
