//! Items of a Bitwarden vault as `bw list items`, `bw get item` and `rbw get --raw` print them, one or many.

use super::groups;
use super::json::{self, Rows};
use super::login::Login;
use super::spelling::Odd;
use super::{ENTRY_LIMIT, Entries, Format, TransferError};
use crate::secret::SecretText;
use serde::Deserialize;
use serde_json::value::RawValue;

/// The format.
pub(super) struct Items;

impl Format for Items {
    fn name(&self) -> &'static str {
        "bitwarden-items"
    }

    fn title(&self) -> &'static str {
        "Bitwarden (bw, rbw)"
    }

    fn sniff(&self, file: &[u8]) -> bool {
        let row = match documents(file).first().map(|document| document.get()) {
            Some(list) if list.starts_with('[') => json::parse::<Rows>(list.as_bytes())
                .ok()
                .and_then(|rows| rows.raw().first().map(|row| row.get())),
            other => other,
        };
        row.is_some_and(|row| {
            let row = row.as_bytes();
            json::has(row, &["id", "name", "folderId", "login"])
                || json::has(row, &["id", "name", "folder", "data"])
        })
    }

    fn read(&self, file: &[u8], _: Option<&SecretText>) -> Result<Entries, TransferError> {
        let documents = documents(file);
        let mut rows = Vec::new();
        for document in &documents {
            match json::parse::<Rows>(document.get().as_bytes()) {
                Ok(list) => rows.extend_from_slice(list.raw()),
                Err(_) => rows.push(*document),
            }
            if rows.len() > ENTRY_LIMIT {
                return Err(TransferError::TooLarge);
            }
        }
        if rows.is_empty() {
            return Err(TransferError::Unsupported);
        }
        let read = (1..).zip(rows).filter_map(|(number, row)| {
            let item = serde_json::from_str(row.get()).map_err(|_| Odd::Form);
            let found = item.and_then(Item::found).transpose()?;
            Some(found.map_err(|odd| odd.refused(number)))
        });
        Ok(read.collect())
    }
}

/// Returns the JSON documents that follow one another, up to the first that is none.
fn documents(file: &[u8]) -> Vec<&RawValue> {
    let text = file.strip_prefix(b"\xef\xbb\xbf").unwrap_or(file);
    let documents = serde_json::Deserializer::from_slice(text).into_iter::<&RawValue>();
    documents.map_while(Result::ok).take(ENTRY_LIMIT + 1).collect()
}

/// An item: `bw` has a login, `rbw` calls it data.
#[derive(Deserialize)]
struct Item {
    #[serde(default)]
    name: String,
    folder: Option<String>,
    #[serde(alias = "data")]
    login: Option<ItemLogin>,
    #[serde(rename = "deletedDate")]
    deleted: Option<String>,
}

#[derive(Deserialize)]
struct ItemLogin {
    username: Option<String>,
    totp: Option<SecretText>,
}

impl Item {
    fn found(self) -> Result<Option<super::Found>, Odd> {
        let Some(ItemLogin { username, totp: Some(totp) }) = self.login else { return Ok(None) };
        if totp.expose().trim().is_empty() {
            return Ok(None);
        }
        if self.deleted.is_some() {
            return Err(Odd::Deleted);
        }
        let groups = groups::tags(self.folder.as_deref());
        let name = username.unwrap_or_default();
        Login { title: &self.name, name: &name, groups }.found(totp.expose()).map(Some)
    }
}
