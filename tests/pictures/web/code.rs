//! A code as an element of a page.

use data_encoding::BASE64;

use super::super::chance::Chance;
use super::super::drawing::Drawing;
use super::super::set::png;
use super::super::symbol::Symbol;

/// How a code is drawn on a page.
pub(super) struct Ink {
    pub(super) dark: String,
    /// The colour of light modules and the margin; `None` lets the page shine through.
    pub(super) light: Option<String>,
    /// Pixels of the page along a side, margin included.
    pub(super) side: f32,
    /// Modules around the code.
    pub(super) margin: f32,
}

/// The shape of modules in a drawing with curves.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Shape {
    Square,
    Disc,
    Rounded,
    Diamond,
    /// Bars from the top to the bottom.
    Bars,
}

/// Wraps a drawing so that the page can say where the code is.
fn wrapped(symbol: &Symbol, number: usize, ink: &Ink, drawing: &str) -> String {
    let whole = symbol.size as f32 + 2.0 * ink.margin;
    let [from, size] = [ink.margin, symbol.size as f32].map(|modules| 100.0 * modules / whole);
    format!(
        "<div class=code data-code={number} data-size={} style='position:relative;width:{side}px;height:{side}px;{}'>{drawing}\
         <i class=area style='position:absolute;left:{from}%;top:{from}%;width:{size}%;height:{size}%'></i></div>",
        symbol.size,
        ink.light.as_ref().map_or(String::new(), |light| format!("background:{light}")),
        side = ink.side,
    )
}

/// Returns a code drawn in one of the ways that pages draw it.
pub(super) fn html(symbol: &Symbol, number: usize, ink: &Ink, chance: &mut Chance) -> String {
    match chance.whole(0..=3) {
        0 => curves(symbol, number, ink, Shape::Square, ""),
        1 => cells(symbol, number, ink),
        2 => picture(symbol, number, ink, chance.whole(1..=8) as f32, chance),
        _ => canvas(symbol, number, ink),
    }
}

/// A picture that the page scales.
fn picture(symbol: &Symbol, number: usize, ink: &Ink, module: f32, chance: &mut Chance) -> String {
    let mut drawing = Drawing::plain(module);
    drawing.margin = ink.margin;
    if chance.once_in(2) {
        // Drawn by a server in grey.
        drawing.dark = [chance.whole(0..=60) as u8; 3];
    }
    let bytes = BASE64.encode(&png(&drawing.of(symbol).picture));
    let how = *chance.pick(&["auto", "auto", "pixelated"]);
    let image = format!(
        "<img src='data:image/png;base64,{bytes}' style='width:100%;height:100%;display:block;image-rendering:{how}'>"
    );
    wrapped(symbol, number, ink, &image)
}

/// An element for every module.
fn cells(symbol: &Symbol, number: usize, ink: &Ink) -> String {
    let side = ink.side / (symbol.size as f32 + 2.0 * ink.margin);
    let cells: String = dark(symbol)
        .map(|(x, y)| {
            let (left, top) = ((x as f32 + ink.margin) * side, (y as f32 + ink.margin) * side);
            format!("<b style='left:{left}px;top:{top}px'></b>")
        })
        .collect();
    let style = format!(
        "<style>[data-code='{number}'] b{{position:absolute;width:{side}px;height:{side}px;background:{}}}</style>",
        ink.dark
    );
    wrapped(symbol, number, ink, &(style + &cells))
}

/// Drawn by a script.
fn canvas(symbol: &Symbol, number: usize, ink: &Ink) -> String {
    let squares: Vec<String> = dark(symbol).map(|(x, y)| format!("[{x},{y}]")).collect();
    let canvas = format!(
        "<canvas id=c{number} style='width:100%;height:100%;display:block'></canvas><script>{{\
         const c=document.getElementById('c{number}');const s={side}*devicePixelRatio;c.width=c.height=s;\
         const g=c.getContext('2d');const m=s/{whole};g.fillStyle='{dark}';\
         for(const[x,y]of[{squares}])g.fillRect((x+{margin})*m,(y+{margin})*m,m,m)}}</script>",
        side = ink.side,
        whole = symbol.size as f32 + 2.0 * ink.margin,
        dark = ink.dark,
        margin = ink.margin,
        squares = squares.join(","),
    );
    wrapped(symbol, number, ink, &canvas)
}

/// Drawn with curves; `inside` is put over the code, in modules.
pub(super) fn curves(symbol: &Symbol, number: usize, ink: &Ink, shape: Shape, inside: &str) -> String {
    let whole = symbol.size as f32 + 2.0 * ink.margin;
    let from = -ink.margin;
    let far = symbol.size - 7;
    let in_corner = |x: usize, y: usize| (y < 7 && (x < 7 || x >= far)) || (x < 7 && y >= far);
    let own_corners = shape != Shape::Square;
    let path: String = dark(symbol)
        .filter(|&(x, y)| !own_corners || !in_corner(x, y))
        .map(|(x, y)| match shape {
            Shape::Square => format!("M{x} {y}h1v1h-1z"),
            Shape::Disc => format!("M{x}.04 {y}.5a.46.46 0 1 0 .92 0a.46.46 0 1 0-.92 0z"),
            Shape::Rounded => format!(
                "M{x}.3 {y}h.4a.3.3 0 0 1 .3.3v.4a.3.3 0 0 1-.3.3h-.4a.3.3 0 0 1-.3-.3v-.4a.3.3 0 0 1 .3-.3z"
            ),
            Shape::Diamond => format!("M{x}.5 {y}l.5.5l-.5.5l-.5-.5z"),
            Shape::Bars => format!("M{x}.1 {y}h.8v1.02h-.8z"),
        })
        .collect();
    let corner = |x: usize, y: usize| {
        let radius = if matches!(shape, Shape::Disc | Shape::Rounded) { 2.2 } else { 0.0 };
        format!(
            "<rect x='{x}.5' y='{y}.5' width=6 height=6 rx={radius} fill=none stroke='{dark}' stroke-width=1 />\
             <rect x='{}' y='{}' width=3 height=3 rx={} fill='{dark}' />",
            x + 2,
            y + 2,
            radius / 2.0,
            dark = ink.dark
        )
    };
    let corners =
        if own_corners { [corner(0, 0), corner(far, 0), corner(0, far)].concat() } else { String::new() };
    let svg = format!(
        "<svg viewBox='{from} {from} {whole} {whole}' width=100% height=100% style='display:block'>\
         <path d='{path}' fill='{}' />{corners}{inside}</svg>",
        ink.dark
    );
    wrapped(symbol, number, ink, &svg)
}

fn dark(symbol: &Symbol) -> impl Iterator<Item = (usize, usize)> {
    let places = (0..symbol.modules()).map(|i| (i % symbol.size, i / symbol.size));
    places.filter(|&(x, y)| symbol.is_dark(x as i32, y as i32))
}
