//! The [`line`](mod@crate::vault::line) an account becomes in a keychain or sealed file: `A1`, and a JSON object with these members.
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

use super::Account;
use crate::otp::entry::Entry;
use crate::otp::{Algorithm, Parameters, base32};
use crate::ports::{ID_LIMIT, Id};
use crate::secret::SecretText;
use crate::vault::line::{self, Kind};
use crate::view::CodeKind;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

pub use crate::vault::line::{LineError as PayloadError, hash};

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
    line::encode(Kind::Account, &wire)
}

/// Reads what was stored under an id.
///
/// # Errors
/// Any [`PayloadError`].
pub fn decode(id: &Id, payload: &str) -> Result<Account, PayloadError> {
    let json = line::decode(Kind::Account, payload)?;
    if id.0.len() > ID_LIMIT {
        return Err(PayloadError::Damaged);
    }
    let wire: Wire<'_> = serde_json::from_slice(json.bytes()).map_err(|_| PayloadError::Damaged)?;
    if wire.id != id.0 {
        return Err(PayloadError::WrongId);
    }
    account(id, &wire).ok_or(PayloadError::Damaged)
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
