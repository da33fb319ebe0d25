//! Keys on X11. A Wayland desktop keeps its keys to itself: there its own settings run `countersign toggle --palette`.
//!
//! A thread sleeps until the display says something. (The crate global-hotkey, which was here before, looks twenty times
//! a second.)

use crate::event::{Event, Events};
use std::error::Error;
use std::sync::Arc;
use std::thread;
use x11rb::connection::Connection;
use x11rb::protocol::Event as Told;
use x11rb::protocol::xkb::{self, ConnectionExt as _};
use x11rb::protocol::xproto::{ConnectionExt as _, GrabMode, Keycode, Keysym, ModMask, Window};
use x11rb::rust_connection::RustConnection;

/// The thread runs only once keys are wanted.
pub(super) struct Keys {
    display: Option<Display>,
    held: Option<(Keycode, ModMask)>,
    events: Events,
}

/// The display, and a thread that hears of the keys held there. It ends with the display.
struct Display {
    connection: Arc<RustConnection>,
    root: Window,
    ear: thread::JoinHandle<()>,
}

impl Keys {
    pub(super) fn new(events: Events) -> Self {
        Self { display: None, held: None, events }
    }

    pub(super) fn hold(&mut self, keys: Option<&str>) -> Result<(), String> {
        if let (Some(display), Some(held)) = (&self.display, self.held.take()) {
            display.release(held);
        }
        let Some(keys) = keys else { return Ok(()) };
        if std::env::var_os("DISPLAY").is_none_or(|display| display.is_empty()) {
            return Err("there is no X11 display here".to_owned());
        }
        let (modifiers, symbol) = parse(keys).ok_or_else(|| format!("{keys} names no keys"))?;
        // A key alone could not be typed any more, anywhere.
        if modifiers & (ModMask::CONTROL | ModMask::M1 | ModMask::M4) == ModMask::default() {
            return Err(format!("{keys} needs Control, Alt or Super"));
        }
        let display = match self.display.take().filter(|display| !display.ear.is_finished()) {
            Some(display) => display,
            None => Display::open(&self.events).map_err(|_| "the display takes no shortcuts".to_owned())?,
        };
        let display = self.display.insert(display);
        let code = display.code_of(symbol).ok_or_else(|| format!("no key of this keyboard is {keys}"))?;
        let held = (code, modifiers);
        if !display.hold(held) {
            display.release(held);
            return Err("another program holds these keys".to_owned());
        }
        self.held = Some(held);
        Ok(())
    }
}

impl Display {
    fn open(events: &Events) -> Result<Self, Box<dyn Error>> {
        let (connection, screen) = RustConnection::connect(None)?;
        connection.xkb_use_extension(1, 0)?.reply()?;
        // Else a key that is kept down seems to be released again and again.
        let repeats = xkb::PerClientFlag::DETECTABLE_AUTO_REPEAT;
        let keyboard = xkb::ID::USE_CORE_KBD.into();
        let none = xkb::BoolCtrl::default();
        connection.xkb_per_client_flags(keyboard, repeats, repeats, none, none, none)?.reply()?;
        let root = connection.setup().roots.get(screen).ok_or("there is no such screen")?.root;
        let connection = Arc::new(connection);
        let (ear, events) = (Arc::clone(&connection), events.clone());
        let ear = thread::Builder::new().name("keys".to_owned()).spawn(move || hear(&ear, &events))?;
        Ok(Self { connection, root, ear })
    }

    /// Returns the key that writes this.
    fn code_of(&self, symbol: Keysym) -> Option<Keycode> {
        let (first, last) = (self.connection.setup().min_keycode, self.connection.setup().max_keycode);
        let keys = self.connection.get_keyboard_mapping(first, last - first + 1).ok()?.reply().ok()?;
        let mut keys = keys.keysyms.chunks(usize::from(keys.keysyms_per_keycode).max(1)).zip(first..=last);
        keys.find(|(symbols, _)| symbols.contains(&symbol)).map(|(_, code)| code)
    }

    /// Returns whether the keys are ours now, alone.
    fn hold(&self, (code, modifiers): (Keycode, ModMask)) -> bool {
        locks().into_iter().all(|locks| {
            let with = modifiers | locks;
            let mode = GrabMode::ASYNC;
            let held = self.connection.grab_key(false, self.root, with, code, mode, mode);
            held.is_ok_and(|held| held.check().is_ok())
        })
    }

    /// Gives keys back. What cannot be given back went with its display.
    fn release(&self, (code, modifiers): (Keycode, ModMask)) {
        for locks in locks() {
            drop(self.connection.ungrab_key(code, self.root, modifiers | locks));
        }
        drop(self.connection.flush());
    }
}

/// What may be on besides: X11 compares exactly, and to it Num Lock and Caps Lock are modifiers.
fn locks() -> [ModMask; 4] {
    [ModMask::default(), ModMask::M2, ModMask::LOCK, ModMask::M2 | ModMask::LOCK]
}

/// Waits for the keys as long as there is a display.
fn hear(connection: &RustConnection, events: &Events) {
    let mut down = None;
    while let Ok(told) = connection.wait_for_event() {
        match told {
            // While keys are down the display sends every other key here too.
            Told::KeyPress(key) if down.is_none() => down = Some(key.detail),
            // On release: while the keys are down no other window gets the focus.
            Told::KeyRelease(key) if down == Some(key.detail) => {
                down = None;
                drop(events.send(Event::Palette));
            }
            _ => {}
        }
    }
}

/// Reads keys as the page writes them, such as `Control+Alt+KeyO`: modifiers, and what the key writes.
fn parse(keys: &str) -> Option<(ModMask, Keysym)> {
    let (modifiers, key) = keys.rsplit_once('+').unwrap_or(("", keys));
    let mut mask = ModMask::default();
    for modifier in modifiers.split('+').filter(|modifier| !modifier.is_empty()) {
        mask |= match modifier {
            "Control" => ModMask::CONTROL,
            "Alt" => ModMask::M1,
            "Shift" => ModMask::SHIFT,
            "Super" => ModMask::M4,
            _ => return None,
        };
    }
    Some((mask, symbol(key)?))
}

/// Symbols of X11: what is in ASCII is its code there.
fn symbol(key: &str) -> Option<Keysym> {
    let one = |text: &str| match *text.as_bytes() {
        [byte] if byte.is_ascii_alphanumeric() => Some(Keysym::from(byte.to_ascii_lowercase())),
        _ => None,
    };
    if let Some(name) = key.strip_prefix("Key").or_else(|| key.strip_prefix("Digit")) {
        return one(name);
    }
    if let Some(number) = key.strip_prefix('F').and_then(|number| number.parse::<Keysym>().ok()) {
        const F1: Keysym = 0xffbe;
        return (1..=35).contains(&number).then(|| F1 + number - 1);
    }
    match key {
        "Space" => Some(0x20),
        "Enter" => Some(0xff0d),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_read_as_the_page_writes_them() {
        let (control, alt) = (ModMask::CONTROL, ModMask::M1);
        for (keys, expected) in [
            ("Control+Alt+KeyO", Some((control | alt, 0x6f))),
            ("Control+Shift+Digit3", Some((control | ModMask::SHIFT, 0x33))),
            ("Super+F12", Some((ModMask::M4, 0xffc9))),
            ("Alt+Space", Some((alt, 0x20))),
            ("KeyA", Some((ModMask::default(), 0x61))),
            ("Control+", None),
            ("Control+KeyÄ", None),
            ("Hyper+KeyO", None),
            ("Control+F36", None),
            ("", None),
        ] {
            assert_eq!(parse(keys), expected, "{keys}");
        }
    }
}
