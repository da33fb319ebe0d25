//! What may be said of an error.

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
