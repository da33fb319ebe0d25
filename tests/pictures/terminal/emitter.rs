//! The programs that draw codes into terminals, and where in their drawing the code is.

use std::io::Write;
use std::process::{Command, Stdio};

use crate::support::tools;

/// A program, or one of its forms.
pub(crate) struct Emitter {
    pub(crate) name: &'static str,
    pub(crate) form: Form,
    program: Program,
    /// How often it is drawn, against the others.
    pub(crate) weight: u32,
}

/// What a drawing consists of.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Form {
    /// Blocks, two rows of modules a line.
    Blocks,
    /// Spaces with coloured backgrounds.
    Colours,
    /// Number signs.
    Signs,
}

enum Program {
    /// What npm itself carries, large or small.
    Npm { small: bool },
    /// The package `qrcode` with options.
    Node(&'static str),
    /// `qrencode` with a type.
    Qrencode(&'static str),
    /// Python's `qrcode`, with what is called on it.
    Python(&'static str),
    /// The crate `qrcode`, dark on light or light on dark.
    Rust { inverted: bool },
}

const fn emitter(name: &'static str, form: Form, program: Program, weight: u32) -> Emitter {
    Emitter { name, form, program, weight }
}

pub(crate) const EMITTERS: [Emitter; 20] = [
    emitter("npm", Form::Colours, Program::Npm { small: false }, 16),
    emitter("npm-small", Form::Blocks, Program::Npm { small: true }, 20),
    emitter("node", Form::Colours, Program::Node("{type:'terminal'}"), 2),
    emitter("node-small", Form::Blocks, Program::Node("{type:'terminal',small:true}"), 3),
    emitter("node-utf8", Form::Blocks, Program::Node("{type:'utf8'}"), 3),
    emitter("qrencode-UTF8", Form::Blocks, Program::Qrencode("UTF8"), 3),
    emitter("qrencode-UTF8i", Form::Blocks, Program::Qrencode("UTF8i"), 3),
    emitter("qrencode-ANSI", Form::Colours, Program::Qrencode("ANSI"), 2),
    emitter("qrencode-ANSI256", Form::Colours, Program::Qrencode("ANSI256"), 2),
    emitter("qrencode-ANSIUTF8", Form::Blocks, Program::Qrencode("ANSIUTF8"), 3),
    emitter("qrencode-ANSIUTF8i", Form::Blocks, Program::Qrencode("ANSIUTF8i"), 2),
    emitter("qrencode-ANSI256UTF8", Form::Blocks, Program::Qrencode("ANSI256UTF8"), 2),
    emitter("qrencode-ASCII", Form::Signs, Program::Qrencode("ASCII"), 1),
    emitter("qrencode-ASCIIi", Form::Signs, Program::Qrencode("ASCIIi"), 1),
    emitter("python", Form::Blocks, Program::Python("print_ascii()"), 3),
    emitter("python-invert", Form::Blocks, Program::Python("print_ascii(invert=True)"), 2),
    emitter("python-tty", Form::Blocks, Program::Python("print_ascii(tty=True)"), 2),
    emitter("python-print_tty", Form::Colours, Program::Python("print_tty()"), 2),
    emitter("rust", Form::Blocks, Program::Rust { inverted: false }, 2),
    emitter("rust-inverted", Form::Blocks, Program::Rust { inverted: true }, 2),
];

/// A code drawn with characters.
pub(crate) struct Drawing {
    pub(crate) payload: String,
    /// What the program printed.
    pub(crate) text: String,
    pub(crate) columns: usize,
    pub(crate) lines: usize,
    /// Modules along a side.
    pub(crate) size: usize,
    /// Where the code begins, and how large a module is: columns and lines.
    pub(crate) at: [f32; 2],
    pub(crate) module: [f32; 2],
}

impl Emitter {
    /// Lets the program draw.
    ///
    /// # Panics
    /// When it does not run, or when what it prints is no code.
    pub(crate) fn draw(&self, payload: &str, level: char) -> Drawing {
        let text = self.printed(payload, level);
        let rows: Vec<Vec<bool>> = text.lines().flat_map(halves).collect();
        let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
        let (wide, high) = if self.form == Form::Blocks { (1, 1) } else { (2, 2) };
        let (left, top, size) =
            located(&rows, wide, high).unwrap_or_else(|| panic!("{} printed no code:\n{text}", self.name));
        Drawing {
            payload: payload.to_owned(),
            columns,
            lines: text.lines().count(),
            size,
            at: [left as f32, top as f32 / 2.0],
            module: [wide as f32, high as f32 / 2.0],
            text,
        }
    }

    fn printed(&self, payload: &str, level: char) -> String {
        match self.program {
            Program::Npm { small } => {
                let library = tools::package("npm-11/node_modules/qrcode-terminal/lib/main.js");
                let library = library.display();
                let script = format!(
                    "const q=require('{library}');q.setErrorLevel('{level}');q.generate(process.argv[1],{{small:{small}}},t=>process.stdout.write(t+'\\n'))"
                );
                output(Command::new(tools::node()).args(["-e", &script, "--", payload]))
            }
            Program::Node(options) => {
                let library = tools::fetched("pictures/node_modules/qrcode/lib/index.js");
                let library = library.display();
                let script = format!(
                    "require('{library}').toString(process.argv[1],Object.assign({{errorCorrectionLevel:'{level}'}},{options})).then(t=>console.log(t))"
                );
                output(Command::new(tools::node()).args(["-e", &script, "--", payload]))
            }
            Program::Qrencode(kind) => output(Command::new("qrencode").args([
                "-t",
                kind,
                "-l",
                &level.to_string(),
                "-o",
                "-",
                "--",
                payload,
            ])),
            Program::Python(call) => {
                // Says of itself that it is a terminal, as these functions want.
                let script = format!(
                    "import sys,io,qrcode\nq=qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_{level})\n\
                     q.add_data(sys.argv[1])\nclass T(io.StringIO):\n  def isatty(self): return True\n\
                     o=T();q.{}\nsys.stdout.buffer.write(o.getvalue().encode())",
                    call.replace("()", "(out=o)")
                        .replace("(invert", "(out=o,invert")
                        .replace("(tty", "(out=o,tty")
                );
                output(Command::new(tools::fetched("python/bin/python")).args(["-c", &script, payload]))
            }
            Program::Rust { inverted } => {
                use qrcode::render::unicode::Dense1x2;
                let level = match level {
                    'L' => qrcode::EcLevel::L,
                    'M' => qrcode::EcLevel::M,
                    'Q' => qrcode::EcLevel::Q,
                    _ => qrcode::EcLevel::H,
                };
                let code = qrcode::QrCode::with_error_correction_level(payload, level).expect("it fits");
                let (dark, light) = if inverted {
                    (Dense1x2::Light, Dense1x2::Dark)
                } else {
                    (Dense1x2::Dark, Dense1x2::Light)
                };
                code.render::<Dense1x2>().dark_color(dark).light_color(light).build() + "\n"
            }
        }
    }
}

fn output(command: &mut Command) -> String {
    let output = command.stderr(Stdio::piped()).output();
    let output = output.unwrap_or_else(|error| panic!("{}: {error}", command.get_program().display()));
    let _shown = std::io::stderr().write_all(&output.stderr);
    assert!(output.status.success(), "{} failed", command.get_program().display());
    String::from_utf8(output.stdout).expect("it prints UTF-8")
}

/// Returns the upper and lower half of a line: whether a half is inked, or where there is no ink, of dark ground.
fn halves(line: &str) -> [Vec<bool>; 2] {
    let mut rows = [Vec::new(), Vec::new()];
    let mut dark = false;
    let mut rest = line.chars();
    while let Some(character) = rest.next() {
        if character == '\x1b' {
            let sequence: String = rest.by_ref().skip(1).take_while(|c| *c != 'm').collect();
            if !"█▀▄#".chars().any(|ink| line.contains(ink)) {
                dark = ["40", "48;5;16"].contains(&sequence.as_str());
            }
            continue;
        }
        let (above, below) = match character {
            '█' | '#' => (true, true),
            '▀' => (true, false),
            '▄' => (false, true),
            _ => (dark, dark),
        };
        rows[0].push(above);
        rows[1].push(below);
    }
    rows
}

/// Returns the left column, the upper half line, and the size of a code, whose modules have so many columns and half lines.
fn located(rows: &[Vec<bool>], wide: usize, high: usize) -> Option<(usize, usize, usize)> {
    let at = |x: usize, y: usize| rows.get(y).and_then(|row| row.get(x)).copied().unwrap_or(false);
    let is_corner = |x: usize, y: usize| {
        let ring = |i: usize, j: usize| {
            let from_middle = i.abs_diff(3).max(j.abs_diff(3));
            from_middle != 2
        };
        let same = |inverted: bool| {
            (0..49).all(|i| at(x + i % 7 * wide, y + i / 7 * high) == (ring(i % 7, i / 7) != inverted))
        };
        same(false) || same(true)
    };
    let columns = rows.iter().map(Vec::len).max()?;
    let mut corners =
        (0..rows.len()).flat_map(|y| (0..columns).map(move |x| (x, y))).filter(|&(x, y)| is_corner(x, y));
    let (left, top) = corners.next()?;
    let (right, _) = corners.find(|&(x, y)| y == top && x >= left + 14 * wide)?;
    Some((left, top, (right - left) / wide + 7))
}
