//! The tokens of `FreeOTP` and `FreeOTP+`, as each of their files has them.

use super::Found;
use super::json::Number;
use super::spelling::{Odd, Spelling, kind};
use crate::secret::Secret;
use crate::view::CodeKind;
use serde::Deserialize;
use zeroize::{Zeroize, Zeroizing};

/// A token, whose secret may stand elsewhere.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Token {
    algo: Option<String>,
    counter: Option<i64>,
    digits: Option<Number>,
    period: Option<Number>,
    issuer_ext: Option<String>,
    issuer_int: Option<String>,
    issuer_alt: Option<String>,
    label: Option<String>,
    label_alt: Option<String>,
    #[serde(rename = "type")]
    kind: Option<String>,
    secret: Option<Bytes>,
}

impl Token {
    /// Makes an account of a token of `FreeOTP` 1 or `FreeOTP+`, whose secret stands in it, and whose counter is the one used
    /// last: the next is one more.
    pub(super) fn found(mut self) -> Result<Found, Odd> {
        let secret = self.secret.take().ok_or(Odd::NoSecret)?.read().ok_or(Odd::Unreadable)?;
        self.counter = self.counter.map(|last| last.checked_add(1).ok_or(Odd::Form)).transpose()?;
        self.with_secret(secret)
    }

    /// Makes an account of a token of `FreeOTP` 2, whose counter is the next one, and which makes Steam's codes for an issuer
    /// of that name.
    pub(super) fn unlocked(self, secret: Zeroizing<Vec<u8>>) -> Result<Found, Odd> {
        let steam = self.kind()? == CodeKind::Totp && self.issuer_ext.as_deref() == Some("Steam");
        let kind = steam.then(|| "STEAM".to_owned()).or(self.kind);
        Self { kind, ..self }.with_secret(secret)
    }

    fn kind(&self) -> Result<CodeKind, Odd> {
        Ok(self.kind.as_deref().map(kind).transpose()?.unwrap_or(CodeKind::Totp))
    }

    fn with_secret(self, mut secret: Zeroizing<Vec<u8>>) -> Result<Found, Odd> {
        let kind = self.kind()?;
        let counter = self.counter.map(|next| u64::try_from(next).map_err(|_| Odd::Form)).transpose()?;
        // What the person wrote over it goes first.
        let spelled = |text: &Option<String>| text.clone().filter(|text| !text.is_empty());
        let issuer = spelled(&self.issuer_alt).or_else(|| spelled(&self.issuer_ext)).or(self.issuer_int);
        let name = spelled(&self.label_alt).or(self.label);
        let spelling = Spelling {
            issuer: issuer.as_deref(),
            name: name.as_deref(),
            kind,
            algorithm: self.algo.as_deref(),
            digits: self.digits,
            period: self.period,
            counter: counter.map(Number),
            groups: Vec::new(),
        };
        spelling.bytes(Secret::new(std::mem::take(&mut *secret)))
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
