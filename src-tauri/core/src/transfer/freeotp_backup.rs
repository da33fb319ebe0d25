//! `FreeOTP` 2: its backup (`externalBackup.xml`, which is no XML), locked by the person's password.
//!
//! It is a `java.util.HashMap` of texts, serialised by Java. One is the master key, under AES-256-GCM and a key that PBKDF2
//! made; each token is two, the secret under the master key, and the rest in clear.

use super::cipher::{self, Plain};
use super::freeotp_token::{Bytes, Token};
use super::key::{self, Key};
use super::spelling::Odd;
use super::{ENTRY_LIMIT, Entries, Format, Found, TransferError};
use crate::secret::{Secret, SecretText};
use serde::Deserialize;
use sha1::Sha1;
use sha2::Sha512;
use std::collections::HashMap;

/// The format.
pub(super) struct FreeOtpBackup;

const MASTER: &str = "masterKey";
/// Behind the name of a secret: the token it belongs to.
const TOKEN: &str = "-token";

impl Format for FreeOtpBackup {
    fn name(&self) -> &'static str {
        "freeotp-backup"
    }

    fn title(&self) -> &'static str {
        "FreeOTP 2"
    }

    fn sniff(&self, file: &[u8]) -> bool {
        texts(file).is_ok_and(|texts| texts.iter().any(|(name, _)| name == MASTER))
    }

    fn read(&self, file: &[u8], password: Option<&SecretText>) -> Result<Entries, TransferError> {
        let texts = texts(file)?;
        let by_name: HashMap<&str, &str> =
            texts.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
        let master = by_name.get(MASTER).ok_or(TransferError::Unsupported)?;
        let master: MasterKey = serde_json::from_str(master).map_err(|_| TransferError::Unsupported)?;
        let key = master.open(key::required(password)?)?;
        let secrets = texts.iter().filter(|(name, _)| name != MASTER && !name.ends_with(TOKEN));
        let entries = (1..).zip(secrets).map(|(number, (name, secret))| {
            let token = by_name.get(format!("{name}{TOKEN}").as_str()).ok_or(Odd::Form);
            token.and_then(|token| found(token, secret, &key)).map_err(|odd| odd.refused(number))
        });
        Ok(entries.collect())
    }
}

#[derive(Deserialize)]
struct MasterKey {
    #[serde(rename = "mAlgorithm")]
    algorithm: String,
    #[serde(rename = "mIterations")]
    iterations: u64,
    #[serde(rename = "mSalt")]
    salt: Bytes,
    #[serde(rename = "mEncryptedKey")]
    encrypted_key: EncryptedKey,
}

impl MasterKey {
    fn open(&self, password: &SecretText) -> Result<Key, TransferError> {
        let password = password.expose().as_bytes();
        let salt = self.salt.read().ok_or(TransferError::Unsupported)?;
        let mut key = Key::default();
        match self.algorithm.to_ascii_uppercase().as_str() {
            "PBKDF2WITHHMACSHA512" => key::pbkdf2::<Sha512>(password, &salt, self.iterations, &mut *key)?,
            "PBKDF2WITHHMACSHA1" => key::pbkdf2::<Sha1>(password, &salt, self.iterations, &mut *key)?,
            _ => return Err(TransferError::Unsupported),
        }
        let master = self.encrypted_key.open(&key)?;
        master.as_slice().try_into().map(Key::new).map_err(|_| TransferError::Unsupported)
    }
}

#[derive(Deserialize)]
struct EncryptedKey {
    #[serde(rename = "mCipherText")]
    cipher_text: Bytes,
    /// The nonce, in the DER of RFC 5084 section 3.2.
    #[serde(rename = "mParameters")]
    parameters: Bytes,
    /// What the key is for, which the tag covers.
    #[serde(rename = "mToken")]
    token: String,
}

impl EncryptedKey {
    fn open(&self, key: &[u8; 32]) -> Result<Plain, TransferError> {
        const DAMAGED: TransferError = TransferError::Unsupported;
        let parameters = self.parameters.read().ok_or(DAMAGED)?;
        // An octet string of 12 bytes; most phones put it into a sequence with the length of the tag.
        let ([0x30, _, 0x04, 12, nonce @ ..] | [0x04, 12, nonce @ ..]) = parameters.as_slice() else {
            return Err(DAMAGED);
        };
        let nonce = nonce.get(..12).ok_or(DAMAGED)?;
        cipher::open_gcm(key, nonce, self.token.as_bytes(), &self.cipher_text.read().ok_or(DAMAGED)?)
    }
}

#[derive(Deserialize)]
struct LockedSecret {
    /// JSON in JSON.
    key: String,
}

fn found(token: &str, secret: &str, key: &Key) -> Result<Found, Odd> {
    let token: Token = serde_json::from_str(token).map_err(|_| Odd::Form)?;
    let secret: LockedSecret = serde_json::from_str(secret).map_err(|_| Odd::Form)?;
    let secret: EncryptedKey = serde_json::from_str(&secret.key).map_err(|_| Odd::Form)?;
    let mut secret = secret.open(key).map_err(|_| Odd::Unreadable)?;
    token.unlocked(Secret::new(std::mem::take(&mut *secret)))
}

/// Returns names and texts of a map, by the grammar of Java's serialisation protocol. Nothing but such a map is read.
fn texts(file: &[u8]) -> Result<Vec<(String, String)>, TransferError> {
    /// The beginning of a block of 8 bytes, in which a map notes its sizes.
    const BLOCK: &[u8] = b"\x77\x08";
    const END: u8 = 0x78;
    let damaged = TransferError::Unsupported;
    let rest = numbers(file).and_then(|rest| rest.strip_prefix(BLOCK)).and_then(|rest| rest.get(8..));
    let mut stream = Texts { rest: rest.ok_or(damaged)?, met: Vec::new() };
    let mut texts = Vec::new();
    while stream.rest.first() != Some(&END) {
        // A token is two texts, and one more is the master key.
        if texts.len() > 2 * ENTRY_LIMIT + 1 {
            return Err(TransferError::TooLarge);
        }
        let name = stream.text().ok_or(damaged)?;
        texts.push((name, stream.text().ok_or(damaged)?));
    }
    Ok(texts)
}

/// Passes over the beginning of a map: its class, and the numbers that it notes of itself. Old versions of Android have one
/// number less there than others.
fn numbers(file: &[u8]) -> Option<&[u8]> {
    // The stream, an object, its class with the number of its version, and how it is written.
    const MAP: &[u8] = b"\xac\xed\0\x05\x73\x72\0\x11java.util.HashMap\x05\x07\xda\xc1\xc3\x16\x60\xd1\x03";
    const CLASS_END: &[u8] = b"\x78\x70";
    let (count, mut rest) = file.strip_prefix(MAP)?.split_first_chunk()?;
    let count = usize::from(u16::from_be_bytes(*count));
    for _ in 0..count {
        let ([b'F' | b'I', high, low], name) = rest.split_first_chunk()? else { return None };
        rest = name.get(usize::from(u16::from_be_bytes([*high, *low]))..)?;
    }
    rest.strip_prefix(CLASS_END)?.get(4 * count..)
}

/// Texts of a stream, one after another.
struct Texts<'a> {
    rest: &'a [u8],
    /// Those that were written out; one that comes again is written as its number.
    met: Vec<&'a [u8]>,
}

impl Texts<'_> {
    /// Takes a text. Java writes some characters otherwise than UTF-8 does; in names they are replaced.
    fn text(&mut self) -> Option<String> {
        const SHORT: u8 = 0x74;
        const LONG: u8 = 0x7c;
        const MET: u8 = 0x71;
        /// The number of the first text: the class and the map have those before it.
        const FIRST: u32 = 0x7e_0002;
        /// The longest text that may come again, in bytes: a file stays about as large as it is.
        const AGAIN: usize = 256;
        let (kind, after) = self.rest.split_first()?;
        let (length, after) = match *kind {
            SHORT => {
                let (length, after) = after.split_first_chunk()?;
                (usize::from(u16::from_be_bytes(*length)), after)
            }
            LONG => {
                let (length, after) = after.split_first_chunk()?;
                (usize::try_from(u64::from_be_bytes(*length)).ok()?, after)
            }
            MET => {
                let (number, after) = after.split_first_chunk()?;
                let number = u32::from_be_bytes(*number).checked_sub(FIRST)?;
                self.rest = after;
                let met = self.met.get(usize::try_from(number).ok()?).filter(|text| text.len() <= AGAIN)?;
                return Some(String::from_utf8_lossy(met).into_owned());
            }
            _ => return None,
        };
        let (text, after) = after.split_at_checked(length)?;
        self.rest = after;
        self.met.push(text);
        Some(String::from_utf8_lossy(text).into_owned())
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn map(fields: &[u8], numbers: &[u8], texts: &[u8]) -> Vec<u8> {
        let start = b"\xac\xed\0\x05\x73\x72\0\x11java.util.HashMap\x05\x07\xda\xc1\xc3\x16\x60\xd1\x03";
        [start, fields, b"\x78\x70", numbers, b"\x77\x08\0\0\0\x10\0\0\0\x02", texts, b"\x78"].concat()
    }

    #[test]
    fn a_nonce_is_read_with_a_sequence_around_it_and_without() {
        let (key, nonce) = ([1; 32], [2; 12]);
        let sealed = cipher::seal_gcm(&key, &nonce, b"a secret");
        for around in [&[0x30, 0x11, 0x04, 12][..], &[0x04, 12]] {
            let parameters = [around, &nonce].concat();
            let locked =
                serde_json::json!({ "mCipherText": sealed, "mParameters": parameters, "mToken": "" });
            let locked: EncryptedKey = serde_json::from_value(locked).unwrap();
            assert_eq!(*locked.open(&key).unwrap(), b"a secret");
        }
    }

    #[test]
    fn a_map_of_an_old_version_and_texts_that_come_again_are_read() {
        let written = b"t\0\x01at\0\x01bq\0\x7e\0\x03q\0\x7e\0\x02";
        let read = [("a", "b"), ("b", "a")].map(|(name, text)| (name.to_owned(), text.to_owned()));
        assert_eq!(texts(&map(b"\0\x01F\0\x01x", &[0; 4], written)).unwrap(), read);
        assert_eq!(texts(&map(b"\0\x02F\0\x01xI\0\x01y", &[0; 8], written)).unwrap(), read);
        for damaged in [b"q\0\x7e\0\x02".as_slice(), b"t\0\x01aq\0\0\0\0", b"t\0\x01ap", b"t\0\x01a"] {
            assert!(texts(&map(b"\0\x01F\0\x01x", &[0; 4], damaged)).is_err());
        }
    }
}
