//! Google Authenticator's database on Android, `databases`: a table of accounts with plain secrets.

use super::json::Number;
use super::login::split;
use super::spelling::{Odd, Spelling};
use super::sqlite::{self, Row, Table};
use super::{Entries, Format, Found, TransferError};
use crate::secret::SecretText;
use crate::view::CodeKind;

const ACCOUNTS: &str = "accounts";

/// The format.
pub(super) struct Google;

impl Format for Google {
    fn name(&self) -> &'static str {
        "google-authenticator"
    }

    fn title(&self) -> &'static str {
        "Google Authenticator (SQLite)"
    }

    fn sniff(&self, file: &[u8]) -> bool {
        let known = |table: Table| table.has(&["email", "secret", "counter", "type"]);
        sqlite::is_database(file) && Table::read(file, ACCOUNTS).is_ok_and(known)
    }

    fn read(&self, file: &[u8], _: Option<&SecretText>) -> Result<Entries, TransferError> {
        accounts(file)
    }
}

/// Reads the accounts of a database.
pub(super) fn accounts(file: &[u8]) -> Result<Entries, TransferError> {
    let table = Table::read(file, ACCOUNTS)?;
    let rows = (1..).zip(table.rows());
    Ok(rows.map(|(number, row)| found(&row).map_err(|odd| odd.refused(number))).collect())
}

fn found(row: &Row<'_>) -> Result<Found, Odd> {
    let kind = match row.number("type") {
        Some(0) => CodeKind::Totp,
        Some(1) => CodeKind::Hotp,
        Some(_) => return Err(Odd::Kind),
        None => return Err(Odd::Form),
    };
    let counter = row.number("counter").unwrap_or_default();
    let counter = u64::try_from(counter).map_err(|_| Odd::Form)?;
    let (issuer, name) = split(row.text("issuer"), row.text("email"));
    let counter = Number(Some(counter));
    let spelling = Spelling { issuer: Some(issuer), name: Some(name), counter, ..Spelling::usual(kind) };
    if row.number("isencrypted").is_some_and(|locked| locked != 0) {
        return Err(Odd::OfDevice);
    }
    match row.text("secret") {
        "" => Err(Odd::NoSecret),
        secret => spelling.spelled(secret),
    }
}
