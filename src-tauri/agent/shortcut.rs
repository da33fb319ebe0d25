//! The keys that open the palette from anywhere. The agent holds them, because the windows' program leaves when it is not used.

use crate::event::Events;
use countersign_core::view::Failure;

#[cfg(target_os = "linux")]
#[path = "shortcut/linux.rs"]
mod system;
#[cfg(not(target_os = "linux"))]
#[path = "shortcut/elsewhere.rs"]
mod system;

#[cfg(target_os = "linux")]
pub(crate) use system::holds_instead;

/// The keys that are held.
pub(crate) struct Shortcut {
    keys: system::Keys,
    held: Option<String>,
    refused: Option<String>,
}

impl Shortcut {
    /// Holds no keys yet. When they are pressed, that arrives as [`crate::event::Event::Palette`].
    pub(crate) fn new(events: Events) -> Self {
        Self { keys: system::Keys::new(events), held: None, refused: None }
    }

    /// Holds these keys and no others, such as `Control+Alt+KeyO`.
    pub(crate) fn hold(&mut self, keys: Option<&str>) {
        if self.held.as_deref() == keys {
            return;
        }
        self.held = keys.map(str::to_owned);
        self.refused = self.keys.hold(keys).err();
    }

    /// Why the keys could not be had, if so.
    pub(crate) fn failure(&self) -> Option<Failure> {
        let why = self.refused.clone().or_else(|| self.keys.trouble())?;
        Some(Failure {
            code: "no-shortcut".into(),
            message: format!("The shortcut does not work: {why}. Everything else does."),
            hint: "Choose other keys, or have your desktop run `countersign toggle --palette` for keys of its own."
                .into(),
        })
    }
}
