#![allow(clippy::unwrap_used)]
use super::*;
use proptest::prelude::*;

fn entry(issuer: &str, name: &str, secret: usize) -> Result<Entry, EntryError> {
    Entry::new(issuer, name, Parameters::default(), Secret::new(vec![0; secret]))
}

#[test]
fn secrets_out_of_bounds_are_refused() {
    assert_eq!(entry("npm", "ada", 0), Err(EntryError::NoSecret));
    assert_eq!(entry("npm", "ada", SECRET_LIMIT + 1), Err(EntryError::LongSecret));
}

#[test]
fn a_short_secret_is_kept_with_a_remark() {
    assert_eq!(entry("npm", "ada", SECRET_EXPECTED - 1).unwrap().warnings().len(), 1);
    assert!(entry("npm", "ada", SECRET_EXPECTED).unwrap().warnings().is_empty());
}

#[test]
fn a_long_name_is_cut_with_a_remark_and_between_characters() {
    let entry = entry("npm", &"é".repeat(LABEL_LIMIT), 20).unwrap();
    assert_eq!(entry.name(), "é".repeat(LABEL_LIMIT / 2));
    assert_eq!(entry.warnings().len(), 1);
}

#[test]
fn a_note_takes_the_room_that_the_names_leave_and_keeps_its_lines() {
    let npm = || entry("npm", "ada", 20).unwrap();
    let kept = npm().with_note(" first\r\nsecond\u{7} \n");
    assert_eq!(kept.note().unwrap().expose(), "first\nsecond");
    assert!(kept.warnings().is_empty());
    assert_eq!(npm().with_note(" \n").note(), None);
    let long = npm().with_note(&"é".repeat(TEXT_LIMIT));
    assert_eq!(cost(long.note().unwrap().expose()), TEXT_LIMIT - "npmada".len());
    assert_eq!(long.warnings().len(), 1);
    assert!(!format!("{long:?}").contains('é'), "a note is not printed");
}

#[test]
fn control_characters_do_not_reach_what_is_kept() {
    assert_eq!(label("\n ada\u{0}\u{1b}[31m\u{9b}lovelace\r\n"), ("ada  [31m lovelace".to_owned(), false));
}

#[test]
fn what_is_printed_for_developers_keeps_the_secret() {
    let entry = Entry::new("npm", "ada", Parameters::default(), Secret::new(b"letmein".to_vec())).unwrap();
    let printed = format!("{entry:?}");
    assert!(printed.contains("npm") && printed.contains("Secret(..)") && !printed.contains("108"));
}

proptest! {
    #[test]
    fn a_label_is_bounded_and_stays_what_it_is(text in any::<String>()) {
        let (first, _) = label(&text);
        prop_assert!(first.len() <= LABEL_LIMIT);
        prop_assert_eq!(label(&first), (first.clone(), false));
    }
}
