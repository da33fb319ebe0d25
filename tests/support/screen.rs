//! A screen nobody sees, with a window manager, terminal windows, hands and eyes.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use super::home::Home;
use super::running::Running;
use super::waiting::{PATIENCE, eventually, eventually_within};

/// Width and height of a usual screen, in pixels.
pub(crate) const USUAL: (u32, u32) = (1280, 800);

/// Held while an X server starts.
static STARTING: Mutex<()> = Mutex::new(());

/// An X server of one test's own.
pub(crate) struct Screen {
    height: u32,
    manager: Running,
    server: Running,
}

impl Screen {
    /// Starts a screen of the usual size and lets the programs of a home appear on it.
    pub(crate) fn start(home: &mut Home) -> Self {
        Self::start_sized(home, USUAL)
    }

    /// Starts a screen of the given size in pixels.
    pub(crate) fn start_sized(home: &mut Home, (width, height): (u32, u32)) -> Self {
        let mut command = home.command("Xvfb");
        command.args([
            "-displayfd",
            "1",
            "-nolisten",
            "tcp",
            "-screen",
            "0",
            &format!("{width}x{height}x24"),
        ]);
        command.stdout(Stdio::piped()).stderr(Stdio::null());
        // One at a time, so that no two look for a free number at the same moment.
        let one_at_a_time = STARTING.lock().unwrap_or_else(PoisonError::into_inner);
        let mut server = Running::start(command);
        // It takes the first number that is free and says which, once it can be used.
        let mut number = String::new();
        let output = server.child().stdout.take().expect("its output is a pipe");
        BufReader::new(output).read_line(&mut number).expect("Xvfb says its number");
        drop(one_at_a_time);
        home.set("DISPLAY", format!(":{}", number.trim()));
        home.set("GDK_BACKEND", "x11");
        let manager = || {
            let mut command = home.command("openbox");
            command.stdout(Stdio::null()).stderr(Stdio::null());
            Running::start(command)
        };
        let mut screen = Self { height, manager: manager(), server };
        eventually("the window manager", || {
            if screen.manager.ended().is_some() {
                screen.manager = manager();
            }
            hand(home, &["get_desktop"]).then_some(())
        });
        screen
    }

    /// Divides the screen into monitors beside each other, from the left; each has a name and a width in pixels.
    pub(crate) fn divide(&self, home: &Home, monitors: &[(&str, u32)]) {
        let mut left = 0;
        let mut output = "screen"; // what Xvfb calls the one that it has; the first monitor takes it over
        for (name, width) in monitors {
            let place = format!("{width}/{width}x{height}/{height}+{left}+0", height = self.height);
            let mut xrandr = home.command("xrandr");
            xrandr.args(["--setmonitor", name, &place, output]).stdout(Stdio::null()).stderr(Stdio::null());
            assert!(xrandr.status().is_ok_and(|status| status.success()), "xrandr cannot make {name}");
            (left, output) = (left + width, "none");
        }
    }

    /// Shows a picture file in a window without borders, its upper left corner at this place, and waits until it is there.
    pub(crate) fn show(&self, home: &Home, picture: &Path, (x, y): (u32, u32)) -> Running {
        let mut display = home.command("display");
        let title = format!("picture at {x} {y}");
        display.args(["-title", &title, "-immutable", "-geometry", &format!("+{x}+{y}")]).arg(picture);
        display.stdout(Stdio::null()).stderr(Stdio::null());
        let window = Running::start(display);
        until_visible(home, &title);
        // Mapped is not yet drawn.
        std::thread::sleep(Duration::from_millis(300));
        window
    }

    /// Opens a terminal window of the given columns and rows with a shell command in it.
    pub(crate) fn terminal(&self, home: &Home, line: &str, size: (u16, u16)) -> Window {
        Window::open(home, line, size)
    }

    /// Types into the window that has the focus.
    pub(crate) fn type_text(&self, home: &Home, text: &str) {
        assert!(hand(home, &["type", "--delay", "20", "--", text]), "xdotool cannot type");
    }

    /// Presses a key by its X name, such as `Return` or `ctrl+c`.
    pub(crate) fn press(&self, home: &Home, key: &str) {
        assert!(hand(home, &["key", key]), "xdotool cannot press {key}");
    }

    /// Takes a picture of the whole screen.
    pub(crate) fn picture(&self, home: &Home, to: &Path) {
        let taken = home.command("import").args(["-window", "root"]).arg(to).status();
        assert!(taken.is_ok_and(|status| status.success()), "cannot take a picture of the screen");
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        self.manager.kill();
        // A killed server leaves its lock file in /tmp.
        self.server.stop();
    }
}

/// A terminal window.
pub(crate) struct Window {
    program: Running,
    written: PathBuf,
    read: usize,
    patience: Duration,
}

impl Window {
    /// Opens a terminal window of the given columns and rows with a shell command in it, on the home's screen.
    pub(crate) fn open(home: &Home, line: &str, (columns, rows): (u16, u16)) -> Self {
        let written = home.path().join("run/typescript");
        let mut xterm = home.command("xterm");
        xterm.args(["-fa", "DejaVu Sans Mono", "-fs", "9", "-geometry", &format!("{columns}x{rows}+0+0")]);
        xterm.args(["-e", "script", "--quiet", "--flush", "--return", "--command", line]).arg(&written);
        Self { program: Running::start(xterm), written, read: 0, patience: PATIENCE }
    }

    /// Gives whoever types here more time than a program needs.
    pub(crate) fn patient(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }

    /// Brings the window to the front and gives it the keyboard.
    pub(crate) fn focus(&self, home: &Home) {
        // A window that is just being mapped cannot be activated yet.
        let activate = ["search", "--onlyvisible", "--class", "XTerm", "windowactivate", "--sync"];
        eventually("the terminal window to come to the front", || hand(home, &activate).then_some(()));
    }

    /// Takes a picture of the window.
    pub(crate) fn picture(&self, home: &Home, to: &Path) {
        self.focus(home);
        let id = home.command("xdotool").args(["getactivewindow"]).output().expect("xdotool is installed");
        let id = String::from_utf8_lossy(&id.stdout).trim().to_owned();
        let taken = home.command("import").args(["-window", &id]).arg(to).status();
        assert!(taken.is_ok_and(|status| status.success()), "cannot take a picture of the window");
    }

    /// Waits until a text is written in the window, after everything waited for before.
    pub(crate) fn wait_for(&mut self, text: &str) {
        let what = || format!("{text:?} in a terminal window that shows:\n{}", self.text());
        self.read = eventually_within(self.patience, what, || {
            let plain = self.text();
            let start = plain.get(self.read..)?.find(text)?;
            Some(self.read + start + text.len())
        });
    }

    /// Returns everything written so far, without colours and cursor movements.
    pub(crate) fn text(&self) -> String {
        let written = fs::read(&self.written).unwrap_or_default();
        strip_ansi_escapes::strip_str(String::from_utf8_lossy(&written))
    }

    /// Waits until the command has ended and the window is gone.
    pub(crate) fn wait(&mut self) {
        self.program.wait();
    }
}

/// Waits until a window with this title is on the screen.
pub(crate) fn until_visible(home: &Home, title: &str) {
    let search = ["search", "--onlyvisible", "--name", &format!("^{title}$")];
    eventually(&format!("a window titled {title:?}"), || hand(home, &search).then_some(()));
}

/// Returns the upper left corner of the window whose title matches, in pixels.
pub(crate) fn place_of(home: &Home, title: &str) -> String {
    let mut xdotool = home.command("xdotool");
    let place =
        xdotool.args(["search", "--onlyvisible", "--name", title, "getwindowgeometry", "--shell"]).output();
    let place = String::from_utf8_lossy(&place.expect("xdotool is installed").stdout).into_owned();
    place.lines().filter(|line| line.starts_with(['X', 'Y'])).collect()
}

/// Brings a window with this title to the front, if there is one.
pub(crate) fn bring_forward(home: &Home, title: &str) -> bool {
    let name = format!("^{title}$");
    hand(home, &["search", "--onlyvisible", "--name", &name, "windowactivate", "--sync"])
}

/// Does what a person does with mouse and keyboard, through xdotool; returns whether it could be done.
pub(crate) fn hand(home: &Home, args: &[&str]) -> bool {
    let mut xdotool: Command = home.command("xdotool");
    xdotool.args(args).stdout(Stdio::null()).stderr(Stdio::null());
    xdotool.status().is_ok_and(|status| status.success())
}
