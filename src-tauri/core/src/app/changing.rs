//! Changing what is kept: keep, edit, delete, restore, confirm, order, and the end of what was deleted.

use super::drafting::{Draft, standing};
use super::effect::{Effect, ReplyTo, StoreCall};
use super::failures::{self, failure};
use super::keeping::Job;
use super::shelf::shown_names;
use super::{App, Caller};
use crate::account::{Account, payload};
use crate::approval::registry::normalised;
use crate::ports::{Id, StoreError};
use crate::time::Now;
use crate::vault::index::Record;
use crate::view::{AccountState, Answer, Edit, Failure, Standing, StoreCondition, StoreKind};
use std::collections::{BTreeMap, BTreeSet};

/// How long a deleted account can be restored, in seconds.
const RESTORABLE_S: u64 = 30 * 24 * 3_600;
/// How often deleted accounts are looked through, in milliseconds.
const PURGE_MS: u64 = 3_600_000;
/// The longest name of a registry, in bytes.
const REGISTRY_LIMIT: usize = 500;

/// Changes that are under way.
#[derive(Debug, Default)]
pub(super) struct Changes {
    /// Writes that belong together, and who waits for them.
    batches: BTreeMap<u64, Batch>,
    next: u64,
    purge_at: u64,
}

/// Writes that are answered together.
#[derive(Debug)]
struct Batch {
    open: usize,
    done: u32,
    failed: Option<(u32, StoreError)>,
    waiter: Option<Waiter>,
}

/// Who waits for a batch.
#[derive(Debug)]
pub(super) enum Waiter {
    Shell(ReplyTo),
    Program(Caller, String),
    /// A run whose command enrols this account at this registry.
    Enrolled(Caller, String, Id, Option<String>),
    /// A program that brought so many recovery codes.
    Codes(Caller, String, u32),
}

/// One payload on its way to the store.
#[derive(Debug)]
pub(super) struct Written {
    id: Id,
    hash: String,
    /// What is on the shelf afterwards; nothing once locked.
    account: Option<Account>,
    /// What a shell can try to keep again if this fails.
    draft: Option<Draft>,
    batch: Option<u64>,
}

impl Written {
    /// Forgets the secrets.
    pub(super) fn forget(&mut self) {
        self.account = None;
        self.draft = None;
    }
}

impl App {
    /// Keeps drafts as accounts. What is kept already is passed over; what cannot be stored stays a draft.
    pub fn keep(&mut self, to: ReplyTo, drafts: &[String], now: Now) -> Vec<Effect> {
        if let Err(why) = self.open() {
            return vec![Effect::Reply(to, Err(why))];
        }
        let taken = self.drafts.take(drafts);
        if taken.is_empty() {
            let gone =
                failure("no-draft", "These drafts are gone. Nothing was kept.", "Scan or paste again.");
            return vec![Effect::Reply(to, Err(gone))];
        }
        self.keep_all(taken, Waiter::Shell(to), now)
    }

    /// Keeps drafts and answers the waiter when all were written.
    pub(super) fn keep_all(&mut self, drafts: Vec<Draft>, waiter: Waiter, now: Now) -> Vec<Effect> {
        let mut accounts: Vec<(Account, Option<Draft>)> = Vec::new();
        let for_shell = matches!(waiter, Waiter::Shell(_));
        for draft in drafts {
            let kept = self.shelf.kept(&self.index).chain(accounts.iter().map(|(account, _)| account));
            if standing(&draft.entry, kept) != Standing::Duplicate {
                let account = Account::new(self.new_id(), &draft.entry, now.unix_seconds(), false);
                accounts.push((account, Some(draft).filter(|_| for_shell)));
            }
        }
        self.write_all(accounts, waiter)
    }

    /// Changes what is shown of an account and which registry it may answer.
    pub fn edit(&mut self, to: ReplyTo, id: &str, edit: &Edit, _now: Now) -> Vec<Effect> {
        match self.edited(id, edit) {
            Err(why) => vec![Effect::Reply(to, Err(why))],
            Ok((account, bound)) => {
                let mut effects = Vec::new();
                if bound {
                    effects.extend([self.save(), Effect::Changed]);
                }
                match account {
                    Some(account) => effects.extend(self.write_all(vec![(account, None)], Waiter::Shell(to))),
                    None => effects.push(Effect::Reply(to, Ok(()))),
                }
                effects
            }
        }
    }

    /// Binds as the edit says; returns the account to be written where names change, and whether the index changed.
    fn edited(&mut self, id: &str, edit: &Edit) -> Result<(Option<Account>, bool), Failure> {
        self.open()?;
        let id = Id(id.to_owned());
        let record = self.index.record(&id);
        let account =
            self.shelf.get(&id).and_then(|found| found.ready(record)).ok_or_else(failures::no_account)?;
        let registry = edit.registry.as_deref().map(normalised).filter(|registry| !registry.is_empty());
        if registry.as_ref().is_some_and(|registry| registry.len() > REGISTRY_LIMIT) {
            return Err(failure(
                "bad-account",
                "The registry's name is too long.",
                "Correct it and try again.",
            ));
        }
        if edit.issuer.trim().is_empty() && edit.account.trim().is_empty() {
            return Err(failure(
                "bad-account",
                "The account has no name. Nothing was changed.",
                "Give it one.",
            ));
        }
        // What was only shown differently (characters that cannot be seen) was not changed by the person.
        let shown = shown_names(account);
        let issuer = if edit.issuer == shown.0 { account.issuer() } else { &edit.issuer };
        let name = if edit.account == shown.1 { account.name() } else { &edit.account };
        let mut renamed = account.clone();
        renamed.rename(issuer, name);
        let renamed = Some(renamed).filter(|renamed| renamed != account);
        let bound = self.bind(&id, registry);
        Ok((renamed, bound))
    }

    /// Binds an account to a registry, or to none; returns whether that changed something.
    pub(super) fn bind(&mut self, id: &Id, registry: Option<String>) -> bool {
        match self.index.record_mut(id) {
            Some(record) if record.registry != registry => {
                record.registry = registry;
                (record.single_use, record.replays) = (false, false);
                true
            }
            _ => false,
        }
    }

    /// Deletes an account; it can be restored for 30 days, and its secret stays in the store for as long.
    pub fn delete(&mut self, to: ReplyTo, id: &str, now: Now) -> Vec<Effect> {
        self.change_record(to, id, |app, id| {
            if app.discard_sheet(id, now) {
                return Some("discarded");
            }
            let found = app.shelf.get(id).filter(|found| found.state != AccountState::Conflict)?;
            let hash = found.hash.clone().unwrap_or_default();
            if app.index.record(id).is_none() {
                app.index.records.push(Record::new(id.clone(), hash));
            }
            let record = app.index.record_mut(id)?;
            record.deleted.get_or_insert(now.unix_seconds());
            Some("deleted")
        })
    }

    /// Brings a deleted account back.
    pub fn restore(&mut self, to: ReplyTo, id: &str, _now: Now) -> Vec<Effect> {
        self.change_record(to, id, |app, id| {
            if app.restore_sheet(id) {
                return Some("restored");
            }
            if app.purging(id) {
                return None;
            }
            app.index.record_mut(id)?.deleted.take().map(|_| "restored")
        })
    }

    /// Takes over an account that another program put into the store or changed there.
    pub fn confirm(&mut self, to: ReplyTo, id: &str, _now: Now) -> Vec<Effect> {
        self.change_record(to, id, |app, id| {
            if app.confirm_sheet(id) {
                return Some("confirmed");
            }
            let hash = app.shelf.confirm(id)?;
            match app.index.record_mut(id) {
                Some(record) => record.hash = hash,
                None => app.index.records.push(Record::new(id.clone(), hash)),
            }
            app.adopt_sheets(id);
            Some("confirmed")
        })
    }

    /// Puts accounts in this order; those not named follow as they stood.
    pub fn order(&mut self, to: ReplyTo, ids: &[String], _now: Now) -> Vec<Effect> {
        if let Err(why) = self.open() {
            return vec![Effect::Reply(to, Err(why))];
        }
        let places: BTreeMap<&str, usize> =
            ids.iter().enumerate().map(|(place, id)| (id.as_str(), place)).collect();
        self.index
            .records
            .sort_by_key(|record| places.get(record.id.0.as_str()).copied().unwrap_or(usize::MAX));
        vec![self.save(), Effect::Changed, Effect::Reply(to, Ok(()))]
    }

    /// Changes the index alone, saves it and answers. The change says what it did, for the log; nothing if it could not.
    fn change_record(
        &mut self,
        to: ReplyTo,
        id: &str,
        change: impl FnOnce(&mut Self, &Id) -> Option<&'static str>,
    ) -> Vec<Effect> {
        let id = Id(id.to_owned());
        match self.open().and_then(|()| change(self, &id).ok_or_else(failures::no_account)) {
            Err(why) => vec![Effect::Reply(to, Err(why))],
            Ok(what) => vec![
                self.save(),
                Effect::Changed,
                Effect::Reply(to, Ok(())),
                Effect::Log(format!("account {id}: {what}")),
            ],
        }
    }

    /// Writes accounts and answers the waiter when all are done. Nothing to write is done at once.
    pub(super) fn write_all(
        &mut self,
        accounts: Vec<(Account, Option<Draft>)>,
        waiter: Waiter,
    ) -> Vec<Effect> {
        let batch = self.begin(accounts.len(), waiter);
        if accounts.is_empty() {
            return self.finish(batch);
        }
        accounts.into_iter().map(|(account, draft)| self.write(account, draft, Some(batch))).collect()
    }

    /// Begins a batch of so many writes.
    pub(super) fn begin(&mut self, open: usize, waiter: Waiter) -> u64 {
        self.changes.next += 1;
        let batch = Batch { open, done: 0, failed: None, waiter: Some(waiter) };
        self.changes.batches.insert(self.changes.next, batch);
        self.changes.next
    }

    /// Writes an account; nobody waits for it where there is no batch.
    pub(super) fn write(&mut self, account: Account, draft: Option<Draft>, batch: Option<u64>) -> Effect {
        let (id, line) = (account.id.clone(), payload::encode(&account));
        let hash = payload::hash(&line);
        let written = Written { id: id.clone(), hash, account: Some(account), draft, batch };
        self.ask_store(StoreCall::Write(id, line), Job::Write(Box::new(written)))
    }

    /// A payload was written and read back, or not.
    pub(super) fn written(&mut self, written: Written, result: Result<(), StoreError>) -> Vec<Effect> {
        let Written { id, hash, account, draft, batch } = written;
        match &result {
            Ok(()) => {
                match self.index.record_mut(&id) {
                    Some(record) => record.hash.clone_from(&hash),
                    None => self.index.records.push(Record::new(id, hash.clone())),
                }
                if let Some(account) = account.filter(|_| self.keeping.condition == StoreCondition::Open) {
                    self.shelf.put(account, hash);
                }
            }
            Err(_) => {
                if let Some(draft) = draft {
                    self.drafts.put(draft);
                }
            }
        }
        match batch {
            Some(batch) => self.count(batch, result),
            None if result.is_ok() => vec![self.save(), Effect::Changed],
            None => vec![Effect::Log("an account could not be written".to_owned())],
        }
    }

    /// A write takes long: its waiter is answered, and its end will be noted when it comes.
    pub(super) fn write_waits(&mut self, written: &mut Written) -> Vec<Effect> {
        written.draft = None;
        written.batch.take().map_or_else(Vec::new, |batch| self.count(batch, Err(StoreError::TimedOut)))
    }

    pub(super) fn count(&mut self, batch: u64, result: Result<(), StoreError>) -> Vec<Effect> {
        let Some(counted) = self.changes.batches.get_mut(&batch) else { return Vec::new() };
        counted.open = counted.open.saturating_sub(1);
        if let Err(error) = result {
            let before = counted.failed.take().map_or(0, |(count, _)| count);
            counted.failed = Some((before + 1, error));
        } else {
            counted.done += 1;
        }
        if counted.open > 0 { Vec::new() } else { self.finish(batch) }
    }

    /// Saves what a batch changed and answers its waiter.
    fn finish(&mut self, batch: u64) -> Vec<Effect> {
        let Some(batch) = self.changes.batches.remove(&batch) else { return Vec::new() };
        let mut effects = Vec::new();
        let enrolled = match &batch.waiter {
            Some(Waiter::Enrolled(caller, _, account, registry)) if batch.failed.is_none() => {
                self.enrolments.insert(*caller, account.clone());
                self.bind(account, registry.clone())
            }
            _ => false,
        };
        if batch.done > 0 || enrolled {
            if self.index.store.is_none() {
                self.index.store.clone_from(&self.keeping.kind);
            }
            effects.extend([self.save(), Effect::Log(format!("{} items written", batch.done))]);
        }
        effects.push(Effect::Changed);
        let kind = self.keeping.kind.clone().unwrap_or(StoreKind::Keychain);
        let failed = batch.failed.map(|(count, error)| not_all(batch.done, count, &error, &kind));
        match batch.waiter {
            Some(Waiter::Shell(to)) => effects.push(Effect::Reply(to, failed.map_or(Ok(()), Err))),
            Some(Waiter::Program(caller, id)) => effects.extend(self.added(caller, id, batch.done, failed)),
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

    /// Removes for good what was deleted long enough ago.
    pub(super) fn purge(&mut self, now: Now) -> Vec<Effect> {
        if self.open().is_err() || now.steady_ms < self.changes.purge_at {
            return Vec::new();
        }
        self.changes.purge_at = now.steady_ms.saturating_add(PURGE_MS);
        let over = |deleted: u64| deleted.saturating_add(RESTORABLE_S) <= now.unix_seconds();
        let mut due: BTreeSet<Id> = self
            .index
            .records
            .iter()
            .filter(|record| record.deleted.is_some_and(over))
            .map(|record| record.id.clone())
            .collect();
        due.extend(self.sheets_due(over, |account| due.contains(account)));
        due.retain(|id| !self.purging(id));
        due.into_iter().map(|id| self.ask_store(StoreCall::Delete(id.clone()), Job::Purge(id))).collect()
    }

    pub(super) fn purge_deadline(&self) -> Option<u64> {
        let records = self.index.records.iter().map(|record| record.deleted);
        let mut deleted = records.chain(self.index.sheets.iter().map(|sheet| sheet.deleted));
        let any = self.open().is_ok() && deleted.any(|deleted| deleted.is_some());
        any.then_some(self.changes.purge_at)
    }

    pub(super) fn purged(&mut self, id: &Id, result: &Result<(), StoreError>) -> Vec<Effect> {
        if result.is_err() {
            return vec![Effect::Log(format!("account {id}: could not be removed, will be tried again"))];
        }
        self.index.records.retain(|record| record.id != *id);
        self.shelf.remove(id);
        self.forget_sheet(id);
        vec![self.save(), Effect::Changed, Effect::Log(format!("account {id}: removed for good"))]
    }
}

/// Says how many of several accounts were written.
fn not_all(done: u32, failed: u32, error: &StoreError, kind: &StoreKind) -> Failure {
    let why = failures::store(error, kind);
    if done == 0 && failed == 1 {
        return why;
    }
    let message =
        format!("{done} of {} accounts were stored, the others were not. {}", done + failed, why.message);
    Failure { code: why.code, message, hint: why.hint }
}
