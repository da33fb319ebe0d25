//! Files that other programs wrote, or that scripts made after their descriptions, all holding the same accounts.
#![allow(clippy::unwrap_used)]
use super::*;
use crate::otp::{Algorithm, Parameters};
use crate::view::CodeKind;
use proptest::prelude::*;
use std::path::Path;

const PASSWORD: &str = "a passphrase of a test";

/// An account as `generate/accounts.py` has it.
struct Account {
    issuer: &'static str,
    name: &'static str,
    parameters: (CodeKind, Algorithm, u8, u32, u64),
    secret: &'static [u8],
}

const SEED: &[u8; 64] = b"1234567890123456789012345678901234567890123456789012345678901234";
const NPM: Account = Account {
    issuer: "npm",
    name: "ada",
    parameters: (CodeKind::Totp, Algorithm::Sha1, 6, 30, 0),
    secret: b"12345678901234567890",
};
const REGISTRY: Account = Account {
    issuer: "Registry Ü",
    name: "ada+bot@example.com",
    parameters: (CodeKind::Totp, Algorithm::Sha256, 8, 60, 0),
    secret: b"12345678901234567890123456789012",
};
const BANK: Account = Account {
    issuer: "Bank",
    name: "Grace Hopper",
    parameters: (CodeKind::Hotp, Algorithm::Sha1, 6, 30, 7),
    secret: b"abcdefghijklmnopqrst",
};
const STEAM: Account = Account {
    issuer: "Steam",
    name: "gabe",
    parameters: (CodeKind::Steam, Algorithm::Sha1, 5, 30, 0),
    secret: b"tsrqponmlkjihgfedcba",
};
const DEEP: Account = Account {
    issuer: "Deep",
    name: "linus",
    parameters: (CodeKind::Totp, Algorithm::Sha512, 7, 30, 0),
    secret: SEED,
};
const PLAIN: Account = Account {
    issuer: "Plain",
    name: "tim",
    parameters: (CodeKind::Totp, Algorithm::Sha1, 6, 30, 0),
    secret: b"ABCDEFGHIJ0123456789",
};
const EVERY: &[Account] = &[NPM, REGISTRY, BANK, STEAM, DEEP];

/// Clean files: what must be in them, in order.
const CLEAN: &[(&str, &[Account])] = &[
    ("1password/plain.1pux", &[NPM, REGISTRY, BANK, STEAM, DEEP, PLAIN]),
    ("aegis/by-otpclient.json", EVERY),
    ("andotp/by-otpclient.json", EVERY),
    ("authenticator-plus/folder.zip", &[NPM, REGISTRY, BANK, DEEP]),
    ("authenticator-plus/plain.zip", &[NPM, REGISTRY, BANK, DEEP]),
    ("authy/plain.xml", &[NPM, PLAIN]),
    ("authy/printed.json", &[NPM, PLAIN]),
    ("authy/unlocked.json", &[NPM, PLAIN]),
    ("bitwarden-csv/plain.csv", &[NPM, REGISTRY, BANK, DEEP, STEAM, PLAIN]),
    ("bitwarden-items/bw-get.json", &[NPM]),
    ("bitwarden-items/bw-list.json", EVERY),
    ("bitwarden-items/rbw-raw.json", EVERY),
    ("google-authenticator/plain.db", &[NPM, BANK, PLAIN]),
    ("google-authenticator/utf16.db", &[NPM, BANK, PLAIN]),
    ("gopass/plain.txt", &[NPM, REGISTRY, PLAIN, BANK]),
    ("html/plain.html", EVERY),
    ("html/unescaped.html", &[NPM, BANK]),
    ("keepassxc-csv/by-keepassxc.csv", &[NPM, REGISTRY, STEAM, DEEP]),
    ("keepassxc-csv/plain.csv", EVERY),
    ("otpauth-migration/one.txt", &[NPM, BANK, PLAIN]),
    ("otpauth-migration/parts-in-any-order.txt", &[NPM, BANK, PLAIN]),
    ("password-csv/apple.csv", &[NPM, REGISTRY, BANK, DEEP]),
    ("password-csv/lastpass.csv", &[PLAIN]),
    ("password-csv/semicolons.csv", &[NPM, REGISTRY, BANK, DEEP]),
    ("proton-pass/plain.json", &[NPM, REGISTRY, BANK, STEAM, DEEP, PLAIN]),
    ("proton-pass/plain.zip", &[NPM, REGISTRY, BANK, STEAM, DEEP, PLAIN]),
    ("totp-authenticator/plain.xml", &[NPM, PLAIN, NPM]),
    ("totp-authenticator/texts.bin", &[NPM, PLAIN, NPM]),
    ("totp-authenticator/texts.xml", &[NPM, PLAIN, NPM]),
    ("totp-authenticator/usual.bin", &[NPM, PLAIN, NPM]),
    ("winauth/plain.zip", &[NPM, REGISTRY, BANK, DEEP, STEAM]),
];

/// Files that no password opens but the one of the tests; read like the others.
const LOCKED: &[(&str, &[Account])] = &[
    ("authenticator-plus/aes.zip", &[NPM, REGISTRY, BANK, DEEP]),
    ("authenticator-plus/authplus.db", &[NPM, BANK, PLAIN]),
    ("authy/encrypted.xml", &[NPM, PLAIN]),
    ("authy/recorded.json", &[NPM, PLAIN]),
    ("keepass/3-aes.kdbx", EVERY),
    ("keepass/3-chacha20.kdbx", EVERY),
    ("keepass/3-twofish.kdbx", EVERY),
    ("keepass/4-aes-aes.kdbx", EVERY),
    ("keepass/4-aes-argon2d.kdbx", EVERY),
    ("keepass/4-chacha20-argon2id.kdbx", EVERY),
    ("keepass/4-twofish-argon2id.kdbx", EVERY),
    ("keepass/habits.kdbx", &[NPM, REGISTRY, BANK, STEAM, DEEP, PLAIN, NPM, REGISTRY, BANK, STEAM]),
    ("totp-authenticator/encrypted.bin", &[NPM, PLAIN, NPM]),
    ("winauth/aes.zip", &[NPM, REGISTRY, BANK, DEEP, STEAM]),
    ("winauth/old-cipher.zip", &[NPM, REGISTRY, BANK, DEEP, STEAM]),
];

/// Places, and a word of each reason.
type Reasons = &'static [(&'static str, &'static str)];

/// Files with something wrong in them: what is read nevertheless, and what is refused by place and word.
const DIRTY: &[(&str, &[Account], Reasons)] = &[
    (
        "1password/dirty.1pux",
        &[PLAIN],
        &[("entry 1", "written"), ("entry 2", "characters"), ("entry 4", "written")],
    ),
    ("authenticator-plus/dirty.zip", &[PLAIN], &[("line 2", "no secret")]),
    (
        "authy/dirty.xml",
        &[PLAIN],
        &[
            ("entry 1", "written"),
            ("entry 2", "read"),
            ("entry 3", "no secret"),
            ("entry 5", "digits"),
            ("entry 6", "characters"),
        ],
    ),
    ("battle-net/dirty.xml", &[], &[("entry 1", "read")]),
    (
        "totp-authenticator/dirty.bin",
        &[PLAIN],
        &[("entry 1", "characters"), ("entry 2", "read"), ("entry 4", "written"), ("entry 5", "written")],
    ),
    ("winauth/dirty.zip", &[PLAIN], &[("a.txt, line 1", "no otpauth"), ("b.txt, line 1", "characters")]),
    ("bitwarden-csv/dirty.csv", &[PLAIN], &[("row 2", "characters"), ("row 4", "empty")]),
    (
        "bitwarden-items/dirty.json",
        &[PLAIN],
        &[("entry 1", "written"), ("entry 2", "characters"), ("entry 3", "deleted"), ("entry 5", "written")],
    ),
    (
        "google-authenticator/dirty.db",
        &[PLAIN],
        &[("entry 1", "characters"), ("entry 2", "no secret"), ("entry 4", "written"), ("entry 5", "kind")],
    ),
    ("google-authenticator/of-a-device.db", &[PLAIN], &[("entry 1", "device")]),
    ("microsoft-authenticator/of-a-device.db", &[PLAIN], &[("entry 1", "device")]),
    ("gopass/dirty.txt", &[PLAIN], &[("line 3", "characters"), ("line 7", "no secret")]),
    ("html/dirty.html", &[PLAIN], &[("link 1", "no secret"), ("link 3", "type")]),
    ("html/fragment.html", &[], &[("picture 1", "scan")]),
    ("html/pictures.html", &[], &[("picture 1", "scan"), ("picture 2", "scan")]),
    ("keepass/bin.kdbx", &[PLAIN], &[("entry 2", "deleted")]),
    (
        "keepass/dirty.kdbx",
        &[PLAIN],
        &[
            ("entry 1", "characters"),
            ("entry 2", "characters"),
            ("entry 3", "written"),
            ("entry 4", "read"),
            ("entry 5", "written"),
            ("entry 6", "MD5"),
        ],
    ),
    (
        "keepassxc-csv/dirty.csv",
        &[PLAIN],
        &[("row 3", "characters"), ("row 4", "digits"), ("row 5", "algorithm")],
    ),
    (
        "microsoft-authenticator/dirty.db",
        &[PLAIN],
        &[("entry 1", "characters"), ("entry 2", "read"), ("entry 3", "no secret"), ("entry 4", "one-time")],
    ),
    (
        "otpauth-migration/dirty.txt",
        &[PLAIN],
        &[
            ("line 2", "damaged"),
            ("line 3", "damaged"),
            ("line 1, entry 1", "MD5"),
            ("line 1, entry 2", "empty"),
            ("line 1, entry 3", "written"),
            ("line 1, entry 4", "kind"),
            ("line 1, entry 5", "written"),
            ("line 1, entry 6", "algorithm"),
        ],
    ),
    ("password-csv/dirty.csv", &[PLAIN], &[("row 3", "characters"), ("row 4", "MD5"), ("row 5", "empty")]),
    ("otpauth-migration/part-missing.txt", &[NPM, PLAIN], &[("part 2 of 3", "missing")]),
    (
        "proton-pass/dirty.zip",
        &[PLAIN],
        &[("entry 1", "written"), ("entry 2", "characters"), ("entry 3", "deleted")],
    ),
];

fn fixture(path: &str) -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/transfer");
    std::fs::read(folder.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn opened(path: &str, password: Option<&str>) -> Result<Contents, TransferError> {
    let password = password.map(|password| SecretText::new(password.to_owned()));
    read(&fixture(path), None, password.as_ref())
}

fn found(contents: &Contents) -> Vec<&Found> {
    contents.entries.iter().filter_map(|entry| entry.as_ref().ok()).collect()
}

fn assert_holds(path: &str, contents: &Contents, expected: &[Account]) {
    assert_eq!(contents.format.name(), path.split('/').next().unwrap(), "{path}");
    let entries = found(contents);
    let names: Vec<_> = entries.iter().map(|found| (found.entry.issuer(), found.entry.name())).collect();
    assert_eq!(names, expected.iter().map(|a| (a.issuer, a.name)).collect::<Vec<_>>(), "{path}");
    for (Found { entry, .. }, account) in entries.into_iter().zip(expected) {
        let (kind, algorithm, digits, period, counter) = account.parameters;
        let parameters = Parameters::new(kind, algorithm, digits, period, counter).unwrap();
        assert_eq!(entry.parameters(), &parameters, "{path}: {}", account.issuer);
        assert!(entry.secret().expose() == account.secret, "{path}: the secret of {}", account.issuer);
    }
}

#[test]
fn every_clean_file_holds_the_same_accounts() {
    for (path, expected) in CLEAN {
        let contents = opened(path, None).unwrap_or_else(|error| panic!("{path}: {error}"));
        let refused: Vec<_> = contents.entries.iter().filter_map(|entry| entry.as_ref().err()).collect();
        assert!(refused.is_empty(), "{path}: {refused:?}");
        assert_holds(path, &contents, expected);
    }
}

#[test]
fn a_locked_file_opens_by_its_password_alone() {
    for (path, expected) in LOCKED {
        assert_eq!(opened(path, None).err(), Some(TransferError::WrongPassword), "{path}");
        assert_eq!(opened(path, Some("another")).err(), Some(TransferError::WrongPassword), "{path}");
        let contents = opened(path, Some(PASSWORD)).unwrap_or_else(|error| panic!("{path}: {error}"));
        assert!(contents.entries.iter().all(Result::is_ok), "{path}");
        assert_holds(path, &contents, expected);
    }
}

#[test]
fn what_is_wrong_is_refused_by_its_place_and_spoils_nothing() {
    for (path, expected, reasons) in DIRTY {
        let contents = opened(path, Some(PASSWORD)).unwrap_or_else(|error| panic!("{path}: {error}"));
        assert_holds(path, &contents, expected);
        let refused: Vec<_> = contents.entries.iter().filter_map(|entry| entry.as_ref().err()).collect();
        let matches = |(refused, (place, word)): (&&Refused, &(&str, &str))| {
            refused.r#where == *place && refused.reason.contains(word)
        };
        assert!(
            refused.len() == reasons.len() && refused.iter().zip(*reasons).all(matches),
            "{path}: {refused:?}"
        );
        assert!(!format!("{refused:?}").contains("canary"), "{path}");
    }
}

/// Its key is made with as many rounds as a person's own, for which a test waits only once.
#[test]
fn a_database_of_keepassxcs_own_making_is_read() {
    let contents = opened("keepass/by-keepassxc.kdbx", Some(PASSWORD)).ok().unwrap();
    assert_holds("keepass/by-keepassxc.kdbx", &contents, EVERY);
    assert!(found(&contents).iter().all(|found| found.groups == ["Work/npm", "packages"]));
}

#[test]
fn groups_are_kept() {
    for (path, expected) in [
        ("1password/plain.1pux", &["Private", "packages"][..]),
        ("bitwarden-csv/plain.csv", &["Work/npm"]),
        ("keepass/4-aes-aes.kdbx", &["Work/npm", "packages"]),
        ("keepassxc-csv/by-keepassxc.csv", &["Work/npm"]),
        ("keepassxc-csv/plain.csv", &["Work/npm"]),
        ("password-csv/lastpass.csv", &["Work"]),
        ("proton-pass/plain.zip", &["Personal"]),
        ("bitwarden-items/rbw-raw.json", &["Work"]),
    ] {
        let contents = opened(path, Some(PASSWORD)).ok().unwrap();
        assert!(found(&contents).iter().all(|found| found.groups == expected), "{path}");
    }
}

/// Trees of several levels, and rows whose names go on for pages.
#[test]
fn a_database_of_small_pages_is_read_whole() {
    let contents = opened("google-authenticator/many.db", None).ok().unwrap();
    let entries = found(&contents);
    assert_eq!(entries.len(), 60);
    assert!(entries.iter().all(|found| found.entry.secret().expose() == PLAIN.secret));
}

#[test]
fn microsofts_own_accounts_have_eight_digits() {
    let contents = opened("microsoft-authenticator/plain.db", None).ok().unwrap();
    let digits: Vec<_> = found(&contents).iter().map(|found| found.entry.parameters().digits()).collect();
    assert_eq!(digits, [6, 8]);
    assert!(found(&contents).iter().all(|found| found.entry.secret().expose() == NPM.secret));
}

#[test]
fn battle_net_is_read_from_both_apps() {
    for path in ["battle-net/messenger.xml", "battle-net/unmasked.xml", "battle-net/own-app.xml"] {
        let contents = opened(path, None).ok().unwrap();
        let entry = &found(&contents).first().unwrap().entry;
        assert_eq!((entry.issuer(), entry.name()), ("Battle.net", "EU-1234-5678-9012"), "{path}");
        assert_eq!((entry.parameters().digits(), entry.parameters().period()), (8, 30), "{path}");
        assert!(entry.secret().expose() == PLAIN.secret, "{path}");
    }
}

#[test]
fn authys_own_accounts_have_steps_of_ten_seconds() {
    let contents = opened("authy/own.xml", None).ok().unwrap();
    let entry = &found(&contents).first().unwrap().entry;
    assert_eq!((entry.parameters().digits(), entry.parameters().period()), (7, 10));
    assert!(entry.secret().expose() == PLAIN.secret);
}

#[test]
fn what_a_hostile_file_asks_for_is_refused_before_it_is_spent() {
    let password = SecretText::new(PASSWORD.to_owned());
    let mut costly = fixture("keepass/3-aes.kdbx");
    let rounds = costly.windows(8).position(|bytes| bytes == 1_000_u64.to_le_bytes()).unwrap();
    costly[rounds..rounds + 8].copy_from_slice(&u64::MAX.to_le_bytes());
    assert_eq!(read(&costly, None, Some(&password)).err(), Some(TransferError::TooCostly));

    let authy = String::from_utf8(fixture("authy/encrypted.xml")).unwrap();
    let costly = authy.replace(": 2000", ": 99999999");
    assert_ne!(costly, authy);
    assert_eq!(read(costly.as_bytes(), None, Some(&password)).err(), Some(TransferError::TooCostly));
}

/// Each link says that it is one part of a thousand.
#[test]
fn parts_that_are_missing_without_end_are_refused() {
    let link = |batch: u8| {
        let payload = data_encoding::BASE64.encode(&[0x18, 0xe8, 0x07, 0x28, batch]);
        format!("otpauth-migration://offline?data={payload}\n")
    };
    let links: String = (1..100).map(link).collect();
    assert_eq!(read(links.as_bytes(), None, None).err(), Some(TransferError::TooLarge));
    assert_eq!(read(link(1).as_bytes(), None, None).ok().unwrap().entries.len(), 999);
}

/// A search from each beginning to the end would take hours.
#[test]
fn links_without_an_end_are_read_once() {
    let file = format!("<html>{}", "otpauth://".repeat(1 << 18));
    let contents = read(file.as_bytes(), None, None).ok().unwrap();
    assert!(contents.entries.len() < 1_000 && contents.entries.iter().all(Result::is_err));
}

#[test]
fn an_archive_that_grows_beyond_all_bounds_is_refused() {
    use std::io::Write as _;
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options =
        zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
    archive.start_file("export.data", options).unwrap();
    let zeros = vec![0; 1 << 20];
    for _ in 0..65 {
        archive.write_all(&zeros).unwrap();
    }
    let archive = archive.finish().unwrap().into_inner();
    assert!(archive.len() < 1 << 20);
    assert_eq!(read(&archive, None, None).err(), Some(TransferError::TooLarge));
}

/// Every fixture but the one that costs as much to open as a person's own, which is in no list.
fn any_fixture() -> impl Strategy<Value = &'static str> {
    let clean = CLEAN.iter().chain(LOCKED).map(|(path, _)| *path);
    prop::sample::select(clean.chain(DIRTY.iter().map(|(path, ..)| *path)).collect::<Vec<_>>())
}

/// How many changed files are read. The threat model quotes it.
const CHANGED_FILES: u32 = 256;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(CHANGED_FILES))]
    /// Reaching the end within bounds is what is asked; whether such a file can be read is no matter.
    #[test]
    fn no_changed_file_panics(
        path in any_fixture(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..6),
        length in prop_oneof![3 => Just(None), 1 => any::<prop::sample::Index>().prop_map(Some)],
    ) {
        let mut file = fixture(path);
        let rounds = file.windows(8).position(|bytes| bytes == 1_000_u64.to_le_bytes());
        for (place, byte) in changes {
            let place = place.index(file.len());
            file[place] = byte;
        }
        // A larger cost would be paid up to its bound, for which a test does not wait.
        if let Some(place) = rounds {
            file[place..place + 8].copy_from_slice(&1_000_u64.to_le_bytes());
        }
        if let Some(length) = length {
            file.truncate(length.index(file.len()));
        }
        let format = path.split('/').next().unwrap();
        let password = SecretText::new(PASSWORD.to_owned());
        let contents = read(&file, Some(format), Some(&password));
        prop_assert!(contents.is_err() || contents.is_ok_and(|contents| contents.entries.len() <= ENTRY_LIMIT));
    }
}
