//! Authy's preferences on Android: accounts of other services, plain or locked by the backup password, and Authy's own. And
//! the list that its servers send to a phone, which people record and unlock; and what a script prints in its desktop app.
//!
//! Each locked secret has a salt of its own, from which PBKDF2 with SHA-1 makes the key of AES-256-CBC. The app's own
//! accounts have codes of ten seconds whose secrets are hexadecimal.

use super::cipher;
use super::json::{self, Number, Rows};
use super::key::{self, Key};
use super::login::{Login, after, start};
use super::preferences::Preferences;
use super::spelling::{Odd, Spelling};
use super::{Entries, Format, Found, TransferError};
use crate::secret::{Secret, SecretText};
use crate::view::CodeKind;
use data_encoding::HEXLOWER_PERMISSIVE;
use serde::Deserialize;
use sha1::Sha1;
use zeroize::Zeroizing;

const OTHERS: &str = "com.authy.storage.tokens.authenticator.key";
const OWN: &str = "com.authy.storage.tokens.authy.key";
/// Rounds of PBKDF2 where the account names no others.
const ROUNDS: u64 = 1_000;
/// The most rounds of all accounts together, each of which has a key of its own: some ten seconds.
const ROUNDS_LIMIT: u64 = 20_000_000;
/// Seconds in a step of Authy's own codes.
const OWN_PERIOD: u64 = 10;
/// Digits of Authy's own codes.
const OWN_DIGITS: u64 = 7;
/// Where the list stands that was recorded, and where people put it once it is unlocked.
const RECORDED: [&str; 2] = ["authenticator_tokens", "decrypted_authenticator_tokens"];

/// Members of what a script prints that people run in the desktop app.
const PRINTED: [&str; 3] = ["name", "secret", "uri"];

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
            || RECORDED.iter().any(|name| json::has(file, &[name]))
            || json::rows_have(file, &PRINTED)
    }

    fn read(&self, file: &[u8], password: Option<&SecretText>) -> Result<Entries, TransferError> {
        let Ok(map) = Preferences::read(file) else {
            return match json::parse::<Rows>(file) {
                Ok(printed) => Ok(printed.read(|row: Printed| row.found())),
                Err(_) => recorded(file, password),
            };
        };
        let (others, own) = (map.text(OTHERS).unwrap_or("[]"), map.text(OWN).unwrap_or("[]"));
        let others: Rows = json::parse(others.as_bytes())?;
        check(&others, password)?;
        let own: Rows = json::parse(own.as_bytes())?;
        let mut entries = others.read(|row: Row| row.found(password));
        entries.extend(own.read(OwnRow::found));
        Ok(entries)
    }
}

/// Reads a list that was recorded.
fn recorded(file: &[u8], password: Option<&SecretText>) -> Result<Entries, TransferError> {
    let Recorded { rows } = json::parse(file)?;
    check(&rows, password)?;
    Ok(rows.read(|row: Row| row.found(password)))
}

#[derive(Deserialize)]
struct Recorded<'a> {
    #[serde(borrow, rename = "authenticator_tokens", alias = "decrypted_authenticator_tokens")]
    rows: Rows<'a>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Row {
    name: Option<String>,
    #[serde(alias = "original_name")]
    original_name: Option<String>,
    #[serde(alias = "issuer", alias = "original_issuer")]
    original_issuer: Option<String>,
    #[serde(alias = "account_type")]
    account_type: Option<String>,
    #[serde(default)]
    digits: Number,
    #[serde(alias = "decrypted_seed")]
    decrypted_secret: Option<SecretText>,
    #[serde(alias = "encrypted_seed")]
    encrypted_secret: Option<String>,
    salt: Option<String>,
    #[serde(alias = "unique_iv")]
    unique_iv: Option<String>,
    #[serde(default, alias = "key_derivation_iterations")]
    key_derivation_iterations: Number,
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
        self.key_derivation_iterations.0.unwrap_or(ROUNDS)
    }

    /// Unlocks the secret, which is in base32.
    fn open(&self, password: &SecretText) -> Result<SecretText, Odd> {
        let sealed = cipher::base64(self.encrypted_secret.as_deref().ok_or(Odd::NoSecret)?);
        let salt = self.salt.as_deref().ok_or(Odd::Form)?;
        let iv = match self.unique_iv.as_deref().filter(|iv| !iv.is_empty()) {
            Some(iv) => cipher::hex(iv).map_err(|_| Odd::Form)?,
            None => Zeroizing::new(vec![0; 16]),
        };
        let mut key = Key::default();
        let made =
            key::pbkdf2::<Sha1>(password.expose().as_bytes(), salt.as_bytes(), self.rounds(), &mut *key);
        let opened = made.and(sealed).and_then(|sealed| cipher::open_cbc(&key, &iv, &sealed));
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
        let (issuer, name) = self.names();
        let spelling = Spelling {
            issuer: Some(&issuer),
            name: Some(&name),
            digits: self.digits,
            ..Spelling::usual(CodeKind::Totp)
        };
        spelling.spelled(opened.expose())
    }

    /// Returns issuer and name. The name is what the person sees and may have changed; the issuer often stands before it.
    fn names(&self) -> (String, String) {
        let spelled = |text: &Option<String>| {
            let text = start(text.as_deref().unwrap_or_default()).trim();
            Some(text.to_owned()).filter(|text| !text.is_empty())
        };
        let original = spelled(&self.original_name).unwrap_or_default();
        let name = spelled(&self.name).unwrap_or_else(|| original.clone());
        let before =
            |text: &str, mark: &str| text.split_once(mark).map(|(before, _)| before.trim().to_owned());
        // Its own words for accounts of others say nothing.
        let kind = spelled(&self.account_type).filter(|kind| !kind.starts_with("authenticator"));
        let issuer = spelled(&self.original_issuer)
            .or_else(|| before(&original, ":"))
            .or_else(|| before(&name, ": "))
            .or_else(|| before(&name, " - "))
            .or_else(|| kind.map(|kind| capital(&kind)))
            .unwrap_or_default();
        let rest = after(&name, &issuer).filter(|_| !issuer.is_empty()).map(str::trim_start);
        let rest = rest.and_then(|rest| rest.strip_prefix(':').or_else(|| rest.strip_prefix("- ")));
        let name = rest.map_or(name.clone(), |rest| rest.trim().to_owned());
        (issuer, name)
    }
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// An account as the script prints it: its name as it is shown, and a link with the rest.
#[derive(Deserialize)]
struct Printed {
    name: Option<String>,
    uri: SecretText,
}

impl Printed {
    fn found(self) -> Result<Found, Odd> {
        let name = self.name.as_deref().unwrap_or_default();
        Login { name, ..Login::default() }.found(self.uri.expose())
    }
}

/// An account of Authy's own kind.
#[derive(Deserialize)]
struct OwnRow {
    name: Option<String>,
    #[serde(default)]
    digits: Number,
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
            digits: Number(self.digits.0.or(Some(OWN_DIGITS))),
            period: Number(Some(OWN_PERIOD)),
            ..Spelling::usual(CodeKind::Totp)
        };
        spelling.bytes(secret)
    }
}
