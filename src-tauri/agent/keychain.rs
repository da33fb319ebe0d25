//! The operating system's keychain as a store: one item per account, under a name that says nothing about it.

use countersign_core::ports::StoreError;
use countersign_core::secret::SecretText;
use zeroize::Zeroizing;

#[cfg_attr(target_os = "linux", path = "keychain/secret_service.rs")]
#[cfg_attr(not(target_os = "linux"), path = "keychain/platform.rs")]
mod system;

pub(crate) use system::Keychain;

/// The service that all items are filed under. The user of an item is its random id.
pub(crate) const SERVICE: &str = "dev.countersign.otp";

fn text(bytes: Vec<u8>) -> Result<SecretText, StoreError> {
    match String::from_utf8(bytes) {
        Ok(text) => Ok(SecretText::new(text)),
        Err(error) => {
            drop(Zeroizing::new(error.into_bytes()));
            Err(StoreError::Damaged("it is not text".into()))
        }
    }
}

#[cfg(test)]
#[path = "keychain_tests.rs"]
mod tests;
