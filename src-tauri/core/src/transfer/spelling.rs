//! An account as a foreign file spells it, and what may be odd about it.

use super::json::Number;
use super::{Found, Refused};
use crate::otp::base32::{self, Base32Error};
use crate::otp::entry::{Entry, EntryError};
use crate::otp::link::LinkError;
use crate::otp::{Algorithm, DIGITS, Parameters, ParametersError, STEAM_DIGITS, USUAL_PERIOD};
use crate::secret::Secret;
use crate::view::CodeKind;

/// Why no account can be made of an entry. Repeats nothing of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum Odd {
    /// Members are missing or of another type.
    #[error("it is not written as this format writes an entry")]
    Form,
    /// It is something else than a one-time password.
    #[error("it has no one-time password")]
    NotOtp,
    /// It has no secret.
    #[error("it has no secret")]
    NoSecret,
    /// The program that wrote it keeps it among what was deleted.
    #[error("it was deleted in the program that wrote the file")]
    Deleted,
    /// mOTP, whose codes are made of a PIN too.
    #[error("it is of the kind mOTP, whose codes cannot be made here")]
    Motp,
    /// Yandex, whose codes are made of a PIN too.
    #[error("it is of Yandex's kind, whose codes cannot be made here")]
    Yandex,
    /// Another kind.
    #[error("its kind is none of TOTP, HOTP and Steam")]
    Kind,
    /// MD5, which no RFC of one-time passwords knows.
    #[error("its algorithm is MD5, with which codes are not made here")]
    Md5,
    /// Another hash.
    #[error("its algorithm is none of SHA1, SHA256 and SHA512")]
    Algorithm,
    /// The secret is not spelled as it should be.
    #[error("the secret cannot be read")]
    Unreadable,
    /// The secret is no base32.
    #[error(transparent)]
    Secret(#[from] Base32Error),
    /// Its numbers are out of bounds.
    #[error(transparent)]
    Parameters(#[from] ParametersError),
    /// What it describes cannot be an account.
    #[error(transparent)]
    Entry(#[from] EntryError),
    /// It is a link that cannot be read.
    #[error(transparent)]
    Link(#[from] LinkError),
}

impl Odd {
    /// Refuses the entry with this number, counted from 1.
    pub(super) fn refused(self, number: usize) -> Refused {
        Refused { r#where: format!("entry {number}"), reason: self.to_string() }
    }
}

/// An account, member by member. What is `None` is as usual (RFC 6238 section 4.1).
pub(super) struct Spelling<'a> {
    pub(super) issuer: Option<&'a str>,
    pub(super) name: Option<&'a str>,
    pub(super) kind: CodeKind,
    pub(super) algorithm: Option<&'a str>,
    pub(super) digits: Option<Number>,
    pub(super) period: Option<Number>,
    pub(super) counter: Option<Number>,
    pub(super) groups: Vec<String>,
}

impl Spelling<'_> {
    /// Returns an account of this kind with everything as usual.
    pub(super) fn usual(kind: CodeKind) -> Self {
        Self {
            issuer: None,
            name: None,
            kind,
            algorithm: None,
            digits: None,
            period: None,
            counter: None,
            groups: Vec::new(),
        }
    }

    /// Makes an account with a secret in base32.
    pub(super) fn base32(self, secret: &str) -> Result<Found, Odd> {
        self.bytes(base32::decode(secret)?)
    }

    /// Makes an account with a secret of these bytes.
    pub(super) fn bytes(self, secret: Secret) -> Result<Found, Odd> {
        let Self { kind, counter, .. } = self;
        let algorithm = self.algorithm.map(algorithm).transpose()?.unwrap_or_default();
        // Programs note all sorts of numbers for Steam, whose codes have five letters whatever they say.
        let digits = match (kind, self.digits) {
            (CodeKind::Steam, _) => STEAM_DIGITS,
            (_, None) => *DIGITS.start(),
            (_, Some(Number(digits))) => u8::try_from(digits).map_err(|_| ParametersError::Digits)?,
        };
        // A counter has no time step; one that is noted means nothing.
        let period = match (kind, self.period) {
            (CodeKind::Hotp, _) | (_, None) => USUAL_PERIOD,
            (_, Some(Number(period))) => u32::try_from(period).map_err(|_| ParametersError::Period)?,
        };
        let next = counter.map_or(0, |Number(counter)| counter);
        let parameters = Parameters::new(kind, algorithm, digits, period, next)?;
        let (issuer, name) = (self.issuer.unwrap_or_default(), self.name.unwrap_or_default());
        let mut entry = Entry::new(issuer, name, parameters, secret)?;
        if kind == CodeKind::Hotp && counter.is_none() {
            entry.warn("The file names no counter; counting starts at 0.");
        }
        Ok(Found { entry, groups: self.groups })
    }
}

/// Reads a kind by its name, in any case.
pub(super) fn kind(name: &str) -> Result<CodeKind, Odd> {
    match name.to_ascii_lowercase().as_str() {
        "totp" => Ok(CodeKind::Totp),
        "hotp" => Ok(CodeKind::Hotp),
        "steam" => Ok(CodeKind::Steam),
        "motp" => Err(Odd::Motp),
        "yandex" | "yaotp" => Err(Odd::Yandex),
        _ => Err(Odd::Kind),
    }
}

fn algorithm(name: &str) -> Result<Algorithm, Odd> {
    Algorithm::named(name)
        .ok_or_else(|| if name.to_ascii_uppercase().ends_with("MD5") { Odd::Md5 } else { Odd::Algorithm })
}
