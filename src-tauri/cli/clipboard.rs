//! The clipboard, for as long as a code is on it.

use crate::outcome::{self, Exit, Trouble};
use arboard::Clipboard;
use std::time::{Duration, Instant};

/// How long a code stays.
const STAY: Duration = Duration::from_secs(20);

/// Puts a code on the clipboard, keeps it out of clipboard histories, and takes it away again.
pub(crate) fn lend(code: &str, account: &str) -> Result<(), Trouble> {
    outcome::person(&format!("the code of {account} is on the clipboard for {} s", STAY.as_secs()));
    Clipboard::new().and_then(|clipboard| hold(clipboard, code)).map_err(|error| {
        Trouble::new(
            Exit::Failed,
            "no-clipboard",
            format!("The clipboard cannot be used: {error}."),
            "Leave out --copy to have the code printed.",
        )
    })
}

/// On Linux the clipboard's content lives in the program that offers it, and goes with it.
#[cfg(target_os = "linux")]
fn hold(mut clipboard: Clipboard, code: &str) -> Result<(), arboard::Error> {
    use arboard::SetExtLinux;
    clipboard.set().exclude_from_history().wait_until(Instant::now() + STAY).text(code)
}

#[cfg(any(windows, target_os = "macos"))]
fn hold(mut clipboard: Clipboard, code: &str) -> Result<(), arboard::Error> {
    #[cfg(target_os = "macos")]
    use arboard::SetExtApple;
    #[cfg(windows)]
    use arboard::SetExtWindows;
    let until = Instant::now() + STAY;
    #[cfg(windows)]
    clipboard.set().exclude_from_monitoring().exclude_from_history().exclude_from_cloud().text(code)?;
    #[cfg(target_os = "macos")]
    clipboard.set().exclude_from_history().text(code)?;
    std::thread::sleep(until.saturating_duration_since(Instant::now()));
    // What the person copied meanwhile is theirs.
    if clipboard.get_text().is_ok_and(|text| text == code) { clipboard.clear() } else { Ok(()) }
}
