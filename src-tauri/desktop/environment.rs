//! What this process must not inherit or leave behind.

use anyhow::Context;
use std::ffi::OsStr;
use std::process::Command;

/// Variables by which whoever starts the program could drive or inspect its windows, and so approve by script.
const LEVERS: [&str; 4] = [
    "TAURI_WEBVIEW_AUTOMATION",
    "TAURI_AUTOMATION",
    "WEBKIT_INSPECTOR_SERVER",
    "WEBKIT_INSPECTOR_HTTP_SERVER",
];

/// `WebView2` obeys a family of variables; all of them begin like this.
const LEVER_FAMILY: &[u8] = b"WEBVIEW2_";

/// Leaves no core dumps, and starts the program again without [`LEVERS`] if it was given any.
///
/// Starting again is what safe code can do: to unset a variable in place is unsafe since threads may read it. The process
/// keeps its number, its parent and its standard input on Unix, so the channel survives. Elsewhere this process waits for
/// the clean one.
pub(crate) fn clean() -> anyhow::Result<()> {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, Rlimit, setrlimit};
        setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) })?;
    }
    if cfg!(feature = "e2e") {
        return Ok(());
    }
    let given: Vec<_> = std::env::vars_os().map(|(name, _)| name).filter(|name| is_lever(name)).collect();
    if given.is_empty() {
        return Ok(());
    }
    let program = std::env::current_exe().context("the program cannot find itself to start again")?;
    let mut again = Command::new(program);
    again.args(std::env::args_os().skip(1));
    for name in &given {
        again.env_remove(name);
    }
    replace(&mut again).context("the program cannot start again")
}

#[cfg(unix)]
fn replace(again: &mut Command) -> std::io::Result<()> {
    use std::os::unix::process::CommandExt;
    Err(again.exec())
}

#[cfg(not(unix))]
fn replace(again: &mut Command) -> std::io::Result<()> {
    std::process::exit(again.status()?.code().unwrap_or(1))
}

fn is_lever(name: &OsStr) -> bool {
    // Windows takes names in any case of letters.
    let name = name.as_encoded_bytes().to_ascii_uppercase();
    name.starts_with(LEVER_FAMILY) || LEVERS.iter().any(|lever| lever.as_bytes() == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_that_drive_a_window_are_known() {
        for name in
            ["TAURI_WEBVIEW_AUTOMATION", "WEBKIT_INSPECTOR_SERVER", "WebView2_Additional_Browser_Arguments"]
        {
            assert!(is_lever(OsStr::new(name)), "{name} is let in");
        }
        for name in ["WEBKIT_DISABLE_DMABUF_RENDERER", "DISPLAY", "COUNTERSIGN_HOME"] {
            assert!(!is_lever(OsStr::new(name)), "{name} is kept out");
        }
    }
}
