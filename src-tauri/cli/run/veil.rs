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
        while self.echoed != Echo::Over
            && let Some(byte) = rest.next()
        {
            self.draw_byte(byte);
        }
        self.hide_whole(rest.into_slice());
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
        if self.follow(*byte) {
            self.echoed = Echo::Seen;
        }
        if self.matched > 0 {
            *byte = DOT;
        }
        self.matched %= self.code.len();
    }

    /// Counts how much of the code the output ends with after this byte. Says whether that is all of it.
    fn follow(&mut self, byte: u8) -> bool {
        let mut latest = Zeroizing::new(self.code[..self.matched].to_vec());
        latest.push(byte);
        let begun = (0..=latest.len()).find(|start| self.code.starts_with(&latest[*start..]));
        self.matched = begun.map_or(0, |start| latest.len() - start);
        self.matched == self.code.len()
    }

    /// Hides the code where it stands as a whole, also where it began in the piece before. A piece that ends with half of it may
    /// go on with the other half.
    fn hide_whole(&mut self, output: &mut [u8]) {
        let half = self.code.len().div_ceil(2);
        for end in 1..=output.len() {
            let whole = self.follow(output[end - 1]);
            if whole || (end == output.len() && self.matched >= half) {
                output[end.saturating_sub(self.matched)..end].fill(DOT);
            }
            self.matched %= self.code.len();
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
    fn a_code_printed_once_more_is_hidden_wherever_the_output_is_cut() {
        let output = "661168\r\nEnter OTP: 661168\r\nshasum 16";
        for cut in 0..output.len() {
            let drawn = seen(&[&output[..cut], &output[cut..]]);
            let shown = drawn.strip_prefix("******\r\nEnter OTP: ").unwrap();
            let dots = shown.chars().filter(|shown| *shown == '*').count();
            assert!(dots >= 4, "cut at {cut}: {drawn}");
            assert_eq!(drawn.len(), output.len());
        }
    }

    #[test]
    fn a_code_behind_a_digit_that_it_begins_with_is_hidden() {
        assert_eq!(seen(&["6661168\r\n", "661168"]), "*******\r\n******");
    }

    #[test]
    fn the_veil_is_lifted_after_a_while() {
        let mut veil = Veil::over(Zeroizing::new(b"661168".to_vec()));
        assert!(veil.draw(&mut [b'x'; 100]));
        assert!(!veil.draw(&mut vec![b'x'; REACH]));
    }
}
