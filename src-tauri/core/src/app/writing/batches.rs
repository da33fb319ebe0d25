//! Batches: writes that belong together, and are told, stopped and answered as one.

use super::{Piece, Waiter, count};
use crate::app::effect::Effect;
use crate::app::failures::{self, failure};
use crate::app::{App, Caller};
use crate::ports::{Id, StoreError};
use crate::view::{Answer, Failure, Progress, StoreKind};
use std::collections::VecDeque;

/// Accounts that a file is given before it answered: it is written once for all of them.
const ABREAST: usize = 64;
/// Accounts that a keychain is given before it answered. It takes them one by one, and whoever stops waits for these.
const ABREAST_IN_KEYCHAIN: usize = 4;
/// After so many accounts the index is saved and shells are told how far it is.
const STEP: usize = 250;
/// Batches of fewer accounts are over before anyone reads how far they are.
const WORTH_TELLING: usize = 50;

/// Writes that are answered together.
#[derive(Debug)]
pub(super) struct Batch {
    /// What the store was not given yet.
    queue: VecDeque<Piece>,
    /// What the store was given.
    open: usize,
    total: usize,
    written: Vec<Id>,
    failed: Option<(usize, StoreError)>,
    /// Why what was left was not given to the store.
    stopped: Option<Failure>,
    waiter: Option<Waiter>,
    /// Whether the accounts are new.
    new: bool,
}

impl Batch {
    fn of(waiter: Waiter) -> Self {
        Self {
            queue: VecDeque::new(),
            open: 0,
            total: 0,
            written: Vec::new(),
            failed: None,
            stopped: None,
            waiter: Some(waiter),
            new: false,
        }
    }
}

impl App {
    /// Stops what is being kept; what is stored by then stays, and can be taken back.
    pub fn stop_keeping(&mut self) -> Vec<Effect> {
        let message = "You stopped it.";
        let why = failure("stopped", message, "Undo takes those that were kept back.");
        self.stop_batches(&why);
        vec![Effect::Changed]
    }

    /// Gives nothing more to the store. What it was given already comes to its end.
    pub(in crate::app) fn stop_batches(&mut self, why: &Failure) {
        for batch in self.changes.batches.values_mut().filter(|batch| !batch.queue.is_empty()) {
            batch.queue.clear();
            batch.stopped = Some(why.clone());
        }
    }

    /// Returns how far the largest batch has come.
    pub(in crate::app) fn progress(&self) -> Option<Progress> {
        let batches = self.changes.batches.values().filter(|batch| batch.total >= WORTH_TELLING);
        let largest = batches.max_by_key(|batch| batch.total)?;
        // Not what is left of the whole: what was stopped is not done.
        Some(Progress { done: count(largest.written.len()), total: count(largest.total) })
    }

    /// Writes accounts and answers the waiter when all are done. Nothing to write is done at once.
    pub(in crate::app) fn write_all(&mut self, pieces: Vec<Piece>, waiter: Waiter) -> Vec<Effect> {
        let total = pieces.len();
        let new = pieces.iter().any(|piece| piece.found.is_some());
        let number = self.put_batch(Batch { total, new, queue: pieces.into(), ..Batch::of(waiter) });
        if total == 0 {
            return self.finish(number);
        }
        let telling = total >= WORTH_TELLING;
        let mut effects = self.give_more(number);
        if telling {
            effects.push(Effect::Changed);
        }
        effects
    }

    /// Begins a batch of so many writes that the store was given already.
    pub(in crate::app) fn begin(&mut self, open: usize, waiter: Waiter) -> u64 {
        self.put_batch(Batch { open, total: open, ..Batch::of(waiter) })
    }

    fn put_batch(&mut self, batch: Batch) -> u64 {
        self.changes.next += 1;
        self.changes.batches.insert(self.changes.next, batch);
        self.changes.next
    }

    /// Gives the store as many accounts of a batch as it may have at a time.
    fn give_more(&mut self, number: u64) -> Vec<Effect> {
        let abreast = match self.keeping.kind {
            Some(StoreKind::SealedFile) => ABREAST,
            Some(StoreKind::Keychain) | None => ABREAST_IN_KEYCHAIN,
        };
        let mut effects = Vec::new();
        loop {
            let batch = self.changes.batches.get_mut(&number).filter(|batch| batch.open < abreast);
            let Some(batch) = batch else { return effects };
            let Some(piece) = batch.queue.pop_front() else { return effects };
            batch.open += 1;
            effects.push(self.write(piece, Some(number), None));
        }
    }

    /// Something of a batch was written, or not.
    pub(in crate::app) fn count(
        &mut self,
        number: u64,
        id: Id,
        result: Result<(), StoreError>,
    ) -> Vec<Effect> {
        let Some(batch) = self.changes.batches.get_mut(&number) else { return Vec::new() };
        batch.open = batch.open.saturating_sub(1);
        match result {
            Ok(()) => batch.written.push(id),
            Err(error) => {
                let before = batch.failed.take().map_or(0, |(count, _)| count);
                batch.failed = Some((before + 1, error));
            }
        }
        if batch.open == 0 && batch.queue.is_empty() {
            return self.finish(number);
        }
        let step = batch.written.len() % STEP == 0;
        let mut effects = self.give_more(number);
        if step {
            effects.push(self.save());
        }
        effects.extend(self.progress().map(|progress| Effect::Progress(Some(progress))));
        effects
    }

    /// Saves what a batch changed and answers its waiter.
    fn finish(&mut self, number: u64) -> Vec<Effect> {
        let Some(batch) = self.changes.batches.remove(&number) else { return Vec::new() };
        let done = count(batch.written.len());
        let mut effects = Vec::new();
        let enrolled = match &batch.waiter {
            Some(Waiter::Enrolled(caller, _, account, registry)) if batch.failed.is_none() => {
                self.enrolments.insert(*caller, account.clone());
                self.bind(account, registry.clone())
            }
            _ => false,
        };
        if done > 0 || enrolled {
            if self.index.store.is_none() {
                self.index.store.clone_from(&self.keeping.kind);
            }
            effects.extend([self.save(), Effect::Log(format!("{done} items written"))]);
        }
        if let Some((failed, error)) = &batch.failed {
            effects.push(Effect::Log(format!("{failed} accounts could not be written: {error}")));
        }
        if batch.total >= WORTH_TELLING {
            effects.push(Effect::Progress(None));
        }
        effects.push(Effect::Changed);
        let failed = self.not_all(&batch);
        if batch.new && done > 0 && self.open().is_ok() {
            self.changes.kept = batch.written.into_iter().collect();
        }
        match batch.waiter {
            Some(Waiter::Shell(to)) => effects.push(Effect::Reply(to, failed.map_or(Ok(()), Err))),
            Some(Waiter::Program(caller, id)) => effects.extend(self.added(caller, id, done, failed)),
            Some(Waiter::Enrolled(caller, id, ..)) => effects.extend(self.added(caller, id, 1, failed)),
            Some(Waiter::Codes(caller, id, count)) => effects.extend(self.added(caller, id, count, failed)),
            None => {}
        }
        effects
    }

    /// Tells a program what came of its request to keep something.
    fn added(&mut self, caller: Caller, id: String, count: u32, failed: Option<Failure>) -> Vec<Effect> {
        let closed = self.desk.close(&id).is_some();
        let answer = match failed {
            None => Answer::Added { id, count },
            Some(reason) => Answer::Failed { reason },
        };
        let mut effects = vec![Effect::Program(caller, answer)];
        if closed {
            effects.push(Effect::Request(None));
        }
        effects
    }

    /// Says how many of several accounts were written, where that is not all.
    fn not_all(&self, batch: &Batch) -> Option<Failure> {
        let kind = self.keeping.kind.clone().unwrap_or(StoreKind::Keychain);
        let failed = batch.failed.as_ref().map(|(_, error)| failures::store(error, &kind));
        let why = batch.stopped.clone().or(failed)?;
        if batch.total == 1 {
            return Some(why);
        }
        let message = format!(
            "{} of {} accounts were stored, the others were not. {}",
            batch.written.len(),
            batch.total,
            why.message
        );
        Some(Failure { message, ..why })
    }
}
