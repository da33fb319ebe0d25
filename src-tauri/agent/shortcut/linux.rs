//! Keys on Linux: X11 lets programs hold them; a Wayland desktop holds them itself, and is asked through its portal.

#[path = "portal.rs"]
mod portal;
#[path = "x11.rs"]
mod x11;

use crate::event::Events;

pub(crate) use portal::holds_instead;

/// The keys.
pub(super) struct Keys(Holder);

/// Whoever holds them.
enum Holder {
    X11(x11::Keys),
    Portal(portal::Keys),
}

impl Keys {
    pub(super) fn new(events: Events) -> Self {
        // Xwayland would take the keys too, and hear them over its own windows alone.
        let wayland = std::env::var_os("WAYLAND_DISPLAY").is_some_and(|display| !display.is_empty());
        Self(if wayland {
            Holder::Portal(portal::Keys::new(events))
        } else {
            Holder::X11(x11::Keys::new(events))
        })
    }

    pub(super) fn hold(&mut self, keys: Option<&str>) -> Result<(), String> {
        match &mut self.0 {
            Holder::X11(here) => here.hold(keys),
            Holder::Portal(there) => there.hold(keys),
        }
    }

    /// What became of keys that could be asked for and not be had.
    pub(super) fn trouble(&self) -> Option<String> {
        match &self.0 {
            Holder::X11(_) => None,
            Holder::Portal(there) => there.trouble(),
        }
    }
}
