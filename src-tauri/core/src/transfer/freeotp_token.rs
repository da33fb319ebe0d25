//! The tokens of `FreeOTP` and `FreeOTP+`, as each of their files has them.

use super::Found;
use super::json::Number;
use super::spelling::{Odd, Spelling, kind_or_totp};
use crate::otp::base32;
use crate::secret::{Secret, SecretText};
use crate::view::CodeKind;
use serde::Deserialize;
use zeroize::{Zeroize, Zeroizing};

/// A token, whose secret may stand elsewhere.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Token {
    algo: Option<String>,
    counter: Option<i64>,
    #[serde(default)]
    digits: Number,
    #[serde(default)]
    period: Number,
    issuer_ext: Option<String>,
    issuer_int: Option<String>,
    issuer_alt: Option<String>,
    label: Option<String>,
    label_alt: Option<String>,
    #[serde(rename = "type")]
    kind: Option<String>,
    secret: Option<Spelled>,
}

/// A secret: its bytes, or in some versions of `FreeOTP+` the text of it.
#[derive(Deserialize)]
#[serde(untagged)]
enum Spelled {
    Bytes(Bytes),
    Text(SecretText),
}

impl Spelled {
    fn read(&self) -> Result<Secret, Odd> {
        match self {
            Self::Bytes(bytes) => {
                let mut bytes = bytes.read().ok_or(Odd::Unreadable)?;
                Ok(Secret::new(std::mem::take(&mut *bytes)))
            }
            Self::Text(text) => Ok(base32::decode(text.expose())?),
        }
    }
}

impl Token {
    /// Makes an account of a token of `FreeOTP` 1 or `FreeOTP+`, whose secret stands in it, and whose counter is the one used
    /// last: the next is one more. Services look ahead, so that one too many does no harm, and one too few would.
    pub(super) fn found(mut self) -> Result<Found, Odd> {
        let secret = self.secret.take().ok_or(Odd::NoSecret)?.read()?;
        self.counter = self.counter.map(|last| last.checked_add(1).ok_or(Odd::Form)).transpose()?;
        self.unlocked(secret)
    }

    /// Makes an account of a token of `FreeOTP` 2, whose counter is the next one. Each of them makes Steam's codes for an
    /// issuer of that name.
    pub(super) fn unlocked(self, secret: Secret) -> Result<Found, Odd> {
        let kind = match kind_or_totp(self.kind.as_deref())? {
            CodeKind::Totp if self.issuer_ext.as_deref() == Some("Steam") => CodeKind::Steam,
            kind => kind,
        };
        // It notes one for every token, and for one that has none means nothing by it.
        let counter = match (kind, self.counter) {
            (CodeKind::Hotp, Some(next)) => Some(u64::try_from(next).map_err(|_| Odd::Form)?),
            _ => None,
        };
        // What the person wrote over it goes first.
        let spelled = |text: &Option<String>| text.clone().filter(|text| !text.is_empty());
        let issuer = spelled(&self.issuer_alt).or_else(|| spelled(&self.issuer_ext)).or(self.issuer_int);
        let name = spelled(&self.label_alt).or(self.label);
        let spelling = Spelling {
            issuer: issuer.as_deref(),
            name: name.as_deref(),
            algorithm: self.algo.as_deref(),
            digits: self.digits,
            period: self.period,
            counter: Number(counter),
            ..Spelling::usual(kind)
        };
        spelling.bytes(secret)
    }
}

/// Bytes as Java's arrays print them: -128 to 127.
#[derive(Deserialize, Zeroize)]
#[serde(transparent)]
#[zeroize(drop)]
pub(super) struct Bytes(Vec<i16>);

impl Bytes {
    /// Returns them, if they are bytes.
    pub(super) fn read(&self) -> Option<Zeroizing<Vec<u8>>> {
        let mut bytes = Zeroizing::new(Vec::with_capacity(self.0.len()));
        for byte in &self.0 {
            bytes.push(u8::try_from(*byte).or_else(|_| i8::try_from(*byte).map(i8::cast_unsigned)).ok()?);
        }
        Some(bytes)
    }
}
