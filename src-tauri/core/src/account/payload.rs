//! The one line an account becomes in a keychain or sealed file.
//!
//! `A1.` + base64url of a JSON object + `.` + the first 12 bytes of the SHA-256 of everything before that dot, in base64url;
//! no padding. One line of `A-Z a-z 0-9 . _ -`, at most [`PAYLOAD_LIMIT`] bytes: a line break in one secret destroys a
//! passwordless GNOME keyring, KDE's wallet refuses raw bytes, Windows keeps 2,560 bytes. The check finds truncation and
//! edits by other hands; it is no signature. Members of the object:
//!
//! | member | content |
//! |---|---|
//! | `id` | the account's identity, which must be the item's |
//! | `issuer`, `name` | UTF-8, each within [`crate::otp::entry::LABEL_LIMIT`] |
//! | `secret` | base32 in upper case without padding |
//! | `kind` | `totp`, `hotp`, `steam`, `motp` or `yandex` |
//! | `algorithm` | `SHA1`, `SHA256`, `SHA512`, and `MD5` for `motp` alone |
//! | `digits`, `period`, `counter` | numbers; the period in seconds, the counter for `hotp` alone |
//! | `created` | seconds since 1970 |
//! | `unconfirmed` | whether the service has seen no code yet; absent means false |
//! | `pin` | the PIN of `motp` and `yandex`; absent means that it is not known |
//! | `note` | what the person noted; absent means nothing |
//!
//! Members that are not known are passed over; what may not be passed over gets another number than 1.

use super::Account;
use crate::otp::entry::Entry;
use crate::otp::{Algorithm, Parameters, base32};
use crate::ports::{ID_LIMIT, Id, PAYLOAD_LIMIT};
use crate::secret::SecretText;
use crate::view::CodeKind;
use data_encoding::{BASE64URL_NOPAD, HEXLOWER};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::borrow::Cow;
use zeroize::Zeroizing;

/// What a payload of this form begins with.
const MARK: &str = "A1.";
/// Bytes of the digest that are kept: enough that no accident passes, few enough to leave room for names.
const CHECK: usize = 12;

/// Why a text is no account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PayloadError {
    /// Another program wrote it.
    #[error("it was not written by Countersign")]
    NotOurs,
    /// A newer Countersign wrote it.
    #[error("it was written by a newer version of Countersign")]
    Newer,
    /// It was cut or changed.
    #[error("it was cut or changed")]
    Damaged,
    /// It belongs to another item: somebody copied it.
    #[error("it belongs to another account")]
    WrongId,
}

/// The object inside. It borrows the secret from a buffer that wipes itself, so that it has nothing to wipe: that is why
/// this type, alone of those that see a secret, may be serialised.
#[derive(Serialize, Deserialize)]
struct Wire<'a> {
    id: Cow<'a, str>,
    #[serde(borrow)]
    issuer: Cow<'a, str>,
    #[serde(borrow)]
    name: Cow<'a, str>,
    secret: &'a str,
    kind: CodeKind,
    algorithm: Cow<'a, str>,
    digits: u8,
    period: u32,
    #[serde(default, skip_serializing_if = "is_zero")]
    counter: u64,
    created: u64,
    #[serde(default, skip_serializing_if = "is_false")]
    unconfirmed: bool,
    // Owned by a text that wipes itself where an escape keeps them from being borrowed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pin: Option<Text<'a>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    note: Option<Text<'a>>,
}

/// A secret text inside the object.
enum Text<'a> {
    Borrowed(&'a SecretText),
    Owned(SecretText),
}

impl Text<'_> {
    fn text(&self) -> &SecretText {
        match self {
            Self::Borrowed(text) => text,
            Self::Owned(text) => text,
        }
    }
}

impl Serialize for Text<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.text().expose())
    }
}

impl<'de> Deserialize<'de> for Text<'_> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        SecretText::deserialize(deserializer).map(Self::Owned)
    }
}

/// Writes an account.
#[must_use]
#[expect(clippy::missing_panics_doc, reason = "text and numbers are JSON, and memory takes every byte")]
pub fn encode(account: &Account) -> SecretText {
    let secret = base32::encode(account.secret());
    let parameters = &account.parameters;
    let wire = Wire {
        id: Cow::Borrowed(&account.id.0),
        issuer: Cow::Borrowed(account.issuer()),
        name: Cow::Borrowed(account.name()),
        secret: secret.expose(),
        kind: parameters.kind(),
        algorithm: Cow::Owned(parameters.algorithm().to_string()),
        digits: parameters.digits(),
        period: parameters.period(),
        counter: parameters.counter(),
        created: account.created,
        unconfirmed: account.unconfirmed,
        pin: account.pin().map(Text::Borrowed),
        note: account.note().map(Text::Borrowed),
    };
    // Room for all of it, here and below, because growing would leave copies of the secret behind.
    let mut json = Zeroizing::new(Vec::with_capacity(PAYLOAD_LIMIT));
    serde_json::to_writer(&mut *json, &wire).expect("text and numbers are JSON, and memory takes every byte");
    let mut payload = Zeroizing::new(String::with_capacity(PAYLOAD_LIMIT));
    payload.push_str(MARK);
    BASE64URL_NOPAD.encode_append(&json, &mut payload);
    let check = check(&payload);
    payload.push('.');
    payload.push_str(&check);
    SecretText::new(std::mem::take(&mut *payload))
}

/// Reads what was stored under an id.
///
/// # Errors
/// Any [`PayloadError`].
pub fn decode(id: &Id, payload: &str) -> Result<Account, PayloadError> {
    match version(payload) {
        Some(1) => {}
        Some(2..) => return Err(PayloadError::Newer),
        Some(0) | None => return Err(PayloadError::NotOurs),
    }
    if payload.len() > PAYLOAD_LIMIT || id.0.len() > ID_LIMIT {
        return Err(PayloadError::Damaged);
    }
    let (line, found) = payload.rsplit_once('.').ok_or(PayloadError::Damaged)?;
    if check(line) != found {
        return Err(PayloadError::Damaged);
    }
    let body = line.strip_prefix(MARK).ok_or(PayloadError::Damaged)?;
    let mut json = Zeroizing::new(vec![0; PAYLOAD_LIMIT]);
    let length = BASE64URL_NOPAD.decode_len(body.len()).map_err(|_| PayloadError::Damaged)?;
    let json = json.get_mut(..length).ok_or(PayloadError::Damaged)?;
    BASE64URL_NOPAD.decode_mut(body.as_bytes(), json).map_err(|_| PayloadError::Damaged)?;
    let wire: Wire<'_> = serde_json::from_slice(json).map_err(|_| PayloadError::Damaged)?;
    if wire.id != id.0 {
        return Err(PayloadError::WrongId);
    }
    account(id, &wire).ok_or(PayloadError::Damaged)
}

/// Returns what the index remembers of a payload: its SHA-256 in hexadecimal.
#[must_use]
pub fn hash(payload: &SecretText) -> String {
    HEXLOWER.encode(&Sha256::digest(payload.expose()))
}

fn account(id: &Id, wire: &Wire<'_>) -> Option<Account> {
    let algorithm = Algorithm::named(&wire.algorithm)?;
    let parameters = Parameters::new(wire.kind, algorithm, wire.digits, wire.period, wire.counter).ok()?;
    let secret = base32::decode(wire.secret).ok()?;
    let entry = Entry::new(&wire.issuer, &wire.name, parameters, secret).ok()?;
    let entry = entry.with_pin(wire.pin.as_ref().map(Text::text)).ok()?;
    let entry = entry.with_note(wire.note.as_ref().map_or("", |note| note.text().expose()));
    Some(Account::new(id.clone(), &entry, wire.created, wire.unconfirmed))
}

/// Returns the number after the `A`; numbers too large to read are some later version's.
fn version(payload: &str) -> Option<u32> {
    let (digits, _) = payload.strip_prefix('A')?.split_once('.')?;
    let number = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    number.then(|| digits.parse().unwrap_or(u32::MAX))
}

fn check(line: &str) -> String {
    let digest = Sha256::digest(line);
    BASE64URL_NOPAD.encode(digest.get(..CHECK).unwrap_or(&digest))
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
fn is_zero(counter: &u64) -> bool {
    *counter == 0
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
fn is_false(flag: &bool) -> bool {
    !flag
}

#[cfg(test)]
#[path = "payload_tests.rs"]
mod tests;
