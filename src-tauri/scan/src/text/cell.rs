//! Text as a terminal shows it: lines of cells, each with what is drawn in it.

/// Lines longer than this are cut: no code is that wide.
const MOST_COLUMNS: usize = 1024;
/// Cells beyond are left out, so that a pasted log of gigabytes costs no more than this.
const MOST_CELLS: usize = 4_000_000;

/// Brightness of text and of what is behind it, where nothing else is said. The other way round would do as well:
/// both polarities are read.
const TEXT: u8 = 204;
const BEHIND: u8 = 0;

/// One place for a character: which of its 2 x 4 parts are drawn, and how bright drawn and empty parts are.
///
/// Bit 0 is the upper left part, bit 1 the upper right one, bits 2 and 3 those below, and so on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Cell {
    pub(super) drawn: u8,
    pub(super) ink: u8,
    pub(super) behind: u8,
}

/// What lies beyond the end of a line.
pub(super) const EMPTY: Cell = Cell { drawn: 0, ink: TEXT, behind: BEHIND };

/// Brightness in force for the next characters.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub(super) struct Pen {
    pub(super) ink: Option<u8>,
    pub(super) behind: Option<u8>,
    pub(super) reversed: bool,
}

/// Cells line by line, as they are written.
#[derive(Default)]
pub(super) struct Screen {
    pub(super) lines: Vec<Vec<Cell>>,
    line: Vec<Cell>,
    column: usize,
    cells: usize,
}

impl Screen {
    pub(super) fn write(&mut self, character: char, pen: Pen) {
        match character {
            '\n' => self.end_line(),
            '\r' => self.column = 0,
            '\t' => {
                for _ in 0..8 - self.column % 8 {
                    self.put(' ', pen);
                }
            }
            // What takes no place: controls, joiners, marks of direction and of byte order.
            c if c.is_control()
                || matches!(
                    c,
                    '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{fe0e}' | '\u{fe0f}'
                ) => {}
            c => self.put(c, pen),
        }
    }

    /// Whether nothing was written since the last line ended.
    pub(super) fn at_line_start(&self) -> bool {
        self.line.is_empty()
    }

    pub(super) fn end_line(&mut self) {
        self.column = 0;
        self.lines.push(std::mem::take(&mut self.line));
    }

    pub(super) fn finish(mut self) -> Vec<Vec<Cell>> {
        if !self.line.is_empty() {
            self.end_line();
        }
        self.lines
    }

    fn put(&mut self, character: char, pen: Pen) {
        if self.column >= MOST_COLUMNS || self.cells >= MOST_CELLS {
            return;
        }
        let (ink, behind) = (pen.ink.unwrap_or(TEXT), pen.behind.unwrap_or(BEHIND));
        let (ink, behind) = if pen.reversed { (behind, ink) } else { (ink, behind) };
        let cell = Cell { drawn: drawn(character), ink, behind };
        if let Some(place) = self.line.get_mut(self.column) {
            *place = cell;
        } else {
            self.line.push(cell);
            self.cells += 1;
        }
        self.column += 1;
    }
}

/// Which parts of a cell a character fills.
fn drawn(character: char) -> u8 {
    const UPPER: u8 = 0x0f;
    const LOWER: u8 = 0xf0;
    const LEFT: u8 = 0x55;
    const RIGHT: u8 = 0xaa;
    match character {
        '▀' => UPPER,
        '▄' | '▃' | '▅' => LOWER,
        '▂' => 0xc0,
        '▆' => 0xfc,
        '▇' | '█' | '▉' | '▓' | '■' | '⬛' => 0xff,
        '▊' | '▋' | '▌' | '▍' => LEFT,
        '▐' => RIGHT,
        '▖' => LOWER & LEFT,
        '▗' => LOWER & RIGHT,
        '▘' => UPPER & LEFT,
        '▙' => LEFT | LOWER,
        '▚' => (UPPER & LEFT) | (LOWER & RIGHT),
        '▛' => UPPER | LEFT,
        '▜' => UPPER | RIGHT,
        '▝' => UPPER & RIGHT,
        '▞' => (UPPER & RIGHT) | (LOWER & LEFT),
        '▟' => LOWER | RIGHT,
        '\u{2800}'..='\u{28ff}' => braille(character),
        // Fillers of codes drawn with letters and digits.
        '.' | ':' | '_' | '-' | '0' | ',' | '`' | '\'' | '·' | '░' | '⬜' | '□'
        // Lines too thin to be a module.
        | '▁' | '▏' | '▎' | '▔' | '▕' => 0,
        c if c.is_whitespace() => 0,
        _ => 0xff,
    }
}

/// Braille numbers its dots down the columns, with the lowest row added later.
fn braille(character: char) -> u8 {
    let dots = u32::from(character) & 0xff;
    [(0, 0), (3, 1), (1, 2), (4, 3), (2, 4), (5, 5), (6, 6), (7, 7)]
        .into_iter()
        .fold(0, |parts, (dot, part)| parts | (u8::from(dots >> dot & 1 == 1) << part))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn braille_dots_land_in_their_parts() {
        assert_eq!(braille('⠁'), 0b0000_0001);
        assert_eq!(braille('⠈'), 0b0000_0010);
        assert_eq!(braille('⡀'), 0b0100_0000);
        assert_eq!(braille('⣿'), 0xff);
    }

    #[test]
    fn a_carriage_return_writes_over_the_line() {
        let mut screen = Screen::default();
        "##\r \n".chars().for_each(|c| screen.write(c, Pen::default()));
        let lines = screen.finish();
        assert_eq!(lines.len(), 1);
        assert_eq!(lines[0].iter().map(|cell| cell.drawn).collect::<Vec<_>>(), [0, 0xff]);
    }
}
