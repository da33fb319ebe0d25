//! andOTP: its backup, plain or locked by a password in one of two ways. Older backups of GNOME's Authenticator are the same.
//!
//! Locked since 0.6.3: rounds of PBKDF2-SHA1 (4 bytes, big endian), salt (12), nonce (12), AES-256-GCM with its tag. Before:
//! nonce (12), AES-256-GCM, with the SHA-256 of the password as its key; nothing in such a file tells it, so that it is
//! read only when it is asked for.

use super::cipher::{self, Plain};
use super::groups;
use super::json::{self, Number, Rows};
use super::key::{self, Key};
use super::spelling::{Odd, Spelling, kind};
use super::{Entries, Format, Found, TransferError};
use crate::secret::SecretText;
use crate::view::CodeKind;
use serde::Deserialize;
use sha1::Sha1;
use sha2::{Digest, Sha256};
use std::ops::RangeInclusive;
use zeroize::Zeroizing;

/// The format.
pub(super) struct AndOtp;

/// The rounds that andOTP draws from.
const ROUNDS: RangeInclusive<u32> = 140_000..=160_000;
const NONCE: usize = 12;
const SALT: usize = 12;

impl Format for AndOtp {
    fn name(&self) -> &'static str {
        "andotp"
    }

    fn title(&self) -> &'static str {
        "andOTP"
    }

    fn sniff(&self, file: &[u8]) -> bool {
        rounds(file).is_some() || json::rows_have(file, &["secret", "label", "type", "algorithm", "digits"])
    }

    fn read(&self, file: &[u8], password: Option<&SecretText>) -> Result<Entries, TransferError> {
        match json::parse::<Rows>(file) {
            Ok(rows) => Ok(rows.read(found)),
            // What is text was never locked.
            Err(error) if std::str::from_utf8(file).is_ok() => Err(error),
            Err(_) => Ok(json::parse::<Rows>(&unlock(file, key::required(password)?)?)?.read(found)),
        }
    }
}

/// Returns the rounds that a file of the newer form begins with, and what follows.
fn rounds(file: &[u8]) -> Option<(u32, &[u8])> {
    let (rounds, rest) = file.split_first_chunk()?;
    let rounds = u32::from_be_bytes(*rounds);
    (ROUNDS.contains(&rounds) && rest.len() > SALT + NONCE).then_some((rounds, rest))
}

fn unlock(file: &[u8], password: &SecretText) -> Result<Plain, TransferError> {
    let password = password.expose().as_bytes();
    if let Some((rounds, rest)) = rounds(file) {
        let (salt, rest) = rest.split_at(SALT);
        let mut key = Key::default();
        key::pbkdf2::<Sha1>(password, salt, rounds.into(), &mut *key)?;
        return open(&key, rest);
    }
    open(&Zeroizing::new(Sha256::digest(password).into()), file)
}

fn open(key: &Key, file: &[u8]) -> Result<Plain, TransferError> {
    let (nonce, sealed) = file.split_at_checked(NONCE).ok_or(TransferError::Unsupported)?;
    cipher::open_gcm(key, nonce, &[], sealed)
}

#[derive(Deserialize)]
struct Row {
    secret: Option<SecretText>,
    issuer: Option<String>,
    label: Option<String>,
    #[serde(rename = "type")]
    kind: Option<String>,
    algorithm: Option<String>,
    digits: Option<Number>,
    period: Option<Number>,
    counter: Option<Number>,
    tags: Option<Vec<String>>,
}

fn found(row: Row) -> Result<Found, Odd> {
    let label = row.label.unwrap_or_default();
    // Before it had issuers, it wrote them into the label.
    let (issuer, name) = match &row.issuer {
        Some(issuer) => (issuer.as_str(), label.as_str()),
        None => label.split_once(" - ").unwrap_or(("", &label)),
    };
    let spelling = Spelling {
        issuer: Some(issuer),
        name: Some(name),
        kind: row.kind.as_deref().map(kind).transpose()?.unwrap_or(CodeKind::Totp),
        algorithm: row.algorithm.as_deref(),
        digits: row.digits,
        period: row.period,
        counter: row.counter,
        groups: groups::tags(row.tags.unwrap_or_default()),
    };
    spelling.base32(row.secret.ok_or(Odd::NoSecret)?.expose())
}
