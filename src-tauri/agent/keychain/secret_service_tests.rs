//! What is said of an error.

use super::*;

#[test]
fn a_locked_keychain_one_without_a_collection_and_a_double_item_keep_their_kinds() {
    assert_eq!(told(ServiceError::Locked.into()), StoreError::Locked);
    assert_eq!(told(ServiceError::Prompt.into()), StoreError::Locked);
    assert_eq!(told(ServiceError::NoResult.into()), no_collection());
    assert_eq!(told(Trouble::Store(StoreError::Ambiguous)), StoreError::Ambiguous);
}
