//! The HTML that terminals and editors put on the clipboard: text in elements that carry colours.

use super::cell::{Cell, Pen, Screen};
use super::colour::css;

/// Elements this deep inside each other are taken for siblings.
const DEEPEST: usize = 512;

/// Whether a paste is HTML and not text that speaks of it.
pub(super) fn is_html(text: &str) -> bool {
    let bytes = text.as_bytes();
    let has = |tag: &str| bytes.windows(tag.len()).any(|window| window.eq_ignore_ascii_case(tag.as_bytes()));
    text.contains("</") && ["<span", "<pre", "<div", "<font", "<p", "<td"].into_iter().any(has)
}

/// An element that is open.
struct Open {
    name: String,
    pen: Pen,
    keeps_lines: bool,
}

pub(super) fn read(text: &str) -> Vec<Vec<Cell>> {
    let mut screen = Screen::default();
    let mut open: Vec<Open> = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        write(&rest[..at], &open, &mut screen);
        rest = &rest[at..];
        if let Some(comment) = rest.strip_prefix("<!--") {
            rest = comment.split_once("-->").map_or("", |(_, after)| after);
            continue;
        }
        let Some(end) = rest.find('>') else { break };
        let tag = &rest[1..end];
        rest = &rest[end + 1..];
        let name = element(tag);
        if matches!(name.as_str(), "style" | "script" | "title") {
            let close = format!("</{name}");
            let end = rest.to_ascii_lowercase().find(&close);
            rest = end.map_or("", |end| &rest[end..]);
            continue;
        }
        if let Some(name) = name.strip_prefix('/') {
            close(name, &mut open, &mut screen);
        } else {
            begin(name, tag, &mut open, &mut screen);
        }
    }
    write(rest, &open, &mut screen);
    screen.finish()
}

fn element(tag: &str) -> String {
    tag.split(|c: char| c.is_whitespace()).next().unwrap_or_default().to_ascii_lowercase()
}

fn begins_line(name: &str) -> bool {
    matches!(name, "div" | "p" | "tr" | "li" | "pre" | "body" | "table")
}

fn begin(name: String, tag: &str, open: &mut Vec<Open>, screen: &mut Screen) {
    if matches!(name.trim_end_matches('/'), "br") {
        screen.end_line();
        return;
    }
    if begins_line(&name) && !screen.at_line_start() {
        screen.end_line();
    }
    if tag.ends_with('/') || matches!(name.as_str(), "meta" | "link" | "img" | "hr" | "input" | "!doctype") {
        return;
    }
    let outer = open.last();
    let mut pen = outer.map_or_else(Pen::default, |element| element.pen);
    let mut keeps_lines = name == "pre" || outer.is_some_and(|element| element.keeps_lines);
    if let Some(colour) = attribute(tag, "bgcolor").and_then(css) {
        pen.behind = Some(colour);
    }
    if let Some(colour) = attribute(tag, "color").and_then(css) {
        pen.ink = Some(colour);
    }
    for declaration in attribute(tag, "style").unwrap_or_default().split(';') {
        let Some((property, value)) = declaration.split_once(':') else { continue };
        match property.trim().to_ascii_lowercase().as_str() {
            "color" => pen.ink = css(value).or(pen.ink),
            "background-color" | "background" => pen.behind = css(value).or(pen.behind),
            "white-space" => keeps_lines = value.trim().starts_with("pre"),
            _ => {}
        }
    }
    if open.len() < DEEPEST {
        open.push(Open { name, pen, keeps_lines });
    }
}

fn close(name: &str, open: &mut Vec<Open>, screen: &mut Screen) {
    if let Some(at) = open.iter().rposition(|element| element.name == name) {
        open.truncate(at);
        if begins_line(name) && !screen.at_line_start() {
            screen.end_line();
        }
    }
}

/// The value of an attribute, in either kind of quotes or none.
fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let mut rest = tag;
    while let Some((before, after)) = rest.split_once('=') {
        let found = before.split_whitespace().next_back().is_some_and(|last| last.eq_ignore_ascii_case(name));
        let after = after.trim_start();
        let (value, behind) = match after.chars().next() {
            Some(quote @ ('"' | '\'')) => after[1..].split_once(quote).unwrap_or((&after[1..], "")),
            _ => after.split_once(char::is_whitespace).unwrap_or((after, "")),
        };
        if found {
            return Some(value);
        }
        rest = behind;
    }
    None
}

fn write(text: &str, open: &[Open], screen: &mut Screen) {
    let (pen, keeps_lines) =
        open.last().map_or((Pen::default(), false), |element| (element.pen, element.keeps_lines));
    let mut rest = text;
    while let Some(character) = rest.chars().next() {
        let (character, length) =
            if character == '&' { entity(rest) } else { (character, character.len_utf8()) };
        rest = &rest[length..];
        let breaks = matches!(character, '\n' | '\r');
        if !breaks || (keeps_lines && character == '\n') {
            screen.write(character, pen);
        }
    }
}

/// The character that an entity at the start of a text stands for, and the entity's length.
fn entity(text: &str) -> (char, usize) {
    let end = text.char_indices().take(12).find(|(_, c)| *c == ';').map(|(at, _)| at);
    let Some(end) = end else { return ('&', 1) };
    let name = &text[1..end];
    let number = |digits: &str, radix| u32::from_str_radix(digits, radix).ok().and_then(char::from_u32);
    let character = match name {
        "nbsp" => Some('\u{a0}'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "amp" => Some('&'),
        "quot" => Some('"'),
        "block" => Some('█'),
        "uhblk" => Some('▀'),
        "lhblk" => Some('▄'),
        _ => match name.strip_prefix('#') {
            Some(digits) => match digits.strip_prefix(['x', 'X']) {
                Some(digits) => number(digits, 16),
                None => number(digits, 10),
            },
            None => None,
        },
    };
    character.map_or(('&', 1), |character| (character, end + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_inherited_and_end_with_their_element() {
        let html = r#"<pre style="color:#fff; background-color:#000">a<span style='background:#FFF'>b</span>c</pre>"#;
        let line = &read(html)[0];
        assert_eq!(line.iter().map(|cell| cell.behind).collect::<Vec<_>>(), [0, 255, 0]);
    }

    #[test]
    fn lines_come_from_breaks_blocks_and_preserved_newlines() {
        assert_eq!(read("<div>\n<div>a</div>\n<div>b</div></div>").len(), 2);
        assert_eq!(read("<p>a<br>b<br/>c</p>").len(), 3);
        assert_eq!(read("<pre>a\nb\n</pre>").len(), 2);
        assert_eq!(read("<div style='white-space: pre'>a\nb</div>").len(), 2);
    }

    #[test]
    fn entities_are_characters() {
        let line = &read("<span>&nbsp;&#9608;&#x2588;&amp;&nope;</span>")[0];
        assert_eq!(line[..4].iter().map(|cell| cell.drawn).collect::<Vec<_>>(), [0, 0xff, 0xff, 0xff]);
        assert_eq!(line.len(), 4 + "&nope;".len());
    }

    #[test]
    fn broken_markup_is_no_trouble() {
        for html in
            ["<span", "</", "<span style=", "<pre>&#xfffffff;", "<style>x", "<!-- x", "<a href='x>é", "&é;"]
        {
            read(html);
        }
    }
}
