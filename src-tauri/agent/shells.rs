//! The shells: the desktop program, which the agent starts when a window must be shown, and the console.

use crate::event::{Event, Events, FromShell};
use countersign_core::view::Window;
use countersign_link::private::FromAgent;
use countersign_link::shell::{self, AgentEnd};
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::io;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::mpsc::{self, Sender};
use std::thread;
use std::time::{Duration, Instant};

/// A desktop that ends sooner than this could not start (no display, no web view).
const STILLBORN: Duration = Duration::from_secs(10);

/// The shells that hold a private channel.
pub(crate) struct Shells {
    events: Events,
    last: u64,
    running: BTreeMap<u64, Sender<FromAgent>>,
    desktop: Option<Desktop>,
    console: Option<u64>,
}

/// Whoever sets this to 0 has `WebKitGTK` draw as it does by itself.
const DRAWS_ALONE: &str = "WEBKIT_DISABLE_DMABUF_RENDERER";

/// What `WebKitGTK` and GTK are told so that the list is drawn in memory alone: it needs no more, starts with half of the work so, and
/// is never blank over a driver that does not share its buffers. Nothing looks for a graphics card then, which loads a
/// compiler for shaders; a device that is none keeps `WebKitGTK` from looking for it.
const DRAWING: [(&str, &str); 3] =
    [(DRAWS_ALONE, "1"), ("WEBKIT_WEB_RENDER_DEVICE_FILE", "/dev/null"), ("GDK_GL", "disable")];

/// `WebKitGTK` does not look again and again whether the computer runs out of memory: a hidden window wakes up for little else.
const WATCHING: (&str, &str) = ("WEBKIT_DISABLE_MEMORY_PRESSURE_MONITOR", "1");

/// What the window's program is told beyond the variables that are given; none of those is changed.
fn told(given: impl Fn(&str) -> Option<OsString>) -> Vec<(&'static str, &'static str)> {
    let alone = given(DRAWS_ALONE).is_none_or(|value| value != "0");
    let drawing = DRAWING.into_iter().filter(|_| alone);
    drawing.chain([WATCHING]).filter(|(name, _)| given(name).is_none()).collect()
}

struct Desktop {
    shell: u64,
    started: Instant,
}

/// How a shell left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Departure {
    /// The desktop ended before it could be of use.
    Stillborn,
    /// The desktop ended after a while: closed, or fallen over.
    Desktop,
    /// The console's terminal closed.
    Console,
}

impl Shells {
    /// Has no shells yet.
    pub(crate) fn new(events: Events) -> Self {
        Self { events, last: 0, running: BTreeMap::new(), desktop: None, console: None }
    }

    /// Says whether requests are shown in the console.
    pub(crate) fn has_console(&self) -> bool {
        self.console.is_some()
    }

    /// Says whether the desktop runs.
    pub(crate) fn has_desktop(&self) -> bool {
        self.desktop.is_some()
    }

    /// Takes the console in; returns its number.
    pub(crate) fn admit_console(&mut self, replies: Sender<FromAgent>) -> u64 {
        let shell = self.admit(replies);
        self.console = Some(shell);
        shell
    }

    /// Brings a window up, in a desktop that is started for it where none runs.
    ///
    /// # Errors
    /// That of starting the program.
    pub(crate) fn show(&mut self, window: Window) -> io::Result<()> {
        if self.has_console() && window == Window::Approve {
            return Ok(()); // the console shows every request by itself
        }
        let shell = match &self.desktop {
            Some(desktop) => desktop.shell,
            None => self.start_desktop()?,
        };
        self.say(shell, FromAgent::Show { window });
        Ok(())
    }

    /// Has the main window look for codes on the screen.
    ///
    /// # Errors
    /// As [`Shells::show`].
    pub(crate) fn scan_screen(&mut self) -> io::Result<()> {
        let shell = match &self.desktop {
            Some(desktop) => desktop.shell,
            None => self.start_desktop()?,
        };
        self.say(shell, FromAgent::ScanScreen);
        Ok(())
    }

    /// Shows the main window or hides it.
    ///
    /// # Errors
    /// As [`Shells::show`].
    pub(crate) fn toggle(&mut self) -> io::Result<()> {
        match &self.desktop {
            Some(desktop) => {
                self.say(desktop.shell, FromAgent::Toggle);
                Ok(())
            }
            None => self.show(Window::Main),
        }
    }

    /// Says something to one shell.
    pub(crate) fn say(&self, shell: u64, message: FromAgent) {
        if let Some(shell) = self.running.get(&shell) {
            drop(shell.send(message)); // one that has just left hears nothing
        }
    }

    /// Says something to every shell.
    pub(crate) fn tell(&self, message: &FromAgent) {
        for shell in self.running.values() {
            drop(shell.send(message.clone()));
        }
    }

    /// Takes notice that a shell has left.
    pub(crate) fn left(&mut self, shell: u64) -> Option<Departure> {
        self.running.remove(&shell)?;
        if self.console == Some(shell) {
            self.console = None;
            return Some(Departure::Console);
        }
        let desktop = self.desktop.take_if(|desktop| desktop.shell == shell)?;
        let stillborn = desktop.started.elapsed() < STILLBORN;
        Some(if stillborn { Departure::Stillborn } else { Departure::Desktop })
    }

    fn admit(&mut self, replies: Sender<FromAgent>) -> u64 {
        self.last += 1;
        self.running.insert(self.last, replies);
        self.last
    }

    fn start_desktop(&mut self) -> io::Result<u64> {
        let mut desktop = Command::new(desktop_program()?);
        desktop.stdout(Stdio::null());
        if cfg!(target_os = "linux") {
            desktop.envs(told(|name| std::env::var_os(name)));
        }
        let AgentEnd { mut child, mut calls, mut replies } = shell::start(&mut desktop)?;
        // A thread of its own for what is said: a window that hangs must not hold the agent up.
        let (sender, said) = mpsc::channel::<FromAgent>();
        thread::spawn(move || said.iter().all(|message| replies.say(&message).is_ok()));
        let shell = self.admit(sender);
        self.desktop = Some(Desktop { shell, started: Instant::now() });
        let events = self.events.clone();
        thread::spawn(move || {
            while let Ok(call) = calls.hear() {
                drop(events.send(Event::Shell(shell, FromShell::Called(call))));
            }
            drop(events.send(Event::Shell(shell, FromShell::Left)));
            // Its end is awaited so that no dead process stays behind; how it ended changes nothing.
            drop(child.wait());
        });
        Ok(shell)
    }
}

/// Returns the desktop program that was installed with this agent; none from elsewhere is ever started.
fn desktop_program() -> io::Result<PathBuf> {
    Ok(std::env::current_exe()?
        .with_file_name(format!("countersign-desktop{}", std::env::consts::EXE_SUFFIX)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_given_stays_and_whoever_wants_a_graphics_card_has_it_looked_for() {
        let names = |given: &[(&str, &str)]| -> Vec<&str> {
            let value = |name: &str| given.iter().find(|(it, _)| *it == name).map(|(_, value)| value.into());
            told(value).into_iter().map(|(name, _)| name).collect()
        };
        assert_eq!(names(&[]).len(), 4);
        assert_eq!(
            names(&[("GDK_GL", "always")]),
            [DRAWS_ALONE, "WEBKIT_WEB_RENDER_DEVICE_FILE", WATCHING.0]
        );
        assert_eq!(names(&[(DRAWS_ALONE, "0")]), [WATCHING.0]);
    }
}
