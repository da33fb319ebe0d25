//! Authy's preferences on Android: accounts of other services, plain or locked by the backup password, and Authy's own.
//!
//! Each locked secret has a salt of its own, from which PBKDF2 with SHA-1 makes the key of AES-256-CBC. The app's own
//! accounts have codes of ten seconds whose secrets are hexadecimal.

use super::cipher;
use super::json::{self, Number, Rows};
use super::key::{self, Key};
use super::login::split;
use super::preferences::Preferences;
use super::spelling::{Odd, Spelling};
use super::{Entries, Format, Found, TransferError};
use crate::secret::{Secret, SecretText};
use crate::view::CodeKind;
use data_encoding::HEXLOWER_PERMISSIVE;
use serde::Deserialize;
use sha1::Sha1;

const OTHERS: &str = "com.authy.storage.tokens.authenticator.key";
const OWN: &str = "com.authy.storage.tokens.authy.key";
/// Rounds of PBKDF2 where the account names no others.
const ROUNDS: u64 = 1_000;
/// The most rounds of all accounts together, each of which has a key of its own: some ten seconds.
const ROUNDS_LIMIT: u64 = 20_000_000;
/// Seconds in a step of Authy's own codes.
const OWN_PERIOD: u64 = 10;

/// The format.
pub(super) struct Authy;

impl Format for Authy {
    fn name(&self) -> &'static str {
        "authy"
    }

    fn title(&self) -> &'static str {
        "Authy"
    }

    fn sniff(&self, file: &[u8]) -> bool {
        let known = |map: Preferences| map.text(OTHERS).is_some() || map.text(OWN).is_some();
        Preferences::read(file).is_ok_and(known)
    }

    fn read(&self, file: &[u8], password: Option<&SecretText>) -> Result<Entries, TransferError> {
        let map = Preferences::read(file)?;
        let (others, own) = (map.text(OTHERS).unwrap_or("[]"), map.text(OWN).unwrap_or("[]"));
        let others: Rows = json::parse(others.as_bytes())?;
        check(&others, password)?;
        let own: Rows = json::parse(own.as_bytes())?;
        let mut entries = others.read(|row: Row| row.found(password));
        entries.extend(own.read(OwnRow::found));
        Ok(entries)
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Row {
    name: Option<String>,
    original_name: Option<String>,
    original_issuer: Option<String>,
    digits: Option<Number>,
    decrypted_secret: Option<SecretText>,
    encrypted_secret: Option<String>,
    salt: Option<String>,
    key_derivation_iterations: Option<Number>,
}

/// Finds out whether the password is right, which all accounts share: one that opens tells.
fn check(rows: &Rows<'_>, password: Option<&SecretText>) -> Result<(), TransferError> {
    // A few are tried, because a damaged one says nothing of the password.
    const TRIED: usize = 3;
    let locked = || rows.each::<Row>().filter(|row| row.plain().is_none() && row.encrypted_secret.is_some());
    if locked().next().is_none() {
        return Ok(());
    }
    let password = key::required(password)?;
    if locked().fold(0, |sum: u64, row| sum.saturating_add(row.rounds())) > ROUNDS_LIMIT {
        return Err(TransferError::TooCostly);
    }
    let right = locked().take(TRIED).any(|row| row.open(password).is_ok());
    if right { Ok(()) } else { Err(TransferError::WrongPassword) }
}

impl Row {
    fn plain(&self) -> Option<&SecretText> {
        self.decrypted_secret.as_ref().filter(|secret| !secret.expose().is_empty())
    }

    fn rounds(&self) -> u64 {
        self.key_derivation_iterations.map_or(ROUNDS, |Number(rounds)| rounds)
    }

    /// Unlocks the secret, which is in base32.
    fn open(&self, password: &SecretText) -> Result<SecretText, Odd> {
        let sealed = cipher::base64(self.encrypted_secret.as_deref().ok_or(Odd::NoSecret)?);
        let salt = self.salt.as_deref().ok_or(Odd::Form)?;
        let mut key = Key::default();
        let made =
            key::pbkdf2::<Sha1>(password.expose().as_bytes(), salt.as_bytes(), self.rounds(), &mut *key);
        let opened = made.and(sealed).and_then(|sealed| cipher::open_cbc(&key, &[0; 16], &sealed));
        let opened = opened.map_err(|_| Odd::Unreadable)?;
        let text = std::str::from_utf8(&opened).ok().filter(|text| text.is_ascii()).ok_or(Odd::Unreadable)?;
        Ok(SecretText::new(text.to_owned()))
    }

    fn found(self, password: Option<&SecretText>) -> Result<Found, Odd> {
        let opened = match (self.plain(), password) {
            (Some(secret), _) => secret.clone(),
            (None, Some(password)) => self.open(password)?,
            (None, None) => return Err(Odd::NoSecret),
        };
        let issuer = self.original_issuer.as_deref().unwrap_or_default();
        let original = self.original_name.as_deref().filter(|name| !name.is_empty());
        let (issuer, name) = split(issuer, original.or(self.name.as_deref()).unwrap_or_default());
        let spelling = Spelling {
            issuer: Some(issuer),
            name: Some(name),
            digits: self.digits,
            ..Spelling::usual(CodeKind::Totp)
        };
        spelling.base32(opened.expose())
    }
}

/// An account of Authy's own kind.
#[derive(Deserialize)]
struct OwnRow {
    name: Option<String>,
    digits: Option<Number>,
    #[serde(rename = "secretSeed")]
    secret: Option<SecretText>,
}

impl OwnRow {
    fn found(self) -> Result<Found, Odd> {
        let secret = self.secret.ok_or(Odd::NoSecret)?;
        let secret = HEXLOWER_PERMISSIVE.decode(secret.expose().as_bytes()).map_err(|_| Odd::Unreadable)?;
        let secret = Secret::new(secret);
        let spelling = Spelling {
            issuer: self.name.as_deref(),
            digits: Some(self.digits.unwrap_or(Number(7))),
            period: Some(Number(OWN_PERIOD)),
            ..Spelling::usual(CodeKind::Totp)
        };
        spelling.bytes(secret)
    }
}
