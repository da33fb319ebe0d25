//! The sheets of recovery codes as they were found in the store, set against what the index knows.

use super::App;
use super::effect::Effect;
use crate::ports::{Id, StoreError};
use crate::recovery::{Sheet, payload};
use crate::secret::SecretText;
use crate::time::{Now, date};
use crate::vault::index::{Index, SheetRecord};
use crate::vault::line::{self, Kind};
use crate::view::{AccountState, SheetView, StoreCondition};
use std::collections::BTreeMap;

/// One sheet as it was found in the store.
#[derive(Clone, Debug)]
struct Found {
    state: AccountState,
    sheet: Option<Sheet>,
    hash: Option<String>,
}

/// The sheets that were found, by id. Empty while locked.
#[derive(Debug, Default)]
pub(super) struct Sheets(BTreeMap<Id, Found>);

/// One sheet on its way to the store.
#[derive(Debug)]
pub(super) struct Written {
    pub(super) id: Id,
    pub(super) account: Id,
    pub(super) hash: String,
    /// What is known afterwards; nothing once locked.
    pub(super) sheet: Option<Sheet>,
    pub(super) batch: Option<u64>,
}

impl Written {
    /// Forgets the codes.
    pub(super) fn forget(&mut self) {
        self.sheet = None;
    }

    /// Takes the batch out, whose waiter is answered before the store answers; with it, what was to be written.
    pub(super) fn take_batch(&mut self) -> Option<(u64, Id)> {
        Some((self.batch.take()?, self.id.clone()))
    }
}

/// An item of the store, or why it cannot be read.
type Item = (Id, Result<SecretText, StoreError>);

impl Sheets {
    /// Takes the sheets out of what was found in the store, and sets them against what the index knows. Changes neither.
    pub(super) fn sort_out(index: &Index, stored: Vec<Item>) -> (Self, Vec<Item>) {
        let is_sheet = |(id, item): &Item| match item {
            Ok(text) => Kind::of(text.expose()) == Some(Kind::Recovery),
            Err(_) => index.sheet(id).is_some(),
        };
        let (of_ours, others) = stored.into_iter().partition(is_sheet);
        let mut sheets = Self::default();
        for (id, item) in of_ours {
            let twice = sheets.0.contains_key(&id);
            let found = if twice { Found::without(AccountState::Conflict) } else { found(&id, item, index) };
            sheets.0.insert(id, found);
        }
        for record in &index.sheets {
            sheets.0.entry(record.id.clone()).or_insert_with(|| Found::without(AccountState::Missing));
        }
        (sheets, others)
    }

    pub(super) fn clear(&mut self) {
        self.0.clear();
    }

    /// Lists an account's sheets as they are shown, the newest first.
    pub(super) fn views(&self, account: &Id, index: &Index) -> Vec<SheetView> {
        let mut views: Vec<(u64, SheetView)> =
            self.of(account, index).map(|(id, found)| found.view(id, index.sheet(id))).collect();
        views.sort_by_key(|(created, _)| std::cmp::Reverse(*created));
        views.into_iter().map(|(_, view)| view).collect()
    }

    /// Lists an account's sheets. Whose a sheet is that cannot be read, the index knows.
    fn of<'a>(&'a self, account: &Id, index: &Index) -> impl Iterator<Item = (&'a Id, &'a Found)> {
        self.0.iter().filter(move |(id, found)| {
            let read = found.sheet.as_ref().map(|sheet| &sheet.account);
            read.or_else(|| index.sheet(id).map(|record| &record.account)) == Some(account)
        })
    }

    /// Lists an account's sheets that may be used, the newest first.
    pub(super) fn usable<'a>(&'a self, account: &Id, index: &'a Index) -> Vec<(&'a Sheet, &'a SheetRecord)> {
        let mut usable: Vec<_> = self
            .of(account, index)
            .filter(|(_, found)| found.state == AccountState::Ready)
            .filter_map(|(id, found)| Some((found.sheet.as_ref()?, index.sheet(id)?)))
            .filter(|(_, record)| record.deleted.is_none())
            .collect();
        usable.sort_by_key(|(sheet, _)| std::cmp::Reverse(sheet.created));
        usable
    }
}

impl Found {
    fn without(state: AccountState) -> Self {
        Self { state, sheet: None, hash: None }
    }

    fn view(&self, id: &Id, record: Option<&SheetRecord>) -> (u64, SheetView) {
        let created = self.sheet.as_ref().map_or(0, |sheet| sheet.created);
        let total = self.sheet.as_ref().map_or(0, |sheet| sheet.codes().len());
        let left = total.saturating_sub(record.map_or(0, |record| record.used.len()));
        let discarded = record.is_some_and(|record| record.deleted.is_some());
        let view = SheetView {
            id: id.0.clone(),
            created: self.sheet.as_ref().map_or(String::new(), |_| date(created)),
            total: number(total),
            left: number(left),
            state: if discarded { AccountState::Deleted } else { self.state.clone() },
        };
        (created, view)
    }
}

fn found(id: &Id, item: Result<SecretText, StoreError>, index: &Index) -> Found {
    let text = match item {
        Ok(text) => text,
        Err(StoreError::Absent) => return Found::without(AccountState::Missing),
        Err(StoreError::Ambiguous) => return Found::without(AccountState::Conflict),
        Err(_) => return Found::without(AccountState::Unreadable),
    };
    let hash = line::hash(&text);
    let Ok(sheet) = payload::decode(id, text.expose()) else {
        return Found { hash: Some(hash), ..Found::without(AccountState::Unreadable) };
    };
    let state = match index.sheet(id) {
        None => AccountState::Adoptable,
        Some(record) if record.hash == hash && record.account == sheet.account => AccountState::Ready,
        Some(_) => AccountState::Changed,
    };
    Found { state, sheet: Some(sheet), hash: Some(hash) }
}

impl App {
    /// A sheet was written and read back, or not.
    pub(super) fn sheet_kept(&mut self, written: Written, result: Result<(), StoreError>) -> Vec<Effect> {
        let Written { id, account, hash, sheet, batch } = written;
        if result.is_ok() {
            if self.index.sheet(&id).is_none() {
                self.index.sheets.push(SheetRecord::new(id.clone(), account, hash.clone()));
            }
            if let Some(sheet) = sheet.filter(|_| self.keeping.condition == StoreCondition::Open) {
                let found = Found { state: AccountState::Ready, sheet: Some(sheet), hash: Some(hash) };
                self.sheets.0.insert(id.clone(), found);
            }
        }
        match batch {
            Some(batch) => self.count(batch, id, result),
            None if result.is_ok() => vec![self.save(), Effect::Changed],
            None => vec![Effect::Log("recovery codes could not be written".to_owned())],
        }
    }

    /// Discards a sheet for a while; says whether there was one.
    pub(super) fn discard_sheet(&mut self, id: &Id, now: Now) -> bool {
        let kept = self.sheets.0.get(id).is_some_and(|found| found.state != AccountState::Conflict);
        let record = self.index.sheet_mut(id).filter(|_| kept);
        record.map(|record| record.deleted.get_or_insert(now.unix_seconds())).is_some()
    }

    /// Brings a discarded sheet back; says whether there was one.
    pub(super) fn restore_sheet(&mut self, id: &Id) -> bool {
        !self.purging(id) && self.index.sheet_mut(id).is_some_and(|record| record.deleted.take().is_some())
    }

    /// Takes a sheet over that another program put into the store or changed there; says whether there was one.
    pub(super) fn confirm_sheet(&mut self, id: &Id) -> bool {
        let Some(found) = self.sheets.0.get_mut(id) else { return false };
        let (Some(sheet), Some(hash)) = (&found.sheet, &found.hash) else { return false };
        if !matches!(found.state, AccountState::Changed | AccountState::Adoptable) {
            return false;
        }
        let record = SheetRecord::new(id.clone(), sheet.account.clone(), hash.clone());
        match self.index.sheet_mut(id) {
            // What was used of other codes says nothing of these.
            Some(known) => *known = record,
            None => self.index.sheets.push(record),
        }
        found.state = AccountState::Ready;
        true
    }

    /// Takes over the sheets that came with an account that is taken over.
    pub(super) fn adopt_sheets(&mut self, account: &Id) {
        let of = self.sheets.of(account, &self.index);
        let adoptable = of.filter(|(_, found)| found.state == AccountState::Adoptable);
        for id in adoptable.map(|(id, _)| id.clone()).collect::<Vec<_>>() {
            self.confirm_sheet(&id);
        }
    }

    /// Lists the sheets that go when these accounts go, and those that were discarded long enough ago.
    pub(super) fn sheets_due(&self, over: impl Fn(u64) -> bool, gone: impl Fn(&Id) -> bool) -> Vec<Id> {
        let due = |record: &&SheetRecord| record.deleted.is_some_and(&over) || gone(&record.account);
        self.index.sheets.iter().filter(due).map(|record| record.id.clone()).collect()
    }

    /// A sheet is gone for good.
    pub(super) fn forget_sheet(&mut self, id: &Id) {
        self.index.sheets.retain(|record| record.id != *id);
        self.sheets.0.remove(id);
    }
}

/// Returns a count as it is shown.
pub(super) fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
