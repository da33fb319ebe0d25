//! A console of Windows. It decides whether a line is shown when the reading of that line begins, which is before anybody knows
//! that it is a passphrase; so it is asked for keys, and lines are made here.
//!
//! Source: "High-Level Console Modes" in Microsoft's documentation.
#![expect(unsafe_code, reason = "the settings of a console have no safe interface")]

use super::super::typing::{Key, Line};
use countersign_core::secret::SecretText;
use std::io::{self, Read, Write};
use std::os::windows::io::AsRawHandle;
use std::sync::atomic::{AtomicBool, Ordering};
use windows_sys::Win32::Foundation::HANDLE;
use windows_sys::Win32::System::Console::{
    ENABLE_ECHO_INPUT, ENABLE_LINE_INPUT, FlushConsoleInputBuffer, GetConsoleMode, SetConsoleMode,
};

/// Whether what is typed is hidden.
static HIDDEN: AtomicBool = AtomicBool::new(false);

/// Whether the line that is being typed is to be forgotten.
static DISCARDED: AtomicBool = AtomicBool::new(false);

/// The console's settings as they were found, and given back at the end.
pub(super) struct Modes(u32);

impl Modes {
    pub(super) fn take() -> io::Result<Self> {
        let mut found = 0;
        // SAFETY: a handle of this process, and room for its settings.
        if unsafe { GetConsoleMode(console(), &raw mut found) } == 0 {
            return Err(io::Error::last_os_error());
        }
        // SAFETY: a handle of this process.
        if unsafe { SetConsoleMode(console(), found & !(ENABLE_ECHO_INPUT | ENABLE_LINE_INPUT)) } == 0 {
            return Err(io::Error::last_os_error());
        }
        Ok(Self(found))
    }

    #[expect(clippy::unused_self, reason = "on Unix the terminal itself hides")]
    pub(super) fn hide(&self, hide: bool) {
        HIDDEN.store(hide, Ordering::Release);
    }

    #[expect(clippy::unused_self, reason = "who has its settings has the console")]
    pub(super) fn discard(&self) {
        DISCARDED.store(true, Ordering::Release);
        // SAFETY: a handle of this process. A console that is gone holds nothing.
        unsafe { FlushConsoleInputBuffer(console()) };
    }
}

impl Drop for Modes {
    fn drop(&mut self) {
        // SAFETY: a handle of this process. A console that is gone needs nothing back.
        unsafe { SetConsoleMode(console(), self.0) };
    }
}

fn console() -> HANDLE {
    io::stdin().as_raw_handle()
}

/// Hands over each line that is typed, until there are no more or one is not wanted.
pub(super) fn read_lines(mut take: impl FnMut(SecretText) -> bool) {
    let mut line = Line::default();
    let (mut input, mut bytes) = (io::stdin().lock(), [0; 64]);
    loop {
        let count = match input.read(&mut bytes) {
            Ok(0) | Err(_) => return,
            Ok(count) => count,
        };
        if DISCARDED.swap(false, Ordering::AcqRel) {
            line = Line::default();
        }
        for byte in &bytes[..count] {
            match line.take(*byte) {
                Key::Nothing => {}
                Key::Shown(text) => echo(&text),
                Key::End => return,
                Key::Line(line) => {
                    // The line ends for the eye even where it was hidden.
                    print("\r\n");
                    if !take(line) {
                        return;
                    }
                }
            }
        }
        bytes.fill(0);
    }
}

fn echo(text: &str) {
    if !HIDDEN.load(Ordering::Acquire) {
        print(text);
    }
}

fn print(text: &str) {
    let mut output = io::stdout().lock();
    // A console that is gone ends this at the next read.
    drop(output.write_all(text.as_bytes()).and_then(|()| output.flush()));
}
