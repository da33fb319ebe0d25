//! Authme: its `.authme` file, whose codes are a text in base64 with four lines for each account. It knows TOTP alone, with
//! the usual parameters.

use super::cipher;
use super::json;
use super::spelling::{Odd, Spelling};
use super::{ENTRY_LIMIT, Entries, Format, Found, TransferError};
use crate::secret::SecretText;
use crate::view::CodeKind;
use serde::Deserialize;

/// The format.
pub(super) struct Authme;

impl Format for Authme {
    fn name(&self) -> &'static str {
        "authme"
    }

    fn title(&self) -> &'static str {
        "Authme"
    }

    fn sniff(&self, file: &[u8]) -> bool {
        json::has(file, &["role", "encrypted", "codes"])
    }

    fn read(&self, file: &[u8], _: Option<&SecretText>) -> Result<Entries, TransferError> {
        let export: Export = json::parse(file)?;
        if export.encrypted {
            return Err(TransferError::Restricted);
        }
        let codes = cipher::base64(export.codes.expose())?;
        let codes = std::str::from_utf8(&codes).map_err(|_| TransferError::Unsupported)?;
        let entries = (1..).zip(accounts(codes)).take(ENTRY_LIMIT + 1);
        Ok(entries.map(|(number, account)| account.found().map_err(|odd| odd.refused(number))).collect())
    }
}

#[derive(Deserialize)]
struct Export {
    encrypted: bool,
    codes: SecretText,
}

#[derive(Default)]
struct Account<'a> {
    name: &'a str,
    secret: Option<&'a str>,
    issuer: &'a str,
    kind: Option<&'a str>,
}

impl Account<'_> {
    fn found(&self) -> Result<Found, Odd> {
        if self.kind.is_some_and(|kind| kind != "OTP_TOTP") {
            return Err(Odd::Kind);
        }
        let usual = Spelling::usual(CodeKind::Totp);
        let spelling = Spelling { issuer: Some(self.issuer), name: Some(self.name), ..usual };
        spelling.spelled(self.secret.ok_or(Odd::NoSecret)?)
    }
}

/// Returns the accounts, each of which begins with its name.
fn accounts(codes: &str) -> Vec<Account<'_>> {
    let mut accounts: Vec<Account> = Vec::new();
    for (member, value) in codes.lines().filter_map(|line| line.split_once(':')) {
        let value = value.trim();
        if member == "Name" {
            if accounts.len() > ENTRY_LIMIT {
                break;
            }
            accounts.push(Account { name: value, ..Account::default() });
        } else if let Some(account) = accounts.last_mut() {
            match member {
                "Secret" => account.secret = Some(value),
                "Issuer" => account.issuer = value,
                "Type" => account.kind = Some(value),
                _ => {}
            }
        }
    }
    accounts
}
