//! A password store of `pass` or `gopass`: a folder of files that `GnuPG` locks, read as one text.

use crate::import_files::File;
use crate::input;
use crate::outcome::{self, Exit, Trouble};
use countersign_core::transfer::Refused;
use std::ffi::OsStr;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use zeroize::Zeroizing;

/// Folders in folders.
const DEPTH: usize = 16;
/// The most files.
const FILES: usize = 10_000;
/// The most bytes of one entry.
const ENTRY: u64 = 64 << 10;

/// Reads a store. `GnuPG` may ask for its passphrase in a window, or on the terminal.
pub(crate) fn read(folder: &Path) -> Result<File, Trouble> {
    let name = input::name(folder);
    let mut files = Vec::new();
    list(folder, DEPTH, &mut files);
    files.retain(|file| matches!(kind(file), Some("gpg" | "age" | "txt")));
    if files.is_empty() {
        let message = format!("{name} holds no entry of a password store.");
        return Err(Trouble::new(Exit::Failed, "unsupported-file", message, "Nothing was changed."));
    }
    let locked = files.iter().filter(|file| kind(file) == Some("gpg")).count();
    if locked > 0 {
        let what = if locked == 1 { "entry" } else { "entries" };
        outcome::person(&format!("opening {locked} {what} of {name} with gpg"));
    }
    let (mut entries, mut refused) = (Vec::new(), Vec::new());
    for file in files {
        let place = file.strip_prefix(folder).unwrap_or(&file).to_string_lossy().into_owned();
        match open(&file) {
            Ok(entry) => entries.push((place, entry)),
            Err(reason) => refused.push(Refused { r#where: place, reason: reason.to_owned() }),
        }
    }
    Ok(File { name, content: text(&entries), refused })
}

/// Lists files in the order of their names; what begins with a dot is not the store's.
fn list(folder: &Path, depth: usize, files: &mut Vec<PathBuf>) {
    let mut entries: Vec<_> = fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok).collect();
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let hidden = entry.file_name().as_encoded_bytes().starts_with(b".");
        match entry.file_type() {
            Ok(kind) if kind.is_dir() && !hidden && depth > 0 => list(&entry.path(), depth - 1, files),
            Ok(kind) if kind.is_file() && !hidden && files.len() < FILES => files.push(entry.path()),
            _ => {}
        }
    }
}

fn kind(file: &Path) -> Option<&str> {
    file.extension().and_then(OsStr::to_str)
}

fn open(file: &Path) -> Result<Zeroizing<Vec<u8>>, &'static str> {
    let mut entry = Zeroizing::new(Vec::with_capacity(usize::try_from(ENTRY).unwrap_or_default()));
    let read = match kind(file) {
        Some("gpg") => return unlocked(file, entry),
        Some("age") => return Err("it is locked with age; open it, and import what it says"),
        _ => fs::File::open(file).and_then(|open| open.take(ENTRY).read_to_end(&mut entry)),
    };
    read.map(|_| entry).map_err(|_| "it could not be read")
}

fn unlocked(file: &Path, mut entry: Zeroizing<Vec<u8>>) -> Result<Zeroizing<Vec<u8>>, &'static str> {
    let gpg = Command::new("gpg")
        .args(["--quiet", "--batch", "--decrypt", "--"])
        .arg(file)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn();
    let mut gpg = gpg.map_err(|_| "gpg is not here to open it")?;
    let output = gpg.stdout.take().ok_or("gpg did not open it")?;
    let read = output.take(ENTRY).read_to_end(&mut entry);
    match (gpg.wait(), read) {
        (Ok(status), Ok(_)) if status.success() => Ok(entry),
        _ => Err("gpg did not open it"),
    }
}

/// Puts the entries below each other, each below its path, as the format of such texts has it. Never grows, because growing
/// would leave copies of secrets behind.
fn text(entries: &[(String, Zeroizing<Vec<u8>>)]) -> Zeroizing<Vec<u8>> {
    let length = entries.iter().map(|(place, entry)| place.len() + entry.len() + 16).sum();
    let mut text = Zeroizing::new(Vec::with_capacity(length));
    for (place, entry) in entries {
        for piece in [b"==> ", place.as_bytes(), b" <==\n", entry, b"\n"] {
            text.extend_from_slice(piece);
        }
    }
    text
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]
    use super::*;

    #[test]
    fn a_store_is_read_in_the_order_of_its_names_without_what_is_hidden() {
        let home = tempfile::tempdir().unwrap();
        for (path, content) in [
            ("b/two.txt", "totp: B"),
            ("a.txt", "otpauth://totp/a"),
            (".git/x.txt", "no"),
            ("c.age", "no"),
            ("d.png", "no"),
        ] {
            let path = home.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, content).unwrap();
        }
        let source = read(home.path()).ok().unwrap();
        let text = String::from_utf8(source.content.to_vec()).unwrap();
        assert_eq!(text, "==> a.txt <==\notpauth://totp/a\n==> b/two.txt <==\ntotp: B\n");
        let places: Vec<_> = source.refused.iter().map(|refused| refused.r#where.as_str()).collect();
        assert_eq!(places, ["c.age"]);
        assert!(read(&home.path().join("nonesuch")).is_err());
    }
}
