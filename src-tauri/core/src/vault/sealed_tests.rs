#![allow(clippy::unwrap_used)]
use super::*;
use proptest::prelude::*;

/// Made with libsodium and the reference implementation of Argon2.
const FOREIGN: &str = concat!(
    "Q1NTRUFMRUQAAAABAAAACAAAAAEAAAABAAECAwQFBgcICQoLDA0OD2RlZmdoaWprbG1ub3BxcnN0dXZ3eHl6eybEhg",
    "vcPLEKyFSu47HFE7GrUPYqkASAVUT8gQCenVE78MYSp7w3H1KKkxJJM9KdNFDJAA35d2GYs1DTe/Vj6KYyMzQ1Njc4",
    "OTo7PD0+P0BBQkNERUZHSEncp/NCCo3F4iEzMt3EI33YQwWsWszTsNqBaZwp7JiP2NSqYQKjeGeW6xJy6u8fbTMEjO",
    "qtFJa4",
);

/// As little work as the function allows: what is tested here is not its slowness.
fn cheap() -> Cost {
    Cost::new(8, 1, 1).unwrap()
}

/// Bytes that are as good as random for a test, and never the same twice.
fn random() -> impl FnMut(&mut [u8]) {
    let mut next = 0_u8;
    move |bytes| {
        for byte in bytes {
            next = next.wrapping_mul(5).wrapping_add(113);
            *byte = next;
        }
    }
}

fn words(text: &str) -> SecretText {
    SecretText::new(text.to_owned())
}

fn id(name: &str) -> Id {
    Id(name.to_owned())
}

fn filled() -> Sealed {
    let mut sealed = Sealed::create(&words("correct horse"), cheap(), &mut random()).unwrap();
    sealed.insert(id("one"), words("A1.first.check")).unwrap();
    sealed.insert(id("two"), words("A1.second.check")).unwrap();
    sealed
}

fn file() -> Vec<u8> {
    filled().to_bytes(&mut random())
}

/// Puts a number into a file and makes the check hold, as someone with bad intentions would.
fn planted(at: usize, number: u32) -> Vec<u8> {
    let mut file = file();
    file[at..at + 4].copy_from_slice(&number.to_be_bytes());
    let check = <sha2::Sha256 as sha2::Digest>::digest(&file[..112]);
    file[112..128].copy_from_slice(&check[..16]);
    file
}

#[test]
fn what_is_written_is_read_with_the_passphrase() {
    let opened = Sealed::open(&file(), &words("correct horse")).unwrap();
    assert_eq!(opened, filled());
    assert_eq!(opened.get(&id("two")), Some(&words("A1.second.check")));
}

#[test]
fn another_passphrase_is_told_from_damage() {
    for other in ["", "correct hors", "Correct horse", "correct horse "] {
        assert_eq!(Sealed::open(&file(), &words(other)), Err(SealedError::WrongPassphrase), "{other:?}");
    }
}

#[test]
fn an_empty_file_opens_too() {
    let empty = Sealed::create(&words(""), cheap(), &mut random()).unwrap();
    assert!(Sealed::open(&empty.to_bytes(&mut random()), &words("")).unwrap().items().is_empty());
}

/// Files of the first version must be read for ever. This one was made by another program, from the table in the module.
#[test]
fn a_file_that_another_program_made_from_the_description_is_read() {
    let file = data_encoding::BASE64.decode(FOREIGN.as_bytes()).unwrap();
    assert_eq!(Sealed::open(&file, &words("correct horse")).unwrap().items(), filled().items());
}

#[test]
fn every_truncation_is_an_error() {
    let file = file();
    for end in 0..file.len() {
        let error = Sealed::open(&file[..end], &words("correct horse")).unwrap_err();
        assert_eq!(error, SealedError::Damaged, "cut at {end}");
    }
    let longer = [file.as_slice(), &[0]].concat();
    assert_eq!(Sealed::open(&longer, &words("correct horse")), Err(SealedError::Damaged));
}

#[test]
fn every_changed_bit_is_an_error() {
    let file = file();
    for at in 0..file.len() {
        for bit in 0..8 {
            let mut changed = file.clone();
            changed[at] ^= 1 << bit;
            let error = Sealed::open(&changed, &words("correct horse")).unwrap_err();
            let expected = if (8..12).contains(&at) { SealedError::Newer } else { SealedError::Damaged };
            assert!(error == expected || error == SealedError::Damaged, "bit {bit} of {at}: {error}");
        }
    }
}

/// The check is no seal. What it does not tell, the associated data does.
#[test]
fn what_the_check_lets_pass_does_not_open() {
    for (at, number) in [(12, 9), (16, 2), (24, 0), (40, 0), (64, 0)] {
        let error = Sealed::open(&planted(at, number), &words("correct horse")).unwrap_err();
        assert_eq!(error, SealedError::WrongPassphrase, "at {at}");
    }
}

#[test]
fn a_newer_file_is_told_from_a_damaged_one() {
    assert_eq!(Sealed::open(&planted(8, 2), &words("correct horse")), Err(SealedError::Newer));
    assert_eq!(Sealed::open(b"CSSEALED\0\0\0\x02", &words("")), Err(SealedError::Newer));
    assert_eq!(Sealed::open(&planted(8, 0), &words("correct horse")), Err(SealedError::Damaged));
    assert_eq!(Sealed::open(b"age-encryption.org/v1", &words("")), Err(SealedError::Damaged));
}

/// Were one of these derived, the test would not end.
#[test]
fn what_would_take_all_memory_or_all_day_is_refused_before_it_begins() {
    for (at, number) in [
        (12, 1 << 31),
        (12, u32::MAX),
        (12, (1 << 20) + 1),
        (12, 7),
        (12, 0),
        (16, u32::MAX),
        (16, 11),
        (16, 0),
        (20, u32::MAX),
        (20, 5),
        (20, 0),
        (20, 2), // 8 KiB do not suffice for two lanes
    ] {
        let error = Sealed::open(&planted(at, number), &words("correct horse")).unwrap_err();
        assert_eq!(error, SealedError::HostileParameters, "{number} at {at}");
    }
    assert_eq!(Sealed::open(&vec![0; SIZE_LIMIT + 1], &words("")), Err(SealedError::Damaged));
}

#[test]
fn another_passphrase_rewrites_the_header_alone() {
    let mut sealed = filled();
    let before = sealed.to_bytes(&mut random());
    sealed.change_passphrase(&words("battery staple"), Cost::new(16, 2, 1).unwrap(), &mut random()).unwrap();
    let after = sealed.to_bytes(&mut random());
    assert_ne!(before[..128], after[..128]);
    assert_eq!(before[128..], after[128..]);
    assert_eq!(Sealed::open(&after, &words("battery staple")), Ok(sealed));
    assert_eq!(Sealed::open(&after, &words("correct horse")), Err(SealedError::WrongPassphrase));
}

#[test]
fn every_writing_takes_a_nonce_of_its_own() {
    let (sealed, mut random) = (filled(), random());
    assert_ne!(sealed.to_bytes(&mut random)[128..152], sealed.to_bytes(&mut random)[128..152]);
}

#[test]
fn no_payload_is_in_the_file_in_clear() {
    let file = file();
    for word in ["first", "second", "one ", "two "] {
        assert!(!file.windows(word.len()).any(|window| window == word.as_bytes()), "{word}");
    }
}

#[test]
fn what_would_break_a_line_is_not_taken() {
    let mut sealed = filled();
    let long = "x".repeat(PAYLOAD_LIMIT + 1);
    for payload in ["", "two words", "line\nthree A1.planted", "tab\t", "é", "\0", &long] {
        let refused = sealed.insert(id("three"), words(payload));
        assert_eq!(refused, Err(SealedError::Unfit), "{} bytes", payload.len());
    }
    for name in ["", "three four", "three\n", "drei🔑", &"x".repeat(ID_LIMIT + 1)] {
        assert_eq!(sealed.insert(id(name), words("A1.x.y")), Err(SealedError::Unfit));
    }
    assert_eq!(sealed, filled());
}

#[test]
fn an_item_is_replaced_and_taken_out() {
    let mut sealed = filled();
    sealed.insert(id("one"), words("A1.other.check")).unwrap();
    assert_eq!(sealed.get(&id("one")), Some(&words("A1.other.check")));
    assert_eq!(sealed.remove(&id("one")), Some(words("A1.other.check")));
    assert_eq!(sealed.remove(&id("one")), None);
    assert_eq!(sealed.items().len(), 1);
}

#[test]
fn a_full_file_takes_changes_and_no_more_items() {
    let mut sealed = filled();
    for number in sealed.items().len()..ITEM_LIMIT {
        sealed.insert(id(&number.to_string()), words("A1.x.y")).unwrap();
    }
    assert_eq!(sealed.insert(id("another"), words("A1.x.y")), Err(SealedError::Full));
    assert_eq!(sealed.insert(id("one"), words("A1.x.y")), Ok(()));
    assert_eq!(Sealed::open(&sealed.to_bytes(&mut random()), &words("correct horse")), Ok(sealed));
}

#[test]
fn what_is_printed_for_developers_keeps_everything() {
    let printed = format!("{:?}", filled());
    assert!(printed.contains("Key(..)") && !printed.contains("first") && !printed.contains("horse"));
}

proptest! {
    #[test]
    fn no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let begun = [b"CSSEALED\0\0\0\x01".as_slice(), &bytes].concat();
        prop_assert!(Sealed::open(&bytes, &words("")).is_err());
        prop_assert!(Sealed::open(&begun, &words("")).is_err());
    }
}
