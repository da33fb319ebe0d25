//! A terminal's recent output as lines of text: escape sequences obeyed where they move or erase, left out otherwise.

use std::collections::VecDeque;
use vte::{Params, Parser, Perform};

/// How many lines are remembered.
const LINES: usize = 64;
/// How many characters of a line are remembered.
const COLUMNS: usize = 1_024;

/// The recent output. Bounded in memory, whatever the output is.
#[derive(Default)]
pub struct Screen {
    parser: Parser<1_024>,
    /// The first bytes of a character whose last ones are to come: at most three.
    begun: Vec<u8>,
    text: Text,
}

impl Screen {
    /// Makes an empty screen.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes output in, in pieces of any size.
    ///
    /// The parser gets whole characters alone: of one that comes in two pieces it loses what follows (vte 0.15).
    pub fn feed(&mut self, output: &[u8]) {
        let mut joined = std::mem::take(&mut self.begun);
        let output = if joined.is_empty() {
            output
        } else {
            joined.extend_from_slice(output);
            &joined
        };
        let (whole, begun) = output.split_at(output.len() - begun_at_end(output));
        self.parser.advance(&mut self.text, whole);
        self.begun = begun.to_vec();
    }

    /// Lists the lines down to the one with the cursor, without white space at their ends.
    #[must_use = "reading changes nothing"]
    pub fn lines(&self) -> impl DoubleEndedIterator<Item = String> {
        self.text.lines.iter().take(self.text.row + 1).map(|line| {
            let line: String = line.iter().collect();
            line.trim_end().to_owned()
        })
    }

    /// Returns whether the cursor stands at the end of what is written in its line.
    #[must_use]
    pub fn cursor_at_end(&self) -> bool {
        let line = self.text.lines.get(self.text.row);
        let written = line
            .map_or(0, |line| line.iter().rposition(|character| *character != ' ').map_or(0, |at| at + 1));
        self.text.column >= written
    }
}

impl std::fmt::Debug for Screen {
    /// Keeps the text to itself: a code may have been typed into it.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Screen(..)")
    }
}

/// Counts the bytes at the end that are the beginning of a character in UTF-8.
fn begun_at_end(output: &[u8]) -> usize {
    let begins = |bytes: &[u8]| {
        std::str::from_utf8(bytes).is_err_and(|error| error.valid_up_to() == 0 && error.error_len().is_none())
    };
    (1..=output.len().min(3)).find(|count| begins(&output[output.len() - count..])).unwrap_or(0)
}

struct Text {
    lines: VecDeque<Vec<char>>,
    row: usize,
    column: usize,
}

impl Default for Text {
    fn default() -> Self {
        Self { lines: VecDeque::from([Vec::new()]), row: 0, column: 0 }
    }
}

impl Text {
    fn down(&mut self) {
        self.row += 1;
        if self.row == self.lines.len() {
            self.lines.push_back(Vec::new());
        }
        if self.lines.len() > LINES {
            self.lines.pop_front();
            self.row -= 1;
        }
    }

    fn erase_in_line(&mut self, how: u16) {
        let column = self.column;
        let Some(line) = self.lines.get_mut(self.row) else { return };
        match how {
            0 => line.truncate(column),
            1 => line.iter_mut().take(column + 1).for_each(|character| *character = ' '),
            _ => line.clear(),
        }
    }

    fn erase_in_screen(&mut self, how: u16) {
        self.erase_in_line(how);
        match how {
            0 => self.lines.truncate(self.row + 1),
            1 => self.lines.iter_mut().take(self.row).for_each(Vec::clear),
            _ => self.lines.iter_mut().for_each(Vec::clear),
        }
    }
}

impl Perform for Text {
    fn print(&mut self, character: char) {
        // The parser prints DEL, which a terminal leaves out.
        if self.column >= COLUMNS || character.is_control() {
            return;
        }
        if let Some(line) = self.lines.get_mut(self.row) {
            if line.len() <= self.column {
                line.resize(self.column + 1, ' ');
            }
            if let Some(cell) = line.get_mut(self.column) {
                *cell = character;
            }
        }
        self.column += 1;
    }

    fn execute(&mut self, control: u8) {
        match control {
            b'\n' => self.down(),
            b'\r' => self.column = 0,
            0x08 => self.column = self.column.saturating_sub(1),
            b'\t' => self.column = (self.column / 8 + 1) * 8,
            _ => {}
        }
    }

    /// ECMA-48 section 8.3: the movements and erasures that line editors and spinners use.
    fn csi_dispatch(&mut self, params: &Params, _intermediates: &[u8], _ignore: bool, action: char) {
        let first = params.iter().next().and_then(|param| param.first()).copied().unwrap_or(0);
        let count = usize::from(first.max(1));
        match action {
            'A' => self.row = self.row.saturating_sub(count),
            'B' => self.row = (self.row + count).min(self.lines.len() - 1),
            'C' => self.column = (self.column + count).min(COLUMNS),
            'D' => self.column = self.column.saturating_sub(count),
            'G' => self.column = (count - 1).min(COLUMNS),
            'J' => self.erase_in_screen(first),
            'K' => self.erase_in_line(first),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn lines(output: &str) -> Vec<String> {
        let mut screen = Screen::new();
        screen.feed(output.as_bytes());
        screen.lines().collect()
    }

    #[test]
    fn colours_and_titles_leave_no_trace() {
        assert_eq!(lines("\u{1b}[1m\u{1b}[31mnpm\u{1b}[0m \u{1b}]0;npm publish\u{7}error"), ["npm error"]);
    }

    #[test]
    fn a_spinner_is_gone_once_it_was_erased() {
        assert_eq!(lines("⠙\u{1b}[1G\u{1b}[0K⠹\u{1b}[1G\u{1b}[0Kdone\r\nnext"), ["done", "next"]);
    }

    #[test]
    fn what_is_written_over_is_gone() {
        assert_eq!(lines("one two\rsix"), ["six two"]);
        assert_eq!(lines("ab\u{8}c\r\nx\u{1b}[A\u{1b}[1Gz"), ["zc"], "the cursor went up again");
        assert_eq!(lines("top\r\nbelow\u{1b}[A\u{1b}[1G\u{1b}[0Jnew"), ["new"]);
    }

    #[test]
    fn a_control_character_that_is_cut_in_two_leaves_no_trace_either() {
        let mut screen = Screen::new();
        screen.feed(b"Enter OTP\xc2");
        screen.feed(b"\x80:");
        assert_eq!(screen.lines().collect::<Vec<_>>(), lines("Enter OTP\u{80}:"));
    }

    #[test]
    fn nothing_is_lost_after_a_character_that_is_cut_in_two() {
        let whole = "1 µs⠙😀é\u{1b}[31m☃";
        for cut in 0..=whole.len() {
            let mut screen = Screen::new();
            screen.feed(&whole.as_bytes()[..cut]);
            screen.feed(&whole.as_bytes()[cut..]);
            assert_eq!(screen.lines().collect::<Vec<_>>(), ["1 µs⠙😀é☃"], "cut at {cut}");
        }
        let mut screen = Screen::new();
        "é\u{1b}[31m☃".bytes().for_each(|byte| screen.feed(&[byte]));
        assert_eq!(screen.lines().collect::<Vec<_>>(), ["é☃"], "byte by byte");
    }

    #[test]
    fn a_character_that_is_never_finished_loses_nothing_after_it() {
        let mut screen = Screen::new();
        screen.feed(b"caf\xc3");
        screen.feed(b"\x1b[1GEnter OTP:");
        assert_eq!(screen.lines().collect::<Vec<_>>(), ["Enter OTP:"]);
    }

    #[test]
    fn an_endless_line_and_endless_lines_stay_within_bounds() {
        let mut screen = Screen::new();
        for _ in 0..1_000 {
            screen.feed(&[b'x'; 1_000]);
        }
        screen.feed(b"\x1b]0;");
        screen.feed(&vec![b'y'; 100_000]);
        screen.feed(b"\x07");
        for _ in 0..1_000 {
            screen.feed(b"line\r\n");
        }
        assert_eq!(screen.lines().count(), LINES);
        assert!(screen.lines().all(|line| line.len() <= COLUMNS));
    }

    /// How many outputs are read. The threat model quotes it.
    const OUTPUTS: u32 = 2_000;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(OUTPUTS))]
        #[test]
        fn any_output_is_taken_in(output in proptest::collection::vec(
            prop_oneof![Just(0x1b_u8), Just(b'['), Just(b';'), b'0'..=b'9', b'A'..=b'K', any::<u8>()], 0..400), cut in any::<prop::sample::Index>()) {
            let mut screen = Screen::new();
            screen.feed(&output);
            let (first, rest) = output.split_at(cut.index(output.len() + 1));
            let mut in_two = Screen::new();
            in_two.feed(first);
            in_two.feed(rest);
            prop_assert!(screen.lines().eq(in_two.lines()), "cut anywhere, it reads the same");
            prop_assert!(screen.lines().count() <= LINES);
            prop_assert!(screen.cursor_at_end() || screen.lines().last().is_some());
        }
    }
}
