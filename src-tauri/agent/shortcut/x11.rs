//! Keys on X11. A Wayland desktop keeps its keys to itself: there its own settings run `countersign toggle --palette`.

use crate::event::{Event, Events};
use global_hotkey::hotkey::{HotKey, Modifiers};
use global_hotkey::{GlobalHotKeyEvent, GlobalHotKeyManager, HotKeyState};

/// The library's thread runs only once keys are wanted.
pub(super) struct Keys {
    manager: Option<GlobalHotKeyManager>,
    held: Option<HotKey>,
    events: Events,
}

impl Keys {
    pub(super) fn new(events: Events) -> Self {
        Self { manager: None, held: None, events }
    }

    pub(super) fn hold(&mut self, keys: Option<&str>) -> Result<(), String> {
        if let (Some(manager), Some(held)) = (&self.manager, self.held.take()) {
            // What cannot be given back went with its display.
            drop(manager.unregister(held));
        }
        let Some(keys) = keys else { return Ok(()) };
        if std::env::var_os("DISPLAY").is_none_or(|display| display.is_empty()) {
            return Err("there is no X11 display here".to_owned());
        }
        let keys: HotKey = keys.parse().map_err(|_| format!("{keys} names no keys"))?;
        // A key alone could not be typed any more, anywhere.
        if !keys.mods.intersects(Modifiers::CONTROL | Modifiers::ALT | Modifiers::META) {
            return Err(format!("{keys} needs Control, Alt or Super"));
        }
        let manager = match self.manager.take() {
            Some(manager) => manager,
            None => self.start()?,
        };
        let manager = self.manager.insert(manager);
        manager.register(keys).map_err(|_| "another program holds these keys".to_owned())?;
        self.held = Some(keys);
        Ok(())
    }

    fn start(&self) -> Result<GlobalHotKeyManager, String> {
        let events = self.events.clone();
        GlobalHotKeyEvent::set_event_handler(Some(move |event: GlobalHotKeyEvent| {
            // On release: while the keys are down no other window gets the focus.
            if event.state == HotKeyState::Released {
                drop(events.send(Event::Palette));
            }
        }));
        GlobalHotKeyManager::new().map_err(|_| "the display takes no shortcuts".to_owned())
    }
}
