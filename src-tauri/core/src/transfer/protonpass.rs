//! Proton Pass: a zip archive with `data.json`, or that file alone.
//!
//! Source: the exporter of Proton's web clients. An item has one link in its login and may have more among its extra
//! fields. An export that was locked with PGP has `data.pgp` instead and is not read.

use super::archive::Archive;
use super::groups;
use super::json::{self, Rows};
use super::login::Login;
use super::spelling::Odd;
use super::{ENTRY_LIMIT, Entries, Format, TransferError};
use crate::secret::SecretText;
use serde::Deserialize;
use std::collections::BTreeMap;

const DATA: &str = "data.json";
/// The state of an item in the bin.
const TRASHED: u32 = 2;

/// The format.
pub(super) struct ProtonPass;

impl Format for ProtonPass {
    fn name(&self) -> &'static str {
        "proton-pass"
    }

    fn title(&self) -> &'static str {
        "Proton Pass"
    }

    fn sniff(&self, file: &[u8]) -> bool {
        match Archive::open(file) {
            Some(archive) => archive.named(DATA).is_some(),
            None => json::has(file, &["version", "vaults"]),
        }
    }

    fn read(&self, file: &[u8], password: Option<&SecretText>) -> Result<Entries, TransferError> {
        let Some(mut archive) = Archive::open(file) else { return entries(file) };
        let data = archive.named(DATA).ok_or(TransferError::Unsupported)?;
        entries(&archive.read(&data, password)?)
    }
}

#[derive(Deserialize)]
struct Export<'a> {
    #[serde(borrow)]
    vaults: BTreeMap<String, Vault<'a>>,
}

#[derive(Deserialize)]
struct Vault<'a> {
    #[serde(default)]
    name: String,
    #[serde(borrow, default)]
    items: Rows<'a>,
}

#[derive(Deserialize)]
struct Row<'a> {
    state: Option<u32>,
    #[serde(borrow)]
    data: Data<'a>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Data<'a> {
    #[serde(default)]
    metadata: Metadata,
    #[serde(default)]
    content: Content,
    #[serde(borrow, default)]
    extra_fields: Rows<'a>,
}

#[derive(Default, Deserialize)]
struct Metadata {
    #[serde(default)]
    name: String,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Content {
    item_username: Option<String>,
    item_email: Option<String>,
    username: Option<String>,
    totp_uri: Option<SecretText>,
}

#[derive(Deserialize)]
struct Extra {
    data: ExtraData,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ExtraData {
    totp_uri: SecretText,
}

fn entries(data: &[u8]) -> Result<Entries, TransferError> {
    let export: Export = json::parse(data)?;
    let (mut entries, mut number) = (Entries::new(), 0);
    for vault in export.vaults.values() {
        for item in vault.items.raw() {
            number += 1;
            match serde_json::from_str::<Row>(item.get()) {
                Ok(row) => row.read(&vault.name, number, &mut entries),
                Err(_) => entries.push(Err(Odd::Form.refused(number))),
            }
            if entries.len() > ENTRY_LIMIT || number > ENTRY_LIMIT {
                return Err(TransferError::TooLarge);
            }
        }
    }
    Ok(entries)
}

impl Row<'_> {
    /// Adds the one-time passwords of the item with this number.
    fn read(self, vault: &str, number: usize, entries: &mut Entries) {
        let Content { item_username, item_email, username, totp_uri } = self.data.content;
        let names = [item_username, username, item_email];
        let name = names.into_iter().flatten().find(|name| !name.is_empty()).unwrap_or_default();
        let extra = self.data.extra_fields.each::<Extra>().map(|extra| extra.data.totp_uri);
        for code in totp_uri.into_iter().chain(extra).filter(|code| !code.expose().trim().is_empty()) {
            let login = Login { title: &self.data.metadata.name, name: &name, groups: groups::tags([vault]) };
            let found =
                if self.state == Some(TRASHED) { Err(Odd::Deleted) } else { login.found(code.expose()) };
            entries.push(found.map_err(|odd| odd.refused(number)));
        }
    }
}
