//! Stratum, which was Authenticator Pro: its backup, plain or locked by a password in one of two ways.
//!
//! Source: `doc/BACKUP_FORMAT.md` of Stratum. Locked: `AUTHENTICATORPRO`, salt (16 bytes), nonce (12), AES-256-GCM with its
//! tag under Argon2id (64 MiB, 3 passes, 4 lanes). Before: `AuthenticatorPro`, salt (20), IV (16), AES-256-CBC under
//! PBKDF2-SHA1 with 64,000 rounds.

use super::cipher::{self, Plain};
use super::groups::Groups;
use super::json::{self, Number, Rows};
use super::key::{self, Key};
use super::spelling::{Odd, Spelling};
use super::{Entries, Format, Found, TransferError};
use crate::secret::SecretText;
use crate::view::CodeKind;
use serde::Deserialize;
use sha1::Sha1;
use std::collections::HashMap;

/// The format.
pub(super) struct Stratum;

const LOCKED: &[u8] = b"AUTHENTICATORPRO";
const LOCKED_BEFORE: &[u8] = b"AuthenticatorPro";

impl Format for Stratum {
    fn name(&self) -> &'static str {
        "stratum"
    }

    fn title(&self) -> &'static str {
        "Stratum (Authenticator Pro)"
    }

    fn sniff(&self, file: &[u8]) -> bool {
        file.starts_with(LOCKED) || file.starts_with(LOCKED_BEFORE) || json::has(file, &["Authenticators"])
    }

    fn read(&self, file: &[u8], password: Option<&SecretText>) -> Result<Entries, TransferError> {
        if let Some(sealed) = file.strip_prefix(LOCKED) {
            read_plain(&unlock(sealed, key::required(password)?)?)
        } else if let Some(sealed) = file.strip_prefix(LOCKED_BEFORE) {
            let plain = unlock_before(sealed, key::required(password)?)?;
            // One wrong password in 256 gives a padding that looks right.
            read_plain(&plain).map_err(|_| TransferError::WrongPassword)
        } else {
            read_plain(file)
        }
    }
}

fn unlock(sealed: &[u8], password: &SecretText) -> Result<Plain, TransferError> {
    let (salt, sealed) = sealed.split_first_chunk::<16>().ok_or(TransferError::Unsupported)?;
    let (nonce, sealed) = sealed.split_first_chunk::<12>().ok_or(TransferError::Unsupported)?;
    let key = key::argon2id(password.expose().as_bytes(), salt, 64 << 10, 3, 4)?;
    cipher::open_gcm(&key, nonce, &[], sealed)
}

fn unlock_before(sealed: &[u8], password: &SecretText) -> Result<Plain, TransferError> {
    let (salt, sealed) = sealed.split_first_chunk::<20>().ok_or(TransferError::Unsupported)?;
    let (iv, sealed) = sealed.split_first_chunk::<16>().ok_or(TransferError::Unsupported)?;
    let mut key = Key::default();
    key::pbkdf2::<Sha1>(password.expose().as_bytes(), salt, 64_000, &mut *key)?;
    cipher::open_cbc(&key, iv, sealed)
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Backup<'a> {
    #[serde(borrow)]
    authenticators: Rows<'a>,
    #[serde(borrow, default)]
    categories: Option<Rows<'a>>,
    #[serde(borrow, default)]
    authenticator_categories: Option<Rows<'a>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Category {
    id: String,
    name: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Member {
    category_id: String,
    authenticator_secret: SecretText,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Authenticator {
    #[serde(rename = "Type")]
    kind: Number,
    issuer: Option<String>,
    username: Option<String>,
    secret: Option<SecretText>,
    algorithm: Option<Number>,
    digits: Option<Number>,
    period: Option<Number>,
    counter: Option<Number>,
}

fn read_plain(file: &[u8]) -> Result<Entries, TransferError> {
    let backup: Backup = json::parse(file)?;
    let (categories, members) =
        (backup.categories.unwrap_or_default(), backup.authenticator_categories.unwrap_or_default());
    let categories = Groups::new(categories.each().map(|Category { id, name }| (id, name)));
    let members: Vec<Member> = members.each().collect();
    let mut ids: HashMap<&str, Vec<&str>> = HashMap::new();
    for Member { category_id, authenticator_secret } in &members {
        ids.entry(authenticator_secret.expose()).or_default().push(category_id);
    }
    Ok(backup.authenticators.read(|row| found(row, &categories, &ids)))
}

fn found(row: Authenticator, categories: &Groups, ids: &HashMap<&str, Vec<&str>>) -> Result<Found, Odd> {
    let secret = row.secret.ok_or(Odd::NoSecret)?;
    let spelling = Spelling {
        issuer: row.issuer.as_deref(),
        name: row.username.as_deref(),
        kind: match row.kind.0 {
            1 => CodeKind::Hotp,
            2 => CodeKind::Totp,
            3 => return Err(Odd::Motp),
            4 => CodeKind::Steam,
            5 => return Err(Odd::Yandex),
            _ => return Err(Odd::Kind),
        },
        algorithm: match row.algorithm.map(|Number(algorithm)| algorithm) {
            None | Some(0) => None,
            Some(1) => Some("SHA256"),
            Some(2) => Some("SHA512"),
            Some(_) => return Err(Odd::Algorithm),
        },
        digits: row.digits,
        period: row.period,
        counter: row.counter,
        groups: categories.of(ids.get(secret.expose()).into_iter().flatten()),
    };
    spelling.base32(secret.expose())
}
