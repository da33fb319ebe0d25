//! Pages that show codes: enrolments, exports, several at once; and pages that show none.

use serde_json::json;

use super::super::chance::Chance;
use super::super::payload;
use super::super::symbol::{LEVELS, Symbol};
use super::code::{self, Ink, Shape};
use super::lines;
use super::style::{FACES, THEMES, Theme};
use crate::support::tools;

/// A page, before a browser has seen it.
pub(super) struct Page {
    pub(super) category: &'static str,
    pub(super) html: String,
    /// What the codes say, by their numbers.
    pub(super) payloads: Vec<String>,
    /// Pixels of the page.
    pub(super) width: u32,
    pub(super) height: u32,
    /// Whether the page can be enlarged once it has said where its codes are: lines of text would be set anew.
    pub(super) can_zoom: bool,
}

/// A kind of pages, and how often it comes against the others.
pub(super) type Kind = (fn(&mut Chance) -> Page, u32);

/// Every kind.
pub(super) const KINDS: [Kind; 9] = [
    (enrolment, 9),
    (styled, 5),
    (by_library, 5),
    (faint, 4),
    (export, 4),
    (several, 4),
    (lines::terminal, 8),
    (lines::log, 6),
    (nothing, 4),
];

pub(super) fn document(theme: &Theme, chance: &mut Chance, body: &str) -> String {
    let face = *chance.pick_of_half(&FACES);
    format!(
        "<!doctype html><meta charset=utf-8><title>Page</title><style>\
         html{{background:{page};color:{text};font:15px '{face}',sans-serif}} body{{margin:0}} .code{{flex:none}} \
         header{{padding:14px 28px;border-bottom:1px solid {line};font-weight:bold;font-size:19px}} \
         main{{padding:24px 40px;max-width:900px}} .card{{background:{card};border:1px solid {line};border-radius:8px;\
         padding:24px;margin:16px 0}} small,.faint{{color:{faint}}} button{{background:{accent};color:{page};border:0;\
         border-radius:6px;padding:9px 18px;font:inherit}} input{{background:{page};color:{text};border:1px solid {line};\
         padding:8px;border-radius:6px;font:inherit}} code{{font:14px monospace}} h1{{font-size:24px}}</style>{body}",
        page = theme.page,
        text = theme.text,
        line = theme.line,
        card = theme.card,
        faint = theme.faint,
        accent = theme.accent,
    )
}

pub(super) fn any_theme(chance: &mut Chance) -> &'static Theme {
    chance.pick_of_half(&THEMES)
}

fn secret_of(payload: &str) -> &str {
    payload.split("secret=").nth(1).and_then(|rest| rest.split('&').next()).unwrap_or("")
}

/// Returns the size of a code's drawing: from two pixels a module to ten.
fn side(symbol: &Symbol, margin: f32, chance: &mut Chance) -> f32 {
    let whole = symbol.size as f32 + 2.0 * margin;
    if chance.once_in(2) {
        whole * chance.whole(2..=9) as f32
    } else {
        (whole * chance.between(2.2..9.0)).round()
    }
}

fn enrolling(theme: &Theme, payload: &str, code: &str, chance: &mut Chance) -> String {
    let manual = secret_of(payload);
    let steps = [
        format!(
            "<p>Scan the image below with the two-factor authentication app on your phone. {}</p>",
            payload::text(chance, 9)
        ),
        format!(
            "<p><small>If you can't use a code, enter this text instead: <code>{manual}</code></small></p>"
        ),
    ];
    let order = if chance.once_in(2) { "row" } else { "column" };
    let body = format!(
        "<header>{} · account</header><main><h1>Enable two-factor authentication</h1><div class=card>{}\
         <div style='display:flex;flex-direction:{order};gap:24px;align-items:flex-start'>{code}<div>{}\
         <p>Verify the code from the app</p><input placeholder=XXXXXX> <button>Continue</button>\
         <p class=faint>{}</p></div></div></div></main>",
        theme.name,
        steps[0],
        steps[1],
        payload::text(chance, 14)
    );
    document(theme, chance, &body)
}

fn enrolment(chance: &mut Chance) -> Page {
    let theme = any_theme(chance);
    let payload = payload::otpauth(chance);
    let symbol = Symbol::any(&payload, chance);
    let light = if theme.dark && chance.once_in(3) {
        // Light on dark, turned over or as the page is.
        None
    } else {
        Some("#ffffff".to_owned())
    };
    let dark = if light.is_none() {
        theme.text
    } else {
        *chance.pick(&["#000000", "#000000", "#1f2328", theme.accent])
    };
    let margin = *chance.pick(&[0.0, 1.0, 2.0, 4.0, 4.0]);
    let ink = Ink { dark: dark.to_owned(), light, side: side(&symbol, margin, chance), margin };
    let code = code::html(&symbol, 0, &ink, chance);
    let html = enrolling(theme, &payload, &code, chance);
    let category = if theme.dark { "web_dark" } else { "web_light" };
    Page { category, html, payloads: vec![payload], width: 1100, height: 700, can_zoom: true }
}

const HUES: [(&str, &str); 10] = [
    ("#cb3837", "#ffffff"),
    ("#1a73e8", "#ffffff"),
    ("#0b6e4f", "#f2fff8"),
    ("#5b2a86", "#ffffff"),
    ("#b34700", "#fff8f0"),
    ("#7ee787", "#0d1117"),
    ("#ffd33d", "#24292e"),
    ("#243b53", "#d9e2ec"),
    ("#e91e63", "#ffffff"),
    ("#00bcd4", "#102027"),
];

fn styled(chance: &mut Chance) -> Page {
    let theme = any_theme(chance);
    let payload = payload::otpauth(chance);
    let symbol = Symbol::plain(&payload, LEVELS[chance.whole(1..=3) as usize]);
    let shape = *chance.pick(&[Shape::Disc, Shape::Rounded, Shape::Diamond, Shape::Bars, Shape::Square]);
    let (dark, light) = *chance.pick_of_half(&HUES);
    let (mut dark, mut inside) = (dark.to_owned(), String::new());
    if chance.once_in(3) {
        let (other, _) = *chance.pick(&HUES[..5]);
        inside = format!(
            "<defs><linearGradient id=g gradientUnits=userSpaceOnUse x1=0 y1=0 x2={size} y2={size}><stop stop-color='{dark}'/>\
             <stop offset=1 stop-color='{other}'/></linearGradient></defs>",
            size = symbol.size
        );
        "url(#g)".clone_into(&mut dark);
    }
    if chance.once_in(2) {
        let (middle, half) = (symbol.size as f32 / 2.0, symbol.size as f32 * chance.between(0.08..0.14));
        inside += &format!(
            "<rect x={0} y={0} width={1} height={1} rx=1 fill='{light}'/><circle cx={middle} cy={middle} r={2} fill='{3}'/>",
            middle - half,
            half * 2.0,
            half * 0.8,
            theme.accent
        );
    }
    let margin = *chance.pick(&[1.0, 2.0, 4.0]);
    let ink = Ink { dark, light: Some(light.to_owned()), side: side(&symbol, margin, chance), margin };
    let code = code::curves(&symbol, 0, &ink, shape, &inside);
    let html = enrolling(theme, &payload, &code, chance);
    Page { category: "web_styled", html, payloads: vec![payload], width: 1100, height: 700, can_zoom: true }
}

/// A code by the library `qr-code-styling`, which draws on the page itself.
fn by_library(chance: &mut Chance) -> Page {
    let theme = any_theme(chance);
    let payload = payload::npm(chance);
    let (dark, light) = *chance.pick_of_half(&HUES);
    let (side, margin) = (chance.whole(160..=460), chance.whole(0..=20));
    let logo = format!(
        "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 10 10'><circle cx='5' cy='5' r='5' fill='{}'/></svg>",
        theme.accent.replace('#', "%23")
    );
    let mut options = json!({
        "width": side, "height": side, "margin": margin, "data": payload,
        "type": *chance.pick(&["svg", "canvas"]),
        "qrOptions": { "errorCorrectionLevel": *chance.pick(&["M", "Q", "H"]) },
        "dotsOptions": { "color": dark,
            "type": *chance.pick(&["rounded", "dots", "classy", "classy-rounded", "square", "extra-rounded"]) },
        "cornersSquareOptions": { "color": dark, "type": *chance.pick(&["dot", "square", "extra-rounded"]) },
        "cornersDotOptions": { "color": dark, "type": *chance.pick(&["dot", "square"]) },
        "backgroundOptions": { "color": light },
    });
    if chance.once_in(2) {
        options["image"] = json!(logo);
        options["imageOptions"] =
            json!({ "margin": 4, "imageSize": chance.between(0.2..0.4), "hideBackgroundDots": true });
    }
    let library = tools::fetched("pictures/node_modules/qr-code-styling/lib/qr-code-styling.js");
    let code = format!(
        "<div class=code data-code=0 style='position:relative;width:{side}px;height:{side}px'><i class=area style='position:absolute'></i></div>\
         <script src='file://{}'></script><script>window.ready=(async()=>{{const o={options};const q=new QRCodeStyling(o);\
         const e=document.querySelector('.code');q.append(e);const n=q._qr.getModuleCount();e.dataset.size=n;\
         const d=Math.floor((o.width-2*o.margin)/n);const x=Math.floor((o.width-n*d)/2);\
         const a=e.querySelector('.area');Object.assign(a.style,{{left:x+'px',top:x+'px',width:n*d+'px',height:n*d+'px'}});\
         await (q._canvasDrawingPromise||q._svgDrawingPromise)}})()</script>",
        library.display()
    );
    let html = enrolling(theme, &payload, &code, chance);
    Page { category: "web_styled", html, payloads: vec![payload], width: 1100, height: 760, can_zoom: true }
}

/// Colours that can hardly be told apart.
fn faint(chance: &mut Chance) -> Page {
    let theme = any_theme(chance);
    let payload = payload::otpauth(chance);
    let symbol = Symbol::any(&payload, chance);
    let difference = *chance.pick(&[6, 9, 12, 16, 22, 30, 45_u8]);
    let base = chance.whole(0..=u32::from(255 - difference)) as u8;
    let grey = |value: u8| format!("#{value:02x}{value:02x}{value:02x}");
    let margin = *chance.pick(&[1.0, 2.0, 4.0]);
    let ink = Ink {
        dark: grey(base),
        light: Some(grey(base + difference)),
        side: side(&symbol, margin, chance),
        margin,
    };
    let code = code::html(&symbol, 0, &ink, chance);
    let html = enrolling(theme, &payload, &code, chance);
    Page {
        category: "web_lowcontrast",
        html,
        payloads: vec![payload],
        width: 1100,
        height: 700,
        can_zoom: true,
    }
}

/// What an app shows that moves its accounts to another phone.
fn export(chance: &mut Chance) -> Page {
    let theme = any_theme(chance);
    let accounts = chance.whole(2..=10);
    let payload = payload::migration(chance, accounts);
    let level = LEVELS[chance.whole(0..=1) as usize];
    let symbol = Symbol::plain(&payload, level);
    let margin = *chance.pick(&[1.0, 2.0, 4.0]);
    let whole = symbol.size as f32 + 2.0 * margin;
    let side = (whole * chance.between(2.2..5.0)).round();
    let ink = Ink { dark: "#000".to_owned(), light: Some("#fff".to_owned()), side, margin };
    let code = code::html(&symbol, 0, &ink, chance);
    let body = format!(
        "<main style='max-width:{}px;margin:auto;text-align:center'><h1>Export accounts</h1><p class=faint>Scan this code with \
         the app on your new device. {accounts} accounts, part 1 of 1.</p><div style='display:inline-block;padding:{}px;\
         background:{}'>{code}</div><p><button>Next</button></p></main>",
        side + 80.0,
        chance.whole(0..=24),
        if theme.dark { theme.page } else { "#fff" },
    );
    let html = document(theme, chance, &body);
    let width = side as u32 + 160;
    Page {
        category: "web_migration",
        html,
        payloads: vec![payload],
        width,
        height: side as u32 + 300,
        can_zoom: true,
    }
}

fn several(chance: &mut Chance) -> Page {
    let theme = any_theme(chance);
    let count = chance.whole(2..=6) as usize;
    let mut payloads = Vec::new();
    let cards: String = (0..count)
        .map(|number| {
            let payload = payload::otpauth(chance);
            let symbol = Symbol::any(&payload, chance);
            let margin = *chance.pick(&[1.0, 2.0, 4.0]);
            let side = (symbol.size as f32 + 2.0 * margin) * chance.between(2.0..4.5);
            let light = if theme.dark && chance.once_in(4) { None } else { Some("#fff".to_owned()) };
            let dark = if light.is_none() { theme.text } else { "#000" };
            let ink = Ink { dark: dark.to_owned(), light, side, margin };
            let card = format!(
                "<div class=card>{}<p><small>{number}</small></p></div>",
                code::html(&symbol, number, &ink, chance)
            );
            payloads.push(payload);
            card
        })
        .collect();
    let body = format!(
        "<header>Backup</header><main style='max-width:none'><h1>Your accounts</h1>\
         <div style='display:flex;flex-wrap:wrap;gap:{}px;align-items:flex-start'>{cards}</div></main>",
        chance.whole(2..=30)
    );
    let html = document(theme, chance, &body);
    Page { category: "web_multi", html, payloads, width: 1300, height: 900, can_zoom: true }
}

/// Pages without a code: writing, tables, keys, icons of squares.
fn nothing(chance: &mut Chance) -> Page {
    let theme = any_theme(chance);
    let body: String = match chance.whole(0..=3) {
        0 => (0..60).map(|_| format!("<p>{}</p>", payload::text(chance, 30))).collect(),
        1 => {
            let cells: String = (0..400)
                .map(|_| format!("<div style='width:{0}px;height:{0}px;border:3px solid {1};margin:4px'><div style='margin:3px;height:calc(100% - 6px);background:{1}'></div></div>", chance.whole(10..=30), theme.text))
                .collect();
            format!("<div style='display:flex;flex-wrap:wrap'>{cells}</div>")
        }
        2 => {
            let rows: String = (0..70)
                .map(|_| {
                    format!(
                        "{}  {}\n",
                        payload::digits(chance, 40),
                        "█▀▄ ▀█".repeat(chance.whole(1..=14) as usize)
                    )
                })
                .collect();
            format!("<pre>{rows}</pre>")
        }
        _ => {
            let rows: String = (0..40)
                .map(|_| {
                    format!(
                        "<tr><td>{}<td>{}<td><button>Copy</button>",
                        payload::text(chance, 4),
                        payload::digits(chance, 6)
                    )
                })
                .collect();
            format!("<table border=1>{rows}</table>")
        }
    };
    let html = document(
        theme,
        chance,
        &format!("<header>Nothing here</header><main style='max-width:none'>{body}</main>"),
    );
    Page { category: "web_negative", html, payloads: Vec::new(), width: 1400, height: 1000, can_zoom: true }
}
