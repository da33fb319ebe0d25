//! Microsoft Authenticator's database on Android, `PhoneFactor`, of a version that keeps its secrets plain.
//!
//! Accounts of other services have a secret in base32; Microsoft's own have one in base64 and codes of eight digits.

use super::cipher;
use super::json::Number;
use super::spelling::{Odd, Spelling};
use super::sqlite::{self, Row, Table};
use super::{Entries, Format, Found, TransferError};
use crate::secret::{Secret, SecretText};
use crate::view::CodeKind;

const ACCOUNTS: &str = "accounts";

/// The format.
pub(super) struct Microsoft;

impl Format for Microsoft {
    fn name(&self) -> &'static str {
        "microsoft-authenticator"
    }

    fn title(&self) -> &'static str {
        "Microsoft Authenticator (SQLite)"
    }

    fn sniff(&self, file: &[u8]) -> bool {
        let known = |table: Table| table.has(&["oath_secret_key", "account_type"]);
        sqlite::is_database(file) && Table::read(file, ACCOUNTS).is_ok_and(known)
    }

    fn read(&self, file: &[u8], _: Option<&SecretText>) -> Result<Entries, TransferError> {
        let table = Table::read(file, ACCOUNTS)?;
        let rows = (1..).zip(table.rows());
        Ok(rows.map(|(number, row)| found(&row).map_err(|odd| odd.refused(number))).collect())
    }
}

fn found(row: &Row<'_>) -> Result<Found, Odd> {
    let (issuer, name) = (row.text("name"), row.text("username"));
    let spelling = Spelling { issuer: Some(issuer), name: Some(name), ..Spelling::usual(CodeKind::Totp) };
    match (row.number("account_type"), row.text("oath_secret_key")) {
        (Some(0 | 1), "") if row.holds("encrypted_oath_secret_key") => Err(Odd::OfDevice),
        (Some(0 | 1), "") => Err(Odd::NoSecret),
        (Some(0), secret) => spelling.spelled(secret),
        (Some(1), secret) => {
            let mut secret = cipher::base64(secret).map_err(|_| Odd::Unreadable)?;
            let secret = Secret::new(std::mem::take(&mut *secret));
            Spelling { digits: Number(Some(8)), ..spelling }.bytes(secret)
        }
        // Work and school accounts are asked by a message and have no codes of this kind.
        (Some(_), _) => Err(Odd::NotOtp),
        (None, _) => Err(Odd::Form),
    }
}
