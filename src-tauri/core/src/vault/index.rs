//! The index file: what is known of accounts and recovery codes besides what they are. JSON, and no secrets.
//!
//! It is no list of what exists. The store is; where the two differ, the person is asked.

use super::backup::Plan;
use crate::ports::{Id, Provider};
use crate::view::StoreKind;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The version this program writes, and the newest it reads.
pub const VERSION: u32 = 1;
/// The largest file that is read, in bytes.
pub const SIZE_LIMIT: usize = 32 << 20;

/// Why a file is no index.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IndexError {
    /// A newer Countersign wrote it.
    #[error("the index was written by a newer version of Countersign")]
    Newer,
    /// It cannot be read, or says two things of one account.
    #[error("the index cannot be read")]
    Damaged,
}

/// What is known of the accounts besides what they are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Index {
    version: u32,
    /// What provided the store when it was used last, so that a change is noticed.
    #[serde(default)]
    pub provider: Option<Provider>,
    /// The store that was chosen; none before the first choice.
    #[serde(default)]
    pub store: Option<StoreKind>,
    /// The store that everything was moved out of, as long as copies may still be there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub leftover: Option<StoreKind>,
    /// Where dated backups go; none where none were set up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub backup: Option<Plan>,
    /// The accounts in the order they are shown.
    #[serde(default)]
    pub records: Vec<Record>,
    /// The sheets of recovery codes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sheets: Vec<SheetRecord>,
}

/// What is known of one account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// The account.
    pub id: Id,
    /// The payload that was seen last, as [`crate::account::payload::hash`] names it.
    pub hash: String,
    /// The registry (or service) whose requests it may answer; none to be asked at the next use.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub registry: Option<String>,
    /// Whether that registry once refused a code that it had seen.
    #[serde(default)]
    pub single_use: bool,
    /// Whether that registry once took a code that it had seen.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub replays: bool,
    /// When it was deleted, in seconds since 1970; it can be restored for a while.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deleted: Option<u64>,
    /// The newest step whose code was given out, so that none is given twice across a restart.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_step: Option<u64>,
    /// Words the person sorts by.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// Whether it stands before those that are not.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub pinned: bool,
    /// How often a code of it was copied or given. Written along with the next change, never for itself.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub uses: u32,
    /// When that happened last, in seconds since 1970.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_used: Option<u64>,
}

/// What is known of one sheet of recovery codes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetRecord {
    /// The sheet.
    pub id: Id,
    /// The account it recovers.
    pub account: Id,
    /// The payload that was seen last, as [`crate::vault::line::hash`] names it.
    pub hash: String,
    /// The codes that were given out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub used: Vec<Use>,
    /// When it was discarded, in seconds since 1970; it can be restored for a while.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deleted: Option<u64>,
}

/// One recovery code that was given out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Use {
    /// Its place on the sheet, from 0.
    pub place: usize,
    /// When, in seconds since 1970.
    pub at: u64,
}

impl Default for Index {
    fn default() -> Self {
        Self {
            version: VERSION,
            provider: None,
            store: None,
            leftover: None,
            backup: None,
            records: Vec::new(),
            sheets: Vec::new(),
        }
    }
}

impl Index {
    /// Reads a file whose every record stands for another item. Members that are not known are passed over.
    ///
    /// # Errors
    /// Any [`IndexError`]; the file is to be set aside then, never overwritten.
    pub fn from_json(bytes: &[u8]) -> Result<Self, IndexError> {
        #[derive(Deserialize)]
        struct Versioned {
            version: u32,
        }
        if bytes.len() > SIZE_LIMIT {
            return Err(IndexError::Damaged);
        }
        // The version alone first, because a newer file may differ in everything else.
        let Versioned { version } = serde_json::from_slice(bytes).map_err(|_| IndexError::Damaged)?;
        match version {
            VERSION => {}
            0 => return Err(IndexError::Damaged),
            _ => return Err(IndexError::Newer),
        }
        let index: Self = serde_json::from_slice(bytes).map_err(|_| IndexError::Damaged)?;
        let ids = index.records.iter().map(|record| &record.id);
        let ids: BTreeSet<&Id> = ids.chain(index.sheets.iter().map(|sheet| &sheet.id)).collect();
        let all = index.records.len() + index.sheets.len();
        if ids.len() == all { Ok(index) } else { Err(IndexError::Damaged) }
    }

    /// Writes the file, with line breaks, for people who look.
    #[must_use]
    #[expect(clippy::missing_panics_doc, reason = "text, numbers and lists are JSON")]
    pub fn to_json(&self) -> Vec<u8> {
        let mut json = serde_json::to_vec_pretty(self).expect("text, numbers and lists are JSON");
        json.push(b'\n');
        json
    }

    /// Finds what is known of an account.
    #[must_use]
    pub fn record(&self, id: &Id) -> Option<&Record> {
        self.records.iter().find(|record| record.id == *id)
    }

    /// Finds what is known of a sheet of recovery codes.
    #[must_use]
    pub fn sheet(&self, id: &Id) -> Option<&SheetRecord> {
        self.sheets.iter().find(|sheet| sheet.id == *id)
    }

    /// Finds what is known of a sheet of recovery codes, to change it.
    pub fn sheet_mut(&mut self, id: &Id) -> Option<&mut SheetRecord> {
        self.sheets.iter_mut().find(|sheet| sheet.id == *id)
    }

    /// Finds what is known of an account, to change it.
    pub fn record_mut(&mut self, id: &Id) -> Option<&mut Record> {
        self.records.iter_mut().find(|record| record.id == *id)
    }
}

impl Record {
    /// Begins to know an account by the payload that was stored.
    #[must_use]
    pub fn new(id: Id, hash: String) -> Self {
        Self {
            id,
            hash,
            registry: None,
            single_use: false,
            replays: false,
            deleted: None,
            last_step: None,
            tags: Vec::new(),
            pinned: false,
            uses: 0,
            last_used: None,
        }
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
fn is_zero(count: &u32) -> bool {
    *count == 0
}

impl SheetRecord {
    /// Begins to know a sheet by the payload that was stored.
    #[must_use]
    pub fn new(id: Id, account: Id, hash: String) -> Self {
        Self { id, account, hash, used: Vec::new(), deleted: None }
    }
}

#[cfg(test)]
#[path = "index_tests.rs"]
mod tests;
