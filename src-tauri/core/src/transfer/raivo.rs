//! Raivo OTP: its export, JSON that writes numbers as texts, alone or in the archive that its password locks.

use super::archive::Archive;
use super::json::{self, Number, Rows};
use super::spelling::{Odd, Spelling, kind_or_totp};
use super::{Entries, Format, Found, TransferError};
use crate::secret::SecretText;
use serde::Deserialize;

/// The format.
pub(super) struct Raivo;

impl Format for Raivo {
    fn name(&self) -> &'static str {
        "raivo"
    }

    fn title(&self) -> &'static str {
        "Raivo OTP"
    }

    fn sniff(&self, file: &[u8]) -> bool {
        json::rows_have(file, &["secret", "account", "kind", "timer"]) || archived(file).is_some()
    }

    fn read(&self, file: &[u8], password: Option<&SecretText>) -> Result<Entries, TransferError> {
        match archived(file) {
            Some((mut archive, member)) => {
                Ok(json::parse::<Rows>(&archive.read(&member, password)?)?.read(found))
            }
            None => Ok(json::parse::<Rows>(file)?.read(found)),
        }
    }
}

fn archived(file: &[u8]) -> Option<(Archive<'_>, String)> {
    let archive = Archive::open(file)?;
    let member = archive.named("raivo-otp-export.json")?;
    Some((archive, member))
}

#[derive(Deserialize)]
struct Row {
    issuer: Option<String>,
    account: Option<String>,
    secret: Option<SecretText>,
    kind: Option<String>,
    algorithm: Option<String>,
    #[serde(default)]
    digits: Number,
    #[serde(default)]
    timer: Number,
    #[serde(default)]
    counter: Number,
}

fn found(row: Row) -> Result<Found, Odd> {
    let kind = kind_or_totp(row.kind.as_deref())?;
    let spelling = Spelling {
        issuer: row.issuer.as_deref(),
        name: row.account.as_deref(),
        kind,
        algorithm: row.algorithm.as_deref(),
        digits: row.digits,
        period: row.timer,
        counter: row.counter,
        ..Spelling::usual(kind)
    };
    spelling.spelled(row.secret.ok_or(Odd::NoSecret)?.expose())
}
