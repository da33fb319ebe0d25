//! 1Password's `1pux`: a zip archive whose member `export.data` is JSON.
//!
//! Source: "About the 1PUX format" in 1Password's help. A one-time password is a field of a section, of which an item
//! may have several; archived items are read too.

use super::archive::Archive;
use super::groups;
use super::json::{self, Rows};
use super::login::Login;
use super::spelling::Odd;
use super::{ENTRY_LIMIT, Entries, Format, TransferError};
use crate::secret::SecretText;
use serde::Deserialize;

const DATA: &str = "export.data";

/// The format.
pub(super) struct OnePassword;

impl Format for OnePassword {
    fn name(&self) -> &'static str {
        "1password"
    }

    fn title(&self) -> &'static str {
        "1Password (1PUX)"
    }

    fn sniff(&self, file: &[u8]) -> bool {
        Archive::open(file).is_some_and(|archive| archive.named(DATA).is_some())
    }

    fn read(&self, file: &[u8], password: Option<&SecretText>) -> Result<Entries, TransferError> {
        let mut archive = Archive::open(file).ok_or(TransferError::Unsupported)?;
        let data = archive.named(DATA).ok_or(TransferError::Unsupported)?;
        let data = archive.read(&data, password)?;
        let export: Export = json::parse(&data)?;
        let (mut entries, mut number) = (Entries::new(), 0);
        for account in export.accounts.each::<Account>() {
            for vault in account.vaults.each::<Vault>() {
                for item in vault.items.raw() {
                    number += 1;
                    match serde_json::from_str::<Row>(item.get()) {
                        Ok(row) => row.read(&vault.attrs.name, number, &mut entries),
                        Err(_) => entries.push(Err(Odd::Form.refused(number))),
                    }
                    if entries.len() > ENTRY_LIMIT || number > ENTRY_LIMIT {
                        return Err(TransferError::TooLarge);
                    }
                }
            }
        }
        Ok(entries)
    }
}

#[derive(Deserialize)]
struct Export<'a> {
    #[serde(borrow)]
    accounts: Rows<'a>,
}

#[derive(Deserialize)]
struct Account<'a> {
    #[serde(borrow)]
    vaults: Rows<'a>,
}

#[derive(Deserialize)]
struct Vault<'a> {
    #[serde(default)]
    attrs: VaultAttrs,
    #[serde(borrow, default)]
    items: Rows<'a>,
}

#[derive(Default, Deserialize)]
struct VaultAttrs {
    #[serde(default)]
    name: String,
}

/// An item; early exports wrap it once more.
#[derive(Deserialize)]
struct Row<'a> {
    #[serde(default)]
    overview: Overview,
    #[serde(borrow, default)]
    details: Details<'a>,
    #[serde(borrow)]
    item: Option<Box<Row<'a>>>,
}

#[derive(Default, Deserialize)]
struct Overview {
    #[serde(default)]
    title: String,
    tags: Option<Vec<String>>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Details<'a> {
    #[serde(borrow, default)]
    login_fields: Rows<'a>,
    #[serde(borrow, default)]
    sections: Rows<'a>,
}

#[derive(Deserialize)]
struct LoginField {
    designation: Option<String>,
    value: Option<SecretText>,
}

#[derive(Deserialize)]
struct Section<'a> {
    #[serde(borrow, default)]
    fields: Rows<'a>,
}

#[derive(Deserialize)]
struct Field {
    value: Value,
}

#[derive(Deserialize)]
struct Value {
    totp: SecretText,
}

impl Row<'_> {
    /// Adds the one-time passwords of the item with this number.
    fn read(&self, vault: &str, number: usize, entries: &mut Entries) {
        if let Some(item) = &self.item {
            return item.read(vault, number, entries);
        }
        let username = |field: &LoginField| field.designation.as_deref() == Some("username");
        let name = self.details.login_fields.each().find(username).and_then(|field| field.value);
        let name = name.as_ref().map_or("", SecretText::expose);
        let tags = self.overview.tags.iter().flatten().map(String::as_str);
        let groups = groups::tags([vault].into_iter().chain(tags));
        for section in self.details.sections.each::<Section>() {
            for Field { value: Value { totp } } in section.fields.each() {
                if totp.expose().trim().is_empty() {
                    continue;
                }
                let login = Login { title: &self.overview.title, name, groups: groups.clone() };
                entries.push(login.found(totp.expose()).map_err(|odd| odd.refused(number)));
            }
        }
    }
}
