//! From one store to the other: everything or nothing, and nothing lost in between.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

use super::*;
use crate::journal::Journal;
use crate::sealed::SealedFile;
use countersign_core::ports::Provider;
use countersign_core::vault::sealed::Cost;
use std::path::Path;
use std::sync::{Arc, Mutex};

/// A keychain in memory that can be told to fail, and that is looked into from outside.
#[derive(Clone, Default)]
struct Shelf {
    items: Arc<Mutex<Items>>,
    /// How many writes succeed yet; none for all.
    writes: Arc<Mutex<Option<usize>>>,
}

impl Store for Shelf {
    fn probe(&mut self) -> Result<Provider, StoreError> {
        Ok(Provider { kind: StoreKind::Keychain, name: "a shelf".into() })
    }

    fn unlock(&mut self, _: Option<&SecretText>) -> Result<(), StoreError> {
        Ok(())
    }

    fn lock(&mut self) {}

    fn list(&mut self) -> Result<Vec<Id>, StoreError> {
        Ok(self.items.lock().unwrap().keys().cloned().collect())
    }

    fn read(&mut self, id: &Id) -> Result<SecretText, StoreError> {
        self.items.lock().unwrap().get(id).cloned().ok_or(StoreError::Absent)
    }

    fn write(&mut self, id: &Id, payload: &SecretText) -> Result<(), StoreError> {
        match self.writes.lock().unwrap().as_mut() {
            Some(0) => return Err(StoreError::Failed("no space left".into())),
            Some(left) => *left -= 1,
            None => {}
        }
        self.items.lock().unwrap().insert(id.clone(), payload.clone());
        Ok(())
    }

    fn delete(&mut self, id: &Id) -> Result<(), StoreError> {
        self.items.lock().unwrap().remove(id);
        Ok(())
    }
}

fn item(name: &str, payload: &str) -> (Id, SecretText) {
    (Id(name.into()), SecretText::new(payload.into()))
}

fn words(text: &str) -> SecretText {
    SecretText::new(text.into())
}

fn three() -> Items {
    [item("a", "A1.x"), item("b", "A1.y"), item("c", "A1.z")].into()
}

/// Both stores in a folder, the keychain in use with these items.
fn stores(folder: &Path, items: Items) -> (Stores, Shelf) {
    let shelf = Shelf::default();
    *shelf.items.lock().unwrap() = items;
    let journal = Journal::open(&folder.join("log"));
    let mut number = 0_u8;
    let random = Box::new(move |bytes: &mut [u8]| {
        number += 1;
        bytes.fill(number);
    });
    let sealed = SealedFile::at(&folder.join("sealed.vault"), Cost::new(8, 1, 1).unwrap(), random, journal);
    let stores = Stores { keychain: Box::new(shelf.clone()), sealed, used: Some(StoreKind::Keychain) };
    (stores, shelf)
}

fn seal(stores: &mut Stores) -> Result<(), StoreError> {
    stores.move_to(&StoreKind::SealedFile, Some(&words("correct horse")))
}

#[test]
fn everything_is_in_both_until_it_is_removed_from_where_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let (mut stores, shelf) = stores(folder.path(), three());
    seal(&mut stores).unwrap();
    assert_eq!(*shelf.items.lock().unwrap(), three());
    stores.used = Some(StoreKind::SealedFile);
    assert_eq!(whole(stores.used().unwrap()).unwrap(), three());
    stores.clear(&StoreKind::Keychain).unwrap();
    assert!(shelf.items.lock().unwrap().is_empty());

    stores.move_to(&StoreKind::Keychain, None).unwrap();
    stores.used = Some(StoreKind::Keychain);
    assert_eq!(*shelf.items.lock().unwrap(), three());
    stores.clear(&StoreKind::SealedFile).unwrap();
    let left: Vec<_> = walk(folder.path());
    assert!(left.iter().all(|name| !name.contains("sealed")), "{left:?}");
}

fn walk(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries
        .flat_map(|path| if path.is_dir() { walk(&path) } else { vec![path.display().to_string()] })
        .map(|name| name.replace(&folder.display().to_string(), ""))
        .collect()
}

#[test]
fn a_move_that_fails_half_way_leaves_nothing_half_done() {
    let folder = tempfile::tempdir().unwrap();
    let (mut stores, shelf) = stores(folder.path(), three());
    seal(&mut stores).unwrap();
    stores.used = Some(StoreKind::SealedFile);
    stores.clear(&StoreKind::Keychain).unwrap();
    for writes in 0..3 {
        *shelf.writes.lock().unwrap() = Some(writes);
        assert!(stores.move_to(&StoreKind::Keychain, None).is_err());
        assert!(shelf.items.lock().unwrap().is_empty(), "after {writes} writes");
        assert_eq!(whole(stores.used().unwrap()).unwrap(), three());
    }
    *shelf.writes.lock().unwrap() = Some(3);
    stores.move_to(&StoreKind::Keychain, None).unwrap();
}

#[test]
fn a_move_that_was_cut_is_done_again_and_takes_what_is_there_already() {
    let folder = tempfile::tempdir().unwrap();
    let (mut first, _) = stores(folder.path(), three());
    seal(&mut first).unwrap();
    // The agent was killed here: the index still names the keychain.
    let (mut again, _) = stores(folder.path(), three());
    assert_eq!(
        again.move_to(&StoreKind::SealedFile, Some(&words("another"))),
        Err(StoreError::WrongPassphrase)
    );
    seal(&mut again).unwrap();
    assert_eq!(whole(&mut again.sealed).unwrap(), three());
}

#[test]
fn nothing_is_overwritten_where_something_else_is_already() {
    let folder = tempfile::tempdir().unwrap();
    let (mut first, _) = stores(folder.path(), [item("b", "A1.other")].into());
    seal(&mut first).unwrap();
    let (mut stores, _) = stores(folder.path(), three());
    assert!(matches!(seal(&mut stores), Err(StoreError::Failed(_))));
    assert_eq!(whole(&mut stores.sealed).unwrap(), [item("b", "A1.other")].into());
}

#[test]
fn what_is_nowhere_else_is_never_removed() {
    let folder = tempfile::tempdir().unwrap();
    let (mut stores, shelf) = stores(folder.path(), three());
    seal(&mut stores).unwrap();
    stores.used = Some(StoreKind::SealedFile);
    shelf.items.lock().unwrap().extend([item("d", "A1.new"), item("a", "A1.changed")]);
    assert!(
        matches!(stores.clear(&StoreKind::Keychain), Err(StoreError::Failed(why)) if why.starts_with("2 of"))
    );
    assert_eq!(shelf.items.lock().unwrap().len(), 4);
    assert!(stores.clear(&StoreKind::SealedFile).is_err(), "the store in use is never cleared");
}

#[test]
fn the_passphrase_is_changed_by_who_knows_it() {
    let folder = tempfile::tempdir().unwrap();
    let (mut stores, _) = stores(folder.path(), three());
    seal(&mut stores).unwrap();
    let (right, wrong, new) = (words("correct horse"), words("wrong"), words("battery staple"));
    assert_eq!(stores.sealed.change_passphrase(&wrong, &new), Err(StoreError::WrongPassphrase));
    stores.sealed.change_passphrase(&right, &new).unwrap();
    stores.sealed.lock();
    assert_eq!(stores.sealed.unlock(Some(&right)), Err(StoreError::WrongPassphrase));
    stores.sealed.unlock(Some(&new)).unwrap();
    assert_eq!(whole(&mut stores.sealed).unwrap(), three());
}
