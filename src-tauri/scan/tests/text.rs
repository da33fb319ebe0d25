//! What real programs print, on the ways it takes to a paste.
//!
//! The fixtures are the output of `qrencode` 4.1.1 and of `qrcode-terminal` 0.12.0, as npm calls it.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::fmt::Write;
use std::path::Path;

use countersign_scan::{Kind, Nothing, text};

const LINK: &str = "otpauth://totp/npm:tester?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=npm";

fn printed(name: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/scan");
    std::fs::read_to_string(folder.join(name).with_extension("txt")).unwrap()
}

fn assert_read(paste: &str, what: &str) {
    let reading = text(paste);
    let found: Vec<&str> = reading.codes.iter().map(|code| code.text.as_str()).collect();
    assert_eq!(found, [LINK], "{what}");
    assert_eq!(reading.codes[0].kind, Kind::Otpauth);
}

/// The text without its control sequences: what a plain copy keeps.
fn plain(text: &str) -> String {
    let mut parts = text.split('\u{1b}');
    let mut kept = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        kept.push_str(part.split_once('m').map_or("", |(_, after)| after));
    }
    kept
}

#[test]
fn everything_that_programs_print_is_read() {
    for name in [
        "qrencode-UTF8",
        "qrencode-UTF8i",
        "qrencode-ANSI",
        "qrencode-ANSI256",
        "qrencode-ANSIUTF8",
        "qrencode-ANSI256UTF8",
        "qrencode-ASCII",
        "qrencode-ASCIIi",
        "qrcode-terminal-ansi",
        "qrcode-terminal-small",
    ] {
        assert_read(&printed(name), name);
    }
}

#[test]
fn the_clipboard_does_many_things_to_text() {
    let small = printed("qrcode-terminal-small");
    let lines = |change: &dyn Fn(&str) -> String| small.lines().map(change).collect::<Vec<_>>().join("\n");
    for (what, paste) in [
        ("trailing spaces lost", lines(&|line| line.trim_end().to_owned())),
        ("indented", lines(&|line| format!("      {line}"))),
        ("quoted", lines(&|line| format!("> {line}"))),
        ("Windows line ends", lines(&|line| format!("{line}\r"))),
        ("a blank line after every line", lines(&|line| format!("{line}\n"))),
        ("spaces that do not break", small.replace(' ', "\u{a0}")),
        ("in a fence", format!("```\n{small}\n```")),
        ("a byte order mark", format!("\u{feff}{small}")),
        (
            "without its border line",
            small.lines().filter(|line| line.chars().any(|c| c != '▄')).collect::<Vec<_>>().join("\n"),
        ),
        ("with six letters broken", broken(&small, 6)),
    ] {
        assert_read(&paste, what);
    }
    for width in [20, 25, 30, 34] {
        assert_read(&wrapped(&small, width), &format!("wrapped at {width}"));
    }
}

/// Every so many letters of a drawing become another one.
fn broken(text: &str, letters: usize) -> String {
    let blocks = text.chars().filter(|c| "█▀▄".contains(*c)).count();
    let mut seen = 0;
    let change = |c: char| {
        seen += usize::from("█▀▄".contains(c));
        let hit = "█▀▄".contains(c) && seen % (blocks / letters) == blocks / letters / 2;
        if hit { '?' } else { c }
    };
    text.chars().map(change).collect()
}

fn wrapped(text: &str, width: usize) -> String {
    let mut narrow = String::new();
    for line in text.lines() {
        let letters: Vec<char> = line.chars().collect();
        for piece in letters.chunks(width) {
            writeln!(narrow, "{}", piece.iter().collect::<String>()).unwrap();
        }
    }
    narrow
}

#[test]
fn colours_survive_in_the_html_that_terminals_copy() {
    let mut html = String::from("<html><body><pre style=\"color:#d0d0d0;background-color:#101010\">");
    let ansi = printed("qrcode-terminal-ansi");
    for part in ansi.split('\u{1b}') {
        match part
            .strip_prefix("[40m")
            .map(|rest| ("#000000", rest))
            .or(part.strip_prefix("[47m").map(|rest| ("#e5e5e5", rest)))
        {
            Some((colour, rest)) => {
                write!(html, "<span style=\"background-color: {colour};\">{rest}</span>").unwrap();
            }
            None => html.push_str(part.strip_prefix("[0m").unwrap_or(part)),
        }
    }
    html.push_str("</pre></body></html>");
    assert_read(&html, "one element");
    let lines = html.replace('\n', "</div><div>").replace("<pre ", "<div ").replace("</pre>", "</div>");
    assert_read(&lines, "an element a line");
}

#[test]
fn two_codes_in_one_paste_are_both_read() {
    let small = printed("qrcode-terminal-small");
    assert_eq!(text(&format!("{small}\n{small}")).codes.len(), 2);
}

#[test]
fn lost_colours_are_named_as_the_reason() {
    for name in ["qrcode-terminal-ansi", "qrencode-ANSI256"] {
        let reading = text(&plain(&printed(name)));
        assert!(reading.codes.is_empty());
        assert_eq!(reading.nothing, Some(Nothing::ColoursLost), "{name}");
    }
}

#[test]
fn what_is_no_code_gives_none() {
    let half = printed("qrencode-UTF8").lines().take(14).collect::<Vec<_>>().join("\n");
    assert_eq!(text(&half).nothing, Some(Nothing::DamagedText));
    for paste in
        ["", "hello", &"█".repeat(5000), &"##  ##\n".repeat(300), "\u{1b}[4", "<pre>", &"\n".repeat(9999)]
    {
        assert_eq!(text(paste).nothing, Some(Nothing::NoCodeInText));
    }
}
