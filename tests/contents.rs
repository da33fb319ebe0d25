//! A test file that nobody names is a test that never runs.

use std::fs;
use std::path::Path;

#[test]
fn every_file_is_in_the_table_of_contents() {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let contents = fs::read_to_string(tests.join("main.rs")).unwrap();
    // Programs of their own, which cargo builds beside the tests.
    let others = ["main", "demo", "record", "corpus", "pictures", "measuring", "measure"];
    for entry in fs::read_dir(&tests).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let is_module =
            path.extension().is_some_and(|extension| extension == "rs") || path.join("mod.rs").exists();
        if is_module && !others.contains(&name.as_str()) {
            assert!(contents.contains(&format!("mod {name};")), "tests/main.rs does not name {name}");
        }
    }
}
