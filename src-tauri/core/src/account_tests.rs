#![allow(clippy::unwrap_used)]
use super::*;
use crate::otp::entry::LABEL_LIMIT;

#[test]
fn another_name_is_cleaned_and_bounded_and_changes_nothing_else() {
    let secret = Secret::new(b"12345678901234567890".to_vec());
    let entry = Entry::new("npm", "ada", Parameters::default(), secret).unwrap();
    let before = Account::new(Id("one".to_owned()), &entry, 1_763_769_600, true);
    let mut after = before.clone();
    after.rename(" Registry\n", &"x".repeat(LABEL_LIMIT + 1)).unwrap();
    assert_eq!((after.issuer(), after.name()), ("Registry", "x".repeat(LABEL_LIMIT).as_str()));
    after.rename("npm", "ada").unwrap();
    assert_eq!(after, before);
}

#[test]
fn a_note_and_a_pin_are_never_cut_by_a_new_name() {
    let entry =
        Entry::new("npm", "ada", Parameters::usual(crate::view::CodeKind::Motp), Secret::new(vec![b'a'; 16]));
    let entry = entry.unwrap().with_note(&"x".repeat(TEXT_LIMIT));
    let mut account = Account::new(Id("one".to_owned()), &entry, 0, false);
    assert!(account.lacks_pin());
    let before = account.clone();
    assert_eq!(account.rename("Registry", "ada"), Err(NoRoom));
    assert!(account.set_pin(&SecretText::new("1234".to_owned())).is_err());
    assert_eq!(account, before);
    account.rename("", "ada").unwrap();
    account.set_pin(&SecretText::new("123".to_owned())).unwrap();
    assert!(!account.lacks_pin());
}
