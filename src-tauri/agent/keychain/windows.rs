//! The Credential Manager of Windows.

use countersign_core::ports::StoreError;
use keyring_core::{CredentialStore, Error};
use std::collections::HashMap;
use std::sync::Arc;
use windows_native_keyring_store::Store;

/// The default would carry the items to other machines of a domain.
pub(super) const MODIFIERS: [(&str, &str); 1] = [("persistence", "Local")];

pub(super) fn open() -> Result<Arc<CredentialStore>, Error> {
    Ok(Store::new()?)
}

/// Items are named `USER.SERVICE` there, and searched for by a pattern.
pub(super) fn items_of_ours() -> HashMap<&'static str, &'static str> {
    HashMap::from([("pattern", r"^[0-9a-f-]{36}\.dev\.countersign\.otp$")])
}

/// It is open as long as the user is logged in.
#[expect(clippy::unnecessary_wraps, reason = "on Linux it can fail")]
pub(super) fn probe() -> Result<String, StoreError> {
    Ok("Credential Manager".into())
}

/// It is open as long as the user is logged in.
#[expect(clippy::unnecessary_wraps, reason = "on Linux it can fail")]
pub(super) fn unlock() -> Result<(), StoreError> {
    Ok(())
}
