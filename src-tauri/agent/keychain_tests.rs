//! Reading what a keychain returns.

use super::*;

#[test]
fn foreign_bytes_in_our_item_are_damage_and_no_panic() {
    assert_eq!(text(vec![0xff, 0xfe]), Err(StoreError::Damaged("it is not text".into())));
    assert_eq!(text(b"A1.x".to_vec()).expect("text").expose(), "A1.x");
}
