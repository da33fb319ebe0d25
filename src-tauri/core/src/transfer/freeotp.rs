//! `FreeOTP+`: its JSON backup, and the tokens that it shares with `FreeOTP`.
//!
//! A secret is an array of signed bytes, as Java has them. The counter is the one used last, so that the next is one more.

use super::json::{self, Number, Rows};
use super::spelling::{Odd, Spelling, kind};
use super::{Entries, Format, Found, TransferError};
use crate::otp::base32::SECRET_LIMIT;
use crate::secret::{Secret, SecretText};
use crate::view::CodeKind;
use serde::Deserialize;
use zeroize::Zeroize;

/// The format.
pub(super) struct FreeOtpPlus;

impl Format for FreeOtpPlus {
    fn name(&self) -> &'static str {
        "freeotp-plus"
    }

    fn title(&self) -> &'static str {
        "FreeOTP+"
    }

    fn sniff(&self, file: &[u8]) -> bool {
        json::has(file, &["tokens", "tokenOrder"])
    }

    fn read(&self, file: &[u8], _: Option<&SecretText>) -> Result<Entries, TransferError> {
        let backup: Backup = json::parse(file)?;
        Ok(backup.tokens.read(Token::found))
    }
}

#[derive(Deserialize)]
struct Backup<'a> {
    #[serde(borrow)]
    tokens: Rows<'a>,
}

/// A token, whose secret may stand elsewhere.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Token {
    algo: Option<String>,
    /// -1 before the first code.
    counter: Option<i64>,
    digits: Option<Number>,
    period: Option<Number>,
    issuer_ext: Option<String>,
    issuer_int: Option<String>,
    label: Option<String>,
    #[serde(rename = "type")]
    kind: Option<String>,
    secret: Option<Bytes>,
}

impl Token {
    /// Makes an account with the secret that stands in the token.
    pub(super) fn found(mut self) -> Result<Found, Odd> {
        let secret = self.secret.take().ok_or(Odd::NoSecret)?.read().ok_or(Odd::Unreadable)?;
        self.with_secret(secret)
    }

    /// Makes an account with a secret that stood elsewhere.
    pub(super) fn with_secret(self, secret: Secret) -> Result<Found, Odd> {
        let counter = match self.counter {
            None => None,
            Some(last) => {
                Some(last.checked_add(1).and_then(|next| u64::try_from(next).ok()).ok_or(Odd::Form)?)
            }
        };
        let issuer = self.issuer_ext.filter(|issuer| !issuer.is_empty()).or(self.issuer_int);
        let spelling = Spelling {
            issuer: issuer.as_deref(),
            name: self.label.as_deref(),
            kind: self.kind.as_deref().map(kind).transpose()?.unwrap_or(CodeKind::Totp),
            algorithm: self.algo.as_deref(),
            digits: self.digits,
            period: self.period,
            counter: counter.map(Number),
            groups: Vec::new(),
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
    /// Returns them as a secret, if they are bytes and no more than a secret has.
    pub(super) fn read(&self) -> Option<Secret> {
        if self.0.len() > SECRET_LIMIT {
            return None;
        }
        let byte = |byte: &i16| u8::try_from(*byte).or_else(|_| i8::try_from(*byte).map(i8::cast_unsigned));
        let bytes: Result<Vec<u8>, _> = self.0.iter().map(byte).collect();
        bytes.ok().map(Secret::new)
    }
}
