//! Photographs of printed codes, in the classes that the public benchmark of `BoofCV` has.

use qrcodegen::QrCodeEcc;

use super::bases::Bases;
use super::camera::{Faults, Material, developed, exposed, ground};
use super::catalogue::Made;
use super::chance::Chance;
use super::damage;
use super::drawing::{Dots, Drawing};
use super::light::Light;
use super::payload;
use super::pose::{Form, Pose};
use super::scene;
use super::set::Format;
use super::sheet::{sheet, textured};
use super::shot::Shot;
use super::symbol::Symbol;

/// Pixels of a printed module before it is photographed.
const PRINTED: f32 = 10.0;

/// How a photograph of paper is taken.
struct Take {
    form: Form,
    /// Most degrees by which the paper is turned away, and turned in its plane.
    tilt: f32,
    roll: f32,
    /// Pixels of a module in the photograph.
    module: f32,
    /// The longest side of the photograph in pixels, where the sheet does not fill it.
    long: f32,
    faults: Faults,
}

impl Take {
    fn usual(chance: &mut Chance) -> Self {
        let mut faults = Faults::none();
        faults.blur = chance.between(0.4..1.0);
        faults.noise = chance.between(0.01..0.06);
        faults.vignette = chance.between(0.0..0.35);
        faults.balance = [0; 3].map(|_| chance.between(0.8..1.05));
        faults.quality = chance.whole(70..=92) as u8;
        faults.sharpening = if chance.once_in(2) { chance.between(0.1..0.8) } else { 0.0 };
        Self {
            form: Form::Flat,
            tilt: 14.0,
            roll: 20.0,
            module: chance.between(3.5..9.0),
            long: chance.between(1000.0..1800.0),
            faults,
        }
    }

    fn of(&self, sheet: &Shot, chance: &mut Chance, lit: impl FnOnce(&mut Light, &mut Chance)) -> Made {
        let size = sheet.size();
        let module = sheet.codes[0].module();
        let zoom = (self.module / module).min(2600.0 / size[0].max(size[1]));
        let long = (size[0].max(size[1]) * zoom * chance.between(0.8..1.1)).max(self.long).min(2800.0);
        let (width, height) = if chance.once_in(2) { (long, long * 0.75) } else { (long * 0.75, long) };
        let target = [width * chance.between(0.46..0.54), height * chance.between(0.46..0.54)];
        let mut turn = |most: f32| chance.between(-most..most + 0.01);
        let degrees = [turn(self.tilt), turn(self.tilt), turn(self.roll)];
        let frame = (width as usize, height as usize);
        let pose = Pose::new(self.form, size, degrees, chance.between(1.3..3.0), zoom, target);
        let pose = pose.framing(&sheet.codes, frame);
        let table = ground(chance);
        let (mut light, mut photograph) = exposed(sheet, &pose, frame, Material::Paper, table);
        lit(&mut light, chance);
        photograph.picture = developed(light, &self.faults, chance);
        Made { shot: photograph, format: Format::Jpeg(self.faults.quality) }
    }
}

/// Returns a drawing as printers make it.
fn printed(chance: &mut Chance) -> Drawing {
    let paper = *chance.pick(&[[255; 3], [250, 248, 240], [236, 230, 214], [228, 230, 232], [205, 180, 140]]);
    let mut drawing = Drawing::plain(PRINTED);
    drawing.light = paper;
    drawing.dark = *chance.pick(&[[18; 3], [30, 28, 34], [50, 48, 46], [20, 30, 70]]);
    drawing.dots = Dots::Swollen(*chance.pick(&[1.0, 0.93, 1.08, 1.14]));
    drawing
}

fn one(chance: &mut Chance) -> Shot {
    let payload = payload::any(chance);
    let symbol = Symbol::any(&payload, chance);
    let drawing = printed(chance);
    let sheet = sheet(&drawing, &[symbol], 1, chance);
    let grain = chance.between(0.0..4.0);
    textured(sheet, grain, chance)
}

pub(crate) fn nominal(chance: &mut Chance, _: &Bases) -> Made {
    let sheet = one(chance);
    Take::usual(chance).of(&sheet, chance, |light, chance| scene::slope(light, chance, 0.7))
}

pub(crate) fn blurred(chance: &mut Chance, _: &Bases) -> Made {
    let sheet = one(chance);
    let mut take = Take::usual(chance);
    if chance.once_in(3) {
        take.faults.motion = (take.module * chance.between(0.5..1.3), chance.between(0.0..180.0));
    } else {
        take.faults.blur = take.module * chance.between(0.3..0.65);
    }
    take.of(&sheet, chance, |light, chance| scene::slope(light, chance, 0.6))
}

pub(crate) fn brightness(chance: &mut Chance, _: &Bases) -> Made {
    let sheet = one(chance);
    let mut take = Take::usual(chance);
    // From dusk to overexposed.
    let exposure = *chance.pick(&[0.015, 0.03, 0.06, 0.12, 1.8, 3.0, 5.0]);
    take.faults.balance = take.faults.balance.map(|value| value * exposure);
    take.of(&sheet, chance, |light, chance| scene::slope(light, chance, 0.4))
}

pub(crate) fn bright_spots(chance: &mut Chance, _: &Bases) -> Made {
    let sheet = one(chance);
    Take::usual(chance).of(&sheet, chance, |light, chance| {
        light.change(|_, _, colour| colour.map(|value| value * 0.45));
        let count = chance.whole(1..=4);
        scene::spots(light, chance, count, 1.2);
    })
}

pub(crate) fn close(chance: &mut Chance, _: &Bases) -> Made {
    let sheet = one(chance);
    let mut take = Take::usual(chance);
    take.module = chance.between(22.0..50.0);
    take.faults.blur = take.module * chance.between(0.03..0.2);
    take.of(&sheet, chance, |light, chance| scene::slope(light, chance, 0.6))
}

pub(crate) fn curved(chance: &mut Chance, _: &Bases) -> Made {
    let sheet = one(chance);
    let mut take = Take::usual(chance);
    let side = sheet.size()[0];
    take.form = if chance.once_in(4) {
        Form::Waves {
            height: side * chance.between(0.01..0.05),
            length: side * chance.between(0.5..1.5),
            along: chance.between(0.0..180.0),
        }
    } else {
        let axis = *chance.pick(&[0.0, 0.0, 90.0, 20.0, 55.0]);
        Form::Rolled { radius: side * chance.between(0.36..1.0), axis }
    };
    take.of(&sheet, chance, |light, chance| scene::slope(light, chance, 0.5))
}

pub(crate) fn damaged(chance: &mut Chance, _: &Bases) -> Made {
    let mut sheet = one(chance);
    damage::worn(&mut sheet, chance);
    Take::usual(chance).of(&sheet, chance, |light, chance| scene::slope(light, chance, 0.6))
}

pub(crate) fn glare(chance: &mut Chance, _: &Bases) -> Made {
    let sheet = one(chance);
    Take::usual(chance).of(&sheet, chance, |light, chance| {
        let strength = chance.between(0.3..1.5);
        scene::streak(light, chance, strength);
        scene::spots(light, chance, 1, strength);
    })
}

pub(crate) fn high_version(chance: &mut Chance, _: &Bases) -> Made {
    let version = chance.whole(25..=40) as u8;
    let words = u32::from(version) * chance.whole(2..=6);
    let payload = payload::text(chance, words);
    let level = if chance.once_in(3) { QrCodeEcc::Medium } else { QrCodeEcc::Low };
    let symbol = Symbol::of_version(&payload, level, version);
    let drawing = printed(chance);
    let sheet = sheet(&drawing, &[symbol], 1, chance);
    let mut take = Take::usual(chance);
    take.module = chance.between(4.0..9.0);
    take.of(&sheet, chance, |light, chance| scene::slope(light, chance, 0.7))
}

pub(crate) fn lots(chance: &mut Chance, _: &Bases) -> Made {
    let count = chance.whole(20..=60);
    let symbols: Vec<Symbol> = (0..count)
        .map(|i| {
            let text = format!("{} {i}", payload::text(chance, 2));
            let payload = if chance.once_in(4) { payload::npm(chance) } else { text };
            Symbol::plain(&payload, QrCodeEcc::Medium)
        })
        .collect();
    let drawing = printed(chance);
    let columns = (f64::from(count).sqrt().ceil() + f64::from(chance.whole(0..=2))) as usize;
    let sheet = sheet(&drawing, &symbols, columns, chance);
    let mut take = Take::usual(chance);
    take.module = chance.between(3.5..7.0);
    take.faults.blur = 0.6;
    take.of(&sheet, chance, |light, chance| scene::slope(light, chance, 0.7))
}

pub(crate) fn noncompliant(chance: &mut Chance, _: &Bases) -> Made {
    let payload = payload::any(chance);
    let mut symbol = Symbol::plain(&payload, QrCodeEcc::High);
    let mut drawing = printed(chance);
    match chance.whole(0..=5) {
        0 => drawing.margin = 0.0,
        1 => std::mem::swap(&mut drawing.dark, &mut drawing.light),
        2 => drawing.dots = Dots::Discs(chance.between(0.6..1.0)),
        3 => drawing.dots = Dots::AllDiscs(chance.between(0.8..1.0)),
        4 => drawing.module[1] *= chance.between(0.6..1.6),
        _ => {
            symbol = Symbol::plain(&payload, QrCodeEcc::Low);
            drawing.light = *chance.pick(&[[240, 120, 60], [120, 200, 240], [250, 210, 40]]);
            drawing.dark = *chance.pick(&[[120, 20, 20], [20, 60, 120], [90, 60, 0]]);
        }
    }
    let mut sheet = sheet(&drawing, &[symbol], 1, chance);
    if chance.once_in(2) {
        damage::logo(&mut sheet, chance);
    }
    Take::usual(chance).of(&sheet, chance, |light, chance| scene::slope(light, chance, 0.7))
}

pub(crate) fn pathological(chance: &mut Chance, _: &Bases) -> Made {
    let mut sheet = one(chance);
    damage::decoys(&mut sheet, chance);
    Take::usual(chance).of(&sheet, chance, |light, chance| scene::slope(light, chance, 0.7))
}

pub(crate) fn perspective(chance: &mut Chance, _: &Bases) -> Made {
    let sheet = one(chance);
    let mut take = Take::usual(chance);
    (take.tilt, take.roll) = (56.0, 30.0);
    take.module = chance.between(6.0..12.0);
    take.of(&sheet, chance, |light, chance| scene::slope(light, chance, 0.6))
}

pub(crate) fn rotations(chance: &mut Chance, _: &Bases) -> Made {
    let sheet = one(chance);
    let mut take = Take::usual(chance);
    (take.tilt, take.roll) = (8.0, 180.0);
    take.of(&sheet, chance, |light, chance| scene::slope(light, chance, 0.7))
}

pub(crate) fn shadows(chance: &mut Chance, _: &Bases) -> Made {
    let sheet = one(chance);
    Take::usual(chance).of(&sheet, chance, |light, chance| {
        let count = chance.whole(1..=4);
        scene::shadows(light, chance, count);
    })
}
