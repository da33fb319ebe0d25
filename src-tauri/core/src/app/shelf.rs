//! The accounts as they were found in the store, set against what the index knows.

use crate::account::{Account, payload};
use crate::approval::registry::normalised;
use crate::approval::step::next_counter;
use crate::known;
use crate::otp::entry::LABEL_LIMIT;
use crate::ports::{Id, StoreError};
use crate::secret::SecretText;
use crate::vault::index::{Index, Record};
use crate::view::{AccountRow, AccountState, CodeKind, claim};
use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// One account as it was found.
#[derive(Clone, Debug)]
pub(super) struct Found {
    pub(super) id: Id,
    /// What it is good for, deletion aside: that is the index's to know.
    pub(super) state: AccountState,
    /// What was stored, where it could be read.
    pub(super) account: Option<Account>,
    /// The payload's hash, where there is one payload.
    pub(super) hash: Option<String>,
    /// Why it is not ready.
    pub(super) remark: Option<String>,
}

/// What was found, by id. Empty while locked.
#[derive(Debug, Default)]
pub(super) struct Shelf(BTreeMap<Id, Found>);

impl Shelf {
    /// Sets what the store has against what the index knows. Changes neither.
    pub(super) fn reconcile(index: &Index, stored: Vec<(Id, Result<SecretText, StoreError>)>) -> Self {
        let mut shelf = Self::default();
        let known: BTreeMap<&Id, &Record> = index.records.iter().map(|record| (&record.id, record)).collect();
        for (id, item) in stored {
            let known = known.get(&id).copied();
            let found = if shelf.0.contains_key(&id) { ambiguous(id) } else { found(id, item, known) };
            shelf.0.insert(found.id.clone(), found);
        }
        for record in &index.records {
            shelf.0.entry(record.id.clone()).or_insert_with(|| missing(record.id.clone()));
        }
        shelf
    }

    /// Puts an account there that was stored just now.
    pub(super) fn put(&mut self, account: Account, hash: String) {
        let id = account.id.clone();
        let (state, remark) = ready(&account);
        let remark = remark.map(str::to_owned);
        self.0.insert(id.clone(), Found { id, state, account: Some(account), hash: Some(hash), remark });
    }

    pub(super) fn remove(&mut self, id: &Id) {
        self.0.remove(id);
    }

    pub(super) fn clear(&mut self) {
        self.0.clear();
    }

    pub(super) fn get(&self, id: &Id) -> Option<&Found> {
        self.0.get(id)
    }

    /// Takes an account over as it was found; its payload is from now on the one that is expected.
    pub(super) fn confirm(&mut self, id: &Id) -> Option<String> {
        let found = self.0.get_mut(id)?;
        if !matches!(found.state, AccountState::Changed | AccountState::Adoptable) {
            return None;
        }
        let (state, remark) = found.account.as_ref().map(ready)?;
        (found.state, found.remark) = (state, remark.map(str::to_owned));
        found.hash.clone()
    }

    /// Lists everything in the index's order; what it does not know comes last.
    pub(super) fn ordered<'a>(
        &'a self,
        index: &'a Index,
    ) -> impl Iterator<Item = (&'a Found, Option<&'a Record>)> {
        let known = index.records.iter().filter_map(|record| Some((self.0.get(&record.id)?, Some(record))));
        let ids: BTreeSet<&Id> = index.records.iter().map(|record| &record.id).collect();
        let unknown = self.0.values().filter(move |found| !ids.contains(&found.id));
        known.chain(unknown.map(|found| (found, None)))
    }

    /// Lists the accounts that are kept and were read, whatever else is wrong with them.
    pub(super) fn kept<'a>(&'a self, index: &'a Index) -> impl Iterator<Item = &'a Account> + Clone {
        index
            .records
            .iter()
            .filter(|record| record.deleted.is_none())
            .filter_map(|record| self.0.get(&record.id)?.account.as_ref())
    }

    /// Finds kept accounts that make the codes of one before them in the list: each with the first of its kind.
    pub(super) fn twins<'a>(&'a self, index: &'a Index) -> BTreeMap<&'a Id, &'a Id> {
        let mut first = HashMap::new();
        let twin = |account: &'a Account| match first.entry(known::codes(account)) {
            Entry::Vacant(free) => {
                free.insert(&account.id);
                None
            }
            Entry::Occupied(taken) => Some((&account.id, *taken.get())),
        };
        self.kept(index).filter_map(twin).collect()
    }

    /// Counts the accounts that are known and absent.
    pub(super) fn missing(&self, index: &Index) -> usize {
        let absent = |record: &&Record| {
            record.deleted.is_none()
                && self.0.get(&record.id).is_some_and(|found| found.state == AccountState::Missing)
        };
        index.records.iter().filter(absent).count()
    }
}

fn found(id: Id, item: Result<SecretText, StoreError>, known: Option<&Record>) -> Found {
    let text = match item {
        Ok(text) => text,
        Err(StoreError::Absent) => return missing(id),
        Err(StoreError::Ambiguous) => return ambiguous(id),
        Err(error) => return unreadable(id, None, format!("It could not be read: {error}.")),
    };
    let hash = payload::hash(&text);
    match payload::decode(&id, text.expose()) {
        Err(error) => unreadable(id, Some(hash), format!("It could not be read: {error}.")),
        Ok(account) => {
            let (state, remark) = match known {
                None => (
                    AccountState::Adoptable,
                    Some("It is in the store and not in the list. Take it over if it is yours."),
                ),
                Some(record) if record.hash == hash => ready(&account),
                Some(_) => {
                    (AccountState::Changed, Some("Another program changed it. Check it before you use it."))
                }
            };
            Found { id, state, account: Some(account), hash: Some(hash), remark: remark.map(str::to_owned) }
        }
    }
}

/// Returns what an account is good for that is as it should be.
fn ready(account: &Account) -> (AccountState, Option<&'static str>) {
    if account.lacks_pin() {
        (AccountState::NoPin, Some("Its codes are made of a PIN, which is missing. Type it in here."))
    } else {
        (AccountState::Ready, None)
    }
}

fn missing(id: Id) -> Found {
    let remark = "It is not in the store any more. Nothing was created in its place.".to_owned();
    Found { id, state: AccountState::Missing, account: None, hash: None, remark: Some(remark) }
}

fn ambiguous(id: Id) -> Found {
    let remark =
        "The store has it twice. Remove the one you do not want with your keychain's own program.".to_owned();
    Found { id, state: AccountState::Conflict, account: None, hash: None, remark: Some(remark) }
}

fn unreadable(id: Id, hash: Option<String>, remark: String) -> Found {
    Found { id, state: AccountState::Unreadable, account: None, hash, remark: Some(remark) }
}

impl Found {
    /// Returns the account if it may make codes.
    pub(super) fn ready(&self, record: Option<&Record>) -> Option<&Account> {
        let kept = record.is_some_and(|record| record.deleted.is_none());
        self.account.as_ref().filter(|_| kept && self.state == AccountState::Ready)
    }

    /// Returns the account as the list shows it, without its recovery codes and its likeness to others.
    pub(super) fn row(&self, record: Option<&Record>) -> AccountRow {
        let deleted = record.is_some_and(|record| record.deleted.is_some());
        let parameters = self.account.as_ref().map(|account| account.parameters).unwrap_or_default();
        let (issuer, account) = match &self.account {
            Some(account) => shown_names(account),
            None => (String::new(), format!("Account {}", self.id.0.get(..8).unwrap_or_default())),
        };
        AccountRow {
            id: self.id.0.clone(),
            npm: is_npm(&issuer, record),
            issuer,
            account,
            state: if deleted { AccountState::Deleted } else { self.state.clone() },
            kind: if self.account.is_some() { parameters.kind() } else { CodeKind::Totp },
            digits: parameters.digits(),
            period: parameters.period(),
            counter: (parameters.kind() == CodeKind::Hotp)
                .then(|| next_counter(&parameters, record.and_then(|record| record.last_step))),
            groups: record.map(|record| record.tags.clone()).unwrap_or_default(),
            pinned: record.is_some_and(|record| record.pinned),
            uses: record.map_or(0, |record| record.uses),
            last_used: record.and_then(|record| record.last_used),
            same_as: None,
            noted: self.account.as_ref().is_some_and(|account| account.note().is_some()),
            registry: record.and_then(|record| record.registry.clone()),
            warning: self.remark.clone().or_else(|| self.account.as_ref().and_then(remark)),
            recovery: Vec::new(),
        }
    }
}

/// Returns issuer and name as they are shown; what cannot be seen is left out.
pub(super) fn shown_names(account: &Account) -> (String, String) {
    (claim::line(account.issuer(), LABEL_LIMIT), claim::line(account.name(), LABEL_LIMIT))
}

/// Returns issuer and name in one line.
pub(super) fn one_line(account: &Account) -> String {
    let (issuer, name) =
        (claim::line(account.issuer(), claim::NAME), claim::line(account.name(), claim::NAME));
    match (issuer.is_empty(), name.is_empty()) {
        (false, false) => format!("{issuer}, {name}"),
        (false, true) => issuer,
        (true, _) => name,
    }
}

/// Returns whether an account answers npm: it says so, or is bound to a registry by its URL.
pub(super) fn is_npm(issuer: &str, record: Option<&Record>) -> bool {
    let registry = record.and_then(|record| record.registry.as_deref());
    issuer.trim().to_lowercase().starts_with("npm")
        || registry.is_some_and(|it| normalised(it).starts_with("http"))
}

fn remark(account: &Account) -> Option<String> {
    let short = account.secret().expose().len() < crate::otp::entry::SECRET_EXPECTED;
    match (account.unconfirmed, short) {
        (true, _) => Some("The service has not confirmed it yet.".to_owned()),
        (false, true) => Some("Its secret is shorter than the 128 bits that RFC 4226 asks for.".to_owned()),
        (false, false) => None,
    }
}
