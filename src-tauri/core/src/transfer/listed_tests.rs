//! The README's table of formats is written by the list.
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
