//! Makes codes: RFC 4226 (HOTP), RFC 6238 (TOTP) and Steam's letters. Reads no clock.

pub mod base32;
pub mod entry;
pub mod link;

use crate::secret::Secret;
use crate::view::CodeKind;
use std::fmt;
use std::fmt::Write as _;
use std::ops::RangeInclusive;
use zeroize::Zeroizing;

/// Characters in a code (RFC 4226 section 5.3 asks for six at least and shows eight).
pub const DIGITS: RangeInclusive<u8> = 6..=8;
/// Characters in one of Steam's codes.
pub const STEAM_DIGITS: u8 = 5;
/// Seconds in a time step. Shorter ones leave no time to type, longer ones are no one-time passwords any more.
pub const PERIOD: RangeInclusive<u32> = 5..=300;
/// The time step that RFC 6238 section 4.1 takes for granted, in seconds.
pub const USUAL_PERIOD: u32 = 30;

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
        })
    }
}

/// Why no codes are made from such parameters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ParametersError {
    /// The number of digits is out of bounds.
    #[error("a code has 6 to 8 digits, and 5 letters for Steam alone")]
    Digits,
    /// The time step is out of bounds.
    #[error("a time step lasts 5 to 300 seconds")]
    Period,
    /// Steam knows SHA-1 alone.
    #[error("Steam's codes are made with SHA1 alone")]
    SteamAlgorithm,
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
        let digits_fit = match kind {
            CodeKind::Steam => digits == STEAM_DIGITS,
            CodeKind::Totp | CodeKind::Hotp => DIGITS.contains(&digits),
        };
        if !digits_fit {
            return Err(ParametersError::Digits);
        }
        if kind == CodeKind::Steam && algorithm != Algorithm::Sha1 {
            return Err(ParametersError::SteamAlgorithm);
        }
        if !PERIOD.contains(&period) {
            return Err(ParametersError::Period);
        }
        let counter = if kind == CodeKind::Hotp { counter } else { 0 };
        Ok(Self { kind, algorithm, digits, period, counter })
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
        Self {
            kind: CodeKind::Totp,
            algorithm: Algorithm::Sha1,
            digits: *DIGITS.start(),
            period: USUAL_PERIOD,
            counter: 0,
        }
    }
}

/// Returns the step a moment lies in: for TOTP and Steam the T of RFC 6238 section 4.2, for HOTP the next counter.
#[must_use]
pub fn step(parameters: &Parameters, unix_seconds: u64) -> u64 {
    match parameters.kind {
        CodeKind::Hotp => parameters.counter,
        CodeKind::Totp | CodeKind::Steam => unix_seconds / u64::from(parameters.period),
    }
}

/// Returns when a time step starts, in seconds since 1970. Means nothing for HOTP.
#[must_use]
pub fn step_start(parameters: &Parameters, step: u64) -> u64 {
    step.saturating_mul(u64::from(parameters.period))
}

/// Returns the code of a step (for HOTP: of a counter), with its leading zeros.
#[must_use]
pub fn code(parameters: &Parameters, secret: &Secret, step: u64) -> Zeroizing<String> {
    let algorithm = match (parameters.kind, parameters.algorithm) {
        (CodeKind::Steam, _) => totp_rs::Algorithm::Steam,
        (_, Algorithm::Sha1) => totp_rs::Algorithm::SHA1,
        (_, Algorithm::Sha256) => totp_rs::Algorithm::SHA256,
        (_, Algorithm::Sha512) => totp_rs::Algorithm::SHA512,
    };
    // A TOTP code is the HOTP code of its step (RFC 6238 section 4.2). An engine whose steps last one second takes
    // "seconds" that are steps, and so makes every kind; the unchecked builder, because it refuses 80-bit secrets
    // that services do hand out. Its panics (a period of 0, 10 digits) are out of reach of `Parameters`.
    let engine = totp_rs::Builder::new()
        .with_algorithm(algorithm)
        .with_digits(parameters.digits)
        .with_secret(secret.expose().to_vec())
        .with_step_duration(1)
        .build_noncompliant();
    let mut code = Zeroizing::new(String::with_capacity(usize::from(*DIGITS.end())));
    // Writing to a string cannot fail.
    let _ = write!(code, "{}", engine.generate(step));
    code
}

#[cfg(test)]
#[path = "otp_tests.rs"]
mod tests;
