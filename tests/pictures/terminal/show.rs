//! Shows a code in a terminal, and learns from the terminal itself where the code is.

use std::fs;
use std::path::PathBuf;
use std::process::Stdio;
use std::thread::sleep;
use std::time::{Duration, Instant};

use image::{ImageFormat, RgbImage};

use super::super::chance::Chance;
use super::super::oracle;
use super::super::shot::{Placed, Shot};
use super::capture::Plan;
use super::emitter::{Drawing, Form};
use super::program::Start;
use crate::support::running::Running;
use crate::support::{Home, Screen};

/// How long a terminal may take to appear, or to draw.
const PATIENCE: Duration = Duration::from_secs(25);

/// Every frame that is shown, in this order: nothing, the first and last line, the first and last column, the code.
const FRAMES: [&str; 4] = ["blank", "lines", "columns", "code"];

/// A terminal with a code.
pub(super) struct Shown {
    /// The whole window.
    pub(super) shot: Shot,
    /// What the program drew, margin included: left, top, right, bottom. `None` where the terminal bends it.
    pub(super) area: Option<[f32; 4]>,
}

/// Opens a terminal on a screen of its own and lets it show a drawing.
pub(super) fn show(plan: &Plan, drawing: &Drawing, chance: &mut Chance) -> Result<Shown, String> {
    let mut home = Home::new();
    home.set("LIBGL_ALWAYS_SOFTWARE", "1");
    home.set("GTK_THEME", *chance.pick(&["Adwaita", "Adwaita:dark"]));
    let size = size(plan, drawing);
    let _screen = Screen::start_sized(&mut home, (size[0] + 60, size[1] + 80));
    let resources = home.write("work/resources", format!("Xft.dpi: {}\n", plan.look.dpi));
    let _merged = home.command("xrdb").arg("-merge").arg(resources).stderr(Stdio::null()).status();
    // What is written around the code is the same in every frame.
    for frame in FRAMES {
        let [before, after] = &plan.around;
        home.write(&format!("work/{frame}.txt"), format!("{before}{}{after}", contents(frame, drawing)));
    }
    let script = script(&home, plan);
    let mut command = plan.program.command(&Start { home: &home, look: &plan.look, script: &script, size });
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let _terminal = Running::start(command);
    until_done(&home, "begun")?;
    let window = active(&home)?;
    let [width, height] = size.map(|side| side.to_string());
    let _moved = home.command("xdotool").args(["windowmove", &window, "10", "30"]).status();
    let _sized = home.command("xdotool").args(["windowsize", "--sync", &window, &width, &height]).status();
    sleep(Duration::from_millis(300));
    if plan.program.bends {
        // It draws for seconds where a processor does a graphic card's work, and old frames fade slowly.
        for name in FRAMES {
            sleep(Duration::from_secs(2));
            frame(&home, &window, name)?;
        }
        sleep(Duration::from_secs(6));
        let code = Placed::somewhere(&drawing.payload, drawing.size);
        return Ok(Shown { shot: Shot { picture: grab(&home, &window)?, codes: vec![code] }, area: None });
    }
    let blank = frame(&home, &window, "blank")?;
    let measured =
        Measured::of(&blank, &frame(&home, &window, "lines")?, &frame(&home, &window, "columns")?, drawing)?;
    let mut shot = Shot { picture: RgbImage::new(0, 0), codes: vec![measured.place(drawing)] };
    // A busy terminal may need another moment.
    for _ in 0..3 {
        shot.picture = frame(&home, &window, "code")?;
        if oracle::reads(&shot.picture, &shot.codes[0]) {
            return Ok(Shown { shot, area: Some(measured.area(drawing)) });
        }
        sleep(Duration::from_millis(300));
    }
    // A font may lack the characters, and colours may be the same. Signs may be too thin to be told where they are.
    let area = measured.area(drawing);
    if plan.emitter.form == Form::Signs && share_changed(&blank, &shot.picture, area) > 0.05 {
        Ok(Shown { shot, area: Some(area) })
    } else {
        Err("the code is not where it should be".to_owned())
    }
}

/// Returns a window's size in pixels that the drawing fits into, whatever the font.
fn size(plan: &Plan, drawing: &Drawing) -> [u32; 2] {
    let look = &plan.look;
    let cell = look.points as f32 * look.dpi as f32 / 72.0;
    let (columns, lines) = (drawing.columns as u32 + 6, drawing.lines as u32 + 9);
    let wide = (cell * 0.8).ceil() as u32 * columns + columns * look.between_columns;
    let high = (cell * 1.5).ceil() as u32 * lines + lines * look.between_lines;
    [wide.max(640) + 40, high.max(480) + 90]
}

fn contents(frame: &str, drawing: &Drawing) -> String {
    let cells = |count: usize, filled: bool| {
        if filled { format!("\x1b[7m{}\x1b[0m", " ".repeat(count)) } else { " ".repeat(count) }
    };
    let line = |number: usize| match frame {
        "lines" => cells(drawing.columns, number == 0 || number + 1 == drawing.lines),
        "columns" => cells(1, true) + &cells(drawing.columns - 2, false) + &cells(1, true),
        _ => cells(drawing.columns, false),
    };
    if frame == "code" {
        return drawing.text.clone();
    }
    (0..drawing.lines).map(|number| line(number) + "\n").collect()
}

/// Writes the script that runs in the terminal: it shows each frame when it is asked to.
fn script(home: &Home, plan: &Plan) -> PathBuf {
    let colours = plan.palette.sequences().replace('\\', "\\\\").replace('\x1b', "\\033");
    let script = format!(
        "cd {}\nprintf '{colours}'\ntouch begun.done\nfor frame in {}; do\n  while [ ! -e $frame.go ]; do sleep 0.02; done\n  \
         printf '\\033[H\\033[2J\\033[3J'\n  cat $frame.txt\n  touch $frame.done\ndone\nsleep 100\n",
        home.work().display(),
        FRAMES.join(" "),
    );
    home.write("work/show.sh", script)
}

/// Asks for a frame and returns the window when it does not change any more.
fn frame(home: &Home, window: &str, name: &str) -> Result<RgbImage, String> {
    fs::write(home.work().join(format!("{name}.go")), "").map_err(|error| error.to_string())?;
    until_done(home, name)?;
    let mut before = RgbImage::new(0, 0);
    for _ in 0..6 {
        sleep(Duration::from_millis(150));
        let now = grab(home, window)?;
        if now == before {
            break;
        }
        before = now;
    }
    Ok(before)
}

fn until_done(home: &Home, name: &str) -> Result<(), String> {
    let done = home.work().join(format!("{name}.done"));
    let start = Instant::now();
    while !done.exists() {
        if start.elapsed() > PATIENCE {
            return Err(format!("waited in vain for the frame {name:?}"));
        }
        sleep(Duration::from_millis(20));
    }
    Ok(())
}

/// Returns the window that has the focus.
fn active(home: &Home) -> Result<String, String> {
    let start = Instant::now();
    while start.elapsed() < PATIENCE {
        let asked = home.command("xdotool").arg("getactivewindow").stderr(Stdio::null()).output();
        let id =
            asked.map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned()).unwrap_or_default();
        if !id.is_empty() {
            return Ok(id);
        }
        sleep(Duration::from_millis(50));
    }
    Err("no window has the focus".to_owned())
}

fn grab(home: &Home, window: &str) -> Result<RgbImage, String> {
    let taken = home.command("import").args(["-silent", "-window", window, "bmp:-"]).output();
    let bytes = taken.map_err(|error| error.to_string())?.stdout;
    let picture = image::load_from_memory_with_format(&bytes, ImageFormat::Bmp);
    Ok(picture.map_err(|error| format!("the window cannot be captured: {error}"))?.to_rgb8())
}

/// Where the terminal's cells are.
struct Measured {
    left: f32,
    top: f32,
    column: f32,
    line: f32,
}

impl Measured {
    fn of(blank: &RgbImage, lines: &RgbImage, columns: &RgbImage, drawing: &Drawing) -> Result<Self, String> {
        let (down, across) = (changes(blank, lines, true), changes(blank, columns, false));
        let (top, bottom) = ends(&down).ok_or("the terminal shows no lines")?;
        let (left, right) = ends(&across).ok_or("the terminal shows no columns")?;
        let measured = Self {
            left,
            top,
            column: (right - left) / (drawing.columns - 1) as f32,
            line: (bottom - top) / (drawing.lines - 1) as f32,
        };
        let shape = measured.line / measured.column;
        if (0.8..6.0).contains(&shape) && measured.column > 2.0 {
            Ok(measured)
        } else {
            Err(format!(
                "its cells are {:.1} x {:.1} pixels: something did not fit",
                measured.column, measured.line
            ))
        }
    }

    fn place(&self, drawing: &Drawing) -> Placed {
        let (wide, high) = (drawing.module[0] * self.column, drawing.module[1] * self.line);
        let (x, y) = (self.left + drawing.at[0] * self.column, self.top + drawing.at[1] * self.line);
        let size = drawing.size as f32;
        Placed::upright(&drawing.payload, drawing.size, [x, y, size * wide, size * high])
    }

    fn area(&self, drawing: &Drawing) -> [f32; 4] {
        let (right, bottom) =
            (self.left + self.column * drawing.columns as f32, self.top + self.line * drawing.lines as f32);
        [self.left, self.top, right, bottom]
    }
}

/// Returns how much each row differs, or each column.
fn changes(one: &RgbImage, other: &RgbImage, rows: bool) -> Vec<u64> {
    let mut sums = vec![0; if rows { one.height() } else { one.width() } as usize];
    for ((x, y, before), after) in one.enumerate_pixels().zip(other.pixels()) {
        sums[if rows { y } else { x } as usize] += difference(before.0, after.0);
    }
    sums
}

fn difference(one: [u8; 3], other: [u8; 3]) -> u64 {
    one.iter().zip(other).map(|(one, other)| u64::from(one.abs_diff(other))).sum()
}

/// Returns where the first and the last band of changes begin. Terminals that flicker change a little everywhere.
fn ends(changes: &[u64]) -> Option<(f32, f32)> {
    let enough = u64::midpoint(*changes.iter().max()?, *changes.iter().min()?).max(400);
    let begins = |i: &usize| changes[*i] > enough && (*i == 0 || changes[*i - 1] <= enough);
    let first = (0..changes.len()).find(begins)?;
    let last = (0..changes.len()).rev().find(begins)?;
    (last > first).then_some((first as f32, last as f32))
}

/// Returns which share of an area differs clearly.
fn share_changed(one: &RgbImage, other: &RgbImage, [left, top, right, bottom]: [f32; 4]) -> f32 {
    let inside = |x: u32, y: u32| (left..right).contains(&(x as f32)) && (top..bottom).contains(&(y as f32));
    let pairs = one.enumerate_pixels().zip(other.pixels());
    let count =
        pairs.filter(|((x, y, one), other)| inside(*x, *y) && difference(one.0, other.0) > 40).count();
    count as f32 / ((right - left) * (bottom - top))
}
