//! Pictures of all monitors.

#[cfg(any(windows, target_os = "macos"))]
mod elsewhere;
#[cfg(target_os = "linux")]
mod leftover;
#[cfg(target_os = "linux")]
mod pixels;
#[cfg(target_os = "linux")]
mod portal;
#[cfg(target_os = "linux")]
mod x11;

use countersign_scan::{Picture, PictureError};
use std::path::Path;
use std::sync::atomic::AtomicBool;

/// What one monitor shows, in the monitor's own pixels.
#[derive(Clone, Debug)]
pub struct Shot {
    /// What the system calls the monitor. Empty where a portal gives one picture of all monitors.
    pub name: String,
    /// The picture.
    pub picture: Picture,
}

/// Why there is no picture of the screen, for the person: what happened, then what to do.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CaptureError {
    /// The program has no screen to look at.
    #[error("This program has no screen to look at. Take a screenshot, and give that as a file.")]
    NoScreen,
    /// The X server could not be reached, or did not answer as it should.
    #[error("The screen could not be read ({0}). Take a screenshot, and give that as a file.")]
    Server(String),
    /// The server keeps colours in a form that is not known here.
    #[error("The screen keeps its colours in an unusual way. Take a screenshot, and give that as a file.")]
    Colours,
    /// A Wayland desktop without a portal that takes pictures.
    #[error(
        "No program of this desktop takes pictures of the screen for others (xdg-desktop-portal). Take a screenshot, and \
         give that as a file."
    )]
    NoPortal,
    /// The system, or the person it asked, said no.
    #[error(
        "The desktop gave no picture of the screen. Allow Countersign to take screenshots in its settings, or take one \
         yourself and give that as a file."
    )]
    Refused,
    /// Nobody answered the desktop's question.
    #[error("The desktop's question about the screenshot was not answered. Try again.")]
    TimedOut,
    /// The person who asked thought better of it.
    #[error("The search was cancelled.")]
    Cancelled,
    /// The picture that was given cannot be read.
    #[error("The desktop's picture of the screen cannot be read: {0}")]
    Picture(#[from] PictureError),
    /// The file that a portal gave could not be read.
    #[error("The desktop's picture of the screen could not be read ({0}). Try again.")]
    File(#[source] std::io::Error),
}

/// Takes a picture of every monitor.
///
/// `notes` is a folder where it is noted which file of a portal must not stay, until it is gone ([`clean`]). A desktop
/// may ask the person first; `cancel`, set to true by any thread, ends the wait.
///
/// # Errors
/// Any [`CaptureError`].
pub fn screens(notes: &Path, cancel: &AtomicBool) -> Result<Vec<Shot>, CaptureError> {
    #[cfg(target_os = "linux")]
    {
        match Session::of_this_program() {
            Some(Session::Wayland) => portal::shot(notes, cancel).map(|shot| vec![shot]),
            Some(Session::X11) => x11::shots(),
            None => Err(CaptureError::NoScreen),
        }
    }
    #[cfg(any(windows, target_os = "macos"))]
    {
        let _ = (notes, cancel); // no file, and no question that waits
        elsewhere::shots()
    }
}

/// Deletes what an earlier program noted in this folder and could not delete: pictures of the screen that a portal left.
pub fn clean(notes: &Path) {
    #[cfg(target_os = "linux")]
    leftover::clean(notes);
    #[cfg(not(target_os = "linux"))]
    let _ = notes; // no file is left there
}

/// A part of the screen in its own pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Area {
    /// Pixels from the left; below zero on monitors left of the first.
    pub x: i32,
    /// Pixels from the top.
    pub y: i32,
    /// Pixels in a row.
    pub width: u32,
    /// Rows.
    pub height: u32,
}

/// Windows of ours that are about to leave the screen, and what they cover.
pub struct Uncovering {
    #[cfg(target_os = "linux")]
    watched: Option<x11::Watched>,
}

impl Uncovering {
    /// Looks at the screen before the windows leave these areas.
    #[must_use]
    pub fn of(areas: &[Area]) -> Self {
        #[cfg(target_os = "linux")]
        {
            let looks = matches!(Session::of_this_program(), Some(Session::X11));
            // A server that does not answer now will say so when the picture is taken.
            Self { watched: if looks { x11::Watched::before(areas).ok() } else { None } }
        }
        #[cfg(not(target_os = "linux"))]
        {
            let _ = areas;
            Self {}
        }
    }

    /// Waits, once the windows were told to leave, until what was beneath them is drawn.
    pub fn wait(self) {
        #[cfg(target_os = "linux")]
        if let Some(watched) = self.watched {
            return watched.until_still();
        }
        std::thread::sleep(UNSEEN);
    }
}

/// How long windows take to leave where that cannot be seen: the animations of today's desktops last a quarter of a second.
const UNSEEN: std::time::Duration = std::time::Duration::from_millis(350);

/// What draws this program's windows.
#[cfg(target_os = "linux")]
enum Session {
    Wayland,
    X11,
}

#[cfg(target_os = "linux")]
impl Session {
    /// Tells by the environment. A Wayland desktop has an X server too, but that one sees nothing of the others.
    fn of_this_program() -> Option<Self> {
        let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
        let wayland =
            set("WAYLAND_DISPLAY") || std::env::var_os("XDG_SESSION_TYPE").is_some_and(|of| of == "wayland");
        if wayland {
            Some(Self::Wayland)
        } else if set("DISPLAY") {
            Some(Self::X11)
        } else {
            None
        }
    }
}
