//! One thing changed alone, step by step, to see where reading ends.

use std::error::Error;

use image::Rgb;
use image::imageops::FilterType;
use qrcodegen::QrCodeEcc;

use super::chance::Chance;
use super::drawing::{Drawing, Gap};
use super::light::Light;
use super::payload;
use super::set::{Format, Set};
use super::shot::Shot;
use super::symbol::Symbol;

/// Codes for every step.
const CODES: u32 = 10;

/// One thing that is changed.
struct Sweep {
    name: &'static str,
    steps: &'static [f32],
    make: fn(&Symbol, f32, &mut Chance) -> Shot,
}

const MODULES: &[f32] = &[1.0, 1.25, 1.5, 1.75, 2.0, 2.25, 2.5, 3.0, 3.5, 4.0, 6.0, 10.0, 16.0, 24.0, 40.0];
const GAPS: &[f32] = &[0.1, 0.2, 0.3, 0.4, 0.6, 0.8, 1.2];

const SWEEPS: [Sweep; 17] = [
    Sweep {
        name: "module",
        steps: MODULES,
        make: |symbol, px, _| on_page(&Drawing::plain(px).of(symbol), [255; 3]),
    },
    Sweep {
        name: "module_unmixed",
        steps: &[1.0, 1.5, 2.0, 2.5, 3.0, 4.0],
        make: |symbol, px, _| on_page(&Drawing { smooth: false, ..Drawing::plain(px) }.of(symbol), [255; 3]),
    },
    Sweep {
        name: "module_on_black",
        steps: &[1.0, 1.25, 1.5, 2.0, 2.5, 3.0, 4.0],
        make: |symbol, px, _| on_page(&Drawing { margin: 1.0, ..Drawing::plain(px) }.of(symbol), [0; 3]),
    },
    Sweep {
        name: "margin_on_black",
        steps: &[0.0, 0.5, 1.0, 2.0, 4.0],
        make: |symbol, margin, _| on_page(&Drawing { margin, ..Drawing::plain(8.0) }.of(symbol), [0; 3]),
    },
    Sweep {
        name: "margin_cropped",
        steps: &[-1.0, -0.5, 0.0, 0.5, 1.0, 4.0],
        make: |symbol, margin, _| {
            let shot = Drawing { margin: margin.max(0.0), ..Drawing::plain(8.0) }.of(symbol);
            let [width, height] = shot.size();
            let cut = (-margin).max(0.0) * 8.0;
            shot.cropped([cut, cut, width - cut, height - cut])
        },
    },
    Sweep {
        name: "aspect",
        steps: &[0.4, 0.5, 0.67, 0.8, 1.25, 1.5, 2.0, 2.5],
        make: |symbol, aspect, _| {
            let (wide, high) = (8.0 * aspect.max(1.0), 8.0 / aspect.min(1.0));
            on_page(&Drawing { module: [wide, high], ..Drawing::plain(8.0) }.of(symbol), [255; 3])
        },
    },
    Sweep {
        name: "gap_dark",
        steps: GAPS,
        make: |symbol, gap, _| gapped(symbol, gap, 2.0, 1.0, [0; 3], [255; 3]),
    },
    Sweep {
        name: "gap_light",
        steps: GAPS,
        make: |symbol, gap, _| gapped(symbol, gap, 2.0, 4.0, [0; 3], [255; 3]),
    },
    Sweep {
        name: "gap_every_row",
        steps: GAPS,
        make: |symbol, gap, _| gapped(symbol, gap, 1.0, 1.0, [0; 3], [229; 3]),
    },
    Sweep {
        name: "contrast",
        steps: &[2.0, 3.0, 4.0, 6.0, 8.0, 12.0, 16.0, 24.0, 40.0, 80.0],
        make: |symbol, difference, _| {
            let (dark, light) = ((128.0 - difference / 2.0) as u8, (128.0 + difference / 2.0) as u8);
            on_page(
                &Drawing { dark: [dark; 3], light: [light; 3], ..Drawing::plain(8.0) }.of(symbol),
                [light; 3],
            )
        },
    },
    Sweep {
        name: "contrast_on_white",
        steps: &[10.0, 20.0, 40.0, 69.0, 85.0],
        make: |symbol, light, _| {
            let drawing = Drawing { light: [light as u8; 3], margin: 1.0, ..Drawing::plain(8.0) };
            on_page(&drawing.of(symbol), [255; 3])
        },
    },
    Sweep {
        name: "inverted_margin",
        steps: &[0.0, 1.0, 4.0],
        make: |symbol, margin, _| {
            let drawing = Drawing { dark: [255; 3], light: [0; 3], margin, ..Drawing::plain(8.0) };
            on_page(&drawing.of(symbol), [0; 3])
        },
    },
    Sweep {
        name: "blur",
        steps: &[0.25, 0.4, 0.5, 0.55, 0.6, 0.65, 0.7, 0.8],
        make: |symbol, modules, _| {
            let mut shot = on_page(&Drawing::plain(8.0).of(symbol), [255; 3]);
            // In stored values, as programs blur.
            let mut light = Light::of(&shot.picture);
            light.blur(modules * 8.0);
            shot.picture = light.picture();
            shot
        },
    },
    Sweep {
        name: "flips",
        steps: &[0.5, 1.0, 1.5, 2.0, 3.0, 4.0],
        make: |symbol, percent, chance| {
            let mut symbol = symbol.clone();
            for index in 0..symbol.modules() {
                if !symbol.is_corner(index) && chance.between(0.0..100.0) < percent {
                    symbol.flip(index);
                }
            }
            on_page(&Drawing::plain(8.0).of(&symbol), [255; 3])
        },
    },
    Sweep {
        name: "noise",
        steps: &[20.0, 40.0, 60.0, 80.0, 110.0, 150.0],
        make: |symbol, deviation, chance| {
            let mut shot = on_page(&Drawing::plain(8.0).of(symbol), [255; 3]);
            for Rgb(colour) in shot.picture.pixels_mut() {
                let by = chance.normal() * deviation;
                *colour = colour.map(|value| (f32::from(value) + by).clamp(0.0, 255.0) as u8);
            }
            shot
        },
    },
    Sweep {
        name: "turn",
        steps: &[1.0, 3.0, 7.0, 15.0, 30.0, 45.0],
        make: |symbol, degrees, _| {
            on_page(&Drawing::plain(5.0).of(symbol), [255; 3]).turned(degrees, [255; 3])
        },
    },
    Sweep {
        name: "downscale",
        steps: &[1.0, 1.2, 1.4, 1.6, 1.8, 2.2, 2.6],
        make: |symbol, px, _| {
            on_page(&Drawing::plain(8.0).of(symbol), [255; 3]).times(px / 8.0, FilterType::Triangle)
        },
    },
];

fn on_page(code: &Shot, page: [u8; 3]) -> Shot {
    code.framed([40, 40, 40, 40], page)
}

fn gapped(symbol: &Symbol, modules: f32, rows: f32, margin: f32, gap: [u8; 3], light: [u8; 3]) -> Shot {
    let gap = Gap { rows, pixels: (modules * 8.0).round(), colour: gap };
    let drawing = Drawing { margin, light, gap: Some(gap), ..Drawing::plain(8.0) };
    on_page(&drawing.of(symbol), [0; 3])
}

/// Makes all sweeps whose category is wanted.
pub(crate) fn make(set: &mut Set, seed: u64, wanted: impl Fn(&str) -> bool) -> Result<(), Box<dyn Error>> {
    for sweep in &SWEEPS {
        let category = format!("sweep_{}", sweep.name);
        if !wanted(&category) {
            continue;
        }
        for &step in sweep.steps {
            for code in 0..CODES {
                // The same codes at every step.
                let payload = payload::npm(&mut Chance::of(seed, &format!("sweep {code}")));
                let symbol = Symbol::plain(&payload, QrCodeEcc::Low);
                let name = format!("{category}_{step}_{code}");
                let shot = (sweep.make)(&symbol, step, &mut Chance::of(seed, &name));
                let entry = set.keep(&name, &category, &shot, Format::Png)?;
                entry.factor = Some((sweep.name.to_owned(), step));
            }
        }
    }
    Ok(())
}
