//! Source: Desktop Application Autostart Specification 0.5, Desktop Entry Specification 1.5.

use std::path::PathBuf;

pub(super) fn file() -> Option<PathBuf> {
    Some(dirs::config_dir()?.join("autostart/dev.countersign.app.desktop"))
}

pub(super) fn entry(program: &str, home: Option<&str>) -> String {
    let home =
        home.map_or(String::new(), |home| format!("env {} ", quoted(&format!("COUNTERSIGN_HOME={home}"))));
    format!(
        "[Desktop Entry]\nType=Application\nName=Countersign\nExec={home}{} --background\nX-GNOME-Autostart-enabled=true\n",
        quoted(program)
    )
}

/// Quotes one argument of `Exec`, which is unescaped as a string of the file first and as a quoted argument then.
fn quoted(argument: &str) -> String {
    let mut quoted = String::from("\"");
    for character in argument.chars() {
        match character {
            '"' | '`' | '$' => quoted.extend(["\\\\", character.encode_utf8(&mut [0; 4])]),
            '\\' => quoted.push_str(r"\\\\"),
            '%' => quoted.push_str("%%"),
            '\n' => quoted.push_str("\\n"),
            other => quoted.push(other),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_starts_the_very_program_whatever_it_is_called() {
        let entry = entry("/opt/a \"b\" 100%/countersign-agent", None);
        assert!(entry.contains(r#"Exec="/opt/a \\"b\\" 100%%/countersign-agent" --background"#), "{entry}");
    }

    #[test]
    fn a_portable_one_keeps_its_home() {
        let entry = entry("/a/countersign-agent", Some("/b c"));
        assert!(entry.contains(r#"Exec=env "COUNTERSIGN_HOME=/b c" "/a/countersign-agent" --background"#));
    }
}
