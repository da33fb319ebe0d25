//! An account as a foreign file spells it, and what may be odd about it.

use super::json::Number;
use super::{Found, Refused};
use crate::otp::base32::{self, Base32Error};
use crate::otp::entry::{Entry, EntryError};
use crate::otp::link::LinkError;
use crate::otp::{Algorithm, Parameters, ParametersError, pinned};
use crate::secret::{Secret, SecretText};
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
    /// Another kind.
    #[error("its kind is none of TOTP, HOTP, Steam, mOTP and Yandex")]
    Kind,
    /// Another hash.
    #[error("its algorithm is none of SHA1, SHA256 and SHA512")]
    Algorithm,
    /// The secret is locked with a key that never leaves the device.
    #[error("its secret is locked with a key that its device does not give away; export it in that program")]
    OfDevice,
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
    pub(super) digits: Number,
    pub(super) period: Number,
    pub(super) counter: Number,
    pub(super) pin: Option<&'a SecretText>,
    pub(super) note: Option<&'a SecretText>,
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
            digits: Number(None),
            period: Number(None),
            counter: Number(None),
            pin: None,
            note: None,
            groups: Vec::new(),
        }
    }

    /// Makes an account with a secret as most formats spell it: in base32, but mOTP's as the text that it is.
    pub(super) fn spelled(self, secret: &str) -> Result<Found, Odd> {
        match self.kind {
            CodeKind::Motp => self.bytes(pinned::motp_secret(secret)?),
            _ => self.bytes(base32::decode(secret)?),
        }
    }

    /// Makes an account with a secret of these bytes; mOTP's are its text.
    pub(super) fn bytes(self, secret: Secret) -> Result<Found, Odd> {
        let Self { kind, counter, .. } = self;
        let usual = Parameters::usual(kind);
        let algorithm = match (kind, self.algorithm.map(str::trim).filter(|name| !name.is_empty())) {
            // Programs note all sorts of things for kinds that have one algorithm and one length.
            (CodeKind::Steam | CodeKind::Motp | CodeKind::Yandex, _) | (_, None) => usual.algorithm(),
            (_, Some(name)) => Algorithm::named(name).ok_or(Odd::Algorithm)?,
        };
        let digits = match (kind, self.digits) {
            (CodeKind::Steam, _) | (_, Number(None)) => usual.digits(),
            (_, Number(Some(digits))) => u8::try_from(digits).map_err(|_| ParametersError::Digits)?,
        };
        // A counter has no time step; one that is noted means nothing.
        let period = match (kind, self.period) {
            (CodeKind::Hotp, _) | (_, Number(None)) => usual.period(),
            (_, Number(Some(period))) => u32::try_from(period).map_err(|_| ParametersError::Period)?,
        };
        let parameters = Parameters::new(kind, algorithm, digits, period, counter.0.unwrap_or(0))?;
        let (issuer, name) = (self.issuer.unwrap_or_default(), self.name.unwrap_or_default());
        let entry = Entry::new(issuer, name, parameters, secret)?.with_pin(self.pin)?;
        let mut entry = entry.with_note(self.note.map_or("", SecretText::expose));
        if kind == CodeKind::Hotp && counter.0.is_none() {
            entry.warn("The file names no counter; counting starts at 0.");
        }
        Ok(Found { entry, groups: self.groups, icon: None })
    }
}

/// Reads a kind by its name, in any case.
pub(super) fn kind(name: &str) -> Result<CodeKind, Odd> {
    match name.trim().to_ascii_lowercase().as_str() {
        "totp" => Ok(CodeKind::Totp),
        "hotp" => Ok(CodeKind::Hotp),
        "steam" => Ok(CodeKind::Steam),
        "motp" => Ok(CodeKind::Motp),
        "yandex" | "yaotp" => Ok(CodeKind::Yandex),
        _ => Err(Odd::Kind),
    }
}

/// Reads the name of a kind that may be missing, which means TOTP.
pub(super) fn kind_or_totp(name: Option<&str>) -> Result<CodeKind, Odd> {
    name.filter(|name| !name.trim().is_empty()).map_or(Ok(CodeKind::Totp), kind)
}
