//! Every item from one store to the other, so that it can be cut anywhere.

use super::Stores;
use countersign_core::ports::{Id, Store, StoreError};
use countersign_core::secret::SecretText;
use countersign_core::view::StoreKind;
use std::collections::BTreeMap;

type Items = BTreeMap<Id, SecretText>;

impl Stores {
    /// Copies every item of the store in use into another, and reads all of it back. Overwrites nothing there, and removes
    /// nothing here.
    ///
    /// # Errors
    /// That of either store. What was put there is taken back then.
    pub(super) fn move_to(
        &mut self,
        kind: &StoreKind,
        passphrase: Option<&SecretText>,
    ) -> Result<(), StoreError> {
        let items = whole(self.used()?)?;
        match kind {
            StoreKind::SealedFile => self.sealed.create(passphrase.ok_or(StoreError::Locked)?)?,
            StoreKind::Keychain => match self.keychain.probe() {
                // It may ask the person.
                Err(StoreError::Locked) => self.keychain.unlock(None)?,
                other => drop(other?),
            },
        }
        let there = self.store(kind);
        let new = not_there(&items, &whole(there)?)?;
        let written = there.write_all(&new);
        let failed = written.iter().find_map(|written| written.clone().err());
        let failed = failed.or_else(|| match whole(there) {
            Ok(found) if items.iter().all(|(id, payload)| found.get(id) == Some(payload)) => None,
            Ok(_) => Some(StoreError::Failed("it did not keep what was written".into())),
            Err(error) => Some(error),
        });
        let Some(error) = failed else { return Ok(()) };
        for ((id, _), written) in new.iter().zip(written) {
            // What cannot be taken back is a copy of what is here.
            if written.is_ok() {
                drop(there.delete(id));
            }
        }
        Err(error)
    }

    /// Removes from a store that is not in use what the store in use holds, too.
    ///
    /// # Errors
    /// That of either store; [`StoreError::Failed`] where something is there that is nowhere else, and nothing is removed then.
    pub(super) fn clear(&mut self, kind: &StoreKind) -> Result<(), StoreError> {
        if self.used.as_ref() == Some(kind) {
            return Err(StoreError::Failed("it is in use".into()));
        }
        let kept = whole(self.used()?)?;
        let there = self.store(kind);
        let gone = whole(there)?;
        let only_there = gone.iter().filter(|(id, payload)| kept.get(id) != Some(payload)).count();
        if only_there > 0 {
            let left = format!("{only_there} of its items are nowhere else, and nothing was removed");
            return Err(StoreError::Failed(left));
        }
        match kind {
            StoreKind::SealedFile => self.sealed.remove(),
            StoreKind::Keychain => gone.keys().try_for_each(|id| there.delete(id)),
        }
    }
}

/// Reads every item.
///
/// # Errors
/// Where one cannot be read: it would be left behind.
fn whole(store: &mut dyn Store) -> Result<Items, StoreError> {
    store.read_all()?.into_iter().map(|(id, payload)| Ok((id, payload?))).collect()
}

/// The items that another store does not hold yet.
///
/// # Errors
/// [`StoreError::Failed`] where it holds something else in the place of one.
fn not_there(items: &Items, there: &Items) -> Result<Vec<(Id, SecretText)>, StoreError> {
    let differs = |(id, payload): (&Id, &SecretText)| there.get(id).is_some_and(|found| found != payload);
    if items.iter().any(differs) {
        return Err(StoreError::Failed("something else is there in the place of an account".into()));
    }
    let new = items.iter().filter(|(id, _)| !there.contains_key(id));
    Ok(new.map(|(id, payload)| (id.clone(), payload.clone())).collect())
}

#[cfg(test)]
#[path = "relocating_tests.rs"]
mod tests;
