//! Steam: one account as the app wrote it before and as Steam Desktop Authenticator does (`maFile`), or several as the app
//! keeps them now.

use super::cipher;
use super::json;
use super::spelling::{Odd, Spelling};
use super::{ENTRY_LIMIT, Entries, Format, Found, TransferError};
use crate::otp::link;
use crate::secret::{Secret, SecretText};
use crate::view::CodeKind;
use serde::Deserialize;
use serde_json::value::RawValue;
use std::collections::BTreeMap;

/// The format.
pub(super) struct Steam;

impl Format for Steam {
    fn name(&self) -> &'static str {
        "steam"
    }

    fn title(&self) -> &'static str {
        "Steam"
    }

    fn sniff(&self, file: &[u8]) -> bool {
        json::has(file, &["shared_secret"])
            || (json::has(file, &["accounts"]) && json::parse::<Several>(file).is_ok())
    }

    fn read(&self, file: &[u8], _: Option<&SecretText>) -> Result<Entries, TransferError> {
        if let Ok(Several { accounts }) = json::parse(file) {
            let accounts = (1..).zip(accounts.into_values()).take(ENTRY_LIMIT + 1);
            return Ok(accounts.map(|(number, row)| found(row).map_err(|odd| odd.refused(number))).collect());
        }
        let one: &RawValue = json::parse(file)?;
        Ok(vec![found(one).map_err(|odd| odd.refused(1))])
    }
}

/// Accounts by their numbers.
#[derive(Deserialize)]
struct Several<'a> {
    #[serde(borrow)]
    accounts: BTreeMap<String, &'a RawValue>,
}

#[derive(Deserialize)]
struct Account {
    #[serde(rename = "account_name")]
    name: Option<String>,
    shared_secret: Option<SecretText>,
    uri: Option<SecretText>,
}

fn found(row: &RawValue) -> Result<Found, Odd> {
    let Account { name, shared_secret, uri } = serde_json::from_str(row.get()).map_err(|_| Odd::Form)?;
    let spelling =
        Spelling { issuer: Some("Steam"), name: name.as_deref(), ..Spelling::usual(CodeKind::Steam) };
    let secret = match (shared_secret, uri) {
        (Some(secret), _) => {
            let mut secret = cipher::base64(secret.expose()).map_err(|_| Odd::Unreadable)?;
            Secret::new(std::mem::take(&mut *secret))
        }
        // The same secret, in a link.
        (None, Some(uri)) => link::parse(uri.expose()).map_err(|_| Odd::NoSecret)?.secret().clone(),
        (None, None) => return Err(Odd::NoSecret),
    };
    spelling.bytes(secret)
}
