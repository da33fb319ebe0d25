//! Whether the session starts Countersign, without a window.

#[cfg(target_os = "macos")]
#[path = "autostart/macos.rs"]
mod system;
#[cfg(not(any(target_os = "macos", windows)))]
#[path = "autostart/xdg.rs"]
mod system;
#[cfg(windows)]
#[path = "autostart/windows.rs"]
mod system;

use std::fs;
use std::io;
use std::path::PathBuf;

/// Has the session start this agent from the next time on, or no longer.
///
/// # Errors
/// That of the system; nothing is changed then.
pub(crate) fn set(wanted: bool) -> io::Result<()> {
    let file = file()?;
    if !wanted {
        return match fs::remove_file(&file) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        };
    }
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder)?;
    }
    let home = std::env::var("COUNTERSIGN_HOME").ok().filter(|home| !home.is_empty());
    let program = std::env::current_exe()?;
    let text = system::entry(&program.to_string_lossy(), home.as_deref());
    crate::files::create(&file, text.as_bytes(), true)
}

fn file() -> io::Result<PathBuf> {
    system::file().ok_or_else(|| io::Error::other("no folder for what the session starts is known"))
}
