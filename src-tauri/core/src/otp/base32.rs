//! Reads and writes secrets as people and links spell them (RFC 4648 base32).

use crate::secret::{Secret, SecretText};
use data_encoding::{BASE32_NOPAD, Encoding, Specification};
use std::sync::LazyLock;
use zeroize::Zeroizing;

/// The longest secret, in bytes: twice the block of SHA-512's digest, and more than any service is known to use.
pub const SECRET_LIMIT: usize = 128;

/// Why a text is no secret. Says nothing of what it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Base32Error {
    /// Nothing is left once spaces and padding are gone.
    #[error("the secret is empty")]
    Empty,
    /// More than [`SECRET_LIMIT`] bytes.
    #[error("the secret is longer than {SECRET_LIMIT} bytes")]
    TooLong,
    /// A character that base32 does not have.
    #[error("the secret has characters that are none of A to Z and 2 to 7")]
    Alphabet,
    /// A number of characters that no base32 text has; the last ones are missing.
    #[error("the secret is not complete: characters are missing or too many")]
    Length,
    /// A secret of mOTP, which is no base32, with characters that none has.
    #[error("the secret has characters that are neither letters nor digits")]
    Plain,
}

/// Base32 without padding that lets go of surplus bits at the end: services exist that draw 26 random characters and
/// never encoded bytes, and every peer drops those bits as their servers do.
static LENIENT: LazyLock<Encoding> = LazyLock::new(|| {
    let mut specification = Specification::new();
    specification.symbols.push_str("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567");
    specification.check_trailing_bits = false;
    specification.encoding().expect("32 distinct ASCII symbols are an encoding")
});

/// Reads a secret, in any case, with spaces, dashes and padding anywhere people put them.
///
/// # Errors
/// Any [`Base32Error`].
pub fn decode(text: &str) -> Result<Secret, Base32Error> {
    let mut symbols = Zeroizing::new(Vec::with_capacity(text.len()));
    for character in text.trim_end_matches(|c: char| c == '=' || c.is_whitespace()).chars() {
        match character {
            '-' => {}
            c if c.is_whitespace() => {}
            c => symbols.push(u8::try_from(c).map_err(|_| Base32Error::Alphabet)?.to_ascii_uppercase()),
        }
    }
    if symbols.is_empty() {
        return Err(Base32Error::Empty);
    }
    let length = LENIENT.decode_len(symbols.len()).map_err(|_| Base32Error::Length)?;
    if length > SECRET_LIMIT {
        return Err(Base32Error::TooLong);
    }
    let mut bytes = Zeroizing::new(vec![0; length]);
    LENIENT.decode_mut(&symbols, &mut bytes).map_err(|partial| match partial.error.kind {
        data_encoding::DecodeKind::Length => Base32Error::Length,
        _ => Base32Error::Alphabet,
    })?;
    Ok(Secret::new(std::mem::take(&mut *bytes)))
}

/// Writes a secret in upper case, without spaces and padding.
#[must_use]
pub fn encode(secret: &Secret) -> SecretText {
    SecretText::new(BASE32_NOPAD.encode(secret.expose()))
}

#[cfg(test)]
#[path = "base32_tests.rs"]
mod tests;
