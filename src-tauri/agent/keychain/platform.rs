//! The keychains of macOS and Windows, as one library knows them both.

use super::{SERVICE, text};
use countersign_core::ports::{Id, Provider, Store, StoreError};
use countersign_core::secret::SecretText;
use countersign_core::view::StoreKind;
use keyring_core::{CredentialStore, Entry, Error};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use zeroize::Zeroizing;

#[cfg_attr(target_os = "macos", path = "macos.rs")]
#[cfg_attr(windows, path = "windows.rs")]
mod system;

/// The operating system's keychain.
///
/// Error kinds of the platforms do not tell a locked keychain from an empty one, so every call looks first, without prompting.
#[derive(Default)]
pub(crate) struct Keychain {
    store: Option<Arc<CredentialStore>>,
    /// What the last listing found, by id, so that reading everything does not search again for each.
    listed: BTreeMap<Id, Vec<Entry>>,
}

impl Keychain {
    /// Does something with the store, and once more with a new one where the connection to the service had died.
    fn with_store<T>(&mut self, act: impl Fn(&CredentialStore) -> Result<T, Error>) -> Result<T, StoreError> {
        system::probe()?;
        let store = self.open()?;
        match act(&*store) {
            Err(Error::PlatformFailure(_)) => {
                self.forget();
                act(&*self.open()?).map_err(told)
            }
            other => other.map_err(told),
        }
    }

    fn open(&mut self) -> Result<Arc<CredentialStore>, StoreError> {
        if let Some(store) = &self.store {
            return Ok(Arc::clone(store));
        }
        let store = system::open().map_err(|error| match told(error) {
            StoreError::Failed(text) => StoreError::Unavailable(text),
            other => other,
        })?;
        self.store = Some(Arc::clone(&store));
        Ok(store)
    }

    fn forget(&mut self) {
        self.store = None;
        self.listed.clear();
    }
}

impl Store for Keychain {
    fn probe(&mut self) -> Result<Provider, StoreError> {
        Ok(Provider { kind: StoreKind::Keychain, name: system::probe()? })
    }

    fn unlock(&mut self, _: Option<&SecretText>) -> Result<(), StoreError> {
        system::unlock()
    }

    fn lock(&mut self) {
        self.forget();
    }

    fn list(&mut self) -> Result<Vec<Id>, StoreError> {
        let found = self.with_store(|store| store.search(&system::items_of_ours()))?;
        self.listed.clear();
        let mut ids = Vec::new();
        for entry in found {
            let Some((_, user)) = entry.get_specifiers() else { continue };
            let id = Id(user);
            ids.push(id.clone());
            self.listed.entry(id).or_default().push(entry);
        }
        Ok(ids)
    }

    fn read(&mut self, id: &Id) -> Result<SecretText, StoreError> {
        if let Some(entries) = self.listed.remove(id) {
            match entries.as_slice() {
                [only] => {
                    // It may have changed since it was listed; then it is searched for below.
                    if let Ok(bytes) = only.get_secret() {
                        return text(bytes);
                    }
                }
                _ => return Err(StoreError::Ambiguous),
            }
        }
        text(self.with_store(|store| entry(store, id)?.get_secret())?)
    }

    fn write(&mut self, id: &Id, payload: &SecretText) -> Result<(), StoreError> {
        self.listed.clear();
        let bytes = payload.expose().as_bytes();
        self.with_store(|store| entry(store, id)?.set_secret(bytes))?;
        if self.read(id)? == *payload {
            Ok(())
        } else {
            Err(StoreError::Failed("the keychain returned something else than was written".into()))
        }
    }

    fn delete(&mut self, id: &Id) -> Result<(), StoreError> {
        self.listed.clear();
        match self.with_store(|store| entry(store, id)?.delete_credential()) {
            Err(StoreError::Absent) => Ok(()),
            other => other,
        }
    }
}

fn entry(store: &CredentialStore, id: &Id) -> Result<Entry, Error> {
    store.build(SERVICE, &id.0, Some(&HashMap::from(system::MODIFIERS)))
}

/// Says what went wrong without a byte of what was stored: some of these errors carry it.
fn told(error: Error) -> StoreError {
    match error {
        Error::NoEntry => StoreError::Absent,
        Error::Ambiguous(_) => StoreError::Ambiguous,
        Error::BadEncoding(bytes) | Error::BadDataFormat(bytes, _) => {
            drop(Zeroizing::new(bytes));
            StoreError::Damaged("it is not text".into())
        }
        Error::NoStorageAccess(_) => StoreError::Locked,
        Error::PlatformFailure(why) => StoreError::Failed(why.to_string()),
        Error::TooLong(what, _) => StoreError::Failed(format!("the keychain takes no {what} of that length")),
        _ => StoreError::Failed("the keychain cannot do that".into()),
    }
}

#[cfg(test)]
#[path = "platform_tests.rs"]
mod tests;
