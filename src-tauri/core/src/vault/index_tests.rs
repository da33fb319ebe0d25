#![allow(clippy::unwrap_used)]
use super::*;
use proptest::prelude::*;

fn index() -> Index {
    let mut index = Index {
        store: Some(StoreKind::Keychain),
        provider: Some(Provider { kind: StoreKind::Keychain, name: "gnome-keyring, Login".to_owned() }),
        ..Index::default()
    };
    let mut npm = Record::new(Id("one".to_owned()), "aa".to_owned());
    npm.registry = Some("https://registry.example/".to_owned());
    npm.single_use = true;
    npm.last_step = Some(58_792_320);
    npm.tags = vec!["work".to_owned()];
    let mut old = Record::new(Id("two".to_owned()), "bb".to_owned());
    old.deleted = Some(1_763_769_600);
    index.records = vec![npm, old];
    index
}

#[test]
fn what_is_written_is_read() {
    for index in [Index::default(), index()] {
        assert_eq!(Index::from_json(&index.to_json()), Ok(index));
    }
}

/// Files of the first version must be read for ever.
#[test]
fn a_file_of_the_first_version_is_read() {
    let file =
        br#"{"version":1,"provider":{"kind":"keychain","name":"gnome-keyring, Login"},"store":"keychain",
        "records":[{"id":"one","hash":"aa","registry":"https://registry.example/","single_use":true,
        "last_step":58792320,"tags":["work"]},{"id":"two","hash":"bb","deleted":1763769600}]}"#;
    assert_eq!(Index::from_json(file), Ok(index()));
}

#[test]
fn what_a_person_arranged_and_how_often_a_code_was_used_is_kept() {
    let mut index = index();
    (index.records[0].pinned, index.records[0].uses) = (true, 7);
    index.records[0].last_used = Some(1_763_769_600);
    assert_eq!(Index::from_json(&index.to_json()), Ok(index));
}

#[test]
fn members_of_a_later_program_are_passed_over_and_a_later_version_is_refused() {
    assert_eq!(Index::from_json(br#"{"version":1,"colour":"red"}"#), Ok(Index::default()));
    assert_eq!(Index::from_json(br#"{"version":2,"records":"other"}"#), Err(IndexError::Newer));
    assert_eq!(Index::from_json(br#"{"version":0}"#), Err(IndexError::Damaged));
}

#[test]
fn every_truncation_is_an_error_and_never_fewer_accounts() {
    let whole = index().to_json();
    let end = whole.trim_ascii_end().len();
    for cut in 0..end {
        assert_eq!(Index::from_json(&whole[..cut]), Err(IndexError::Damaged), "cut at {cut}");
    }
}

#[test]
fn two_records_of_one_account_are_damage() {
    let mut index = index();
    index.records[1].id = index.records[0].id.clone();
    assert_eq!(Index::from_json(&index.to_json()), Err(IndexError::Damaged));
}

#[test]
fn a_file_beyond_all_measure_is_not_read() {
    assert_eq!(Index::from_json(&vec![b' '; SIZE_LIMIT + 1]), Err(IndexError::Damaged));
    assert_eq!(Index::from_json("[".repeat(100_000).as_bytes()), Err(IndexError::Damaged));
}

#[test]
fn a_record_is_found_and_changed_by_its_account() {
    let mut index = index();
    let id = Id("two".to_owned());
    index.record_mut(&id).unwrap().deleted = None;
    assert_eq!(index.record(&id).unwrap().deleted, None);
    assert_eq!(index.record(&Id("three".to_owned())), None);
}

proptest! {
    #[test]
    fn no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        prop_assert!(Index::from_json(&bytes).is_err());
    }
}
