//! What shells show, and the codes that a person copies.

use super::App;
use super::effect::{Copied, Effect, For, ReplyTo};
use super::failures;
use super::writing::Then;
use crate::account::Account;
use crate::approval::step;
use crate::otp;
use crate::ports::Id;
use crate::secret::SecretText;
use crate::time::Now;
use crate::view::{
    AccountRow, CodeKind, CodeView, Failure, Overview, RunView, StatusView, StoreCondition, StoreView,
};

/// The most codes in one answer: more rows than any screen shows.
const CODES_LIMIT: usize = 1_000;

impl App {
    /// Returns what anyone who may connect may know. The version is the workspace's, which is the agent's.
    #[must_use]
    pub fn status(&self) -> StatusView {
        StatusView {
            agent: env!("CARGO_PKG_VERSION").to_owned(),
            condition: self.keeping.condition.clone(),
            store: self.keeping.kind.clone(),
            pending: self.desk.pending().is_some(),
        }
    }

    /// Returns everything but codes. Whether there is a tray is the agent's to fill in.
    #[must_use]
    pub fn overview(&self, now: Now) -> Overview {
        let open = self.keeping.condition == StoreCondition::Open;
        let twins = self.shelf.twins(&self.index);
        let rows = self.shelf.ordered(&self.index).map(|(found, record)| AccountRow {
            recovery: self.sheets.views(&found.id, &self.index),
            same_as: twins.get(&found.id).map(|first| first.0.clone()),
            ..found.row(record)
        });
        let unsaved = self.keeping.unsaved.as_ref().map(|(failure, _)| failure.clone());
        Overview {
            accounts: if open { rows.collect() } else { Vec::new() },
            store: StoreView {
                kind: self.keeping.kind.clone(),
                condition: self.keeping.condition.clone(),
                provider: self.keeping.provider.as_ref().map(|provider| provider.name.clone()),
                failure: unsaved.or_else(|| self.keeping.failure.clone()),
            },
            runs: self
                .runs
                .grants()
                .map(|grant| RunView {
                    id: grant.id.clone(),
                    sentence: grant.sentence.clone(),
                    given: grant.given,
                    packages: grant.packages.clone(),
                    ends_in_ms: grant.ends_in_ms(now),
                })
                .collect(),
            progress: self.progress(),
            undo: self.undoable(),
            backup: self.backup_view(),
            tray: None,
            clock: self.clock_warning(),
        }
    }

    /// Returns the codes of visible rows; rows that make none are left out. Does not count as giving them out.
    #[must_use]
    pub fn codes(&self, ids: &[String], now: Now) -> Vec<CodeView> {
        let now = self.set_right(now);
        let codes = ids.iter().take(CODES_LIMIT).filter_map(|id| {
            let (account, last) = self.usable(id)?;
            // A counter's code counts as used once it is seen; it is copied instead.
            if account.parameters.kind() == CodeKind::Hotp {
                return None;
            }
            let step = current(account, last, now);
            Some(CodeView {
                id: id.clone(),
                code: account.code(step)?.to_string(),
                next: account.code(step.saturating_add(1))?.to_string(),
                valid_until: self.valid_until(&account.parameters, step),
            })
        });
        codes.collect()
    }

    /// Puts a code on the clipboard, of the current or the next step. Copying is the person's own act and never refused
    /// for a step that was given out; the step counts as given out from then on. A counter is stored first: the code comes
    /// once it is.
    ///
    /// # Errors
    /// A [`Failure`] where the account makes no code at the moment.
    pub fn copy(&mut self, to: For, id: &str, next: bool, now: Now) -> Result<Vec<Effect>, Failure> {
        self.open()?;
        let now = self.set_right(now);
        let (account, last) = self.usable(id).ok_or_else(failures::no_account)?;
        let parameters = account.parameters;
        let step = current(account, last, now).saturating_add(u64::from(next));
        let mut text = account.code(step).ok_or_else(failures::no_account)?;
        let text = SecretText::new(std::mem::take(&mut *text));
        let copied = self.copied(text, self.valid_until(&parameters, step));
        let newest = step::copied(&parameters, last, step, now);
        let log = Effect::Log(format!("account {id}: a code was copied"));
        let id = Id(id.to_owned());
        self.count_use(&id, now);
        if parameters.kind() == CodeKind::Hotp {
            return Ok(self.count_on(&id, newest, Then::Copy(to, copied)));
        }
        let mut effects = if last == Some(newest) { Vec::new() } else { vec![self.mark_given(&id, newest)] };
        effects.extend([log, Effect::Copy(to, copied)]);
        Ok(effects)
    }

    /// Puts an account's note on the clipboard: the window never shows it, because it may be as secret as the rest.
    ///
    /// # Errors
    /// A [`Failure`] where there is no such account, or no note.
    pub fn copy_note(&mut self, to: ReplyTo, id: &str) -> Result<Vec<Effect>, Failure> {
        self.open()?;
        let found = self.shelf.get(&Id(id.to_owned())).and_then(|found| found.account.as_ref());
        let note = found.and_then(Account::note).ok_or_else(failures::no_account)?;
        let copied = self.copied(note.clone(), 0);
        Ok(vec![
            Effect::Copy(For::Shell(to), copied),
            Effect::Log(format!("account {id}: its note was copied")),
        ])
    }

    /// Makes a text ready for the clipboard, as the person set up.
    pub(super) fn copied(&self, text: SecretText, valid_until: u64) -> Copied {
        let care = self.settings().clipboard;
        Copied { text, valid_until, clears_in: care.seconds, unlisted: care.unlisted }
    }

    /// Finds an account that makes codes, and the newest step it gave out.
    fn usable(&self, id: &str) -> Option<(&Account, Option<u64>)> {
        self.open().ok()?;
        let id = Id(id.to_owned());
        let record = self.index.record(&id)?;
        Some((self.shelf.get(&id)?.ready(Some(record))?, record.last_step))
    }
}

fn current(account: &Account, last: Option<u64>, now: Now) -> u64 {
    match account.parameters.kind() {
        CodeKind::Hotp => step::next_counter(&account.parameters, last),
        _ => otp::step(&account.parameters, now.unix_seconds()),
    }
}
