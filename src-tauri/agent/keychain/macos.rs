//! The login keychain of macOS.

use super::SERVICE;
use apple_native_keyring_store::keychain::Store;
use countersign_core::ports::StoreError;
use keyring_core::{CredentialStore, Error};
use std::collections::HashMap;
use std::sync::Arc;

pub(super) const MODIFIERS: [(&str, &str); 0] = [];

pub(super) fn open() -> Result<Arc<CredentialStore>, Error> {
    Ok(Store::new()?)
}

pub(super) fn items_of_ours() -> HashMap<&'static str, &'static str> {
    HashMap::from([("service", SERVICE)])
}

/// The login keychain is always there; whether it is locked shows at the first access, which may prompt.
#[expect(clippy::unnecessary_wraps, reason = "on Linux it can fail")]
pub(super) fn probe() -> Result<String, StoreError> {
    Ok("login keychain".into())
}

/// The system asks by itself at the first access.
#[expect(clippy::unnecessary_wraps, reason = "on Linux it can fail")]
pub(super) fn unlock() -> Result<(), StoreError> {
    Ok(())
}
