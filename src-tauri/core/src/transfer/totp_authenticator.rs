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
use serde::de::{Deserializer as _, Error as _, IgnoredAny, MapAccess, Visitor};
use sha2::{Digest, Sha256};
use std::fmt;
use zeroize::Zeroizing;

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
        let own = password.map(SecretText::expose);
        let opened = own.into_iter().chain([USUAL]).find_map(|password| unlock(&sealed, password).ok());
        list(&opened.ok_or(TransferError::WrongPassword)?)
    }
}

/// Returns the blocks of a backup. Nothing else is told by being base64 in whole blocks, so that it must be just that.
fn sealed(file: &[u8]) -> Option<cipher::Plain> {
    let text = file.trim_ascii();
    let symbols = text.iter().filter(|byte| !matches!(byte, b'\r' | b'\n')).count();
    let plain =
        |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=' | b'\r' | b'\n');
    if text.is_empty() || !symbols.is_multiple_of(4) || !text.iter().all(plain) {
        return None;
    }
    let sealed = cipher::base64(std::str::from_utf8(text).ok()?).ok()?;
    sealed.len().is_multiple_of(16).then_some(sealed)
}

/// Returns the list. It is the first name in an object.
fn unlock(sealed: &[u8], password: &str) -> Result<Zeroizing<String>, TransferError> {
    let key = Key::new(Sha256::digest(password).into());
    let opened = cipher::open_cbc(&key, &[0; 16], sealed)?;
    // Padding fits by chance once in 256 times; what is inside then is no object.
    let mut object = serde_json::Deserializer::from_slice(&opened);
    let first = object.deserialize_map(FirstName).map_err(|_| TransferError::WrongPassword);
    Ok(Zeroizing::new(first?))
}

/// Takes the first name of an object, whatever follows.
struct FirstName;

impl<'de> Visitor<'de> for FirstName {
    type Value = String;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object with a name")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<String, A::Error> {
        let name = map.next_key::<String>()?.ok_or_else(|| A::Error::custom("no name"))?;
        map.next_value::<IgnoredAny>()?;
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(name)
    }
}

/// Reads the rows. Each is an object, and in some versions the text of one.
fn list(rows: &str) -> Result<Entries, TransferError> {
    let rows: Rows = json::parse(rows.as_bytes())?;
    Ok(rows.read(|row: Spelled| match row {
        Spelled::Row(row) => row.found(),
        Spelled::Text(text) => serde_json::from_str::<Row>(text.expose()).map_err(|_| Odd::Form)?.found(),
    }))
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Spelled {
    Text(SecretText),
    Row(Row),
}

#[derive(Deserialize)]
struct Row {
    issuer: Option<String>,
    name: Option<String>,
    key: Option<SecretText>,
    /// How many characters the secret is spelled with.
    #[serde(default)]
    base: Number,
    #[serde(default)]
    digits: Number,
    #[serde(default)]
    #[serde(alias = "period")]
    step: Number,
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
        let secret = match self.base.0 {
            None | Some(32) => base32::decode(key)?,
            Some(16) => bytes(cipher::hex(key))?,
            Some(64) => bytes(cipher::base64(key))?,
            Some(_) => return Err(Odd::Unreadable),
        };
        // What it writes where nobody named the issuer.
        let named = |issuer: &&str| !issuer.eq_ignore_ascii_case("unknown");
        let spelling = Spelling {
            issuer: self.issuer.as_deref().filter(named),
            name: self.name.as_deref(),
            algorithm: self.algorithm.as_deref().filter(|name| !name.is_empty()),
            digits: self.digits,
            period: self.step,
            ..Spelling::usual(CodeKind::Totp)
        };
        spelling.bytes(secret)
    }
}
