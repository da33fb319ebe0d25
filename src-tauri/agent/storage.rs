//! The one thread that touches the stores. A call may block for as long as a person takes; the agent never does.

use crate::event::{Event, Events};
use crate::sealed::SealedFile;
use countersign_core::app::{StoreAnswer, StoreCall, Ticket};
use countersign_core::ports::{Id, Provider, Store, StoreError};
use countersign_core::secret::SecretText;
use countersign_core::view::StoreKind;
use std::collections::{BTreeMap, VecDeque};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{self, Sender};
use std::thread;

/// After how long a call counts as waiting for the person, in milliseconds. It goes on all the same.
const PATIENCE_MS: u64 = 10_000;

/// The calls on their way: one in flight, the others in order behind it.
pub(crate) struct Storage {
    thread: Sender<(Ticket, StoreCall)>,
    waiting: VecDeque<(Ticket, StoreCall)>,
    flying: Option<Flight>,
}

struct Flight {
    ticket: Ticket,
    /// When it will count as waiting for the person; none after that was said.
    overdue_at: Option<u64>,
}

impl Storage {
    /// Starts the thread. It is never waited for: a prompt of the system may hold it for ever.
    pub(crate) fn start(keychain: Box<dyn Store>, sealed: SealedFile, events: Events) -> Self {
        let (thread, calls) = mpsc::channel();
        let mut stores = Stores { keychain, sealed, used: None };
        thread::spawn(move || {
            for (ticket, call) in calls {
                // A panic inside a platform's library must not leave every later call unanswered.
                let answer = catch_unwind(AssertUnwindSafe(|| stores.perform(call)))
                    .unwrap_or_else(|_| Err(StoreError::Failed("the keychain's library broke down".into())));
                if events.send(Event::Store(ticket, answer)).is_err() {
                    return;
                }
            }
        });
        Self { thread, waiting: VecDeque::new(), flying: None }
    }

    /// Hands a call in.
    pub(crate) fn call(&mut self, ticket: Ticket, call: StoreCall, now_ms: u64) {
        self.waiting.push_back((ticket, call));
        self.fly(now_ms);
    }

    /// Takes notice that a call has ended.
    pub(crate) fn ended(&mut self, now_ms: u64) {
        self.flying = None;
        self.fly(now_ms);
    }

    /// Returns the call that has just begun to count as waiting for the person.
    pub(crate) fn overdue(&mut self, now_ms: u64) -> Option<Ticket> {
        let flight = self.flying.as_mut()?;
        flight.overdue_at.take_if(|at| *at <= now_ms).map(|_| flight.ticket)
    }

    /// Returns when [`Storage::overdue`] is to be asked next.
    pub(crate) fn deadline(&self) -> Option<u64> {
        self.flying.as_ref()?.overdue_at
    }

    fn fly(&mut self, now_ms: u64) {
        if self.flying.is_none()
            && let Some((ticket, call)) = self.waiting.pop_front()
        {
            self.flying = Some(Flight { ticket, overdue_at: Some(now_ms + PATIENCE_MS) });
            // The thread ends with the agent only.
            drop(self.thread.send((ticket, call)));
        }
    }
}

/// Both stores, and which of them is in use.
struct Stores {
    keychain: Box<dyn Store>,
    sealed: SealedFile,
    used: Option<StoreKind>,
}

impl Stores {
    fn perform(&mut self, call: StoreCall) -> Result<StoreAnswer, StoreError> {
        let done = |()| StoreAnswer::Done;
        match call {
            StoreCall::UseKeychain => self.use_keychain().map(StoreAnswer::Provider),
            StoreCall::UseSealed => {
                self.sealed.check_there()?;
                self.used = Some(StoreKind::SealedFile);
                self.sealed.probe().map(StoreAnswer::Provider)
            }
            StoreCall::CreateSealed(passphrase) => {
                self.sealed.create(&passphrase)?;
                self.used = Some(StoreKind::SealedFile);
                self.sealed.probe().map(StoreAnswer::Provider)
            }
            StoreCall::Unlock(passphrase) => {
                let store = self.used()?;
                store.unlock(passphrase.as_ref())?;
                store.probe().map(StoreAnswer::Provider)
            }
            StoreCall::Load => load(self.used()?).map(StoreAnswer::Loaded),
            StoreCall::Lock => {
                self.keychain.lock();
                self.sealed.lock();
                Ok(StoreAnswer::Done)
            }
            StoreCall::Write(id, payload) => self.used()?.write(&id, &payload).map(done),
            StoreCall::Delete(id) => self.used()?.delete(&id).map(done),
        }
    }

    fn use_keychain(&mut self) -> Result<Provider, StoreError> {
        let found = self.keychain.probe();
        if matches!(found, Ok(_) | Err(StoreError::Locked)) {
            self.used = Some(StoreKind::Keychain);
        }
        found
    }

    fn used(&mut self) -> Result<&mut dyn Store, StoreError> {
        match self.used {
            Some(StoreKind::Keychain) => Ok(&mut *self.keychain),
            Some(StoreKind::SealedFile) => Ok(&mut self.sealed),
            None => Err(StoreError::Unavailable("no store was chosen".into())),
        }
    }
}

/// An item of the store, or why it cannot be read.
type Item = (Id, Result<SecretText, StoreError>);

/// Reads every item; one that cannot be read does not spoil the others.
fn load(store: &mut dyn Store) -> Result<Vec<Item>, StoreError> {
    let mut counts: BTreeMap<Id, usize> = BTreeMap::new();
    for id in store.list()? {
        *counts.entry(id).or_default() += 1;
    }
    let mut items = Vec::new();
    for (id, count) in counts {
        let payload = if count == 1 { store.read(&id) } else { Err(StoreError::Ambiguous) };
        if payload == Err(StoreError::Locked) {
            return Err(StoreError::Locked); // it was locked in between
        }
        items.push((id, payload));
    }
    Ok(items)
}

#[cfg(test)]
#[path = "storage_tests.rs"]
mod tests;
