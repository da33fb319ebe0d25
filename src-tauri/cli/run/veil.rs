//! Hides a typed code where the client repeats it on the screen: it stays out of the scrollback.

use zeroize::Zeroizing;

/// Output after which nobody repeats a code any more, in bytes.
const REACH: usize = 16 * 1024;

/// What is shown instead of a character of the code.
const DOT: u8 = b'*';

/// Hides one code in the output that follows its typing. Clients repeat it key by key, with cursor movements in between
/// and sometimes with the whole prompt each time; some print it once more afterwards.
pub(super) struct Veil {
    code: Zeroizing<Vec<u8>>,
    /// Characters of the code that the output just repeated.
    matched: usize,
    /// Whether the line on which the code was repeated is over.
    echoed: Echo,
    escape: Escape,
    left: usize,
}

#[derive(PartialEq)]
enum Echo {
    Awaited,
    Seen,
    Over,
}

#[derive(PartialEq)]
enum Escape {
    None,
    Started,
    Sequence,
}

impl Veil {
    /// Hides this code from here on.
    pub(super) fn over(code: Zeroizing<Vec<u8>>) -> Self {
        Self { code, matched: 0, echoed: Echo::Awaited, escape: Escape::None, left: REACH }
    }

    /// Draws the veil over a piece of output. Says whether it is still needed.
    pub(super) fn draw(&mut self, output: &mut [u8]) -> bool {
        let mut rest = output.iter_mut();
        for byte in rest.by_ref() {
            self.draw_byte(byte);
            if self.echoed == Echo::Over {
                break;
            }
        }
        hide_whole(&self.code, rest.into_slice());
        self.left = self.left.saturating_sub(output.len());
        self.left > 0
    }

    fn draw_byte(&mut self, byte: &mut u8) {
        if self.in_escape(*byte) {
            return;
        }
        if *byte == b'\n' && self.echoed == Echo::Seen {
            self.echoed = Echo::Over;
        }
        if self.code.get(self.matched) != Some(byte) {
            self.matched = 0;
        }
        if self.code.get(self.matched) == Some(byte) {
            *byte = DOT;
            self.matched += 1;
        }
        if self.matched == self.code.len() {
            self.matched = 0;
            self.echoed = Echo::Seen;
        }
    }

    /// Follows escape sequences, whose digits are no echo.
    fn in_escape(&mut self, byte: u8) -> bool {
        let (next, inside) = match (&self.escape, byte) {
            (_, 0x1b) => (Escape::Started, true),
            (Escape::Started, b'[') => (Escape::Sequence, true),
            (Escape::Started, _) | (Escape::Sequence, 0x40..=0x7e) => (Escape::None, true),
            (Escape::Sequence, _) => (Escape::Sequence, true),
            (Escape::None, _) => (Escape::None, false),
        };
        self.escape = next;
        inside
    }
}

fn hide_whole(code: &[u8], output: &mut [u8]) {
    let mut start = 0;
    while let Some(found) = output[start..].windows(code.len().max(1)).position(|window| window == code) {
        output[start + found..][..code.len()].fill(DOT);
        start += found + code.len();
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]
    use super::*;

    fn seen(pieces: &[&str]) -> String {
        let mut veil = Veil::over(Zeroizing::new(b"661168".to_vec()));
        let mut screen = Vec::new();
        for piece in pieces {
            let mut piece = piece.as_bytes().to_vec();
            veil.draw(&mut piece);
            screen.extend(piece);
        }
        String::from_utf8(screen).unwrap()
    }

    #[test]
    fn an_echo_key_by_key_is_hidden_and_the_rest_is_not() {
        assert_eq!(seen(&["6", "6", "11", "68", "\r\n", "+ demo@6.1.0\r\n"]), "******\r\n+ demo@6.1.0\r\n");
    }

    #[test]
    fn a_prompt_drawn_again_for_every_key_is_hidden() {
        let drawn = seen(&["\x1b[16GOTP: 6", "\x1b[16GOTP: 66", "\x1b[16GOTP: 661168"]);
        assert_eq!(drawn, "\x1b[16GOTP: *\x1b[16GOTP: **\x1b[16GOTP: ******");
    }

    #[test]
    fn a_code_printed_once_more_is_hidden() {
        assert_eq!(
            seen(&["661168\r\nEnter OTP: 661168\r\nshasum 16"]),
            "******\r\nEnter OTP: ******\r\nshasum 16"
        );
    }

    #[test]
    fn the_veil_is_lifted_after_a_while() {
        let mut veil = Veil::over(Zeroizing::new(b"661168".to_vec()));
        assert!(veil.draw(&mut [b'x'; 100]));
        assert!(!veil.draw(&mut vec![b'x'; REACH]));
    }
}
