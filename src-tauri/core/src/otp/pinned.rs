//! Codes that a PIN goes into.
//!
//! No standard describes them. Sources: "How it works" of the mOTP project; the programs that read Yandex's links.

use super::base32::{Base32Error, SECRET_LIMIT};
use super::{engine, spelled, truncated};
use crate::secret::{Secret, SecretText};
use data_encoding::HEXLOWER;
use md5::{Digest, Md5};
use sha2::Sha256;
use zeroize::Zeroizing;

/// Bytes of Yandex's secret. Those that people type in have ten more, with a check sum that the codes do not depend on.
pub(crate) const YANDEX_SECRET: usize = 16;
/// The letters of Yandex's codes.
const LETTERS: u64 = 26;

/// Reads mOTP's secret, of which its text and not its bytes counts; case too.
///
/// # Errors
/// No text, a longer one than a secret may be, or characters that no such secret has.
pub(crate) fn motp_secret(text: &str) -> Result<Secret, Base32Error> {
    let mut bytes = Zeroizing::new(Vec::with_capacity(text.len()));
    bytes.extend(text.bytes().filter(|byte| !matches!(byte, b'-' | b' ' | b'\t' | b'\r' | b'\n')));
    match bytes.len() {
        0 => Err(Base32Error::Empty),
        1..=SECRET_LIMIT if bytes.iter().all(u8::is_ascii_alphanumeric) => {
            Ok(Secret::new(std::mem::take(&mut *bytes)))
        }
        1..=SECRET_LIMIT => Err(Base32Error::Plain),
        _ => Err(Base32Error::TooLong),
    }
}

/// mOTP: the beginning of the MD5 of step, secret and PIN, one after another as text. The secret is a text already, which is
/// nearly always hexadecimal digits.
pub(super) fn motp(secret: &Secret, pin: &SecretText, step: u64, digits: usize) -> Zeroizing<String> {
    let digest = Md5::new()
        .chain_update(step.to_string())
        .chain_update(secret.expose())
        .chain_update(pin.expose())
        .finalize();
    let mut code = Zeroizing::new(HEXLOWER.encode(&digest));
    code.truncate(digits);
    code
}

/// Yandex: the key is the SHA-256 of PIN and secret, without a zero at its beginning; of its HMAC-SHA256 eight bytes are
/// taken instead of RFC 4226's four, and spelled in letters.
pub(super) fn yandex(secret: &Secret, pin: &SecretText, step: u64, digits: usize) -> Zeroizing<String> {
    let secret = secret.expose().get(..YANDEX_SECRET).unwrap_or(secret.expose());
    let key = Sha256::new().chain_update(pin.expose()).chain_update(secret).finalize();
    let key = Zeroizing::new(<[u8; 32]>::from(key));
    let key = key.strip_prefix(&[0]).unwrap_or(&*key);
    let engine = engine(totp_rs::Algorithm::SHA256, key);
    let digest = engine.sign(step);
    spelled(u64::from_be_bytes(truncated(digest.as_ref())), b'a', LETTERS, digits)
}
