//! Aegis: its vault, plain or locked by a password, with contents of version 1 to 3.
//!
//! Source: `docs/vault.md` of Aegis. Version 2 notes one group by its name in the entry, version 3 several by their ids.

use super::cipher::{self, Plain};
use super::groups::{self, Groups};
use super::icon::Icon;
use super::json::{self, Number, Rows};
use super::key::{self, Key};
use super::spelling::{Odd, Spelling, kind};
use super::{Entries, Format, Found, TransferError};
use crate::otp::base32;
use crate::secret::SecretText;
use crate::view::CodeKind;
use serde::Deserialize;
use serde_json::value::RawValue;

/// The format.
pub(super) struct Aegis;

/// The kind of a slot that a password opens; others are opened by the phone alone.
const PASSWORD_SLOT: u64 = 1;
/// The most slots that are tried, each at the cost of its own derivation. Aegis has one such slot.
const SLOT_LIMIT: usize = 4;

impl Format for Aegis {
    fn name(&self) -> &'static str {
        "aegis"
    }

    fn title(&self) -> &'static str {
        "Aegis"
    }

    fn sniff(&self, file: &[u8]) -> bool {
        json::has(file, &["version", "header", "db"])
    }

    fn read(&self, file: &[u8], password: Option<&SecretText>) -> Result<Entries, TransferError> {
        let vault: Vault = json::parse(file)?;
        if vault.version != 1 {
            return Err(TransferError::Unsupported);
        }
        match vault.header {
            Header { slots: Some(slots), params: Some(params) } => {
                let key = open_slot(&slots, key::required(password)?)?;
                let sealed: &str = json::parse(vault.db.get().as_bytes())?;
                contents(&params.open(&key, &cipher::base64(sealed)?)?)
            }
            // Locked, and not by a password.
            _ if vault.db.get().starts_with('"') => Err(TransferError::Restricted),
            _ => contents(vault.db.get().as_bytes()),
        }
    }
}

#[derive(Deserialize)]
struct Vault<'a> {
    version: u32,
    header: Header,
    #[serde(borrow)]
    db: &'a RawValue,
}

#[derive(Deserialize)]
struct Header {
    slots: Option<Vec<Slot>>,
    params: Option<Params>,
}

#[derive(Deserialize)]
struct Params {
    nonce: String,
    tag: String,
}

impl Params {
    fn open(&self, key: &[u8; 32], sealed: &[u8]) -> Result<Plain, TransferError> {
        let sealed = [sealed, &cipher::hex(&self.tag)?].concat();
        cipher::open_gcm(key, &cipher::hex(&self.nonce)?, &[], &sealed)
    }
}

#[derive(Deserialize)]
struct Slot {
    #[serde(rename = "type")]
    kind: u64,
    key: String,
    key_params: Params,
    #[serde(default)]
    n: u64,
    #[serde(default)]
    r: u64,
    #[serde(default)]
    p: u64,
    #[serde(default)]
    salt: String,
}

impl Slot {
    fn open(&self, password: &SecretText) -> Result<Key, TransferError> {
        let salt = cipher::hex(&self.salt)?;
        let wrapping = key::scrypt(password.expose().as_bytes(), &salt, self.n, self.r, self.p)?;
        let master = self.key_params.open(&wrapping, &cipher::hex(&self.key)?)?;
        master.as_slice().try_into().map(Key::new).map_err(|_| TransferError::Unsupported)
    }
}

fn open_slot(slots: &[Slot], password: &SecretText) -> Result<Key, TransferError> {
    if !slots.iter().any(|slot| slot.kind == PASSWORD_SLOT) {
        return Err(TransferError::Restricted);
    }
    let mut failure = TransferError::WrongPassword;
    for slot in slots.iter().filter(|slot| slot.kind == PASSWORD_SLOT).take(SLOT_LIMIT) {
        match slot.open(password) {
            Ok(key) => return Ok(key),
            Err(error) => failure = error,
        }
    }
    Err(failure)
}

#[derive(Deserialize)]
struct Contents<'a> {
    #[serde(default = "first")]
    version: u32,
    #[serde(borrow)]
    entries: Rows<'a>,
    #[serde(borrow, default)]
    groups: Option<Rows<'a>>,
}

fn first() -> u32 {
    1
}

#[derive(Deserialize)]
struct Group {
    uuid: String,
    name: String,
}

#[derive(Deserialize)]
struct Row {
    #[serde(rename = "type")]
    kind: String,
    name: Option<String>,
    issuer: Option<String>,
    note: Option<SecretText>,
    icon: Option<String>,
    group: Option<String>,
    groups: Option<Vec<String>>,
    info: Info,
}

#[derive(Deserialize)]
struct Info {
    secret: Option<SecretText>,
    algo: Option<String>,
    #[serde(default)]
    digits: Number,
    #[serde(default)]
    period: Number,
    #[serde(default)]
    counter: Number,
    pin: Option<SecretText>,
}

fn contents(db: &[u8]) -> Result<Entries, TransferError> {
    let contents: Contents = json::parse(db)?;
    if !(1..=3).contains(&contents.version) {
        return Err(TransferError::Unsupported);
    }
    let groups = contents.groups.unwrap_or_default();
    let groups = Groups::new(groups.each().map(|Group { uuid, name }| (uuid, name)));
    Ok(contents.entries.read(|row| row_found(row, &groups)))
}

fn row_found(row: Row, groups: &Groups) -> Result<Found, Odd> {
    let kind = kind(&row.kind)?;
    let ids = row.groups.unwrap_or_default();
    let groups = if let Some(name) = row.group { groups::tags([name]) } else { groups.of(ids) };
    let Info { secret, algo, digits, period, counter, pin } = row.info;
    let secret = secret.ok_or(Odd::NoSecret)?;
    let spelling = Spelling {
        issuer: row.issuer.as_deref(),
        name: row.name.as_deref(),
        kind,
        algorithm: algo.as_deref(),
        digits,
        period,
        counter,
        pin: pin.as_ref(),
        note: row.note.as_ref(),
        groups,
    };
    let found = match kind {
        // It keeps the bytes of mOTP's secret, and makes codes of their hexadecimal digits.
        CodeKind::Motp => {
            let bytes = base32::decode(secret.expose())?;
            spelling.bytes(cipher::motp_text(bytes.expose()))
        }
        _ => spelling.spelled(secret.expose()),
    };
    Ok(Found { icon: row.icon.as_deref().and_then(Icon::base64), ..found? })
}
