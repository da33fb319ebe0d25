#![allow(clippy::unwrap_used)]
use super::*;
use crate::otp::entry::LABEL_LIMIT;

#[test]
fn another_name_is_cleaned_and_bounded_and_changes_nothing_else() {
    let secret = Secret::new(b"12345678901234567890".to_vec());
    let entry = Entry::new("npm", "ada", Parameters::default(), secret).unwrap();
    let before = Account::new(Id("one".to_owned()), &entry, 1_763_769_600, true);
    let mut after = before.clone();
    after.rename(" Registry\n", &"x".repeat(LABEL_LIMIT + 1));
    assert_eq!((after.issuer(), after.name()), ("Registry", "x".repeat(LABEL_LIMIT).as_str()));
    after.rename("npm", "ada");
    assert_eq!(after, before);
}
