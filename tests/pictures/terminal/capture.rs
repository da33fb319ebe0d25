//! Captures of terminals: which is shown how, and what a person would keep of it.

use super::super::chance::Chance;
use super::super::payload;
use super::super::shot::Shot;
use super::emitter::{EMITTERS, Emitter, Form};
use super::palette::{PALETTES, Palette};
use super::program::{Look, PROGRAMS, Program, RETRO};
use super::show::{Shown, show};

/// Fonts that a terminal may use, by family.
const FONTS: [&str; 22] = [
    "DejaVu Sans Mono",
    "Liberation Mono",
    "Noto Mono",
    "Hack",
    "JetBrains Mono",
    "Fira Code",
    "Terminus",
    "Inconsolata",
    "Mononoki",
    "Go Mono",
    "Agave",
    "Fantasque Sans Mono",
    "Courier Prime Code",
    "Anonymous Pro",
    "B612 Mono",
    "Spleen 8x16",
    "League Mono",
    "FreeMono",
    "Monoid",
    "Unifont",
    "IBM 3270",
    "Monofur",
];

/// What a terminal is to show, and how.
pub(super) struct Plan {
    pub(super) program: &'static Program,
    pub(super) emitter: &'static Emitter,
    pub(super) palette: &'static Palette,
    pub(super) look: Look,
    /// What stands above and below the code.
    pub(super) around: [String; 2],
}

/// A captured terminal.
pub(crate) struct Captured {
    pub(crate) name: String,
    pub(crate) category: &'static str,
    pub(crate) shot: Shot,
}

/// Captures the terminal of a number in a set; says why where nothing came of it.
pub(crate) fn capture(seed: u64, number: u32) -> Result<Captured, String> {
    let mut chance = Chance::of(seed, &format!("term {number}"));
    let emitter = any_emitter(&mut chance);
    let is_npm = emitter.name.starts_with("npm");
    let payload = if is_npm { payload::npm(&mut chance) } else { payload::any(&mut chance) };
    let plan = plan(number, emitter, &payload, &mut chance);
    let drawing = emitter.draw(&payload, *chance.pick(&['L', 'L', 'L', 'M', 'M', 'Q', 'H']));
    let told = format!("{}, {}, {}, {}", plan.program.name, plan.look.font, plan.palette.name, emitter.name);
    // On a busy machine a frame may come too late to be measured.
    let shown = show(&plan, &drawing, &mut chance).or_else(|_| show(&plan, &drawing, &mut chance));
    let shown = shown.map_err(|why| format!("{told}: {why}"))?;
    let category = category(&plan, &shown.shot);
    let file = [
        category,
        &format!("{number:03}"),
        plan.program.name,
        plan.look.font,
        plan.palette.name,
        emitter.name,
    ];
    Ok(Captured { name: file.join("_").replace(' ', ""), category, shot: cut(shown, &mut chance) })
}

fn plan(number: u32, emitter: &'static Emitter, payload: &str, chance: &mut Chance) -> Plan {
    let programs = PROGRAMS.len() as u32;
    let program = if number % 25 == 24 { &RETRO } else { &PROGRAMS[(number % programs) as usize] };
    let spaced = program.spaces && chance.once_in(3);
    // Its letters are large.
    let retro = program.bends;
    let dpi = if retro { 144 } else { *chance.pick(&[96, 96, 96, 192]) };
    let font: &str = chance.pick_of_half::<&str>(&FONTS);
    let look = Look {
        font,
        points: if retro { chance.whole(12..=18) } else { chance.whole(6..=13) },
        dpi,
        between_lines: if spaced { chance.whole(1..=5) * dpi / 96 } else { 0 },
        between_columns: if spaced && chance.once_in(3) { chance.whole(1..=2) } else { 0 },
    };
    Plan { program, emitter, palette: any_palette(chance), look, around: around(emitter, payload, chance) }
}

/// Returns a program that draws codes: npm more often than others.
pub(crate) fn any_emitter(chance: &mut Chance) -> &'static Emitter {
    let all: u32 = EMITTERS.iter().map(|emitter| emitter.weight).sum();
    let mut drawn = chance.whole(1..=all);
    for emitter in &EMITTERS {
        if drawn <= emitter.weight {
            return emitter;
        }
        drawn -= emitter.weight;
    }
    &EMITTERS[0]
}

/// Returns what stands above and below a code: what was typed, what npm says, a prompt.
fn around(emitter: &Emitter, payload: &str, chance: &mut Chance) -> [String; 2] {
    let prompt = *chance.pick(&[
        "$ ",
        "\x1b[32mdev@host\x1b[0m:\x1b[34m~/package\x1b[0m$ ",
        "\x1b[34m~/package\x1b[0m \x1b[32m❯\x1b[0m ",
        "> ",
    ]);
    if emitter.name.starts_with("npm") {
        let secret = payload.split(['=', '&']).nth(1).unwrap_or_default();
        return [
            format!(
                "{prompt}npm profile enable-2fa\nnpm notice profile Enabling two factor authentication for auth-and-writes\nnpm password:\nScan into your authenticator app:\n"
            ),
            format!("\n Or enter code: {secret}\nAnd an OTP code from your authenticator: "),
        ];
    }
    let before =
        (0..chance.whole(0..=3)).map(|_| format!("{prompt}{}\n", payload::text(chance, 5))).collect();
    [before, prompt.to_owned()]
}

/// Returns a scheme of colours.
pub(crate) fn any_palette(chance: &mut Chance) -> &'static Palette {
    chance.pick_of_half(&PALETTES)
}

fn category(plan: &Plan, shot: &Shot) -> &'static str {
    let npm = plan.emitter.name.starts_with("npm");
    let corner = shot.picture.get_pixel(shot.picture.width() - 30, shot.picture.height() - 30).0;
    let light = corner.iter().map(|value| u32::from(*value)).sum::<u32>() > 384;
    match plan.emitter.form {
        _ if plan.program.bends => "term_crt",
        Form::Signs => "term_asciiart",
        _ if plan.look.between_lines > 0 => "term_gap",
        Form::Colours if npm => "term_ansi",
        _ if !npm => "term_other",
        _ if light => "term_block_light",
        _ => "term_block_dark",
    }
}

/// Returns the part of a window that a person would keep: all of it, or the code's surroundings.
fn cut(shown: Shown, chance: &mut Chance) -> Shot {
    let Some([left, top, right, bottom]) = shown.area.filter(|_| !chance.once_in(3)) else {
        return shown.shot;
    };
    let (wide, high) = (right - left, bottom - top);
    let mut space = |side: f32| side * chance.between(0.03..0.5);
    shown.shot.cropped([left - space(wide), top - space(high), right + space(wide), bottom + space(high)])
}
