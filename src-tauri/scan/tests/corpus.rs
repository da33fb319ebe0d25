//! A small picture of every kind: terminals, pages, photographs, damaged ones, and pictures without a code.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::time::Duration;

use countersign_scan::{Budget, Picture, picture};
use serde_json::Value;

/// A test machine may be busy with many other things.
const PATIENT: Duration = Duration::from_secs(60);

#[test]
fn every_kind_of_picture_is_read_as_it_says_and_as_nothing_else() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/scan/pictures");
    let manifest = fs::read_to_string(folder.join("manifest.json")).unwrap();
    let pictures: Vec<Value> = serde_json::from_str(&manifest).unwrap();
    assert!(pictures.len() > 60);
    let wrong: Vec<String> = pictures.iter().filter_map(|entry| wrong(&folder, entry)).collect();
    assert_eq!(wrong, [""; 0]);
}

/// Says what is wrong about the reading of a picture.
fn wrong(folder: &Path, entry: &Value) -> Option<String> {
    let file = entry["file"].as_str().unwrap();
    let expected: BTreeSet<&str> =
        entry["expected"].as_array().unwrap().iter().map(|text| text.as_str().unwrap()).collect();
    let decoded = Picture::decode(&fs::read(folder.join(file)).unwrap()).unwrap();
    let reading = picture(&decoded, &Budget { time: PATIENT, ..Budget::default() });
    let found: BTreeSet<&str> = reading.codes.iter().map(|code| &**code.text).collect();
    (found != expected || found.len() != reading.codes.len())
        .then(|| format!("{file}: {} codes, not {}", reading.codes.len(), expected.len()))
}
