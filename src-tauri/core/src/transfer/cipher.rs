//! The ciphers of other programs. What does not open was locked with another password, or changed since.

use super::TransferError;
use crate::secret::Secret;
use aes::Aes256;
use aes_gcm::aead::consts::U16;
use aes_gcm::aead::{Aead, KeyInit, Payload};
use aes_gcm::{Aes256Gcm, AesGcm, Nonce};
use cbc::cipher::block_padding::Pkcs7;
use cbc::cipher::{BlockModeDecrypt, KeyIvInit};
use data_encoding::{Encoding, HEXLOWER, HEXLOWER_PERMISSIVE, Specification};
use std::sync::LazyLock;
use zeroize::Zeroizing;

/// What was unlocked.
pub(super) type Plain = Zeroizing<Vec<u8>>;

/// Opens AES-256-GCM with a nonce of 12 or 16 bytes; `sealed` ends with the tag of 16 bytes.
pub(super) fn open_gcm(
    key: &[u8; 32],
    nonce: &[u8],
    associated: &[u8],
    sealed: &[u8],
) -> Result<Plain, TransferError> {
    let payload = Payload { msg: sealed, aad: associated };
    let opened = if let Ok(nonce) = <&[u8; 12]>::try_from(nonce) {
        Aes256Gcm::new(key.into()).decrypt(nonce.into(), payload)
    } else if let Ok(nonce) = <&[u8; 16]>::try_from(nonce) {
        AesGcm::<Aes256, U16>::new(key.into()).decrypt(nonce.into(), payload)
    } else {
        return Err(TransferError::Unsupported);
    };
    opened.map(Zeroizing::new).map_err(|_| TransferError::WrongPassword)
}

/// Seals AES-256-GCM; what is returned ends with the tag of 16 bytes. A nonce is never used twice with one key.
pub(super) fn seal_gcm(key: &[u8; 32], nonce: &[u8; 12], plain: &[u8]) -> Vec<u8> {
    let sealed = Aes256Gcm::new(key.into()).encrypt(&Nonce::from(*nonce), plain);
    sealed.expect("nothing but a text of more than 64 GiB is refused")
}

/// Opens AES-256-CBC with the padding of PKCS #7. Nothing proves the password but the padding and what is read then.
pub(super) fn open_cbc(key: &[u8; 32], iv: &[u8], sealed: &[u8]) -> Result<Plain, TransferError> {
    let iv: &[u8; 16] = iv.try_into().map_err(|_| TransferError::Unsupported)?;
    let opened = cbc::Decryptor::<Aes256>::new(key.into(), iv.into()).decrypt_padded_vec::<Pkcs7>(sealed);
    opened.map(Zeroizing::new).map_err(|_| TransferError::WrongPassword)
}

/// Base64 in either alphabet, with padding and line breaks or without.
static BASE64: LazyLock<Encoding> = LazyLock::new(|| {
    let mut specification = Specification::new();
    specification.symbols.push_str("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/");
    specification.check_trailing_bits = false;
    specification.translate.from.push_str("-_");
    specification.translate.to.push_str("+/");
    specification.ignore.push_str("= \t\r\n");
    specification.encoding().expect("64 distinct ASCII symbols are an encoding")
});

/// Reads base64 in either alphabet, with padding or without.
pub(super) fn base64(text: &str) -> Result<Plain, TransferError> {
    BASE64.decode(text.as_bytes()).map(Zeroizing::new).map_err(|_| TransferError::Unsupported)
}

/// Reads hexadecimal digits in any case.
pub(super) fn hex(text: &str) -> Result<Plain, TransferError> {
    let text = text.trim().as_bytes();
    HEXLOWER_PERMISSIVE.decode(text).map(Zeroizing::new).map_err(|_| TransferError::Unsupported)
}

/// Returns bytes as mOTP's secret is made of them by programs that keep bytes: the text of their hexadecimal digits.
pub(super) fn motp_text(bytes: &[u8]) -> Secret {
    Secret::new(HEXLOWER.encode(bytes).into_bytes())
}
