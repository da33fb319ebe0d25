//! A line made of keys, for a terminal that edits none.

use countersign_core::secret::SecretText;
use zeroize::Zeroizing;

/// The longest line, in bytes; what goes beyond is not taken.
const LONGEST: usize = 4096;

const CTRL_Z: u8 = 0x1a;
const BACKSPACE: [u8; 2] = [0x08, 0x7f];

/// What a byte of a key brought.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Key {
    /// Nothing that anybody sees.
    Nothing,
    /// What the person is to see, unless it is hidden.
    Shown(String),
    /// A whole line.
    Line(SecretText),
    /// There will be no more.
    End,
}

/// The line so far. It may be a passphrase: its room is made at once, because growing would leave copies behind.
pub(super) struct Line {
    typed: Zeroizing<Vec<u8>>,
    /// Where the character begins that is not whole yet.
    whole: usize,
}

impl Default for Line {
    fn default() -> Self {
        Self { typed: Zeroizing::new(Vec::with_capacity(LONGEST)), whole: 0 }
    }
}

impl Line {
    /// Takes a byte of what was typed, in UTF-8.
    pub(super) fn take(&mut self, byte: u8) -> Key {
        match byte {
            b'\r' | b'\n' => {
                let line = std::mem::take(self);
                Key::Line(SecretText::new(String::from_utf8_lossy(&line.typed[..line.whole]).into_owned()))
            }
            CTRL_Z if self.typed.is_empty() => Key::End,
            _ if BACKSPACE.contains(&byte) => self.erase(),
            0..0x20 => Key::Nothing,
            _ if self.typed.len() == LONGEST => Key::Nothing,
            _ => {
                self.typed.push(byte);
                match str::from_utf8(&self.typed[self.whole..]) {
                    Ok(character) => {
                        let shown = character.to_owned();
                        self.whole = self.typed.len();
                        Key::Shown(shown)
                    }
                    Err(_) => Key::Nothing,
                }
            }
        }
    }

    fn erase(&mut self) -> Key {
        self.typed.truncate(self.whole);
        let last = str::from_utf8(&self.typed).ok().and_then(|typed| typed.char_indices().next_back());
        let Some((start, _)) = last else { return Key::Nothing };
        self.typed.truncate(start);
        self.whole = start;
        Key::Shown("\u{8} \u{8}".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(text: &str) -> Vec<Key> {
        let mut line = Line::default();
        text.bytes().map(|byte| line.take(byte)).filter(|key| *key != Key::Nothing).collect()
    }

    fn line(text: &str) -> Key {
        Key::Line(SecretText::new(text.to_owned()))
    }

    #[test]
    fn keys_make_lines_that_can_be_mended() {
        assert_eq!(typed("ab\u{8}c\r").pop(), Some(line("ac")));
        assert_eq!(typed("aé\u{7f}\r").pop(), Some(line("a")));
        assert_eq!(typed("\u{8}\r").pop(), Some(line("")));
    }

    #[test]
    fn a_character_is_shown_once_it_is_whole() {
        assert_eq!(typed("é"), [Key::Shown("é".into())]);
    }

    #[test]
    fn an_empty_line_can_end_it_all() {
        assert_eq!(typed("\u{1a}"), [Key::End]);
        assert_eq!(typed("a\u{1a}\r").pop(), Some(line("a")));
    }
}
