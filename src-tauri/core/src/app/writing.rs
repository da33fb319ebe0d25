//! Writing accounts, and taking back what was kept last.

mod batches;

use super::drafting::Draft;
use super::effect::{Copied, Effect, For, ReplyTo, StoreCall};
use super::failures::{self, failure};
use super::giving::Delivery;
use super::keeping::Job;
use super::{App, Caller};
use crate::account::{Account, payload};
use crate::known::Known;
use crate::ports::{Id, StoreError};
use crate::time::Now;
use crate::transfer::{Found, Icon};
use crate::vault::index::Record;
use crate::view::{Answer, Failure, Standing, StoreCondition, StoreKind};
use batches::Batch;
use std::collections::{BTreeMap, BTreeSet};

/// Writes that are under way, and what can be taken back.
#[derive(Debug, Default)]
pub(super) struct Changes {
    /// Writes that belong together, and who waits for them.
    batches: BTreeMap<u64, Batch>,
    next: u64,
    pub(super) purge_at: u64,
    /// What was kept last.
    kept: BTreeSet<Id>,
}

/// An account to be written.
#[derive(Debug)]
pub(super) struct Piece {
    account: Account,
    /// What it was made of, if it is new.
    found: Option<Beside>,
    /// What a shell can try to keep again if this fails.
    draft: Option<Draft>,
}

/// What is kept of a new account outside of the store.
#[derive(Debug)]
struct Beside {
    groups: Vec<String>,
    icon: Option<Icon>,
}

/// Who waits for something that takes time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Waiter {
    /// A shell.
    Shell(ReplyTo),
    /// A program, with its request.
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
    beside: Option<Beside>,
    draft: Option<Draft>,
    batch: Option<u64>,
    /// What waits for it.
    then: Option<Then>,
}

/// What is done once a counter is stored.
#[derive(Debug)]
pub(super) enum Then {
    /// Its code goes to the clipboard.
    Copy(For, Copied),
    /// Its code goes to the program that was approved.
    Give(Box<Delivery>, u64),
}

impl From<Account> for Piece {
    /// Takes an account that was changed.
    fn from(account: Account) -> Self {
        Self { account, found: None, draft: None }
    }
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
        let for_shell = matches!(waiter, Waiter::Shell(_));
        let mut known = Known::of(self.shelf.kept(&self.index));
        let fresh: Vec<bool> =
            drafts.iter().map(|draft| known.meet(&draft.found.entry) != Standing::Duplicate).collect();
        let fresh = drafts.into_iter().zip(fresh).filter(|(_, fresh)| *fresh);
        let pieces = fresh.map(|(draft, _)| {
            let Found { entry, groups, icon } = &draft.found;
            let account = Account::new(self.new_id(), entry, now.unix_seconds(), false);
            let beside = Beside { groups: groups.clone(), icon: icon.clone() };
            Piece { account, found: Some(beside), draft: Some(draft).filter(|_| for_shell) }
        });
        let pieces = pieces.collect();
        self.write_all(pieces, waiter)
    }

    /// Takes back what was kept last, all of it at once; it stays restorable like what was deleted one by one.
    pub fn undo(&mut self, to: ReplyTo, now: Now) -> Vec<Effect> {
        if let Err(why) = self.open() {
            return vec![Effect::Reply(to, Err(why))];
        }
        let kept = std::mem::take(&mut self.changes.kept);
        let mut count = 0_u32;
        for record in self.index.records.iter_mut().filter(|record| kept.contains(&record.id)) {
            if record.deleted.is_none() {
                record.deleted = Some(now.unix_seconds());
                count += 1;
            }
        }
        if count == 0 {
            let nothing = failure("nothing-to-undo", "There is nothing to take back.", "Look at the list.");
            return vec![Effect::Reply(to, Err(nothing))];
        }
        let log = Effect::Log(format!("{count} accounts were taken back"));
        vec![self.save(), Effect::Changed, Effect::Reply(to, Ok(())), log]
    }

    /// Returns how many accounts [`App::undo`] would take back.
    pub(super) fn undoable(&self) -> u32 {
        let kept = self.index.records.iter().filter(|record| record.deleted.is_none());
        count(kept.filter(|record| self.changes.kept.contains(&record.id)).count())
    }

    /// Forgets what could be taken back.
    pub(super) fn forget_undo(&mut self) {
        self.changes.kept.clear();
    }

    /// Writes an account that was changed, for which nobody waits.
    pub(super) fn write_alone(&mut self, account: Account) -> Effect {
        self.write(account.into(), None, None)
    }

    /// Writes an account, and does something once it is stored.
    pub(super) fn write_then(&mut self, account: Account, then: Then) -> Effect {
        self.write(account.into(), None, Some(then))
    }

    fn write(&mut self, piece: Piece, batch: Option<u64>, then: Option<Then>) -> Effect {
        let Piece { account, found: beside, draft } = piece;
        let (id, line) = (account.id.clone(), payload::encode(&account));
        let hash = payload::hash(&line);
        let written = Written { id: id.clone(), hash, account: Some(account), beside, draft, batch, then };
        self.ask_store(StoreCall::Write(id, line), Job::Write(Box::new(written)))
    }

    /// A payload was written and read back, or not.
    pub(super) fn written(&mut self, written: Written, result: Result<(), StoreError>) -> Vec<Effect> {
        let Written { id, hash, account, beside, draft, batch, then } = written;
        let mut effects = Vec::new();
        match &result {
            Ok(()) => {
                effects.extend(self.note_written(&id, &hash, beside));
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
        effects.extend(match batch {
            Some(batch) => self.count(batch, id, result),
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
        });
        effects
    }

    /// Notes in the index what is in the store from now on.
    fn note_written(&mut self, id: &Id, hash: &str, beside: Option<Beside>) -> Option<Effect> {
        if let Some(record) = self.index.record_mut(id) {
            hash.clone_into(&mut record.hash);
            return None;
        }
        let Beside { groups, icon } = beside.unwrap_or(Beside { groups: Vec::new(), icon: None });
        let record = Record { tags: groups, ..Record::new(id.clone(), hash.to_owned()) };
        self.index.records.push(record);
        icon.map(|icon| Effect::SaveIcon(id.clone(), icon))
    }

    fn do_then(&mut self, then: Then) -> Vec<Effect> {
        match then {
            Then::Copy(to, copied) => {
                vec![Effect::Log("a code was copied".to_owned()), Effect::Copy(to, copied)]
            }
            Then::Give(delivery, counter) => self.give_marked(*delivery, counter, false),
        }
    }

    /// Tells whoever waits for a code that it does not come. The counter has moved on: no code is made of it again.
    pub(super) fn do_not(&mut self, then: Then, why: &Failure) -> Vec<Effect> {
        match then {
            Then::Copy(For::Shell(to), _) => vec![Effect::Reply(to, Err(why.clone()))],
            Then::Copy(For::Program(caller, _), _) => {
                vec![Effect::Program(caller, Answer::Failed { reason: why.clone() })]
            }
            Then::Copy(For::Tray, _) => Vec::new(),
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
        let Some(batch) = written.batch.take() else { return Vec::new() };
        // The store does one thing after the other: what was to come behind this would only wait, too.
        self.stop_batches(&failures::store(&StoreError::TimedOut, &StoreKind::Keychain));
        self.count(batch, written.id.clone(), Err(StoreError::TimedOut))
    }
}

fn count(many: usize) -> u32 {
    u32::try_from(many).unwrap_or(u32::MAX)
}
