//! Changing what is kept: edit, delete, restore, confirm, order, and the end of what was deleted.

use super::App;
use super::effect::{Effect, ReplyTo, StoreCall};
use super::failures::{self, failure};
use super::keeping::Job;
use super::shelf::shown_names;
use super::writing::Waiter;
use crate::account::Account;
use crate::approval::registry::normalised;
use crate::approval::step::next_counter;
use crate::ports::{Id, StoreError};
use crate::secret::SecretText;
use crate::time::Now;
use crate::transfer::groups::tags;
use crate::vault::index::Record;
use crate::view::{AccountState, CodeKind, Edit, Failure};
use std::collections::{BTreeMap, BTreeSet};

/// How long a deleted account can be restored, in seconds.
const RESTORABLE_S: u64 = 30 * 24 * 3_600;
/// How often deleted accounts are looked through, in milliseconds.
const PURGE_MS: u64 = 3_600_000;
/// The longest name of a registry, in bytes.
const REGISTRY_LIMIT: usize = 500;

impl App {
    /// Changes what is shown of an account, where it stands and which registry it may answer.
    pub fn edit(&mut self, to: ReplyTo, id: &str, edit: &Edit, _now: Now) -> Vec<Effect> {
        match self.edited(id, edit) {
            Err(why) => vec![Effect::Reply(to, Err(why))],
            Ok((account, bound)) => {
                let mut effects = Vec::new();
                if bound {
                    effects.extend([self.save(), Effect::Changed]);
                }
                match account {
                    Some(account) => effects.extend(self.write_all(vec![account.into()], Waiter::Shell(to))),
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
            Ok(account) => self.write_all(vec![account.into()], Waiter::Shell(to)),
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
            Ok(account) => self.write_all(vec![account.into()], Waiter::Shell(to)),
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

    /// Binds and arranges as the edit says; returns the account to be written where names change, and whether the index changed.
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
        let arranged = self.arrange(&id, edit);
        Ok((renamed, bound || arranged))
    }

    /// Puts an account into groups and pins it; returns whether that changed something.
    fn arrange(&mut self, id: &Id, edit: &Edit) -> bool {
        let groups = tags(&edit.groups);
        match self.index.record_mut(id) {
            Some(record) if record.tags != groups || record.pinned != edit.pinned => {
                (record.tags, record.pinned) = (groups, edit.pinned);
                true
            }
            _ => false,
        }
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
        vec![
            self.save(),
            Effect::DropIcon(id.clone()),
            Effect::Changed,
            Effect::Log(format!("account {id}: removed for good")),
        ]
    }
}
