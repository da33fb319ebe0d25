#![allow(clippy::unwrap_used)]
use super::*;
use crate::otp::entry::Entry;
use crate::otp::{Algorithm, Parameters, STEAM_DIGITS};
use crate::secret::Secret;
use crate::transfer::groups::tags;
use crate::transfer::{TransferError, read};
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
    let kind = prop::sample::select(vec![CodeKind::Totp, CodeKind::Hotp, CodeKind::Steam]);
    (kind, algorithm, 6..=8_u8, 5..=300_u32, any::<u64>()).prop_map(
        |(kind, algorithm, digits, period, counter)| {
            match kind {
                CodeKind::Totp => Parameters::new(kind, algorithm, digits, period, 0),
                // A counter has no time step.
                CodeKind::Hotp => Parameters::new(kind, algorithm, digits, 30, counter),
                CodeKind::Steam => Parameters::new(kind, Algorithm::Sha1, STEAM_DIGITS, period, 0),
            }
            .unwrap()
        },
    )
}

fn accounts() -> impl Strategy<Value = Vec<Found>> {
    let secret = prop::collection::vec(any::<u8>(), 1..=128);
    let groups = prop::collection::btree_set("[A-Za-z ü\"\\\\]{1,8}", 0..3);
    let account = ("\\PC{0,40}", "\\PC{0,40}", parameters(), secret, groups);
    let account = account.prop_map(|(issuer, name, parameters, secret, groups)| Found {
        entry: Entry::new(&issuer, &name, parameters, Secret::new(secret)).unwrap(),
        groups: tags(groups),
    });
    prop::collection::vec(account, 0..5)
}

/// Writes, and reads by what the file itself tells.
fn there_and_back(writer: &dyn Writer, accounts: &[Found], password: Option<&SecretText>) -> Vec<Found> {
    let accounts: Vec<&Found> = accounts.iter().collect();
    let file = writer.write(&accounts, password, &mut counting()).unwrap();
    let from = accounts.is_empty().then(|| writer.name());
    let contents = read(&file, from, password).map_err(TransferError::code).ok().unwrap();
    assert_eq!(contents.format.name(), writer.name());
    contents.entries.into_iter().map(Result::unwrap).collect()
}

/// What is left of accounts that a format does not hold whole.
fn held(writer: &dyn Writer, accounts: &[Found]) -> Vec<Found> {
    let held = accounts.iter().cloned().map(|account| match writer.loses(&account) {
        Some("its groups") => Found { groups: Vec::new(), ..account },
        Some("its groups but the first") => {
            Found { groups: account.groups.into_iter().take(1).collect(), ..account }
        }
        Some(other) => panic!("{other}"),
        None => account,
    });
    held.collect()
}

proptest! {
    #[test]
    fn what_is_written_in_clear_is_read_again(accounts in accounts()) {
        for writer in WRITERS {
            prop_assert_eq!(there_and_back(*writer, &accounts, None), held(*writer, &accounts), "{}", writer.name());
        }
    }
}

proptest! {
    // Each case makes a key as slowly as the other programs do.
    #![proptest_config(ProptestConfig::with_cases(4))]
    #[test]
    fn what_is_locked_is_read_again(accounts in accounts()) {
        for writer in WRITERS.iter().filter(|writer| writer.locks()) {
            let back = there_and_back(*writer, &accounts, Some(&password()));
            prop_assert_eq!(back, held(*writer, &accounts), "{}", writer.name());
        }
    }
}

#[test]
fn a_locked_file_shows_no_secret_and_no_name() {
    let entry = Entry::new("npm", "ada", Parameters::default(), Secret::new(vec![b'x'; 20])).unwrap();
    let account = Found { entry, groups: Vec::new() };
    for writer in WRITERS.iter().filter(|writer| writer.locks()) {
        let plain = writer.write(&[&account], None, &mut counting()).unwrap();
        let locked = writer.write(&[&account], Some(&password()), &mut counting()).unwrap();
        for shown in ["\"npm\"", "\"ada\"", "PB4HQ6DYPB4HQ6DYPB4HQ6DYPB4HQ6DY"] {
            assert!(String::from_utf8_lossy(&plain).contains(shown), "{}: {shown}", writer.name());
            assert!(!String::from_utf8_lossy(&locked).contains(shown), "{}: {shown}", writer.name());
        }
        let wrong = SecretText::new("another".to_owned());
        assert_eq!(read(&locked, None, Some(&wrong)).err(), Some(TransferError::WrongPassword));
    }
}

#[test]
fn links_are_never_written_in_clear_for_one_who_wanted_them_locked() {
    let refused = WRITERS.iter().filter(|writer| !writer.locks());
    for writer in refused {
        assert_eq!(writer.write(&[], Some(&password()), &mut counting()).err(), Some(WriteError::NoLock));
    }
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
    for name in names {
        assert!(crate::transfer::FORMATS.iter().any(|format| format.name() == name), "{name}");
    }
}
