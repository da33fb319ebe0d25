//! Entries of `pass` and `gopass` as text: a password store whose files were decrypted and printed one after another.
//!
//! Each entry stands below its path as `tail` and `head` print the names of several files, `==> npm/ada <==`; a text without
//! such lines is one entry. Of an entry, links (`pass-otp`) and lines such as `totp: SECRET` (`gopass`) are read, and
//! nothing else is looked at.

use super::groups;
use super::login::{Login, after};
use super::otpauth::lines;
use super::spelling::Odd;
use super::{ENTRY_LIMIT, Entries, Format, Refused, TransferError};
use crate::secret::SecretText;

/// The format.
pub(super) struct Gopass;

impl Format for Gopass {
    fn name(&self) -> &'static str {
        "gopass"
    }

    fn title(&self) -> &'static str {
        "pass, gopass (text of entries)"
    }

    fn sniff(&self, file: &[u8]) -> bool {
        lines(file)
            .next()
            .and_then(|(_, line)| std::str::from_utf8(line).ok())
            .is_some_and(|line| path(line).is_some())
    }

    fn read(&self, file: &[u8], _: Option<&SecretText>) -> Result<Entries, TransferError> {
        let (mut entries, mut place) = (Entries::new(), "");
        for (number, line) in lines(file) {
            let Ok(line) = std::str::from_utf8(line) else { continue };
            if let Some(path) = path(line) {
                place = path;
            } else if let Some(code) = code(line) {
                let refused =
                    |odd: Odd| Refused { r#where: format!("line {number}"), reason: odd.to_string() };
                entries.push(entry(place).found(code).map_err(refused));
            }
            if entries.len() > ENTRY_LIMIT {
                break;
            }
        }
        Ok(entries)
    }
}

/// Returns the path in a line that names one.
fn path(line: &str) -> Option<&str> {
    let path = line.strip_prefix("==> ")?.strip_suffix(" <==")?.trim();
    let ends = [".gpg", ".age", ".txt"].iter().find_map(|end| path.strip_suffix(end));
    Some(ends.unwrap_or(path).trim_start_matches("./"))
}

/// Returns what a line says of a one-time password.
fn code(line: &str) -> Option<&str> {
    if after(line, "otpauth://").is_some() {
        return Some(line);
    }
    let named = ["totp:", "otp:", "otpauth:"].iter().find_map(|name| after(line, name));
    named.map(str::trim).filter(|code| !code.is_empty())
}

/// Names an entry by its path: its folders are its group, and the last of them is what it is for.
fn entry(path: &str) -> Login<'_> {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    let title = folder.rsplit('/').next().filter(|title| !title.is_empty()).unwrap_or(name);
    Login { title, name, groups: groups::tags([folder]) }
}
