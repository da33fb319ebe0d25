//! Pages that show codes: enrolments, exports, terminals in a page, logs; and pages that show none.

use serde_json::json;

use super::super::chance::Chance;
use super::super::payload;
use super::super::symbol::{LEVELS, Symbol};
use super::super::terminal::{Drawing, any_emitter, any_palette};
use super::code::{self, Ink, Shape};
use super::style::{FACES, MONOSPACED, THEMES, Theme};
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

/// A kind of pages and how often it comes, against the others.
pub(super) const KINDS: [(fn(&mut Chance) -> Page, u32); 9] = [
    (enrolment, 9),
    (styled, 5),
    (by_library, 5),
    (faint, 4),
    (export, 4),
    (several, 4),
    (terminal, 8),
    (log, 6),
    (nothing, 4),
];

fn document(theme: &Theme, chance: &mut Chance, body: &str) -> String {
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

fn any_theme(chance: &mut Chance) -> &'static Theme {
    chance.pick_of_half(&THEMES)
}

fn secret_of(payload: &str) -> &str {
    payload.split("secret=").nth(1).and_then(|rest| rest.split('&').next()).unwrap_or("")
}

/// Returns the size of a code's drawing: from two pixels a module to ten.
fn side(symbol: &Symbol, margin: f32, chance: &mut Chance) -> f32 {
    let whole = symbol.size as f32 + 2.0 * margin;
    if chance.once_in(2) { whole * chance.whole(2..=9) as f32 } else { (whole * chance.between(2.2..9.0)).round() }
}

fn enrolling(theme: &Theme, payload: &str, code: &str, chance: &mut Chance) -> String {
    let manual = secret_of(payload);
    let steps = [
        format!("<p>Scan the image below with the two-factor authentication app on your phone. {}</p>", payload::text(chance, 9)),
        format!("<p><small>If you can't use a code, enter this text instead: <code>{manual}</code></small></p>"),
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
    let dark = if light.is_none() { theme.text } else { *chance.pick(&["#000000", "#000000", "#1f2328", theme.accent]) };
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
        dark = "url(#g)".to_owned();
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
        options["imageOptions"] = json!({ "margin": 4, "imageSize": chance.between(0.2..0.4), "hideBackgroundDots": true });
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
    let ink = Ink { dark: grey(base), light: Some(grey(base + difference)), side: side(&symbol, margin, chance), margin };
    let code = code::html(&symbol, 0, &ink, chance);
    let html = enrolling(theme, &payload, &code, chance);
    Page { category: "web_lowcontrast", html, payloads: vec![payload], width: 1100, height: 700, can_zoom: true }
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
    Page { category: "web_migration", html, payloads: vec![payload], width, height: side as u32 + 300, can_zoom: true }
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
            let card = format!("<div class=card>{}<p><small>{number}</small></p></div>", code::html(&symbol, number, &ink, chance));
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

/// Returns a drawing by some program, as terminals get it.
fn drawing(chance: &mut Chance) -> Drawing {
    let emitter = any_emitter(chance);
    let payload = payload::npm(chance);
    emitter.draw(&payload, *chance.pick(&['L', 'L', 'M']))
}

/// A terminal in a page, as editors and consoles in the browser have it.
fn terminal(chance: &mut Chance) -> Page {
    let drawing = drawing(chance);
    let palette = any_palette(chance);
    let (points, height) = (chance.whole(9..=16), *chance.pick(&[1.0, 1.0, 1.1, 1.2, 1.35, 1.62]));
    let face = *chance.pick_of_half(&MONOSPACED);
    let (columns, lines) = (drawing.columns + 12, drawing.lines + 7);
    let text = drawing.text.replace('\n', "\r\n");
    let written = format!("{}\r\n$ npm profile enable-2fa\r\n{text}\r\n$ ", palette.sequences());
    let library = |path: &str| tools::fetched(&format!("pictures/node_modules/@xterm/{path}")).display().to_string();
    let webgl = chance.once_in(2);
    let body = format!(
        "<link rel=stylesheet href='file://{}'><script src='file://{}'></script><script src='file://{}'></script>\
         <div id=t style='padding:6px;background:#{:06x}' class=code data-code=0 data-size={}><i class=area style='position:absolute'></i></div>\
         <script>window.ready=new Promise(done=>{{const t=new Terminal({{cols:{columns},rows:{lines},fontFamily:\"'{face}',monospace\",\
         fontSize:{points},lineHeight:{height},allowProposedApi:true}});const e=document.getElementById('t');t.open(e);\
         if({webgl})try{{t.loadAddon(new WebglAddon.WebglAddon())}}catch(error){{}}\
         t.write({},()=>setTimeout(()=>{{const s=e.querySelector('.xterm-screen').getBoundingClientRect();\
         const w=s.width/{columns},h=s.height/{lines};const a=e.querySelector('.area').style;\
         a.left=s.left+{}*w+'px';a.top=s.top+(2+{})*h+'px';a.width={}*w+'px';a.height={}*h+'px';done()}},600))}})</script>",
        library("xterm/css/xterm.css"),
        library("xterm/lib/xterm.js"),
        library("addon-webgl/lib/addon-webgl.js"),
        palette.ground,
        drawing.size,
        json!(written),
        drawing.at[0],
        drawing.at[1],
        drawing.size as f32 * drawing.module[0],
        drawing.size as f32 * drawing.module[1],
    );
    let html = format!("<!doctype html><meta charset=utf-8><style>body{{margin:0;background:#{:06x}}}</style>{body}", palette.ground);
    let width = (columns as f32 * points as f32 * 0.66) as u32 + 40;
    let high = (lines as f32 * points as f32 * 1.3 * height) as u32 + 40;
    Page { category: "web_terminal", html, payloads: vec![drawing.payload], width, height: high, can_zoom: false }
}

/// The log of a build, as services show it.
fn log(chance: &mut Chance) -> Page {
    let drawing = drawing(chance);
    let theme = any_theme(chance);
    let face = *chance.pick_of_half(&MONOSPACED);
    let (points, height) = (chance.whole(9..=16), *chance.pick(&["normal", "1", "1.15", "1.25", "1.4", "1.5", "1.6"]));
    let numbers = chance.once_in(3);
    let code: String = drawing
        .text
        .lines()
        .enumerate()
        .map(|(i, line)| {
            let number = if numbers { format!("<span class=faint>{:>4} </span>", i + 3) } else { String::new() };
            format!("<div class=line>{number}<span class=row>{}</span></div>", super::shoot::coloured(line))
        })
        .collect();
    let around = |chance: &mut Chance| -> String {
        (0..4).map(|_| format!("<div>{}</div>", payload::text(chance, 9))).collect()
    };
    let (before, after) = (around(chance), around(chance));
    let body = format!(
        "<main style='max-width:none'><pre style=\"font:{points}px/{height} '{face}',monospace;background:{};border:1px solid {};\
         padding:10px;display:inline-block\">{before}<div class=code data-code=0 data-size={}><i class=area style='position:fixed'></i>{code}</div>{after}</pre></main>\
         <script>window.ready=(async()=>{{await document.fonts.ready;const r=[...document.querySelectorAll('.row')].map(e=>e.getBoundingClientRect());\
         const w=Math.max(...r.map(b=>b.width))/{};\
         const h=(r[r.length-1].top-r[0].top)/(r.length-1);const l=document.querySelector('.line').getBoundingClientRect();\
         const a=document.querySelector('.area').style;a.left=r[0].left+{}*w+'px';a.top=l.top+{}*h+'px';\
         a.width={}*w+'px';a.height={}*h+'px'}})()</script>",
        theme.card,
        theme.line,
        drawing.size,
        drawing.columns,
        drawing.at[0],
        drawing.at[1],
        drawing.size as f32 * drawing.module[0],
        drawing.size as f32 * drawing.module[1],
    );
    let html = document(theme, chance, &body);
    let width = (drawing.columns as f32 * points as f32 * 0.8) as u32 + 240;
    let high = (drawing.lines as f32 * points as f32 * 2.0) as u32 + 300;
    Page { category: "web_log", html, payloads: vec![drawing.payload], width, height: high, can_zoom: false }
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
                .map(|_| format!("{}  {}\n", payload::digits(chance, 40), "█▀▄ ▀█".repeat(chance.whole(1..=14) as usize)))
                .collect();
            format!("<pre>{rows}</pre>")
        }
        _ => {
            let rows: String = (0..40)
                .map(|_| format!("<tr><td>{}<td>{}<td><button>Copy</button>", payload::text(chance, 4), payload::digits(chance, 6)))
                .collect();
            format!("<table border=1>{rows}</table>")
        }
    };
    let html = document(theme, chance, &format!("<header>Nothing here</header><main style='max-width:none'>{body}</main>"));
    Page { category: "web_negative", html, payloads: Vec::new(), width: 1400, height: 1000, can_zoom: true }
}
