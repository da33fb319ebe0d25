#![allow(clippy::unwrap_used)]
//! Every fixture beside an `expected.json`, made by other programs from the descriptions of the formats.
use super::*;
use proptest::prelude::*;
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

/// What every locked fixture is locked with.
const PASSWORD: &str = "a passphrase of a test";

struct Fixture {
    path: PathBuf,
    format: String,
    file: Vec<u8>,
    expected: Value,
}

impl Fixture {
    fn says(&self, member: &str) -> bool {
        self.expected[member] == true
    }

    /// Returns the name to ask for where nothing in the file tells its format.
    fn from(&self) -> Option<&str> {
        self.says("untold").then_some(&self.format)
    }

    fn printed(&self, password: &str) -> Result<Value, TransferError> {
        let password = SecretText::new(password.to_owned());
        let preview = dry_run(&self.file, self.from(), Some(&password), 59)?;
        Ok(serde_json::to_value(preview).unwrap())
    }
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/transfer")
}

static FIXTURES: LazyLock<Vec<Fixture>> = LazyLock::new(|| {
    let mut fixtures = Vec::new();
    for folder in fs::read_dir(root()).unwrap().map(|folder| folder.unwrap().path()) {
        let Ok(expected) = fs::read(folder.join("expected.json")) else { continue };
        let expected: serde_json::Map<String, Value> = serde_json::from_slice(&expected).unwrap();
        for (name, expected) in expected {
            let path = folder.join(name);
            let file = fs::read(&path).unwrap();
            let format = folder.file_name().unwrap().to_str().unwrap().to_owned();
            fixtures.push(Fixture { path, format, file, expected });
        }
    }
    assert!(!fixtures.is_empty());
    fixtures
});

#[test]
fn every_fixture_is_read_as_other_programs_wrote_it() {
    for fixture in FIXTURES.iter() {
        let printed = fixture.printed(PASSWORD).map_err(TransferError::code);
        let expected = match &fixture.expected["error"] {
            Value::String(code) => Err(code.as_str()),
            _ => Ok(json!({
                "version": 1, "format": fixture.format,
                "entries": fixture.expected["entries"], "refused": fixture.expected["refused"],
            })),
        };
        assert_eq!(
            printed.as_ref().map_err(|code| *code),
            expected.as_ref().map_err(|code| *code),
            "{:?}",
            fixture.path
        );
        assert!(!format!("{printed:?}").contains("canary"), "{:?}", fixture.path);
    }
}

/// Of all fixtures, not only of those beside an `expected.json`: a new format may know too much.
#[test]
fn a_file_is_told_by_what_it_holds() {
    let untold = |path: &Path| FIXTURES.iter().any(|fixture| fixture.path == path && fixture.says("untold"));
    for format in FORMATS {
        let Ok(files) = fs::read_dir(root().join(format.name())) else { continue };
        let files = files.map(|file| file.unwrap().path());
        for path in files.filter(|path| !path.ends_with("expected.json") && !untold(path)) {
            let file = fs::read(&path).unwrap();
            // What no mark tells is told by being opened.
            if super::sealed_look::looks_sealed(&file) && FORMATS.iter().all(|format| !format.sniff(&file)) {
                let password = SecretText::new(PASSWORD.to_owned());
                assert!(format.read_unknown(&file, &password).is_some(), "{path:?}");
                continue;
            }
            let knowing = FORMATS.iter().find(|format| format.sniff(&file)).map(|format| format.name());
            assert_eq!(knowing, Some(format.name()), "{path:?}");
        }
    }
}

#[test]
fn a_locked_file_needs_its_password() {
    for fixture in FIXTURES.iter().filter(|fixture| fixture.says("locked")) {
        assert_eq!(
            fixture.printed("another").err(),
            Some(TransferError::WrongPassword),
            "{:?}",
            fixture.path
        );
        let without = read(&fixture.file, fixture.from(), None).err();
        assert_eq!(without, Some(TransferError::WrongPassword), "{:?}", fixture.path);
    }
}

/// A name that is wrong is an error of the file, or of every entry, and nothing worse.
#[test]
fn no_format_minds_the_files_of_others() {
    let plain = || FIXTURES.iter().filter(|fixture| !fixture.says("locked"));
    for (format, fixture) in FORMATS.iter().flat_map(|format| plain().map(move |fixture| (format, fixture))) {
        if let Ok(contents) = read(&fixture.file, Some(format.name()), None) {
            assert!(contents.entries.len() <= ENTRY_LIMIT);
        }
    }
}

/// How many changed files are read, each by its own format and by whichever it looks like. The threat model quotes it.
const CHANGED_FILES: u32 = 512;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(CHANGED_FILES))]
    /// Locked files are changed too, but not unlocked: that would take minutes, and what is unlocked is the same as what
    /// was never locked.
    #[test]
    fn no_change_of_a_file_panics(
        which in any::<prop::sample::Index>(),
        cut in any::<prop::sample::Index>(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..6),
        is_cut in any::<bool>(),
    ) {
        let fixture = which.get(&FIXTURES);
        let mut file = fixture.file.clone();
        for (place, byte) in changes {
            *place.get_mut(&mut file) = byte;
        }
        if is_cut {
            file.truncate(cut.index(file.len()));
        }
        let password = fixture.says("quick").then(|| SecretText::new(PASSWORD.to_owned()));
        drop(read(&file, None, password.as_ref()));
        drop(read(&file, Some(&fixture.format), password.as_ref()));
    }
}
