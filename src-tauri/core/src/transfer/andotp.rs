//! andOTP: its backup, plain or locked by a password in one of two ways. Older backups of GNOME's Authenticator are the same.
//!
//! Locked since 0.6.3: rounds of PBKDF2-SHA1 (4 bytes, big endian), salt (12), nonce (12), AES-256-GCM with its tag. Before:
//! nonce (12), AES-256-GCM, with the SHA-256 of the password as its key; nothing in such a file tells it but that the password
//! opens it.

use super::cipher::{self, Plain};
use super::groups;
use super::json::{self, Number, Rows};
use super::key::{self, Key};
use super::spelling::{Odd, Spelling, kind_or_totp};
use super::{Entries, Format, Found, TransferError};
use crate::secret::SecretText;
use serde::Deserialize;
use sha1::Sha1;
use sha2::{Digest, Sha256};
use std::ops::RangeInclusive;
use zeroize::Zeroizing;

/// The format.
pub(super) struct AndOtp;

/// Rounds that tell a locked file from others. andOTP draws from 140,000 to 160,000.
const ROUNDS: RangeInclusive<u32> = 1_000..=1_000_000;
const NONCE: usize = 12;
const SALT: usize = 12;
const TAG: usize = 16;

impl Format for AndOtp {
    fn name(&self) -> &'static str {
        "andotp"
    }

    fn title(&self) -> &'static str {
        "andOTP"
    }

    fn sniff(&self, file: &[u8]) -> bool {
        rounds(file).is_some() || json::rows_have(file, &["secret", "label"])
    }

    fn read_unknown(&self, file: &[u8], password: &SecretText) -> Option<Entries> {
        Some(json::parse::<Rows>(&open(&key_before(password), file).ok()?).ok()?.read(found))
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
    (ROUNDS.contains(&rounds) && rest.len() > SALT + NONCE + TAG).then_some((rounds, rest))
}

fn unlock(file: &[u8], password: &SecretText) -> Result<Plain, TransferError> {
    if let Some((rounds, rest)) = rounds(file) {
        let (salt, rest) = rest.split_at(SALT);
        let mut key = Key::default();
        key::pbkdf2::<Sha1>(password.expose().as_bytes(), salt, rounds.into(), &mut *key)?;
        return open(&key, rest);
    }
    open(&key_before(password), file)
}

/// Makes the key of the older form.
fn key_before(password: &SecretText) -> Key {
    Zeroizing::new(Sha256::digest(password.expose()).into())
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
    #[serde(default)]
    digits: Number,
    #[serde(default)]
    period: Number,
    #[serde(default)]
    counter: Number,
    pin: Option<SecretText>,
    tags: Option<Vec<String>>,
}

fn found(row: Row) -> Result<Found, Odd> {
    let label = row.label.unwrap_or_default();
    let mut tags = row.tags.unwrap_or_default();
    // Before it had issuers, it wrote them into the label; GNOME's Authenticator writes them as the first tag.
    let (issuer, name) = match (row.issuer, label.split_once(" - ")) {
        (Some(issuer), _) => (issuer, label.as_str()),
        (None, Some((issuer, name))) => (issuer.to_owned(), name),
        (None, None) if tags.is_empty() => (String::new(), label.as_str()),
        (None, None) => (tags.remove(0), label.as_str()),
    };
    let spelling = Spelling {
        issuer: Some(&issuer),
        name: Some(name),
        kind: kind_or_totp(row.kind.as_deref())?,
        algorithm: row.algorithm.as_deref(),
        digits: row.digits,
        period: row.period,
        counter: row.counter,
        pin: row.pin.as_ref(),
        note: None,
        groups: groups::tags(tags),
    };
    spelling.spelled(row.secret.ok_or(Odd::NoSecret)?.expose())
}
