//! What may be said of an error, and reading what a keychain returns.

use super::*;

#[test]
fn an_error_that_carries_the_secret_is_told_without_it() {
    let secret = b"GEZDGNBVGY3TQOJQ\xff".to_vec();
    let inner = Box::new(std::io::Error::other("bad"));
    for error in [Error::BadEncoding(secret.clone()), Error::BadDataFormat(secret, inner)] {
        let error = told(error);
        assert_eq!(error, StoreError::Damaged("it is not text".into()));
        assert!(!format!("{error:?} {error}").contains("GEZDG"));
    }
}

#[test]
fn an_absent_item_and_a_double_one_keep_their_kinds() {
    assert_eq!(told(Error::NoEntry), StoreError::Absent);
    assert_eq!(told(Error::Ambiguous(Vec::new())), StoreError::Ambiguous);
}

#[test]
fn foreign_bytes_in_our_item_are_damage_and_no_panic() {
    assert_eq!(text(vec![0xff, 0xfe]), Err(StoreError::Damaged("it is not text".into())));
    assert_eq!(text(b"A1.x".to_vec()).expect("text").expose(), "A1.x");
}
