//! Keys on macOS and Windows, where the system holds them for whoever asks on the main thread.

use crate::event::{Event, Events};
use crate::main_thread;
use global_hotkey::hotkey::{HotKey, Modifiers};
use global_hotkey::{GlobalHotKeyEvent, GlobalHotKeyManager, HotKeyState};
use std::cell::RefCell;

thread_local! {
    static HELD: RefCell<Option<Held>> = const { RefCell::new(None) };
}

struct Held {
    system: GlobalHotKeyManager,
    keys: Option<HotKey>,
}

pub(super) struct Keys;

impl Keys {
    pub(super) fn new(events: Events) -> Self {
        GlobalHotKeyEvent::set_event_handler(Some(move |event: GlobalHotKeyEvent| {
            // At once: who waits until they are released has lost the right to come to the front.
            if event.state() == HotKeyState::Pressed {
                drop(events.send(Event::Palette));
            }
        }));
        Self
    }

    #[expect(clippy::unused_self, reason = "the main thread has them")]
    pub(super) fn hold(&mut self, keys: Option<&str>) -> Result<(), String> {
        let keys = keys.map(parse).transpose()?;
        let held = main_thread::ask(move || HELD.with_borrow_mut(|held| hold(held, keys)));
        held.unwrap_or_else(|| Err("there is no desktop here".to_owned()))
    }

    #[expect(clippy::unused_self, reason = "on Linux what holds them may end")]
    pub(super) fn trouble(&self) -> Option<String> {
        None
    }
}

/// Holds these keys and no others.
fn hold(held: &mut Option<Held>, keys: Option<HotKey>) -> Result<(), String> {
    if let Some(held) = held
        && let Some(keys) = held.keys.take()
    {
        // What cannot be given back was not held.
        drop(held.system.unregister(keys));
    }
    let Some(keys) = keys else { return Ok(()) };
    if held.is_none() {
        let system = GlobalHotKeyManager::new().map_err(|_| "the system takes no shortcuts".to_owned())?;
        *held = Some(Held { system, keys: None });
    }
    if let Some(held) = held {
        held.system.register(keys).map_err(|_| "another program holds these keys".to_owned())?;
        held.keys = Some(keys);
    }
    Ok(())
}

/// Reads keys as the page writes them, such as `Control+Alt+KeyO`.
fn parse(keys: &str) -> Result<HotKey, String> {
    let parsed: HotKey = keys.parse().map_err(|_| format!("{keys} names no keys"))?;
    // A key alone could not be typed any more, anywhere.
    if !parsed.mods.intersects(Modifiers::CONTROL | Modifiers::ALT | Modifiers::META) {
        return Err(format!("{keys} needs Control, Alt or Super"));
    }
    Ok(parsed)
}
