//! Shows pages in browsers, and asks them where the codes are.

use std::error::Error;

use serde_json::{Value, json};

use super::super::chance::Chance;
use super::super::shot::{Placed, Shot};
use super::engine::{ENGINES, Engine};
use super::page::{KINDS, Page};
use crate::support::{Browser, Home};

/// A captured page.
pub(crate) struct Captured {
    pub(crate) name: String,
    pub(crate) category: &'static str,
    pub(crate) shot: Shot,
}

/// Captures so many pages, and hands over each.
pub(crate) fn captures(
    seed: u64,
    count: u32,
    mut keep: impl FnMut(Captured) -> Result<(), Box<dyn Error>>,
) -> Result<(), Box<dyn Error>> {
    for engine in ENGINES {
        let mut home = Home::new();
        let (browser, _screen) = engine.open(&mut home);
        for number in (0..count).filter(|number| engine_of(seed, *number) == engine) {
            let mut chance = Chance::of(seed, &format!("web {number}"));
            let page = page(&mut chance);
            let file = home.write("work/page.html", &page.html);
            browser.visit(&format!("file://{}", file.display()));
            if matches!(engine, Engine::Chromium { .. }) && page.can_zoom {
                // As people enlarge pages. WebKit would not tell where things are then.
                let zoom = *chance.pick(&[1.0, 1.0, 1.0, 1.1, 1.25, 0.9, 0.8]);
                browser.run("const zoom = arguments[0]; return Promise.resolve(window.ready).then(() => { document.body.style.zoom = zoom })", &[json!(zoom)]);
            }
            let shot = shot(&browser, &home, &page);
            let name = format!("{}_{number:03}_{}", page.category, engine.name());
            keep(Captured { name, category: page.category, shot })?;
        }
    }
    Ok(())
}

fn engine_of(seed: u64, number: u32) -> Engine {
    *Chance::of(seed, &format!("engine {number}")).pick(&ENGINES)
}

fn page(chance: &mut Chance) -> Page {
    let all: u32 = KINDS.iter().map(|(_, weight)| weight).sum();
    let mut drawn = chance.whole(1..=all);
    for (kind, weight) in KINDS {
        if drawn <= weight {
            return kind(chance);
        }
        drawn -= weight;
    }
    KINDS[0].0(chance)
}

/// Where the codes are, in pixels of the picture.
const WHERE: &str = "await window.ready; await document.fonts.ready; \
    for (const image of document.images) await image.decode(); \
    await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done))); \
    const r = window.devicePixelRatio; \
    return [...document.querySelectorAll('.code')].map(e => { const b = e.querySelector('.area').getBoundingClientRect(); \
    return [+e.dataset.code, +e.dataset.size, b.left * r, b.top * r, b.width * r, b.height * r]; });";

fn shot(browser: &Browser, home: &Home, page: &Page) -> Shot {
    // The window's own frame takes a part of its size.
    let frame = browser.run("return [outerWidth - innerWidth, outerHeight - innerHeight]", &[]);
    let frame = [0, 1].map(|i| frame[i].as_u64().unwrap_or(0) as u32);
    browser.resize(page.width + frame[0], page.height + frame[1]);
    // Everything at once, without scrolling.
    let high = browser.run("return document.documentElement.scrollHeight", &[]).as_u64().unwrap_or(0) as u32;
    if high > page.height && !page.payloads.is_empty() {
        browser.resize(page.width + frame[0], high.min(3000) + frame[1]);
    }
    let asked = format!("return (async () => {{ {WHERE} }})()");
    let places = browser.run(&asked, &[]);
    let file = home.path().join("work/page.png");
    browser.picture(&file);
    let picture = image::open(&file).expect("a driver takes pictures").to_rgb8();
    let number = |value: &Value| value.as_f64().unwrap_or(0.0) as f32;
    let place = |place: &Value| {
        let [code, size, left, top, width, height] = [0, 1, 2, 3, 4, 5].map(|i| number(&place[i]));
        Placed::upright(&page.payloads[code as usize], size as usize, [left, top, width, height])
    };
    Shot { picture, codes: places.as_array().into_iter().flatten().map(place).collect() }
}

/// Returns a line that programs print, as HTML: sequences of colours become elements.
pub(super) fn coloured(line: &str) -> String {
    let mut html = String::new();
    let (mut open, mut rest) = (0, line);
    while let Some(start) = rest.find('\x1b') {
        html += &rest[..start];
        let end = rest[start..].find('m').map_or(rest.len(), |end| start + end + 1);
        let codes = &rest[start + 2..end - 1];
        let style = style(codes);
        if style.is_empty() {
            html += &"</span>".repeat(open);
            open = 0;
        } else {
            html += &format!("<span style='{style}'>");
            open += 1;
        }
        rest = &rest[end..];
    }
    html + rest + &"</span>".repeat(open)
}

/// Returns what the codes of a sequence ask for; nothing where they end it.
fn style(codes: &str) -> String {
    let colour = |code: &str| match code {
        "0" | "16" | "232" => "#000",
        "7" => "#bfbfbf",
        _ => "#fff",
    };
    let codes: Vec<&str> = codes.split(';').collect();
    match codes.as_slice() {
        ["48", "5", number] => format!("background:{}", colour(number)),
        ["38", "5", number] => format!("color:{}", colour(number)),
        _ => codes
            .iter()
            .filter_map(|code| match code.split_at_checked(1)? {
                ("4", number) if !number.is_empty() => Some(format!("background:{};", colour(number))),
                ("3", number) if !number.is_empty() => Some(format!("color:{};", colour(number))),
                _ => None,
            })
            .collect(),
    }
}
