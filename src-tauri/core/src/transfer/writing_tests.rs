#![allow(clippy::unwrap_used)]
use super::*;
use crate::otp::entry::Entry;
use crate::otp::{Algorithm, Parameters};
use crate::secret::Secret;
use crate::transfer::age::Identity;
use crate::transfer::groups::tags;
use crate::transfer::{FORMATS, Icon, TransferError, read};
use crate::view::CodeKind;
use proptest::prelude::*;

/// Draws what is not random, but another each time.
fn counting() -> impl FnMut(&mut [u8]) {
    let mut next = 0_u8;
    move |bytes: &mut [u8]| {
        for byte in bytes {
            next = next.wrapping_mul(5).wrapping_add(7);
            *byte = next;
        }
    }
}

fn password() -> SecretText {
    SecretText::new("a passphrase of a test".to_owned())
}

fn parameters() -> impl Strategy<Value = Parameters> {
    let algorithm = prop::sample::select(vec![Algorithm::Sha1, Algorithm::Sha256, Algorithm::Sha512]);
    let kinds = [CodeKind::Totp, CodeKind::Hotp, CodeKind::Steam, CodeKind::Motp, CodeKind::Yandex];
    let period = prop_oneof![Just(30_u32), 1..=3_600_u32];
    let counter = prop_oneof![0..1_000_u64, any::<u64>()];
    (prop::sample::select(kinds.to_vec()), algorithm, 4..=10_u8, period, counter).prop_map(
        |(kind, algorithm, digits, period, counter)| {
            match kind {
                CodeKind::Totp => Parameters::new(kind, algorithm, digits, period, 0),
                // A counter has no time step.
                CodeKind::Hotp => Parameters::new(kind, algorithm, digits, 30, counter),
                kind => Ok(Parameters::usual(kind)),
            }
            .unwrap()
        },
    )
}

fn account() -> impl Strategy<Value = Found> {
    let secret = prop::collection::vec(any::<u8>(), 16..=64);
    let groups = prop::collection::btree_set("[A-Za-z ü\"\\\\]{1,8}", 0..3);
    let texts = (prop::option::of("[0-9a-zü]{1,8}"), prop::option::of("\\PC{1,40}"), any::<bool>());
    ("\\PC{0,40}", "\\PC{0,40}", parameters(), secret, groups, texts).prop_map(
        |(issuer, name, parameters, secret, groups, (pin, note, pictured))| {
            let secret = match parameters.kind() {
                CodeKind::Motp => {
                    secret.iter().map(|byte| b"0123456789abcdef"[usize::from(byte % 16)]).collect()
                }
                // Five digits and that name together are another kind.
                CodeKind::Totp if issuer.eq_ignore_ascii_case("steam") => vec![1; 20],
                _ => secret,
            };
            let entry = Entry::new(&issuer, &name, parameters, Secret::new(secret)).unwrap();
            let entry = entry.with_pin(pin.map(SecretText::new).as_ref()).unwrap();
            let entry = entry.with_note(&note.unwrap_or_default());
            let icon = pictured.then(|| Icon::new(b"\x89PNG\r\n\x1a\n a picture".to_vec()).unwrap());
            Found { entry, groups: tags(groups), icon }
        },
    )
}

fn accounts() -> impl Strategy<Value = Vec<Found>> {
    prop::collection::vec(account(), 0..5)
}

fn written(writer: &dyn Writer, accounts: &[Found], password: Option<&SecretText>) -> Zeroizing<Vec<u8>> {
    let accounts: Vec<&Found> = accounts.iter().collect();
    writer.write(&accounts, password, &mut counting()).unwrap()
}

/// Writes, and reads by what the file itself tells.
fn there_and_back(writer: &dyn Writer, accounts: &[Found], password: Option<&SecretText>) -> Vec<Found> {
    let file = written(writer, accounts, password);
    // A list of nothing tells nothing of itself.
    let from = file.is_empty().then(|| writer.read_by());
    let contents = read(&file, from, password).map_err(TransferError::code).ok().unwrap();
    assert_eq!(contents.format.name(), writer.read_by());
    contents.entries.into_iter().map(Result::unwrap).collect()
}

/// What is left of accounts in a format that does not hold all of them whole.
fn held(writer: &dyn Writer, accounts: &[Found]) -> Vec<Found> {
    let mut held = Vec::new();
    for account in accounts.iter().filter(|account| writer.refuses(account).is_none()) {
        let mut account = account.clone();
        for lost in writer.loses(&account) {
            match lost {
                "its groups" => account.groups.clear(),
                "its groups but the first" => account.groups.truncate(1),
                "its picture" => account.icon = None,
                "its note" => account.entry = account.entry.with_note(""),
                other => panic!("{other}"),
            }
        }
        held.push(account);
    }
    held
}

/// Links that are equal are read once from a page, where each often stands twice.
fn each_once(accounts: Vec<Found>) -> Vec<Found> {
    let mut once: Vec<Found> = Vec::new();
    for account in accounts {
        if !once.contains(&account) {
            once.push(account);
        }
    }
    once
}

/// Remarks are on what was read and not of the account.
fn bare(accounts: Vec<Found>) -> Vec<Found> {
    let bare = |found: Found| {
        let entry = &found.entry;
        let bare = Entry::new(entry.issuer(), entry.name(), *entry.parameters(), entry.secret().clone());
        let bare = bare.unwrap().with_pin(entry.pin()).unwrap();
        let note = entry.note().map_or("", SecretText::expose);
        Found { entry: bare.with_note(note), ..found }
    };
    accounts.into_iter().map(bare).collect()
}

fn assert_comes_back(writer: &dyn Writer, accounts: &[Found], password: Option<&SecretText>) {
    let (mut back, mut expected) = (there_and_back(writer, accounts, password), held(writer, accounts));
    if writer.read_by() == "html" {
        (back, expected) = (each_once(back), each_once(expected));
    }
    assert_eq!(bare(back), bare(expected), "{}", writer.name());
}

proptest! {
    #[test]
    fn what_is_written_in_clear_is_read_again(accounts in accounts()) {
        for writer in WRITERS.iter().filter(|writer| writer.lock() != Lock::Always) {
            assert_comes_back(*writer, &accounts, None);
        }
    }
}

proptest! {
    // Each case makes a key as slowly as the other programs do.
    #![proptest_config(ProptestConfig::with_cases(4))]
    #[test]
    fn what_is_locked_is_read_again(accounts in accounts()) {
        for writer in WRITERS.iter().filter(|writer| writer.lock() != Lock::Never) {
            assert_comes_back(*writer, &accounts, Some(&password()));
        }
    }
}

fn npm() -> Found {
    let entry = Entry::new("npm", "ada", Parameters::default(), Secret::new(vec![b'x'; 20])).unwrap();
    Found { groups: vec!["Work".to_owned()], ..entry.with_note("a note").into() }
}

#[test]
fn a_locked_file_shows_no_secret_and_no_name() {
    for writer in WRITERS.iter().filter(|writer| writer.lock() != Lock::Never) {
        let locked = written(*writer, &[npm()], Some(&password()));
        for shown in ["npm", "\"ada\"", "a note", "PB4HQ6DYPB4HQ6DYPB4HQ6DYPB4HQ6DY"] {
            assert!(!String::from_utf8_lossy(&locked).contains(shown), "{}: {shown}", writer.name());
        }
        let wrong = SecretText::new("another".to_owned());
        assert_eq!(read(&locked, None, Some(&wrong)).err(), Some(TransferError::WrongPassword));
    }
}

#[test]
fn nothing_is_written_otherwise_than_it_was_wanted() {
    for writer in WRITERS {
        let locked = writer.write(&[], Some(&password()), &mut counting()).err();
        assert_eq!(locked, (writer.lock() == Lock::Never).then_some(WriteError::NoLock), "{}", writer.name());
        let plain = writer.write(&[], None, &mut counting()).err();
        let expected = (writer.lock() == Lock::Always).then_some(WriteError::NoPassword);
        assert_eq!(plain, expected, "{}", writer.name());
    }
}

#[test]
fn what_a_format_cannot_hold_is_said_of_each_account() {
    let deep = Parameters::new(CodeKind::Totp, Algorithm::Sha512, 7, 60, 0).unwrap();
    let deep: Found = Entry::new("Deep", "linus", deep, Secret::new(vec![1; 20])).unwrap().into();
    let accounts = [&npm(), &deep];
    let said = |name: &str| losses(writer(name).unwrap(), &accounts);
    assert_eq!(said("countersign"), []);
    assert_eq!(said("otpauth"), [Loss { account: 0, whole: false, what: vec!["its groups", "its note"] }]);
    let said = said("otpauth-migration");
    assert_eq!(
        said.iter().map(|loss| (loss.account, loss.whole)).collect::<Vec<_>>(),
        [(0, false), (1, true)]
    );
}

/// Google's app takes ten accounts from a picture, and so does everybody who reads them.
#[test]
fn many_accounts_become_a_series_of_links() {
    let accounts: Vec<Found> = (0..25).map(|_| npm()).collect();
    let list = written(writer("otpauth-migration").unwrap(), &accounts, None);
    assert_eq!(String::from_utf8_lossy(&list).lines().count(), 3);
    let page = written(writer("google-qr").unwrap(), &accounts, None);
    assert_eq!(String::from_utf8_lossy(&page).matches("<svg").count(), 3);
}

#[test]
fn a_sheet_runs_nothing_and_loads_nothing() {
    let hostile: Found = Entry::new(
        "<script>alert(1)</script>",
        "\"><img src=x>",
        Parameters::default(),
        Secret::new(vec![1; 20]),
    )
    .unwrap()
    .into();
    for name in ["qr-sheet", "qr-pages"] {
        let page = written(writer(name).unwrap(), std::slice::from_ref(&hostile), None);
        let page = String::from_utf8_lossy(&page);
        assert!(!page.contains("<script") && !page.contains("<img") && page.contains("default-src 'none'"));
        assert_eq!(page.contains("break-after:page"), name == "qr-pages");
    }
}

#[test]
fn a_backup_needs_no_passphrase_to_be_made_and_one_to_be_opened() {
    let mut random = counting();
    let identity = Identity::draw(&mut random);
    let sealed_key = age::seal_by_passphrase(identity.write().expose().as_bytes(), &password(), &mut random);
    let file = backup(&[&npm()], identity.recipient(), &sealed_key.unwrap(), &mut random);
    assert!(!String::from_utf8_lossy(&file).contains("npm"));
    let contents = read(&file, None, Some(&password())).map_err(TransferError::code).ok().unwrap();
    let back: Vec<Found> = contents.entries.into_iter().map(Result::unwrap).collect();
    assert_eq!((contents.format.name(), bare(back)), ("countersign", vec![npm()]));
    for wrong in [None, Some(SecretText::new("another".to_owned()))] {
        assert_eq!(read(&file, None, wrong.as_ref()).err(), Some(TransferError::WrongPassword));
    }
}

#[test]
fn an_age_file_with_something_else_inside_is_read_as_what_it_is() {
    let list = written(writer("otpauth").unwrap(), &[npm()], None);
    let file = age::seal_by_passphrase(&list, &password(), &mut counting()).unwrap();
    assert_eq!(read(&file, None, Some(&password())).ok().unwrap().entries.len(), 1);
    let twice = age::seal_by_passphrase(&file, &password(), &mut counting()).unwrap();
    assert_eq!(read(&twice, None, Some(&password())).err(), Some(TransferError::Unsupported));
}

#[test]
fn a_uuid_is_of_version_4() {
    let uuid = uuid(&mut |bytes: &mut [u8]| bytes.fill(0xff));
    assert_eq!(uuid, "ffffffff-ffff-4fff-bfff-ffffffffffff");
}

#[test]
fn each_written_format_is_read_too() {
    let names: Vec<&str> = WRITERS.iter().map(|writer| writer.name()).collect();
    assert!(names.is_sorted_by(|one, next| one < next), "{names:?}");
    for writer in WRITERS {
        assert!(FORMATS.iter().any(|format| format.name() == writer.read_by()), "{}", writer.name());
    }
}
