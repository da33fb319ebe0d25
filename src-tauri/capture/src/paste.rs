//! What a pasted text holds: links, QR codes drawn with characters, a bare secret.

use countersign_scan::{Code, Kind, Nothing, Reading, text};
use zeroize::Zeroizing;

/// What a bare secret becomes: a link that names nobody.
const NAMELESS: &str = "otpauth://totp/?secret=";
/// The fewest and the most characters of a bare secret. Shorter texts are words; the longest that is known has 160.
const BARE: std::ops::RangeInclusive<usize> = 16..=256;

/// Reads the QR codes that are drawn in a text: in its plain form, and in HTML if that gives nothing, because terminals
/// keep colours there alone. Corners are in characters, x the column and y the line.
#[must_use]
pub fn drawn(plain: &str, html: Option<&str>) -> Reading {
    let reading = text(plain);
    match html.filter(|html| !html.trim().is_empty() && reading.codes.is_empty()) {
        None => reading,
        Some(html) => {
            let coloured = text(html);
            // The plain text says better what went wrong, unless it is only that nothing is drawn there.
            let worse = coloured.codes.is_empty() && reading.nothing != Some(Nothing::NoCodeInText);
            if worse { reading } else { coloured }
        }
    }
}

/// Reads a text as people paste it: enrolment links wherever they stand, then what is [`drawn`], and last a bare secret,
/// which becomes a link that names nobody.
#[must_use]
pub fn paste(plain: &str, html: Option<&str>) -> Reading {
    let Reading { codes: in_drawings, nothing, .. } = drawn(plain, html);
    let mut codes = links(plain);
    codes.extend(in_drawings);
    if codes.is_empty() {
        codes.extend(html.map(linked).unwrap_or_default());
    }
    if codes.is_empty() {
        codes.extend(plain.lines().enumerate().find_map(|(line, text)| labelled(line, text)));
    }
    if codes.is_empty() {
        codes.extend(bare_secret(plain).map(|link| at(link, 0, 0, plain.chars().count())));
    }
    distinct(&mut codes);
    Reading { nothing: nothing.filter(|_| codes.is_empty()), codes }
}

/// Whether a link was made of a bare secret, and names nobody.
#[must_use]
pub fn is_nameless(link: &str) -> bool {
    link.starts_with(NAMELESS)
}

/// Returns the link for a text that is nothing but a secret in base32, in one piece or in groups of equal length.
#[must_use]
pub fn bare_secret(text: &str) -> Option<Zeroizing<String>> {
    let text = text.trim().trim_end_matches('=');
    if text.len() > 2 * BARE.end() {
        return None;
    }
    let groups: Vec<&str> = text.split([' ', '-', '\u{a0}']).filter(|group| !group.is_empty()).collect();
    let (last, others) = groups.split_last()?;
    let even = others.windows(2).all(|pair| pair[0].len() == pair[1].len())
        && others.first().is_none_or(|group| last.len() <= group.len());
    let mut link = Zeroizing::new(String::with_capacity(NAMELESS.len() + text.len()));
    link.push_str(NAMELESS);
    for group in groups {
        link.push_str(group);
    }
    let secret = &link[NAMELESS.len()..];
    let symbol = |c: char| c.is_ascii_alphabetic() || ('2'..='7').contains(&c);
    let one_case = !(secret.contains(|c: char| c.is_ascii_lowercase())
        && secret.contains(|c: char| c.is_ascii_uppercase()));
    (even && one_case && BARE.contains(&secret.len()) && secret.chars().all(symbol)).then_some(link)
}

/// A secret behind a label, as npm prints one below its code: `Or enter code: JBSW...`.
fn labelled(number: usize, text: &str) -> Option<Code> {
    let (label, value) = text.rsplit_once(": ").or_else(|| text.rsplit_once(":\t"))?;
    let link = bare_secret(value)?;
    // A word of capitals behind a colon is a heading.
    value
        .contains(|c: char| c.is_ascii_digit())
        .then(|| at(link, number, label.chars().count() + 2, value.trim().len()))
}

/// The enrolment links in a text. One that begins its line is the whole line, because labels are written with spaces too.
fn links(text: &str) -> Vec<Code> {
    let mut found = Vec::new();
    for (number, line) in text.lines().enumerate() {
        let mut from = 0;
        while let Some(start) = next_link(line, from) {
            let rest = &line[start..];
            let whole = line[..start].trim().is_empty() && next_link(line, start + 1).is_none();
            let length =
                if whole { rest.trim_end().len() } else { rest.find(ends_link).unwrap_or(rest.len()) };
            let link = rest[..length].trim_end_matches(['.', ',', ';', ')', ']', '}']);
            let column = line[..start].chars().count();
            found.push(at(Zeroizing::new(link.to_owned()), number, column, link.chars().count()));
            from = start + length.max(1);
        }
    }
    found
}

/// The enrolment links that HTML refers to. Their places are not known.
fn linked(html: &str) -> Vec<Code> {
    let plain = Zeroizing::new(html.replace("&amp;", "&").replace("&#38;", "&"));
    let mut found = links(&plain.replace(['"', '\'', '<', '>'], "\n"));
    for code in &mut found {
        code.corners = [[0.0; 2]; 4];
    }
    found
}

fn ends_link(character: char) -> bool {
    character.is_whitespace() || matches!(character, '"' | '\'' | '`' | '<' | '>')
}

/// Where the next enrolment link begins, at or behind a place.
fn next_link(line: &str, from: usize) -> Option<usize> {
    let rest = line.get(from..)?;
    let starts = rest.char_indices().filter(|(_, c)| c.eq_ignore_ascii_case(&'o')).map(|(at, _)| at);
    let mut links = starts.filter(|at| matches!(Kind::of(&rest[*at..]), Kind::Otpauth | Kind::Migration));
    links.next().map(|at| from + at)
}

fn at(text: Zeroizing<String>, line: usize, column: usize, length: usize) -> Code {
    let number = |count: usize| f32::from(u16::try_from(count).unwrap_or(u16::MAX));
    let (left, top) = (number(column), number(line));
    let (right, bottom) = (left + number(length), top + 1.0);
    let kind = Kind::of(&text);
    Code { text, kind, corners: [[left, top], [right, top], [right, bottom], [left, bottom]] }
}

/// Leaves out what was found before: a drawn code and its link say the same.
pub(crate) fn distinct(codes: &mut Vec<Code>) {
    let mut at = 0;
    while at < codes.len() {
        if codes[..at].iter().any(|before| before.text == codes[at].text) {
            codes.remove(at);
        } else {
            at += 1;
        }
    }
}

#[cfg(test)]
#[path = "paste_tests.rs"]
mod tests;
