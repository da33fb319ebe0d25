//! A script in the person's own Startup folder: it starts the agent without a console window, and can be seen and deleted.

use std::path::PathBuf;

pub(super) fn file() -> Option<PathBuf> {
    Some(dirs::config_dir()?.join(r"Microsoft\Windows\Start Menu\Programs\Startup\Countersign.vbs"))
}

pub(super) fn entry(program: &str, home: Option<&str>) -> String {
    let home = home.map_or(String::new(), |home| {
        format!("shell.Environment(\"Process\")(\"COUNTERSIGN_HOME\") = {}\r\n", quoted(home))
    });
    let line = quoted(&format!("\"{program}\" --background"));
    format!("Set shell = CreateObject(\"WScript.Shell\")\r\n{home}shell.Run {line}, 0, False\r\n")
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}
