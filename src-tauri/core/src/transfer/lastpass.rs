//! `LastPass` Authenticator: its JSON export, which knows TOTP alone.

use super::groups::Groups;
use super::json::{self, Number, Rows};
use super::spelling::{Odd, Spelling};
use super::{Entries, Format, Found, TransferError};
use crate::secret::SecretText;
use crate::view::CodeKind;
use serde::Deserialize;

/// The format.
pub(super) struct LastPass;

/// The newest version that is known; files that name none are read as well.
const NEWEST: u64 = 3;

impl Format for LastPass {
    fn name(&self) -> &'static str {
        "lastpass-authenticator"
    }

    fn title(&self) -> &'static str {
        "LastPass Authenticator"
    }

    fn sniff(&self, file: &[u8]) -> bool {
        ["deviceId", "localDeviceId", "folders"].iter().any(|member| json::has(file, &["accounts", member]))
    }

    fn read(&self, file: &[u8], _: Option<&SecretText>) -> Result<Entries, TransferError> {
        let export: Export = json::parse(file)?;
        if export.version.0.is_some_and(|version| version > NEWEST) {
            return Err(TransferError::Unsupported);
        }
        let folders = export.folders.unwrap_or_default();
        let folders = Groups::new(
            folders.each().map(|Folder { id, name }| (id.0.unwrap_or_default().to_string(), name)),
        );
        Ok(export.accounts.read(|account| found(account, &folders)))
    }
}

#[derive(Deserialize)]
struct Export<'a> {
    #[serde(default)]
    version: Number,
    #[serde(borrow)]
    accounts: Rows<'a>,
    #[serde(borrow, default)]
    folders: Option<Rows<'a>>,
}

#[derive(Deserialize)]
struct Folder {
    #[serde(default)]
    id: Number,
    name: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Account {
    issuer_name: Option<String>,
    original_issuer_name: Option<String>,
    user_name: Option<String>,
    original_user_name: Option<String>,
    secret: Option<SecretText>,
    algorithm: Option<String>,
    #[serde(default)]
    digits: Number,
    #[serde(default)]
    time_step: Number,
    folder_data: Option<Place>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Place {
    #[serde(default)]
    folder_id: Number,
}

fn found(account: Account, folders: &Groups) -> Result<Found, Odd> {
    let folder = account.folder_data.map(|place| place.folder_id.0.unwrap_or_default().to_string());
    let spelled = |text: Option<String>| text.filter(|text| !text.trim().is_empty());
    let issuer = spelled(account.issuer_name).or(account.original_issuer_name);
    let name = spelled(account.user_name).or(account.original_user_name);
    let spelling = Spelling {
        issuer: issuer.as_deref(),
        name: name.as_deref(),
        algorithm: account.algorithm.as_deref(),
        digits: account.digits,
        period: account.time_step,
        groups: folders.of(folder),
        ..Spelling::usual(CodeKind::Totp)
    };
    spelling.spelled(account.secret.ok_or(Odd::NoSecret)?.expose())
}
