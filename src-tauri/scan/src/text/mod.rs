//! QR codes drawn with characters.

mod ansi;
mod cell;
mod colour;
mod drawing;
mod html;
mod repair;

use crate::{Nothing, Reading};
use drawing::Found;

/// Fewer blank lines of one length are no lost code.
const LEAST_LINES: usize = 21;

pub(crate) fn read(pasted: &str) -> Reading {
    let mut found = Found::default();
    if html::is_html(pasted) {
        found = search(&html::read(pasted));
    }
    if found.codes.is_empty() {
        let plain = search(&ansi::read(pasted));
        if !plain.codes.is_empty() || plain.loose_finders > found.loose_finders {
            found = plain;
        }
    }
    let otherwise = if found.loose_finders >= 2 {
        Nothing::DamagedText
    } else if colours_lost(pasted) {
        Nothing::ColoursLost
    } else {
        Nothing::NoCodeInText
    };
    Reading::of(found.codes, otherwise)
}

/// The lines as they are, then with each repair until codes appear.
fn search(lines: &[Vec<cell::Cell>]) -> Found {
    let mut best = drawing::find(lines);
    for repair in repair::REPAIRS {
        if !best.codes.is_empty() {
            break;
        }
        if let Some(lines) = repair(lines) {
            let found = drawing::find(&lines);
            if !found.codes.is_empty() || found.loose_finders > best.loose_finders {
                best = found;
            }
        }
    }
    best
}

/// Many lines of nothing but spaces, all of one length and wide enough for two columns a module.
fn colours_lost(pasted: &str) -> bool {
    let mut same = 0;
    let mut length = 0;
    for line in pasted.lines() {
        let blank = line.len() >= 2 * LEAST_LINES && line.chars().all(|c| c == ' ' || c == '\u{a0}');
        same = if !blank {
            0
        } else if line.len() == length {
            same + 1
        } else {
            1
        };
        length = line.len();
        if same >= LEAST_LINES {
            return true;
        }
    }
    false
}
