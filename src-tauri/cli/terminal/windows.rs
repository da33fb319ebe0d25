//! The person's console, raw while a command runs in a console of its own, and given back as it was.
//!
//! Sources: "Console Modes", `ReadConsoleInputW` and `KEY_EVENT_RECORD` in Microsoft's documentation.
#![expect(unsafe_code, reason = "consoles have no safe interface")]

use std::fs::File;
use std::io::{self, Write};
use std::os::windows::io::AsRawHandle;
use std::sync::{Mutex, MutexGuard, Once, PoisonError};
use std::thread;
use windows_sys::Win32::Foundation::HANDLE;
use windows_sys::Win32::System::Console::{
    CONSOLE_SCREEN_BUFFER_INFO, DISABLE_NEWLINE_AUTO_RETURN, ENABLE_EXTENDED_FLAGS, ENABLE_INSERT_MODE,
    ENABLE_PROCESSED_OUTPUT, ENABLE_QUICK_EDIT_MODE, ENABLE_VIRTUAL_TERMINAL_INPUT,
    ENABLE_VIRTUAL_TERMINAL_PROCESSING, ENABLE_WINDOW_INPUT, ENABLE_WRAP_AT_EOL_OUTPUT, GetConsoleMode,
    GetConsoleOutputCP, GetConsoleScreenBufferInfo, INPUT_RECORD, KEY_EVENT, ReadConsoleInputW,
    SetConsoleMode, SetConsoleOutputCP, WINDOW_BUFFER_SIZE_EVENT,
};
use zeroize::Zeroizing;

/// Alt, of the virtual-key codes.
const VK_MENU: u16 = 0x12;

/// UTF-8, as pseudo consoles write.
const UTF_8: u32 = 65_001;

/// What stays as the person has it: these are about the mouse and about editing.
const KEPT: u32 = ENABLE_EXTENDED_FLAGS | ENABLE_QUICK_EDIT_MODE | ENABLE_INSERT_MODE;

/// What comes from the person.
pub(crate) enum FromPerson {
    /// Keys, as a terminal sends them. They may be a password.
    Keys(Zeroizing<Vec<u8>>),
    /// The window has another size.
    Resized,
}

type Listener = Box<dyn Fn(FromPerson) + Send>;

/// Whom what comes is told.
static LISTENER: Mutex<Option<Listener>> = Mutex::new(None);

/// The console on standard input and output. Dropping it, by a panic too, gives it back as it was found.
pub(crate) struct Terminal {
    /// Its settings for keys, for the screen, and its code page, as they were found.
    found: (u32, u32, u32),
    screen: File,
}

impl Terminal {
    /// Takes the console and makes it raw, if standard input and output both are one. A terminal that is none of Windows' (that
    /// of Git Bash) is not.
    pub(crate) fn of_person() -> Option<Self> {
        let (keys, output) = (mode(keys())?, mode(io::stdout().as_raw_handle())?);
        let screen = File::options().read(true).write(true).open("CONOUT$").ok()?;
        // SAFETY: it asks for a number of this process's console.
        let page = unsafe { GetConsoleOutputCP() };
        let terminal = Self { found: (keys, output, page), screen };
        terminal.make_raw().then_some(terminal)
    }

    /// Lets every key and every byte through untouched. Says whether this console can do that; those before Windows 10 cannot.
    fn make_raw(&self) -> bool {
        let input = ENABLE_VIRTUAL_TERMINAL_INPUT | ENABLE_WINDOW_INPUT | (self.found.0 & KEPT);
        let output = ENABLE_PROCESSED_OUTPUT
            | ENABLE_WRAP_AT_EOL_OUTPUT
            | ENABLE_VIRTUAL_TERMINAL_PROCESSING
            | DISABLE_NEWLINE_AUTO_RETURN;
        set(keys(), input) && set(self.screen.as_raw_handle(), output) && set_page(UTF_8)
    }

    /// Its size in characters; none where it is not known.
    fn known_size(&self) -> Option<(u16, u16)> {
        let mut info = CONSOLE_SCREEN_BUFFER_INFO::default();
        // SAFETY: the console is open, and there is room for what is known of it.
        if unsafe { GetConsoleScreenBufferInfo(self.screen.as_raw_handle(), &raw mut info) } == 0 {
            return None;
        }
        let shown = info.srWindow;
        let length = |first: i16, last: i16| u16::try_from(i32::from(last) - i32::from(first) + 1).ok();
        Some((length(shown.Left, shown.Right)?, length(shown.Top, shown.Bottom)?))
    }

    /// Its size in characters.
    pub(crate) fn size(&self) -> (u16, u16) {
        self.known_size().unwrap_or((80, 25))
    }

    /// Characters in a row.
    pub(crate) fn columns(&self) -> u16 {
        self.size().0
    }

    /// Shows these bytes.
    pub(crate) fn show(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.screen.write_all(bytes)
    }

    /// Tells what comes from the person, until this is dropped.
    #[expect(clippy::unused_self, reason = "only a console that was made raw has keys to tell of")]
    pub(crate) fn listen(&self, tell: impl Fn(FromPerson) + Send + 'static) {
        static EAR: Once = Once::new();
        *listener() = Some(Box::new(tell));
        // One for all terminals of this process, one after another: who waits for keys cannot be told to stop, and would take
        // those of the next.
        EAR.call_once(|| drop(thread::spawn(hear)));
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        *listener() = None;
        let (input, output, page) = self.found;
        // A console that went away needs nothing back.
        set(keys(), input);
        set(self.screen.as_raw_handle(), output);
        set_page(page);
    }
}

fn keys() -> HANDLE {
    io::stdin().as_raw_handle()
}

fn mode(console: HANDLE) -> Option<u32> {
    let mut mode = 0;
    // SAFETY: a handle of this process, and room for settings; what is no console has none.
    (unsafe { GetConsoleMode(console, &raw mut mode) } != 0).then_some(mode)
}

fn set(console: HANDLE, mode: u32) -> bool {
    // SAFETY: a handle of this process.
    unsafe { SetConsoleMode(console, mode) != 0 }
}

fn set_page(page: u32) -> bool {
    // SAFETY: it sets a number of this process's console.
    unsafe { SetConsoleOutputCP(page) != 0 }
}

fn listener() -> MutexGuard<'static, Option<Listener>> {
    LISTENER.lock().unwrap_or_else(PoisonError::into_inner)
}

fn tell(what: FromPerson) {
    if let Some(listener) = &*listener() {
        listener(what);
    }
}

fn hear() {
    let mut records = [INPUT_RECORD::default(); 64];
    // Half of a character, whose other half comes with the next key.
    let mut half = None;
    loop {
        let mut count = 0;
        let room = u32::try_from(records.len()).unwrap_or_default();
        // SAFETY: there is room for as many as is said.
        if unsafe { ReadConsoleInputW(keys(), records.as_mut_ptr(), room, &raw mut count) } == 0 {
            return;
        }
        let records = &records[..usize::try_from(count).unwrap_or_default()];
        let typed = records.iter().flat_map(units);
        let mut text = Zeroizing::new(String::new());
        for character in char::decode_utf16(half.take().into_iter().chain(typed)) {
            match character {
                Ok(character) => text.push(character),
                Err(alone) => half = Some(alone.unpaired_surrogate()),
            }
        }
        if !text.is_empty() {
            tell(FromPerson::Keys(Zeroizing::new(std::mem::take(&mut *text).into_bytes())));
        }
        if records.iter().any(|record| u32::from(record.EventType) == WINDOW_BUFFER_SIZE_EVENT) {
            tell(FromPerson::Resized);
        }
    }
}

/// Returns what a key writes, in units of UTF-16: as often as it repeats.
fn units(record: &INPUT_RECORD) -> impl Iterator<Item = u16> + use<> {
    let mut typed = (0, 0);
    if u32::from(record.EventType) == KEY_EVENT {
        // SAFETY: the record says that it is one of a key, and either way of writing its character is a number.
        let (key, unit) = unsafe { (record.Event.KeyEvent, record.Event.KeyEvent.uChar.UnicodeChar) };
        // A character that was typed by its number comes when Alt is released.
        let counts = key.bKeyDown != 0 || key.wVirtualKeyCode == VK_MENU;
        typed = (unit, if counts && unit != 0 { key.wRepeatCount.max(1) } else { 0 });
    }
    (0..typed.1).map(move |_| typed.0)
}
