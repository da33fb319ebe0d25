//! Changing what is kept: keep, edit, delete, restore, confirm, order, and the end of what was deleted.

use super::answering::Delivery;
use super::drafting::{Draft, standing};
use super::effect::{Copied, Effect, ReplyTo, StoreCall};
use super::failures::{self, failure};
use super::keeping::Job;
use super::shelf::shown_names;
use super::{App, Caller};
use crate::account::{Account, payload};
use crate::approval::registry::normalised;
use crate::approval::step::next_counter;
use crate::ports::{Id, StoreError};
use crate::secret::SecretText;
use crate::time::Now;
use crate::vault::index::Record;
use crate::view::{AccountState, Answer, CodeKind, Edit, Failure, Standing, StoreCondition, StoreKind};
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
    /// What waits for it.
    then: Option<Then>,
}

/// What is done once a counter is stored.
#[derive(Debug)]
pub(super) enum Then {
    /// Its code goes to the clipboard.
    Copy(Option<ReplyTo>, Copied),
    /// Its code goes to the program that was approved.
    Give(Box<Delivery>, u64),
}

impl Written {
    /// Forgets the secrets; what waited for it waits no more, and is returned.
    pub(super) fn forget(&mut self) -> Option<Then> {
        self.account = None;
        self.draft = None;
        self.then.take()
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

    /// Gives an account the PIN that goes into its codes.
    pub fn set_pin(&mut self, to: ReplyTo, id: &str, pin: &SecretText, _now: Now) -> Vec<Effect> {
        let changed = self.kept(id).and_then(|mut account| {
            let wrong = |why: &dyn std::fmt::Display| {
                failure("bad-account", format!("{why}. Nothing was changed.").replacen("the", "The", 1), "")
            };
            if !account.parameters.needs_pin() || pin.expose().is_empty() {
                return Err(failures::no_account());
            }
            account.set_pin(pin).map_err(|why| wrong(&why))?;
            Ok(account)
        });
        match changed {
            Err(why) => vec![Effect::Reply(to, Err(why))],
            Ok(account) => self.write_all(vec![(account, None)], Waiter::Shell(to)),
        }
    }

    /// Moves a counter forward, where the service is ahead (RFC 4226 section 7.4). It never moves back: a code of a counter
    /// is used once.
    pub fn set_counter(&mut self, to: ReplyTo, id: &str, counter: u64, _now: Now) -> Vec<Effect> {
        let last = self.index.record(&Id(id.to_owned())).and_then(|record| record.last_step);
        let changed = self.kept(id).and_then(|mut account| {
            if account.parameters.kind() != CodeKind::Hotp {
                return Err(failures::no_account());
            }
            let next = next_counter(&account.parameters, last);
            if counter < next {
                return Err(failure(
                    "counter-back",
                    format!(
                        "The next counter is {next}. Counters below it were used and are not used again."
                    ),
                    "Give a larger one. If the service was set back, enrol there again.",
                ));
            }
            account.parameters = account.parameters.with_counter(counter);
            Ok(account)
        });
        match changed {
            Err(why) => vec![Effect::Reply(to, Err(why))],
            Ok(account) => self.write_all(vec![(account, None)], Waiter::Shell(to)),
        }
    }

    /// Returns an account that is kept and as it should be, but for a PIN.
    fn kept(&self, id: &str) -> Result<Account, Failure> {
        self.open()?;
        let id = Id(id.to_owned());
        let kept = self.index.record(&id).is_some_and(|record| record.deleted.is_none());
        let found = self
            .shelf
            .get(&id)
            .filter(|found| kept && matches!(found.state, AccountState::Ready | AccountState::NoPin));
        found.and_then(|found| found.account.clone()).ok_or_else(failures::no_account)
    }

    /// Binds as the edit says; returns the account to be written where names change, and whether the index changed.
    fn edited(&mut self, id: &str, edit: &Edit) -> Result<(Option<Account>, bool), Failure> {
        self.open()?;
        let id = Id(id.to_owned());
        let account = self.kept(&id.0)?;
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
        let shown = shown_names(&account);
        let issuer = if edit.issuer == shown.0 { account.issuer() } else { &edit.issuer };
        let name = if edit.account == shown.1 { account.name() } else { &edit.account };
        let mut renamed = account.clone();
        renamed.rename(issuer, name).map_err(|why| {
            let message = format!("{why}. Nothing was changed.").replacen("the", "The", 1);
            failure("bad-account", message, "Shorten them.")
        })?;
        let renamed = Some(renamed).filter(|renamed| *renamed != account);
        let bound = self.bind(&id, registry);
        Ok((renamed, bound))
    }

    /// Binds an account to a registry, or to none; returns whether that changed something.
    pub(super) fn bind(&mut self, id: &Id, registry: Option<String>) -> bool {
        match self.index.record_mut(id) {
            Some(record) if record.registry != registry => {
                record.registry = registry;
                record.single_use = false;
                true
            }
            _ => false,
        }
    }

    /// Deletes an account; it can be restored for 30 days, and its secret stays in the store for as long.
    pub fn delete(&mut self, to: ReplyTo, id: &str, now: Now) -> Vec<Effect> {
        self.change_record(to, id, |app, id| {
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
            if app.purging(id) {
                return None;
            }
            app.index.record_mut(id)?.deleted.take().map(|_| "restored")
        })
    }

    /// Takes over an account that another program put into the store or changed there.
    pub fn confirm(&mut self, to: ReplyTo, id: &str, _now: Now) -> Vec<Effect> {
        self.change_record(to, id, |app, id| {
            let hash = app.shelf.confirm(id)?;
            match app.index.record_mut(id) {
                Some(record) => record.hash = hash,
                None => app.index.records.push(Record::new(id.clone(), hash)),
            }
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
        self.changes.next += 1;
        let batch = self.changes.next;
        let open = accounts.len();
        self.changes.batches.insert(batch, Batch { open, done: 0, failed: None, waiter: Some(waiter) });
        if open == 0 {
            return self.finish(batch);
        }
        accounts.into_iter().map(|(account, draft)| self.write(account, draft, batch)).collect()
    }

    /// Writes an account that belongs to a batch.
    fn write(&mut self, account: Account, draft: Option<Draft>, batch: u64) -> Effect {
        let (id, line) = (account.id.clone(), payload::encode(&account));
        let hash = payload::hash(&line);
        let written =
            Written { id: id.clone(), hash, account: Some(account), draft, batch: Some(batch), then: None };
        self.ask_store(StoreCall::Write(id, line), Job::Write(Box::new(written)))
    }

    /// Writes an account, and does something once it is stored.
    pub(super) fn write_then(&mut self, account: Account, then: Then) -> Effect {
        let (id, line) = (account.id.clone(), payload::encode(&account));
        let hash = payload::hash(&line);
        let (account, then) = (Some(account), Some(then));
        let written = Written { id: id.clone(), hash, account, draft: None, batch: None, then };
        self.ask_store(StoreCall::Write(id, line), Job::Write(Box::new(written)))
    }

    /// A payload was written and read back, or not.
    pub(super) fn written(&mut self, written: Written, result: Result<(), StoreError>) -> Vec<Effect> {
        let Written { id, hash, account, draft, batch, then } = written;
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
            None if result.is_ok() => {
                let mut effects = vec![self.save(), Effect::Changed];
                effects.extend(then.map(|then| self.do_then(then)).into_iter().flatten());
                effects
            }
            None => {
                let mut effects = vec![Effect::Log("an account could not be written".to_owned())];
                let why = failures::not_counted();
                effects.extend(then.map(|then| self.do_not(then, &why)).into_iter().flatten());
                effects
            }
        }
    }

    fn do_then(&mut self, then: Then) -> Vec<Effect> {
        match then {
            Then::Copy(to, copied) => {
                vec![Effect::Log("a code was copied".to_owned()), Effect::Copy(to, copied)]
            }
            Then::Give(delivery, counter) => self.give_marked(*delivery, counter),
        }
    }

    /// Tells whoever waits for a code that it does not come. The counter has moved on: no code is made of it again.
    pub(super) fn do_not(&mut self, then: Then, why: &Failure) -> Vec<Effect> {
        match then {
            Then::Copy(to, _) => to.map(|to| Effect::Reply(to, Err(why.clone()))).into_iter().collect(),
            Then::Give(delivery, _) => {
                self.give_up(&delivery, |id| Answer::Denied { id, reason: why.clone() })
            }
        }
    }

    /// A write takes long: its waiter is answered, and its end will be noted when it comes.
    pub(super) fn write_waits(&mut self, written: &mut Written) -> Vec<Effect> {
        written.draft = None;
        if let Some(then) = written.then.take() {
            return self.do_not(then, &failures::not_counted());
        }
        written.batch.take().map_or_else(Vec::new, |batch| self.count(batch, Err(StoreError::TimedOut)))
    }

    fn count(&mut self, batch: u64, result: Result<(), StoreError>) -> Vec<Effect> {
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
        if batch.done > 0 {
            if self.index.store.is_none() {
                self.index.store.clone_from(&self.keeping.kind);
            }
            effects.extend([self.save(), Effect::Log(format!("{} accounts written", batch.done))]);
        }
        effects.push(Effect::Changed);
        let kind = self.keeping.kind.clone().unwrap_or(StoreKind::Keychain);
        let failed = batch.failed.map(|(count, error)| not_all(batch.done, count, &error, &kind));
        match batch.waiter {
            Some(Waiter::Shell(to)) => effects.push(Effect::Reply(to, failed.map_or(Ok(()), Err))),
            Some(Waiter::Program(caller, id)) => {
                let answer = match failed {
                    None => Answer::Added { id: id.clone(), count: batch.done },
                    Some(reason) => Answer::Failed { reason },
                };
                effects.push(Effect::Program(caller, answer));
                if self.desk.close(&id).is_some() {
                    effects.push(Effect::Request(None));
                }
            }
            None => {}
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
        let due: BTreeSet<Id> = self
            .index
            .records
            .iter()
            .filter(|record| record.deleted.is_some_and(over) && !self.purging(&record.id))
            .map(|record| record.id.clone())
            .collect();
        due.into_iter().map(|id| self.ask_store(StoreCall::Delete(id.clone()), Job::Purge(id))).collect()
    }

    pub(super) fn purge_deadline(&self) -> Option<u64> {
        let any = self.open().is_ok() && self.index.records.iter().any(|record| record.deleted.is_some());
        any.then_some(self.changes.purge_at)
    }

    pub(super) fn purged(&mut self, id: &Id, result: &Result<(), StoreError>) -> Vec<Effect> {
        if result.is_err() {
            return vec![Effect::Log(format!("account {id}: could not be removed, will be tried again"))];
        }
        self.index.records.retain(|record| record.id != *id);
        self.shelf.remove(id);
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
