//! Makes codes: RFC 4226 (HOTP), RFC 6238 (TOTP), Steam's letters, mOTP and Yandex. Reads no clock.

pub mod base32;
pub mod entry;
pub mod link;

pub(crate) mod pinned;

use crate::secret::{Secret, SecretText};
use crate::view::CodeKind;
use std::fmt;
use std::ops::RangeInclusive;
use zeroize::Zeroizing;

/// Characters in a code. RFC 4226 section 5.3 asks for six at least and shows eight; programs exist that keep accounts of
/// others, and the number behind a code has no more than ten.
pub const DIGITS: RangeInclusive<u8> = 4..=10;
/// Characters in a code where nobody says otherwise.
pub const USUAL_DIGITS: u8 = 6;
/// Characters in one of Steam's codes.
pub const STEAM_DIGITS: u8 = 5;
/// Characters in one of Yandex's codes.
pub const YANDEX_DIGITS: u8 = 8;
/// Seconds in a time step. What lasts longer than an hour is no one-time password any more.
pub const PERIOD: RangeInclusive<u32> = 1..=3_600;
/// The time step that RFC 6238 section 4.1 takes for granted, in seconds.
pub const USUAL_PERIOD: u32 = 30;
/// The time step of mOTP, in seconds.
pub const MOTP_PERIOD: u32 = 10;
/// The longest PIN of mOTP and Yandex, in bytes of UTF-8.
pub const PIN_LIMIT: usize = 32;

/// The hash under the HMAC.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Algorithm {
    /// SHA-1, which RFC 4226 is made of and nearly every service uses.
    #[default]
    Sha1,
    /// SHA-256 (RFC 6238 section 1.2).
    Sha256,
    /// SHA-512 (RFC 6238 section 1.2).
    Sha512,
    /// MD5, of mOTP alone, which uses it without HMAC.
    Md5,
}

impl Algorithm {
    /// Reads a name as services write it: `SHA1`, `sha-1`, `HmacSHA1`, `HMAC-SHA-256`.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        let letters: String = name
            .chars()
            .filter(|c| !matches!(c, '-' | '_' | ' '))
            .map(|c| c.to_ascii_uppercase())
            .take("HMACSHA512".len() + 1)
            .collect();
        match letters.strip_prefix("HMAC").unwrap_or(&letters) {
            "SHA1" => Some(Self::Sha1),
            "SHA256" => Some(Self::Sha256),
            "SHA512" => Some(Self::Sha512),
            "MD5" => Some(Self::Md5),
            _ => None,
        }
    }
}

impl fmt::Display for Algorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Sha1 => "SHA1",
            Self::Sha256 => "SHA256",
            Self::Sha512 => "SHA512",
            Self::Md5 => "MD5",
        })
    }
}

/// Why no codes are made from such parameters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ParametersError {
    /// The number of digits is out of bounds.
    #[error("a code has 4 to 10 digits")]
    Digits,
    /// The time step is out of bounds.
    #[error("a time step lasts 1 to 3600 seconds")]
    Period,
    /// MD5 for another kind than mOTP: no RFC of one-time passwords knows it.
    #[error("the algorithm is MD5, with which codes of this kind are not made here")]
    Md5,
    /// Steam, mOTP and Yandex know one algorithm each.
    #[error("codes of this kind are made with another algorithm")]
    Algorithm,
}

/// How the codes of an account are made. Exists only within [`DIGITS`] and [`PERIOD`], so that making a code cannot fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Parameters {
    kind: CodeKind,
    algorithm: Algorithm,
    digits: u8,
    period: u32,
    counter: u64,
}

impl Parameters {
    /// Checks the bounds. `period` is in seconds; `counter` is the next one to be used and kept for HOTP alone.
    ///
    /// # Errors
    /// Names the value that is out of bounds.
    pub fn new(
        kind: CodeKind,
        algorithm: Algorithm,
        digits: u8,
        period: u32,
        counter: u64,
    ) -> Result<Self, ParametersError> {
        if !DIGITS.contains(&digits) || (kind == CodeKind::Steam && digits != STEAM_DIGITS) {
            return Err(ParametersError::Digits);
        }
        match (kind, algorithm) {
            (CodeKind::Motp, Algorithm::Md5)
            | (CodeKind::Steam, Algorithm::Sha1)
            | (CodeKind::Yandex, Algorithm::Sha256) => {}
            (_, Algorithm::Md5) => return Err(ParametersError::Md5),
            (CodeKind::Motp | CodeKind::Steam | CodeKind::Yandex, _) => {
                return Err(ParametersError::Algorithm);
            }
            (CodeKind::Totp | CodeKind::Hotp, _) => {}
        }
        if !PERIOD.contains(&period) {
            return Err(ParametersError::Period);
        }
        let counter = if kind == CodeKind::Hotp { counter } else { 0 };
        Ok(Self { kind, algorithm, digits, period, counter })
    }

    /// Returns what a service means that names nothing but the kind.
    #[must_use]
    pub fn usual(kind: CodeKind) -> Self {
        let (algorithm, digits, period) = match kind {
            CodeKind::Totp | CodeKind::Hotp => (Algorithm::Sha1, USUAL_DIGITS, USUAL_PERIOD),
            CodeKind::Steam => (Algorithm::Sha1, STEAM_DIGITS, USUAL_PERIOD),
            CodeKind::Motp => (Algorithm::Md5, USUAL_DIGITS, MOTP_PERIOD),
            CodeKind::Yandex => (Algorithm::Sha256, YANDEX_DIGITS, USUAL_PERIOD),
        };
        Self { kind, algorithm, digits, period, counter: 0 }
    }

    /// Returns the same parameters with another next counter; has no effect but for HOTP.
    #[must_use]
    pub fn with_counter(self, counter: u64) -> Self {
        if self.kind == CodeKind::Hotp { Self { counter, ..self } } else { self }
    }

    /// Returns how codes are made.
    #[must_use]
    pub fn kind(&self) -> CodeKind {
        self.kind
    }

    /// Says whether a PIN goes into the codes, without which none can be made.
    #[must_use]
    pub fn needs_pin(&self) -> bool {
        matches!(self.kind, CodeKind::Motp | CodeKind::Yandex)
    }

    /// Returns the hash.
    #[must_use]
    pub fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    /// Returns the number of characters in a code.
    #[must_use]
    pub fn digits(&self) -> u8 {
        self.digits
    }

    /// Returns the seconds in a time step.
    #[must_use]
    pub fn period(&self) -> u32 {
        self.period
    }

    /// Returns the next counter of HOTP, and 0 for the other kinds.
    #[must_use]
    pub fn counter(&self) -> u64 {
        self.counter
    }
}

impl Default for Parameters {
    /// TOTP with SHA-1, six digits, 30 seconds: what a service means when it names nothing but a secret.
    fn default() -> Self {
        Self::usual(CodeKind::Totp)
    }
}

/// Returns the step a moment lies in: the T of RFC 6238 section 4.2, and for HOTP the next counter.
#[must_use]
pub fn step(parameters: &Parameters, unix_seconds: u64) -> u64 {
    match parameters.kind {
        CodeKind::Hotp => parameters.counter,
        _ => unix_seconds / u64::from(parameters.period),
    }
}

/// Returns when a time step starts, in seconds since 1970. Means nothing for HOTP.
#[must_use]
pub fn step_start(parameters: &Parameters, step: u64) -> u64 {
    step.saturating_mul(u64::from(parameters.period))
}

/// Returns the code of a step (for HOTP: of a counter), with its leading zeros. None where a PIN is missing.
#[must_use]
pub fn code(
    parameters: &Parameters,
    secret: &Secret,
    pin: Option<&SecretText>,
    step: u64,
) -> Option<Zeroizing<String>> {
    let digits = usize::from(parameters.digits);
    match parameters.kind {
        CodeKind::Totp | CodeKind::Hotp | CodeKind::Steam => Some(counted(parameters, secret, step)),
        CodeKind::Motp => Some(pinned::motp(secret, pin?, step, digits)),
        CodeKind::Yandex => Some(pinned::yandex(secret, pin?, step, digits)),
    }
}

/// Makes the code of RFC 4226, or Steam's spelling of it.
fn counted(parameters: &Parameters, secret: &Secret, step: u64) -> Zeroizing<String> {
    let algorithm = match (parameters.kind, parameters.algorithm) {
        (CodeKind::Steam, _) => totp_rs::Algorithm::Steam,
        (_, Algorithm::Sha256) => totp_rs::Algorithm::SHA256,
        (_, Algorithm::Sha512) => totp_rs::Algorithm::SHA512,
        (_, Algorithm::Sha1 | Algorithm::Md5) => totp_rs::Algorithm::SHA1,
    };
    let engine = engine(algorithm, secret.expose());
    if parameters.kind == CodeKind::Steam {
        return Zeroizing::new(engine.generate(step).to_string());
    }
    let digest = engine.sign(step);
    let number = u32::from_be_bytes(truncated(digest.as_ref()));
    spelled(number.into(), b'0', 10, parameters.digits.into())
}

/// A TOTP code is the HOTP code of its step (RFC 6238 section 4.2). An engine whose steps last one second takes "seconds"
/// that are steps, and so makes every kind; the unchecked builder, because it refuses 80-bit secrets that services do hand
/// out. Its panics (a period of 0, too many digits) are out of reach: it spells Steam's codes alone.
fn engine(algorithm: totp_rs::Algorithm, key: &[u8]) -> totp_rs::Totp {
    totp_rs::Builder::new()
        .with_algorithm(algorithm)
        .with_digits(STEAM_DIGITS)
        // A key of twenty bytes could be passed by value, but then a copy of it stayed on the stack.
        .with_secret(key.to_vec())
        .with_step_duration(1)
        .build_noncompliant()
}

/// Takes bytes out of a digest at the place that its last byte names, without the sign (RFC 4226 section 5.3).
fn truncated<const N: usize>(digest: &[u8]) -> [u8; N] {
    let place = digest.last().map_or(0, |last| usize::from(last & 0x0f));
    let mut bytes: [u8; N] =
        digest.get(place..place + N).and_then(|bytes| bytes.try_into().ok()).unwrap_or([0; N]);
    bytes[0] &= 0x7f;
    bytes
}

/// Spells the last places of a number: to some base, with the characters from the first one on.
fn spelled(mut number: u64, first: u8, base: u64, places: usize) -> Zeroizing<String> {
    let mut code = vec![first; places];
    for character in code.iter_mut().rev() {
        *character += u8::try_from(number % base).unwrap_or_default();
        number /= base;
    }
    Zeroizing::new(String::from_utf8(code).unwrap_or_default())
}

#[cfg(test)]
#[path = "otp_tests.rs"]
mod tests;
