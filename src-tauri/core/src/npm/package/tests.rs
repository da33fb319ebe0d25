#![allow(clippy::unwrap_used, reason = "a test may fail")]

use super::comparison::{files, findings, looks_secret};
use super::tarball::{TarballError, read};
use super::*;
use crate::view::Change;
use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::json;
use std::io::Write;

fn package(manifest: &Value, files: &[(&str, u64)]) -> Package {
    let mut package = Package::of_manifest(manifest);
    package.set_files(files.iter().map(|(path, size)| ((*path).to_owned(), *size)).collect());
    package
}

fn old() -> Package {
    package(
        &json!({"name": "demo", "version": "1.0.0", "dependencies": {"left-pad": "^1.0.0"}}),
        &[("index.js", 900), ("package.json", 100)],
    )
}

/// The warnings, then everything else.
fn told(new: &Package, old: Option<&Package>) -> (Vec<String>, Vec<String>) {
    let taken: Vec<String> = old.iter().map(|old| old.version.clone()).collect();
    let (warnings, notes): (Vec<_>, Vec<_>) =
        findings(new, old, &taken).into_iter().partition(|it| it.warning);
    let text = |list: Vec<FindingView>| list.into_iter().map(|it| it.text).collect();
    (text(warnings), text(notes))
}

use crate::view::FindingView;

#[test]
fn an_ordinary_next_version_warns_of_nothing() {
    let new = package(
        &json!({"name": "demo", "version": "1.0.1", "scripts": {"test": "node test"}, "dependencies": {"left-pad": "^1.0.0"}}),
        &[("index.js", 950), ("package.json", 100)],
    );
    let (warnings, notes) = told(&new, Some(&old()));
    assert!(warnings.is_empty(), "{warnings:?}");
    assert_eq!(notes, ["2 files, 1 kB; 1.0.0, the newest one, has 2 files, 1 kB."]);
}

#[test]
fn what_a_worm_would_do_is_warned_of() {
    let manifest = json!({"name": "demo", "version": "1.0.1", "scripts": {"postinstall": "node bundle.js", "test": "x"},
        "dependencies": {"left-pad": "^1.0.0", "evil": "https://evil.test/x.tgz", "fresh": "^2.0.0"}});
    let new = package(
        &manifest,
        &[("index.js", 900), ("bundle.js", 3_600_000), (".env", 40), ("package.json", 100)],
    );
    let (warnings, notes) = told(&new, Some(&old()));
    assert_eq!(
        warnings,
        [
            "The script that runs where it is installed is new: postinstall: node bundle.js",
            "A file looks like secrets: .env",
            "It is 3601 times as large as before: 3.6 MB, not 1 kB",
            "A dependency comes from outside the registry: evil from https://evil.test/x.tgz",
        ]
    );
    assert!(notes.contains(&"New dependencies: fresh ^2.0.0".to_owned()), "{notes:?}");
}

#[test]
fn a_changed_script_is_told_from_a_new_one_and_an_old_one_is_not_told() {
    let with = |script: &str| {
        package(&json!({"name": "demo", "version": "1.0.1", "scripts": {"install": script}}), &[])
    };
    assert!(
        told(&with("node b"), Some(&with("node a")))
            .0
            .iter()
            .any(|it| it.contains("is changed: install: node b"))
    );
    assert!(!told(&with("node a"), Some(&with("node a"))).0.iter().any(|it| it.contains("installed is")));
}

#[test]
fn a_recipe_for_a_native_build_is_an_install_script() {
    let new = package(&json!({"name": "demo", "version": "2.0.0"}), &[("binding.gyp", 10)]);
    assert!(told(&new, Some(&old())).0.iter().any(|it| it.contains("install: node-gyp rebuild")));
}

#[test]
fn a_version_that_is_taken_is_warned_of_and_a_first_one_said_to_be_it() {
    assert!(told(&old(), Some(&old())).0.iter().any(|it| it.contains("1.0.0 is published already")));
    assert_eq!(told(&old(), None).1, ["Nothing of this name is published yet. It has 2 files, 1 kB."]);
}

#[test]
fn names_of_others_are_cut_and_cannot_steer_the_screen() {
    let long = format!("x\u{1b}[2J\u{202e}{}", "y".repeat(500));
    let mut manifest = json!({"name": "demo", "version": "1.0.1", "scripts": {"install": long}});
    manifest["dependencies"] =
        (0..300).map(|it| (format!("d{it}"), json!("git+ssh://x"))).collect::<Map<_, _>>().into();
    let all = findings(&package(&manifest, &[]), Some(&old()), &[]);
    assert!(all.len() < 10, "{all:?}");
    assert!(all.iter().all(|it| it.text.chars().count() <= 160 && !it.text.contains(['\u{1b}', '\u{202e}'])));
}

#[test]
fn secrets_are_known_by_their_names() {
    for path in [
        ".env",
        "config/.env.production",
        "deploy/id_ed25519",
        "tls/server.key",
        ".npmrc",
        "a/credentials.json",
        "x.PEM",
    ] {
        assert!(looks_secret(path), "{path}");
    }
    for path in [
        ".env.example",
        ".env.sample",
        "id_ed25519.pub",
        "keyboard.js",
        "src/key.ts",
        "monkey",
        "credentials.ts",
    ] {
        assert!(!looks_secret(path), "{path}");
    }
}

#[test]
fn files_are_listed_by_what_became_of_them() {
    let new =
        package(&json!({"name": "demo", "version": "1.0.1"}), &[("a.js", 1), (".env", 2), ("index.js", 901)]);
    let listed: Vec<(String, Change)> =
        files(&new, Some(&old())).into_iter().map(|it| (it.path, it.change)).collect();
    let expected = [
        (".env", Change::New),
        ("a.js", Change::New),
        ("index.js", Change::Changed),
        ("package.json", Change::Removed),
    ];
    assert_eq!(listed, expected.map(|(path, change)| (path.to_owned(), change)));
}

#[test]
fn what_npm_pack_prints_is_read_in_both_forms() {
    let packed =
        json!({"id": "demo@1.0.0", "name": "demo", "files": [{"path": "a.js", "size": 3}, {"path": 4}]});
    for printed in [json!([packed]), json!({ "demo": packed })] {
        let package =
            Package::of_manifest(&json!({"name": "demo", "version": "1.0.0"})).with_packed(&printed);
        assert_eq!((package.count, package.size), (Some(1), Some(3)));
    }
    let none = Package::of_manifest(&json!({"name": "demo"})).with_packed(&json!("no"));
    assert_eq!(none.files, None);
}

#[test]
fn what_npm_view_prints_is_read() {
    let printed = json!({"name": "demo", "version": "1.0.0", "versions": ["0.9.0", "1.0.0"], "dist": {"fileCount": 3, "unpackedSize": 700}});
    let (package, versions) = published(&printed).unwrap();
    assert_eq!((package.count, package.size, versions.len()), (Some(3), Some(700), 2));
    assert_eq!(
        published(&json!({"name": "demo", "version": "1.0.0", "versions": "1.0.0"})).unwrap().1,
        ["1.0.0"]
    );
    assert!(published(&json!({"error": {"code": "E404"}})).is_none());
}

fn archive(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut builder = tar::Builder::new(GzEncoder::new(Vec::new(), Compression::fast()));
    for (path, content) in entries {
        let mut header = tar::Header::new_gnu();
        header.set_size(u64::try_from(content.len()).unwrap());
        header.set_mode(0o644);
        header.set_cksum();
        builder.append_data(&mut header, path, *content).unwrap();
    }
    builder.into_inner().unwrap().finish().unwrap()
}

#[test]
fn an_archive_is_looked_through() {
    let manifest = br#"{"name":"demo","version":"1.0.0","scripts":{"install":"x"}}"#;
    let package =
        read(&archive(&[("package/package.json", manifest), ("package/lib/a.js", b"abc")])).unwrap();
    assert_eq!((package.name.as_str(), package.count), ("demo", Some(2)));
    assert_eq!(package.files.unwrap()["lib/a.js"], 3);
    assert_eq!(package.scripts["install"], "x");
}

#[test]
fn an_archive_that_is_none_says_so() {
    assert_eq!(read(b"").unwrap_err(), TarballError::Damaged);
    assert_eq!(read(b"no archive").unwrap_err(), TarballError::Damaged);
    assert_eq!(read(&archive(&[("package/a.js", b"x")])).unwrap_err(), TarballError::NoManifest);
    let whole = archive(&[("package/package.json", b"{}"), ("package/a.js", &[7; 4_000])]);
    assert!(read(&whole[..whole.len() / 2]).is_err());
}

#[test]
fn an_archive_that_grows_without_end_is_left() {
    let mut bomb = GzEncoder::new(Vec::new(), Compression::fast());
    let mut header = tar::Header::new_gnu();
    header.set_path("package/zeros").unwrap();
    header.set_size(2 << 30);
    header.set_cksum();
    bomb.write_all(header.as_bytes()).unwrap();
    let zeros = vec![0; 1 << 20];
    for _ in 0..1_025 {
        bomb.write_all(&zeros).unwrap();
    }
    assert!(read(&bomb.finish().unwrap()).is_err());
}
