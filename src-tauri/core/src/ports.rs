//! The two things the core asks of the world: where secrets live, and who asks the person.
//!
//! The person's port is made of values: the facade returns [`crate::app::Effect`]s for the shells and takes their
//! answers as method calls. The store's port is the trait here; it may block, so its caller gives it a thread of its own.

use crate::secret::SecretText;
use crate::view::StoreKind;
use std::collections::BTreeMap;
use std::fmt;

/// The identity of an account: a random UUID v4 in its usual 36 characters. Says nothing about the account.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct Id(pub String);

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Why a store could not do what it was asked. Texts are for people and hold nothing that was stored.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// Nothing provides this kind of store here (no bus, no service, no default collection).
    #[error("no keychain answers: {0}")]
    Unavailable(String),
    /// It is there, and locked.
    #[error("the store is locked")]
    Locked,
    /// The passphrase does not open the sealed file.
    #[error("wrong passphrase")]
    WrongPassphrase,
    /// There is no such item. Never to be read as "first run".
    #[error("the store has no such item")]
    Absent,
    /// More than one item carries this id.
    #[error("the store has several items of one id")]
    Ambiguous,
    /// What is stored cannot be read (damaged, newer than this program).
    #[error("what is stored cannot be read: {0}")]
    Damaged(String),
    /// The call took longer than its deadline; it may still be waiting for the person.
    #[error("the store does not answer; it may be waiting for you")]
    TimedOut,
    /// Anything else: the disk is full, the service failed.
    #[error("the store failed: {0}")]
    Failed(String),
}

/// Which store is in use and what stands behind it.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Provider {
    /// Keychain or sealed file.
    pub kind: StoreKind,
    /// What provides it, so that a change is noticed (for the Secret Service: the program and the default collection).
    pub name: String,
}

/// An item of a store, or why it cannot be read.
pub type Stored = (Id, Result<SecretText, StoreError>);

/// Where payloads live: one line of printable ASCII per account, at most [`PAYLOAD_LIMIT`] bytes.
pub trait Store: Send {
    /// Says what provides the store, without asking the person anything.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] or [`StoreError::Locked`].
    fn probe(&mut self) -> Result<Provider, StoreError>;

    /// Opens a store that has a passphrase of its own, or unlocks a keychain (which may ask the person and block).
    ///
    /// # Errors
    /// [`StoreError::WrongPassphrase`] and the kinds of [`Store::probe`].
    fn unlock(&mut self, passphrase: Option<&SecretText>) -> Result<(), StoreError>;

    /// Drops whatever it holds in memory.
    fn lock(&mut self);

    /// Lists the ids of every item of ours; an id occurs twice when two items carry it.
    ///
    /// # Errors
    /// Any [`StoreError`] but [`StoreError::Absent`].
    fn list(&mut self) -> Result<Vec<Id>, StoreError>;

    /// Reads one payload.
    ///
    /// # Errors
    /// Any [`StoreError`].
    fn read(&mut self, id: &Id) -> Result<SecretText, StoreError>;

    /// Reads every item, by its id. One that cannot be read, or is there twice, is told so and does not spoil the others.
    ///
    /// # Errors
    /// Those of [`Store::list`]; [`StoreError::Locked`], too, where it was locked in between.
    fn read_all(&mut self) -> Result<Vec<Stored>, StoreError> {
        let mut counts: BTreeMap<Id, usize> = BTreeMap::new();
        for id in self.list()? {
            *counts.entry(id).or_default() += 1;
        }
        let mut items = Vec::new();
        for (id, count) in counts {
            let payload = if count == 1 { self.read(&id) } else { Err(StoreError::Ambiguous) };
            if payload == Err(StoreError::Locked) {
                return Err(StoreError::Locked);
            }
            items.push((id, payload));
        }
        Ok(items)
    }

    /// Writes one payload, reads it back and compares.
    ///
    /// # Errors
    /// Any [`StoreError`] but [`StoreError::Absent`].
    fn write(&mut self, id: &Id, payload: &SecretText) -> Result<(), StoreError>;

    /// Writes several payloads, each as [`Store::write`] does; tells of each in order. A store that is one file writes it once.
    fn write_all(&mut self, items: &[(Id, SecretText)]) -> Vec<Result<(), StoreError>> {
        items.iter().map(|(id, payload)| self.write(id, payload)).collect()
    }

    /// Deletes one item; deleting what is absent is no error.
    ///
    /// # Errors
    /// Any [`StoreError`] but [`StoreError::Absent`].
    fn delete(&mut self, id: &Id) -> Result<(), StoreError>;
}

/// The longest payload, in bytes: below Windows' limit of 2,560.
pub const PAYLOAD_LIMIT: usize = 2_000;

/// The longest [`Id`], in bytes: a UUID as it is usually written. Longer ones in a store are not ours.
pub const ID_LIMIT: usize = 36;
