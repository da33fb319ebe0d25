//! The sealed file as a store, for where no keychain is had or wanted.

use crate::files;
use crate::journal::Journal;
use countersign_core::app::Random;
use countersign_core::ports::{Id, Provider, Store, StoreError};
use countersign_core::secret::SecretText;
use countersign_core::vault::sealed::{Cost, SIZE_LIMIT, Sealed, SealedError};
use countersign_core::view::StoreKind;
use std::io;
use std::path::{Path, PathBuf};

/// The sealed file at its place; open or not.
pub(crate) struct SealedFile {
    path: PathBuf,
    cost: Cost,
    random: Random,
    journal: Journal,
    open: Option<Sealed>,
}

/// Whether there is a file.
enum Presence {
    /// There is one.
    There,
    /// There never was one here.
    Never,
    /// There is none, and its version before is there.
    Lost,
}

impl SealedFile {
    /// Names the file's place. `cost` is what a new file will ask of whoever tries passphrases.
    pub(crate) fn at(path: &Path, cost: Cost, random: Random, journal: Journal) -> Self {
        Self { path: path.to_owned(), cost, random, journal, open: None }
    }

    /// Makes a new file, open. One that exists is opened with the passphrase, never overwritten.
    ///
    /// # Errors
    /// As [`Store::unlock`] and [`Store::write`].
    pub(crate) fn create(&mut self, passphrase: &SecretText) -> Result<(), StoreError> {
        match self.presence() {
            Presence::There => return self.unlock(Some(passphrase)),
            Presence::Lost => return self.check_there(),
            Presence::Never => {}
        }
        let sealed =
            Sealed::create(passphrase, self.cost, &mut self.random).map_err(|error| self.told(error))?;
        self.save(sealed)
    }

    /// Has the file open with another passphrase. Its copies still open with the one before.
    ///
    /// # Errors
    /// As [`Store::unlock`] and [`Store::write`]; the passphrase is what it was then.
    pub(crate) fn change_passphrase(
        &mut self,
        before: &SecretText,
        after: &SecretText,
    ) -> Result<(), StoreError> {
        let bytes = self.content(&self.path)?;
        let mut sealed = Sealed::open(&bytes, before).map_err(|error| self.told(error))?;
        sealed.change_passphrase(after, self.cost, &mut self.random).map_err(|error| self.told(error))?;
        self.save(sealed)
    }

    /// Removes the file with its copies, after everything in it was moved elsewhere.
    ///
    /// # Errors
    /// [`StoreError::Failed`]; the file itself is the last to go.
    pub(crate) fn remove(&mut self) -> Result<(), StoreError> {
        files::remove(&self.path).map_err(|error| self.failed("removed", &error))?;
        self.open = None;
        Ok(())
    }

    /// Checks that there is a file.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`], which says where else to look.
    pub(crate) fn check_there(&self) -> Result<(), StoreError> {
        let path = self.path.display();
        match self.presence() {
            Presence::There => Ok(()),
            Presence::Never => Err(StoreError::Unavailable(format!("there is no sealed file at {path}"))),
            Presence::Lost => Err(StoreError::Unavailable(format!(
                "the sealed file {path} is gone; its version before is {}: rename that one to use it",
                files::previous(&self.path).display()
            ))),
        }
    }

    fn presence(&self) -> Presence {
        // An error other than "there is none" counts as a file: it must not be replaced.
        let absent = |path: &Path| matches!(std::fs::symlink_metadata(path), Err(error) if error.kind() == io::ErrorKind::NotFound);
        match (absent(&self.path), absent(&files::previous(&self.path))) {
            (false, _) => Presence::There,
            (true, true) => Presence::Never,
            (true, false) => Presence::Lost,
        }
    }

    /// Writes the file, reads it back, and only then counts it as what is open.
    fn save(&mut self, sealed: Sealed) -> Result<(), StoreError> {
        let bytes = sealed.to_bytes(&mut self.random);
        files::replace(&self.path, &bytes).map_err(|error| self.failed("written", &error))?;
        if self.content(&self.path)? != bytes {
            return Err(StoreError::Failed(format!("{} did not keep what was written", self.path.display())));
        }
        self.open = Some(sealed);
        Ok(())
    }

    fn content(&self, path: &Path) -> Result<Vec<u8>, StoreError> {
        let limit = u64::try_from(SIZE_LIMIT).unwrap_or(u64::MAX);
        match files::read(path, limit) {
            Ok(Some(bytes)) => Ok(bytes),
            Ok(None) => Err(self.check_there().err().unwrap_or(StoreError::Absent)),
            Err(error) => Err(self.failed("read", &error)),
        }
    }

    /// Opens the version before in place of a damaged file, which is kept aside.
    fn recover(&mut self, passphrase: &SecretText) -> Option<Sealed> {
        let before = self.content(&files::previous(&self.path)).ok()?;
        let sealed = Sealed::open(&before, passphrase).ok()?;
        let aside = files::set_aside(&self.path).ok()?;
        let shown = aside.display();
        self.journal
            .note(&format!("the sealed file was damaged and is kept as {shown}; its version before is used"));
        Some(sealed)
    }

    fn opened(&mut self) -> Result<&mut Sealed, StoreError> {
        self.open.as_mut().ok_or(StoreError::Locked)
    }

    fn told(&self, error: SealedError) -> StoreError {
        let path = self.path.display();
        match error {
            SealedError::WrongPassphrase => StoreError::WrongPassphrase,
            SealedError::NotEnoughMemory | SealedError::Full | SealedError::Unfit => {
                StoreError::Failed(format!("{error} ({path}); nothing was changed"))
            }
            SealedError::Damaged | SealedError::Newer | SealedError::HostileParameters => {
                StoreError::Damaged(format!("{error}; it is kept as it is at {path}, with copies beside it"))
            }
        }
    }

    fn failed(&self, what: &str, error: &io::Error) -> StoreError {
        StoreError::Failed(format!("{} could not be {what}: {error}", self.path.display()))
    }
}

impl Store for SealedFile {
    fn probe(&mut self) -> Result<Provider, StoreError> {
        match self.open {
            Some(_) => Ok(Provider { kind: StoreKind::SealedFile, name: self.path.display().to_string() }),
            None => Err(StoreError::Locked),
        }
    }

    fn unlock(&mut self, passphrase: Option<&SecretText>) -> Result<(), StoreError> {
        let passphrase = passphrase.ok_or(StoreError::Locked)?;
        let bytes = self.content(&self.path)?;
        match Sealed::open(&bytes, passphrase) {
            Ok(sealed) => {
                self.open = Some(sealed);
                Ok(())
            }
            Err(SealedError::Damaged) => {
                let before = self.recover(passphrase).ok_or_else(|| self.told(SealedError::Damaged))?;
                self.save(before)
            }
            Err(error) => Err(self.told(error)),
        }
    }

    fn lock(&mut self) {
        self.open = None;
    }

    fn list(&mut self) -> Result<Vec<Id>, StoreError> {
        Ok(self.opened()?.items().keys().cloned().collect())
    }

    fn read(&mut self, id: &Id) -> Result<SecretText, StoreError> {
        self.opened()?.get(id).cloned().ok_or(StoreError::Absent)
    }

    fn write(&mut self, id: &Id, payload: &SecretText) -> Result<(), StoreError> {
        let mut changed = self.opened()?.clone();
        changed.insert(id.clone(), payload.clone()).map_err(|error| self.told(error))?;
        self.save(changed)
    }

    fn write_all(&mut self, items: &[(Id, SecretText)]) -> Vec<Result<(), StoreError>> {
        let mut changed = match self.opened() {
            Ok(sealed) => sealed.clone(),
            Err(error) => return vec![Err(error); items.len()],
        };
        let inserted: Vec<_> = items
            .iter()
            .map(|(id, payload)| {
                changed.insert(id.clone(), payload.clone()).map_err(|error| self.told(error))
            })
            .collect();
        match self.save(changed) {
            Ok(()) => inserted.into_iter().map(|inserted| inserted.map(drop)).collect(),
            Err(error) => vec![Err(error); items.len()],
        }
    }

    fn delete(&mut self, id: &Id) -> Result<(), StoreError> {
        let mut changed = self.opened()?.clone();
        match changed.remove(id) {
            Some(_) => self.save(changed),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
#[path = "sealed_tests.rs"]
mod tests;
