//! Codes drawn with characters in pages: terminals as editors and consoles have them, and logs.

use serde_json::json;

use super::super::chance::Chance;
use super::super::payload;
use super::super::terminal::{Drawing, any_emitter, any_palette};
use super::page::{Page, any_theme, document};
use super::style::MONOSPACED;
use crate::support::tools;

/// Returns a drawing by some program, as terminals get it.
fn drawing(chance: &mut Chance) -> Drawing {
    let emitter = any_emitter(chance);
    let payload = payload::npm(chance);
    emitter.draw(&payload, *chance.pick(&['L', 'L', 'M']))
}

/// A terminal in a page, as editors and consoles in the browser have it.
pub(super) fn terminal(chance: &mut Chance) -> Page {
    let drawing = drawing(chance);
    let palette = any_palette(chance);
    let (points, height) = (chance.whole(9..=16), *chance.pick(&[1.0, 1.0, 1.1, 1.2, 1.35, 1.62]));
    let face = *chance.pick_of_half(&MONOSPACED);
    let (columns, lines) = (drawing.columns + 12, drawing.lines + 7);
    let text = drawing.text.replace('\n', "\r\n");
    let written = format!("{}\r\n$ npm profile enable-2fa\r\n{text}\r\n$ ", palette.sequences());
    let library =
        |path: &str| tools::fetched(&format!("pictures/node_modules/@xterm/{path}")).display().to_string();
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
    let html = format!(
        "<!doctype html><meta charset=utf-8><style>body{{margin:0;background:#{:06x}}}</style>{body}",
        palette.ground
    );
    let width = (columns as f32 * points as f32 * 0.66) as u32 + 40;
    let high = (lines as f32 * points as f32 * 1.3 * height) as u32 + 40;
    Page {
        category: "web_terminal",
        html,
        payloads: vec![drawing.payload],
        width,
        height: high,
        can_zoom: false,
    }
}

/// The log of a build, as services show it.
pub(super) fn log(chance: &mut Chance) -> Page {
    let drawing = drawing(chance);
    let theme = any_theme(chance);
    let face = *chance.pick_of_half(&MONOSPACED);
    let (points, height) =
        (chance.whole(9..=16), *chance.pick(&["normal", "1", "1.15", "1.25", "1.4", "1.5", "1.6"]));
    let numbers = chance.once_in(3);
    let code: String = drawing
        .text
        .lines()
        .enumerate()
        .map(|(i, line)| {
            let number =
                if numbers { format!("<span class=faint>{:>4} </span>", i + 3) } else { String::new() };
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
