//! What is held against the list as a whole: the README's table, which it writes, and the fixtures that every format has.
#![allow(clippy::unwrap_used)]
use super::writing::{Lock, WRITERS};
use super::*;
use std::fmt::Write;
use std::path::{Path, PathBuf};

const BEGIN: &str = "<!-- Written by `cargo test -p countersign-core --lib listed`. -->\n";
const END: &str = "<!-- End of the table. -->\n";

fn product() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Says whether one of the format's own files asks for a password.
fn opens_locked_files(format: &dyn Format) -> bool {
    let folder = product().join("tests/fixtures/transfer").join(format.name());
    let files = std::fs::read_dir(folder).into_iter().flatten();
    files.filter_map(|file| std::fs::read(file.unwrap().path()).ok()).any(|file| {
        let from = format.sniff(&file).then(|| format.name());
        matches!(read(&file, from, None), Err(TransferError::WrongPassword))
    })
}

fn lock(writer: &dyn writing::Writer) -> &'static str {
    match writer.lock() {
        Lock::Always => "always locked",
        Lock::Choice => "locked or plain",
        Lock::Never => "plain",
    }
}

fn table() -> String {
    let mut table = "| from, to | `--from`, `--to` | read | written |\n|---|---|---|---|\n".to_owned();
    for format in FORMATS {
        // Our own files are made where they are tested.
        let ours = WRITERS.iter().find(|writer| writer.name() == format.name());
        let locked = opens_locked_files(*format) || ours.is_some_and(|ours| ours.lock() == Lock::Always);
        let read = if locked { "plain and encrypted" } else { "yes" };
        let written = ours.map_or("", |writer| lock(*writer));
        writeln!(table, "| {} | `{}` | {read} | {written} |", format.title(), format.name()).unwrap();
    }
    let only_written =
        WRITERS.iter().filter(|writer| FORMATS.iter().all(|format| format.name() != writer.name()));
    for writer in only_written {
        let read = format!("as `{}`", writer.read_by());
        writeln!(table, "| {} | `{}` | {read} | {} |", writer.title(), writer.name(), lock(*writer)).unwrap();
    }
    table
}

#[test]
fn the_readme_lists_every_format() {
    let file = product().join("README.md");
    let readme = std::fs::read_to_string(&file).unwrap();
    let (before, rest) = readme.split_once(BEGIN).unwrap();
    let (listed, after) = rest.split_once(END).unwrap();
    if listed != table() {
        std::fs::write(&file, format!("{before}{BEGIN}{}{END}{after}", table())).unwrap();
        panic!("the README listed other formats; it was written anew");
    }
}

/// Formats that nothing locks, or that only the device opens which wrote them.
const NEVER_LOCKED: &[&str] = &[
    "1password",
    "authme",
    "battle-net",
    "bitwarden-csv",
    "bitwarden-items",
    "duo",
    "freeotp",
    "freeotp-plus",
    "google-authenticator",
    "gopass",
    "html",
    "keepassxc-csv",
    "lastpass-authenticator",
    "microsoft-authenticator",
    "otpauth",
    "otpauth-migration",
    "password-csv",
    "proton-pass",
    "steam",
];

/// Formats whose files say of which version they are.
const VERSIONED: &[&str] = &[
    "2fas",
    "aegis",
    "cotp",
    "countersign",
    "ente",
    "lastpass-authenticator",
    "otpclient",
    "proton-authenticator",
];

/// Our own locked files are made where they are tested.
const MADE_ELSEWHERE: &str = "countersign";

#[test]
fn every_format_has_a_clean_a_dirty_a_locked_and_a_newer_file() {
    for format in FORMATS {
        let name = format.name();
        let folder = product().join("tests/fixtures/transfer").join(name);
        let files: Vec<String> = std::fs::read_dir(&folder)
            .unwrap_or_else(|error| panic!("{name} has no fixtures: {error}"))
            .map(|file| file.unwrap().file_name().into_string().unwrap())
            .filter(|file| file != "expected.json")
            .collect();
        let (dirty, clean): (Vec<&String>, Vec<&String>) =
            files.iter().partition(|file| file.contains("dirty"));
        assert!(!dirty.is_empty() && !clean.is_empty(), "{name}: {files:?}");
        let locked = !NEVER_LOCKED.contains(&name) && name != MADE_ELSEWHERE;
        assert_eq!(opens_locked_files(*format), locked, "{name}: {files:?}");
        let newer = files.iter().any(|file| file.starts_with("newer"));
        assert_eq!(newer, VERSIONED.contains(&name), "{name}: {files:?}");
    }
    let known = |name: &&str| FORMATS.iter().any(|format| format.name() == *name);
    assert!(NEVER_LOCKED.iter().chain(VERSIONED).all(known), "a format has another name");
}

#[test]
fn every_format_has_a_fuzz_target() {
    for name in FORMATS.iter().map(|format| format.name()) {
        let target = product().join(format!("tests/fuzz/src/bin/read-{name}.rs"));
        let source = std::fs::read_to_string(&target).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert!(source.contains(&format!("\"{name}\"")), "{}", target.display());
    }
}
