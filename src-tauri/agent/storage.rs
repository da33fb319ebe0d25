//! The one thread that touches the stores. A call may block for as long as a person takes; the agent never does.

mod relocating;

use crate::event::{Event, Events};
use crate::sealed::SealedFile;
use countersign_core::app::{StoreAnswer, StoreCall, Ticket};
use countersign_core::ports::{Provider, Store, StoreError};
use countersign_core::view::StoreKind;
use std::collections::{BTreeSet, VecDeque};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{self, Sender};
use std::thread;

/// After how long a call counts as waiting for the person, in milliseconds. It goes on all the same.
const PATIENCE_MS: u64 = 10_000;

/// Writes that the thread is given at a time: a store that is one file writes it once for all of them.
const TOGETHER: usize = 64;

/// The calls on their way: one in flight, or several writes; the others in order behind it.
pub(crate) struct Storage {
    thread: Sender<Vec<(Ticket, StoreCall)>>,
    waiting: VecDeque<(Ticket, StoreCall)>,
    flying: Option<Flight>,
    /// Calls of which it was said that they wait for the person.
    told: BTreeSet<Ticket>,
}

struct Flight {
    tickets: VecDeque<Ticket>,
    /// From when on it counts as waiting for the person.
    overdue_at: u64,
}

impl Storage {
    /// Starts the thread. It is never waited for: a prompt of the system may hold it for ever.
    pub(crate) fn start(keychain: Box<dyn Store>, sealed: SealedFile, events: Events) -> Self {
        let (thread, calls) = mpsc::channel();
        let mut stores = Stores { keychain, sealed, used: None };
        thread::spawn(move || {
            for calls in calls {
                // The loop's end is this thread's end, too.
                stores.perform_all(calls, |ticket, answer| drop(events.send(Event::Store(ticket, answer))));
            }
        });
        Self { thread, waiting: VecDeque::new(), flying: None, told: BTreeSet::new() }
    }

    /// Hands a call in.
    pub(crate) fn call(&mut self, ticket: Ticket, call: StoreCall, now_ms: u64) {
        self.waiting.push_back((ticket, call));
        self.fly(now_ms);
    }

    /// Takes notice that a call has ended.
    pub(crate) fn ended(&mut self, now_ms: u64) {
        if let Some(flight) = &mut self.flying {
            if let Some(ticket) = flight.tickets.pop_front() {
                self.told.remove(&ticket);
            }
            flight.overdue_at = now_ms + PATIENCE_MS;
            if flight.tickets.is_empty() {
                self.flying = None;
            }
        }
        self.fly(now_ms);
    }

    /// Returns a call that counts as waiting for the person, once; to be asked until there is none. What is behind a call that
    /// hangs waits for the same: nobody else would tell whoever waits for it.
    pub(crate) fn overdue(&mut self, now_ms: u64) -> Option<Ticket> {
        self.flying.as_ref().filter(|flight| flight.overdue_at <= now_ms)?;
        let ticket = self.untold().next()?;
        self.told.insert(ticket);
        Some(ticket)
    }

    /// Returns when [`Storage::overdue`] is to be asked next.
    pub(crate) fn deadline(&self) -> Option<u64> {
        let flight = self.flying.as_ref()?;
        self.untold().next().map(|_| flight.overdue_at)
    }

    /// The calls whose waiting was not told of, in their order.
    fn untold(&self) -> impl Iterator<Item = Ticket> {
        let flying = self.flying.iter().flat_map(|flight| &flight.tickets);
        let all = flying.chain(self.waiting.iter().map(|(ticket, _)| ticket));
        all.copied().filter(|ticket| !self.told.contains(ticket))
    }

    fn fly(&mut self, now_ms: u64) {
        if self.flying.is_some() || self.waiting.is_empty() {
            return;
        }
        let writes =
            self.waiting.iter().take(TOGETHER).take_while(|(_, call)| matches!(call, StoreCall::Write(..)));
        let count = writes.count().max(1);
        let calls: Vec<_> = self.waiting.drain(..count).collect();
        let tickets = calls.iter().map(|(ticket, _)| *ticket).collect();
        self.flying = Some(Flight { tickets, overdue_at: now_ms + PATIENCE_MS });
        // The thread ends with the agent only.
        drop(self.thread.send(calls));
    }
}

/// Both stores, and which of them is in use.
struct Stores {
    keychain: Box<dyn Store>,
    sealed: SealedFile,
    used: Option<StoreKind>,
}

impl Stores {
    /// Does all of these and tells of each in order.
    fn perform_all(
        &mut self,
        calls: Vec<(Ticket, StoreCall)>,
        mut tell: impl FnMut(Ticket, Result<StoreAnswer, StoreError>),
    ) {
        if calls.len() > 1 && self.used == Some(StoreKind::SealedFile) {
            let tickets: Vec<Ticket> = calls.iter().map(|(ticket, _)| *ticket).collect();
            let items = calls.into_iter().filter_map(|(_, call)| match call {
                StoreCall::Write(id, payload) => Some((id, payload)),
                _ => None,
            });
            let items: Vec<_> = items.collect();
            let written = guarded(|| Ok(self.sealed.write_all(&items)));
            let written = written.unwrap_or_else(|error| vec![Err(error); tickets.len()]);
            for (ticket, written) in tickets.into_iter().zip(written) {
                tell(ticket, written.map(|()| StoreAnswer::Done));
            }
            return;
        }
        for (ticket, call) in calls {
            tell(ticket, guarded(|| self.perform(call)));
        }
    }

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
            StoreCall::Load => self.used()?.read_all().map(StoreAnswer::Loaded),
            StoreCall::Lock => {
                self.keychain.lock();
                self.sealed.lock();
                Ok(StoreAnswer::Done)
            }
            StoreCall::Write(id, payload) => self.used()?.write(&id, &payload).map(done),
            StoreCall::Delete(id) => self.used()?.delete(&id).map(done),
            StoreCall::Move(kind, passphrase) => {
                self.move_to(&kind, passphrase.as_ref())?;
                self.used = Some(kind);
                self.used()?.probe().map(StoreAnswer::Provider)
            }
            StoreCall::Clear(kind) => self.clear(&kind).map(done),
            StoreCall::ChangePassphrase(before, after) => {
                self.sealed.change_passphrase(&before, &after).map(done)
            }
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
        let used = self.used.clone().ok_or_else(|| StoreError::Unavailable("no store was chosen".into()))?;
        Ok(self.store(&used))
    }

    fn store(&mut self, kind: &StoreKind) -> &mut dyn Store {
        match kind {
            StoreKind::Keychain => &mut *self.keychain,
            StoreKind::SealedFile => &mut self.sealed,
        }
    }
}

/// A panic inside a platform's library must not leave every later call unanswered.
fn guarded<T>(work: impl FnOnce() -> Result<T, StoreError>) -> Result<T, StoreError> {
    let broken = || Err(StoreError::Failed("the keychain's library broke down".into()));
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| broken())
}

#[cfg(test)]
#[path = "storage_tests.rs"]
mod tests;
