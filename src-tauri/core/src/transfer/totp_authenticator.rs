//! TOTP Authenticator: its preferences on Android, and its backups, which are always locked.
//!
//! A backup is base64 of AES-256-CBC; its key is the SHA-256 of the password, or of a word that is the same in every copy
//! of the app where the person chose none. Inside is an object whose first name is the list.

use super::cipher;
use super::json::{self, Number, Rows};
use super::key::Key;
use super::preferences::Preferences;
use super::spelling::{Odd, Spelling};
use super::{Entries, Format, Found, TransferError};
use crate::otp::base32;
use crate::secret::{Secret, SecretText};
use crate::view::CodeKind;
use serde::Deserialize;
use serde::de::IgnoredAny;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

const LIST: &str = "STATIC_TOTP_CODES_LIST";
/// The password of backups for which nobody chose one.
const USUAL: &str = "TotpAuthenticator";

/// The format.
pub(super) struct TotpAuthenticator;

impl Format for TotpAuthenticator {
    fn name(&self) -> &'static str {
        "totp-authenticator"
    }

    fn title(&self) -> &'static str {
        "TOTP Authenticator"
    }

    fn sniff(&self, file: &[u8]) -> bool {
        // A backup is nothing but base64 in whole blocks, and so could be other things: it comes last in the list of
        // formats but those that have a mark of their own.
        match Preferences::read(file) {
            Ok(map) => map.text(LIST).is_some(),
            Err(_) => sealed(file).is_some(),
        }
    }

    fn read(&self, file: &[u8], password: Option<&SecretText>) -> Result<Entries, TransferError> {
        if let Ok(map) = Preferences::read(file) {
            return list(map.text(LIST).ok_or(TransferError::Unsupported)?);
        }
        let sealed = sealed(file).ok_or(TransferError::Unsupported)?;
        let password = password.map_or(USUAL, SecretText::expose);
        let key = Key::new(Sha256::digest(password).into());
        let opened = cipher::open_cbc(&key, &[0; 16], &sealed)?;
        // Padding fits by chance once in 256 times; what is inside then is no object.
        let object: BTreeMap<String, IgnoredAny> =
            json::parse(&opened).map_err(|_| TransferError::WrongPassword)?;
        list(object.keys().next().ok_or(TransferError::Unsupported)?)
    }
}

/// Returns the blocks of a backup.
fn sealed(file: &[u8]) -> Option<cipher::Plain> {
    let text = std::str::from_utf8(file).ok().filter(|text| !text.trim().is_empty())?;
    cipher::base64(text).ok().filter(|sealed| sealed.len().is_multiple_of(16))
}

fn list(rows: &str) -> Result<Entries, TransferError> {
    Ok(json::parse::<Rows>(rows.as_bytes())?.read(Row::found))
}

#[derive(Deserialize)]
struct Row {
    issuer: Option<String>,
    name: Option<String>,
    key: Option<SecretText>,
    /// How many characters the secret is spelled with.
    base: Option<Number>,
    digits: Option<Number>,
    #[serde(alias = "period")]
    step: Option<Number>,
    #[serde(alias = "algo")]
    algorithm: Option<String>,
}

impl Row {
    fn found(self) -> Result<Found, Odd> {
        let key = self.key.ok_or(Odd::NoSecret)?;
        let key = key.expose();
        let bytes = |read: Result<cipher::Plain, TransferError>| {
            read.map(|mut bytes| Secret::new(std::mem::take(&mut *bytes))).map_err(|_| Odd::Unreadable)
        };
        let secret = match self.base {
            None | Some(Number(32)) => base32::decode(key)?,
            Some(Number(16)) => bytes(cipher::hex(key))?,
            Some(Number(64)) => bytes(cipher::base64(key))?,
            Some(_) => return Err(Odd::Unreadable),
        };
        let spelling = Spelling {
            issuer: self.issuer.as_deref(),
            name: self.name.as_deref(),
            algorithm: self.algorithm.as_deref().filter(|name| !name.is_empty()),
            digits: self.digits,
            period: self.step,
            ..Spelling::usual(CodeKind::Totp)
        };
        spelling.bytes(secret)
    }
}
