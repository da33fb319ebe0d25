//! cotp: the JSON that it exports, and its own database, which is the same under a lock.

use super::cipher::{self, Plain};
use super::json::{self, Number, Rows};
use super::key;
use super::login::after;
use super::spelling::{Odd, Spelling, kind_or_totp};
use super::{Entries, Format, Found, TransferError};
use crate::secret::SecretText;
use chacha20poly1305::aead::{Aead, KeyInit};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use serde::Deserialize;

/// The format.
pub(super) struct Cotp;

/// The newest version of what is inside.
const NEWEST: u64 = 2;

impl Format for Cotp {
    fn name(&self) -> &'static str {
        "cotp"
    }

    fn title(&self) -> &'static str {
        "cotp"
    }

    fn sniff(&self, file: &[u8]) -> bool {
        json::has(file, &["version", "elements"]) || json::has(file, &["nonce", "salt", "cipher"])
    }

    fn read(&self, file: &[u8], password: Option<&SecretText>) -> Result<Entries, TransferError> {
        if let Ok(locked) = json::parse::<Locked>(file) {
            return elements(&locked.open(key::required(password)?)?);
        }
        elements(file)
    }
}

pub(super) fn elements(file: &[u8]) -> Result<Entries, TransferError> {
    // The first version was the list alone.
    let rows = match json::parse::<Database>(file) {
        Ok(database) if database.version <= NEWEST => database.elements,
        Ok(_) => return Err(TransferError::Unsupported),
        Err(_) => json::parse(file)?,
    };
    Ok(rows.read(found))
}

/// Its own database, under `XChaCha20-Poly1305` and Argon2id (32 MiB, 4 passes, 4 lanes).
#[derive(Deserialize)]
struct Locked {
    nonce: String,
    salt: String,
    cipher: String,
}

impl Locked {
    fn open(&self, password: &SecretText) -> Result<Plain, TransferError> {
        let nonce = cipher::base64(&self.nonce)?;
        let nonce: &[u8; 24] = nonce.as_slice().try_into().map_err(|_| TransferError::Unsupported)?;
        let salt = cipher::base64(&self.salt)?;
        let key = key::argon2id(password.expose().as_bytes(), &salt, 32 << 10, 4, 4)?;
        let lock = XChaCha20Poly1305::new(chacha20poly1305::Key::cast_from_core(&key));
        let opened = lock.decrypt(XNonce::cast_from_core(nonce), cipher::base64(&self.cipher)?.as_slice());
        opened.map(Plain::new).map_err(|_| TransferError::WrongPassword)
    }
}

#[derive(Deserialize)]
struct Database<'a> {
    #[serde(default)]
    version: u64,
    #[serde(borrow)]
    elements: Rows<'a>,
}

#[derive(Deserialize)]
struct Element {
    secret: Option<SecretText>,
    issuer: Option<String>,
    label: Option<String>,
    #[serde(default)]
    digits: Number,
    #[serde(rename = "type")]
    kind: Option<String>,
    algorithm: Option<String>,
    #[serde(default)]
    period: Number,
    #[serde(default)]
    counter: Number,
    pin: Option<SecretText>,
}

fn found(element: Element) -> Result<Found, Odd> {
    // Some versions write the names of their own code: `OTPSha1`.
    let algorithm = element.algorithm.as_deref().map(|name| after(name, "OTP").unwrap_or(name));
    let spelling = Spelling {
        issuer: element.issuer.as_deref(),
        name: element.label.as_deref(),
        kind: kind_or_totp(element.kind.as_deref())?,
        algorithm,
        digits: element.digits,
        period: element.period,
        counter: element.counter,
        pin: element.pin.as_ref(),
        note: None,
        groups: Vec::new(),
    };
    spelling.spelled(element.secret.ok_or(Odd::NoSecret)?.expose())
}
