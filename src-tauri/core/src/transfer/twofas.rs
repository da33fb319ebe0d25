//! 2FAS: its backup of schema 1 to 4, plain or locked by a password.
//!
//! Locked services are three texts in base64, parted by colons: AES-256-GCM with its tag, the salt of PBKDF2-SHA256 with
//! 10,000 rounds, and the nonce.

use super::cipher;
use super::groups::Groups;
use super::json::{self, Number, Rows};
use super::key;
use super::login;
use super::spelling::{Odd, Spelling, kind_or_totp};
use super::{Entries, Format, Found, TransferError};
use crate::secret::SecretText;
use serde::Deserialize;

/// The format.
pub(super) struct TwoFas;

/// The rounds of PBKDF2, which no file says.
pub(super) const ROUNDS: u64 = 10_000;

impl Format for TwoFas {
    fn name(&self) -> &'static str {
        "2fas"
    }

    fn title(&self) -> &'static str {
        "2FAS"
    }

    fn sniff(&self, file: &[u8]) -> bool {
        json::has(file, &["services", "schemaVersion"]) || json::has(file, &["servicesEncrypted"])
    }

    fn read(&self, file: &[u8], password: Option<&SecretText>) -> Result<Entries, TransferError> {
        let backup: Backup = json::parse(file)?;
        if !(1..=4).contains(&backup.schema) {
            return Err(TransferError::Unsupported);
        }
        let groups = backup.groups.unwrap_or_default();
        let groups = Groups::new(groups.each().map(|Group { id, name }| (id, name)));
        match backup.locked.filter(|locked| !locked.is_empty()) {
            Some(locked) => {
                let services = unlock(&locked, key::required(password)?)?;
                Ok(json::parse::<Rows>(&services)?.read(|service| found(service, &groups)))
            }
            None => Ok(backup.services.unwrap_or_default().read(|service| found(service, &groups))),
        }
    }
}

#[derive(Deserialize)]
struct Backup<'a> {
    #[serde(rename = "schemaVersion")]
    schema: u64,
    #[serde(borrow, default)]
    services: Option<Rows<'a>>,
    #[serde(borrow, default)]
    groups: Option<Rows<'a>>,
    #[serde(rename = "servicesEncrypted")]
    locked: Option<String>,
}

#[derive(Deserialize)]
struct Group {
    id: String,
    name: String,
}

#[derive(Deserialize)]
struct Service {
    name: Option<String>,
    secret: Option<SecretText>,
    #[serde(default)]
    otp: Otp,
    #[serde(rename = "groupId")]
    group: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Otp {
    issuer: Option<String>,
    account: Option<String>,
    label: Option<String>,
    token_type: Option<String>,
    algorithm: Option<String>,
    #[serde(default)]
    digits: Number,
    #[serde(default)]
    period: Number,
    #[serde(default)]
    counter: Number,
}

fn unlock(locked: &str, password: &SecretText) -> Result<cipher::Plain, TransferError> {
    let mut parts = locked.split(':').map(cipher::base64);
    let (Some(sealed), Some(salt), Some(nonce)) = (parts.next(), parts.next(), parts.next()) else {
        return Err(TransferError::Unsupported);
    };
    let key = key::pbkdf2_sha256(password.expose().as_bytes(), &salt?, ROUNDS)?;
    cipher::open_gcm(&key, &nonce?, &[], &sealed?)
}

fn found(service: Service, groups: &Groups) -> Result<Found, Odd> {
    let Otp { issuer, account, label, token_type, algorithm, digits, period, counter } = service.otp;
    let spelled = |text: Option<String>| text.filter(|text| !text.trim().is_empty());
    // The name is what people see and may have changed.
    let issuer = spelled(service.name).or(issuer);
    // A label is that of a link, which may begin with the issuer.
    let label = label.map(|label| login::split(issuer.as_deref().unwrap_or_default(), &label).1.to_owned());
    let name = spelled(account).or(label);
    let kind = kind_or_totp(token_type.as_deref())?;
    let spelling = Spelling {
        issuer: issuer.as_deref(),
        name: name.as_deref(),
        kind,
        algorithm: algorithm.as_deref(),
        digits,
        period,
        counter,
        groups: groups.of(service.group),
        ..Spelling::usual(kind)
    };
    spelling.spelled(service.secret.ok_or(Odd::NoSecret)?.expose())
}
