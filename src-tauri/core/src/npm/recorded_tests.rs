//! What the real programs wrote when they asked, byte by byte. `cargo run --features tools --example record` writes it anew.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

use super::screen::Screen;
use super::{CLIENTS, Prompt};
use std::fs;
use std::path::Path;

/// Stands between what came before a code was typed and what came after.
const TYPED: &[u8] = b"\n---- typed ----\n";

/// A recording: a client's name, what it wrote before and after a code was typed, and what it wrote after a wrong one.
struct Recording {
    file: String,
    before: Vec<u8>,
    after: Vec<u8>,
    refused: Option<Vec<u8>>,
}

fn recordings() -> Vec<Recording> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/prompts");
    let files = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path());
    let recording = |path: std::path::PathBuf| {
        let bytes = fs::read(&path).unwrap();
        let middle = bytes.windows(TYPED.len()).position(|window| window == TYPED).unwrap();
        Recording {
            file: path.file_stem().unwrap().to_string_lossy().into_owned(),
            before: bytes[..middle].to_vec(),
            after: bytes[middle + TYPED.len()..].to_vec(),
            refused: fs::read(path.with_extension("refused")).ok(),
        }
    };
    files.filter(|path| path.extension().is_some_and(|it| it == "bytes")).map(recording).collect()
}

/// The client that asks in a recording.
fn asks(file: &str) -> &str {
    let name = file.rsplit_once('-').unwrap().0;
    // These hand their terminal to npm.
    if name == "changesets" || file.starts_with("pnpm-10") { "npm" } else { name.trim_end_matches("-lite") }
}

fn question(screen: &Screen) -> Option<(&'static str, Prompt)> {
    CLIENTS.iter().find_map(|client| Some((client.name(), client.question(screen)?.asks)))
}

#[test]
fn every_recorded_prompt_is_known_in_pieces_of_every_size() {
    let all = recordings();
    assert!(all.len() >= 19, "the recordings are there");
    for recording in all {
        for size in [1, 2, 3, 7, 16, 61, 1024, usize::MAX] {
            let mut screen = Screen::new();
            for piece in recording.before.chunks(size) {
                screen.feed(piece);
            }
            let (client, prompt) =
                question(&screen).unwrap_or_else(|| panic!("{} is not known", recording.file));
            assert_eq!(prompt, Prompt::OneTimePassword, "{}", recording.file);
            // The same words are npm's, pnpm's and bun's: whoever is first in the list is named.
            let same = ["npm", "pnpm", "bun", "changesets"];
            let named = client == asks(&recording.file)
                || same.contains(&client) && same.contains(&asks(&recording.file));
            assert!(named, "{} is taken for {client}", recording.file);
            for piece in recording.after.chunks(size) {
                screen.feed(piece);
            }
            assert_eq!(question(&screen), None, "{} is answered", recording.file);
        }
    }
}

#[test]
fn every_recorded_refusal_is_known_and_no_success_is_taken_for_one() {
    let refused = |output: &[u8]| {
        let mut screen = Screen::new();
        screen.feed(output);
        CLIENTS.iter().any(|client| client.refused(&screen))
    };
    for recording in recordings() {
        assert!(!refused(&recording.after), "{} went well", recording.file);
        if let Some(output) = recording.refused {
            assert!(refused(&output), "{} was refused", recording.file);
        }
    }
}

#[test]
fn what_is_published_and_where_is_read_from_the_clients_own_words() {
    for recording in recordings() {
        let mut screen = Screen::new();
        screen.feed(&recording.before);
        let client = super::client(asks(&recording.file)).unwrap();
        let target = client.announced(&screen);
        let name = recording.file.as_str();
        let says_package =
            !["yarn", "bun", "lerna", "np-", "gem", "mix"].iter().any(|it| name.starts_with(it));
        assert_eq!(target.package.as_deref(), says_package.then_some("demo"), "{name}");
        let says_registry = ["npm-8", "npm-9", "npm-1", "pnpm", "changesets", "yarn-4", "bun"]
            .iter()
            .any(|it| name.starts_with(it));
        assert_eq!(
            target.registry.is_some_and(|it| it.starts_with("http://127.0.0.1:")),
            says_registry,
            "{name}"
        );
    }
}
