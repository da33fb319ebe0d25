//! Text with the control sequences of terminals (ECMA-48).

use std::iter::Peekable;
use std::str::Chars;

use super::cell::{Cell, Pen, Screen};
use super::colour::{brightness, indexed};

pub(super) fn read(text: &str) -> Vec<Vec<Cell>> {
    let mut screen = Screen::default();
    let mut pen = Pen::default();
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '\u{1b}' => match characters.next() {
                Some('[') => control(&mut characters, &mut pen),
                // Titles, links and the like end with a bell or with ESC \.
                Some(']' | 'P' | '_' | '^' | 'X') => skip_string(&mut characters),
                // Character sets have one more character.
                Some('(' | ')' | '#') => {
                    characters.next();
                }
                _ => {}
            },
            '\u{9b}' => control(&mut characters, &mut pen),
            _ => screen.write(character, pen),
        }
    }
    screen.finish()
}

/// A control sequence, after its introducer. Only colours (SGR) mean something here.
fn control(characters: &mut Peekable<Chars<'_>>, pen: &mut Pen) {
    let mut parameters = String::new();
    for character in characters.by_ref() {
        match character {
            '\u{40}'..='\u{7e}' => {
                if character == 'm' {
                    colours(&parameters, pen);
                }
                return;
            }
            '\u{20}'..='\u{3f}' if parameters.len() < 256 => parameters.push(character),
            _ => return,
        }
    }
}

fn skip_string(characters: &mut Peekable<Chars<'_>>) {
    while let Some(character) = characters.next() {
        match character {
            '\u{7}' | '\u{9c}' => return,
            '\u{1b}' => {
                characters.next_if_eq(&'\\');
                return;
            }
            _ => {}
        }
    }
}

fn colours(parameters: &str, pen: &mut Pen) {
    let mut numbers = parameters.split([';', ':']).map(|number| number.parse::<u8>().unwrap_or(0));
    while let Some(number) = numbers.next() {
        match number {
            0 => *pen = Pen::default(),
            7 => pen.reversed = true,
            27 => pen.reversed = false,
            30..=37 => pen.ink = Some(indexed(number - 30)),
            90..=97 => pen.ink = Some(indexed(number - 90 + 8)),
            38 => pen.ink = extended(&mut numbers).or(pen.ink),
            39 => pen.ink = None,
            40..=47 => pen.behind = Some(indexed(number - 40)),
            100..=107 => pen.behind = Some(indexed(number - 100 + 8)),
            48 => pen.behind = extended(&mut numbers).or(pen.behind),
            49 => pen.behind = None,
            _ => {}
        }
    }
}

/// What follows 38 or 48: `5;index` or `2;red;green;blue`.
fn extended(numbers: &mut impl Iterator<Item = u8>) -> Option<u8> {
    match numbers.next()? {
        5 => numbers.next().map(indexed),
        2 => Some(brightness(numbers.next()?, numbers.next()?, numbers.next()?)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_come_from_every_notation() {
        for (text, behind) in [
            ("\u{1b}[47m ", 229),
            ("\u{1b}[40;37;1m ", 0),
            ("\u{1b}[48;5;231m ", 255),
            ("\u{1b}[48;2;255;255;255m ", 255),
            ("\u{1b}[48:5:16m ", 0),
            ("\u{1b}[37;40;7m ", 229),
            ("\u{1b}[107m\u{1b}[m ", 0),
        ] {
            assert_eq!(read(text)[0][0].behind, behind, "{text:?}");
        }
    }

    #[test]
    fn titles_and_links_leave_no_cell() {
        let lines = read("\u{1b}]0;title\u{7}#\u{1b}]8;;https://example.com\u{1b}\\#\u{1b}(B#\u{1b}[?25h#");
        assert_eq!(lines[0].len(), 4);
    }

    #[test]
    fn sequences_cut_off_are_no_trouble() {
        for text in ["\u{1b}", "\u{1b}[", "\u{1b}[48;2;1", "\u{1b}]0;", "\u{1b}[48;5m"] {
            read(text);
        }
    }
}
