//! The age format, version 1 (C2SP, `age.md`): a file that a passphrase opens, or the key of one who receives it.
//!
//! It is written and read here and not by the crate `age`: that one brings 58 more crates into the process of the secrets (a
//! framework of translations, post-quantum key exchanges in versions before their first, an older generation of every cipher
//! that is here already). What is needed of the format is these two hundred lines over primitives that are here anyway; the
//! program `age` opens what is written and writes what is opened, in the tests.

use super::TransferError;
use super::key::{self, Key, cheap};
use crate::secret::SecretText;
use crate::vault::sealed::Random;
use bech32::{Bech32, Hrp};
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{ChaCha20Poly1305, Nonce};
use data_encoding::{BASE64, BASE64_NOPAD};
use hkdf::Hkdf;
use hmac::{Hmac, Mac};
use sha2::Sha256;
use x25519_dalek::{PublicKey, StaticSecret};
use zeroize::Zeroizing;

const VERSION: &str = "age-encryption.org/v1";
const ARMOR: (&str, &str) = ("-----BEGIN AGE ENCRYPTED FILE-----", "-----END AGE ENCRYPTED FILE-----");
/// The cost of scrypt that files are written with, as the program `age` does: 2 to this power, 256 MiB, about a second.
const COST: u8 = 18;
/// The most that a file may ask for: 1 GiB.
const COST_LIMIT: u8 = 20;
/// Recipients of a file; each costs a calculation.
const RECIPIENTS: usize = 20;
/// Bytes of a header that are looked at.
const HEADER: usize = 32 << 10;
const FILE_KEY: usize = 16;
const TAG: usize = 16;
const CHUNK: usize = 64 << 10;

type FileKey = Zeroizing<[u8; FILE_KEY]>;
type Plain = Zeroizing<Vec<u8>>;
const DAMAGED: TransferError = TransferError::Unsupported;

/// A key pair of one who receives files.
pub struct Identity(StaticSecret);

impl Identity {
    /// Draws one.
    #[must_use]
    pub fn draw(random: Random<'_>) -> Self {
        let mut bytes = Zeroizing::new([0; 32]);
        random(&mut *bytes);
        Self(StaticSecret::from(*bytes))
    }

    /// Returns the half that seals.
    #[must_use]
    pub fn recipient(&self) -> Recipient {
        Recipient(PublicKey::from(&self.0))
    }

    /// Writes it as `age` has it in its key files.
    #[must_use]
    #[expect(clippy::missing_panics_doc, reason = "32 bytes and a short word are within the code's length")]
    pub fn write(&self) -> SecretText {
        let bytes = Zeroizing::new(self.0.to_bytes());
        let text = bech32::encode_upper::<Bech32>(Hrp::parse_unchecked("age-secret-key-"), &*bytes);
        SecretText::new(text.expect("32 bytes and a short word are within the code's length"))
    }

    /// Reads the first one of a key file.
    pub(super) fn read(file: &str) -> Option<Self> {
        let lines = file.lines().map(str::trim);
        let text = lines.into_iter().find(|line| !line.is_empty() && !line.starts_with('#'))?;
        let (hrp, bytes) = bech32::decode(text).ok()?;
        let bytes = Zeroizing::new(bytes);
        let known = hrp.to_lowercase() == "age-secret-key-";
        known.then(|| <[u8; 32]>::try_from(bytes.as_slice()).ok().map(StaticSecret::from).map(Self))?
    }
}

/// One who receives files: a key that seals and does not open, and is no secret.
#[derive(Clone, Copy)]
pub struct Recipient(PublicKey);

impl Recipient {
    /// Writes it as people pass it on: `age1...`.
    #[must_use]
    #[expect(clippy::missing_panics_doc, reason = "32 bytes and a short word are within the code's length")]
    pub fn write(&self) -> String {
        let text = bech32::encode::<Bech32>(Hrp::parse_unchecked("age"), self.0.as_bytes());
        text.expect("32 bytes and a short word are within the code's length")
    }

    /// Reads one.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let (hrp, bytes) = bech32::decode(text.trim()).ok()?;
        let bytes: [u8; 32] = bytes.try_into().ok()?;
        (hrp.to_lowercase() == "age").then(|| Self(PublicKey::from(bytes)))
    }
}

/// Says whether a file is of this format.
pub(super) fn is_age(file: &[u8]) -> bool {
    file.starts_with(VERSION.as_bytes()) || file.trim_ascii_start().starts_with(ARMOR.0.as_bytes())
}

/// Seals for whoever knows the passphrase. Takes about a second.
///
/// # Errors
/// [`TransferError::TooCostly`] where there is not enough memory.
pub(super) fn seal_by_passphrase(
    plain: &[u8],
    passphrase: &SecretText,
    random: Random<'_>,
) -> Result<Vec<u8>, TransferError> {
    seal_at_cost(plain, passphrase, COST, random)
}

fn seal_at_cost(
    plain: &[u8],
    passphrase: &SecretText,
    cost: u8,
    random: Random<'_>,
) -> Result<Vec<u8>, TransferError> {
    let mut salt = [0; 16];
    random(&mut salt);
    let wrapping = stretched(passphrase, &salt, cost)?;
    let stanza = format!("-> scrypt {} {cost}", BASE64_NOPAD.encode(&salt));
    Ok(seal(plain, &stanza, &wrapping, random))
}

/// Seals for one recipient, without anything secret.
#[must_use]
pub fn seal_to(plain: &[u8], recipient: Recipient, random: Random<'_>) -> Vec<u8> {
    let passing = Identity::draw(random);
    let share = passing.recipient();
    let shared = passing.0.diffie_hellman(&recipient.0);
    let wrapping = agreed(shared.as_bytes(), share, recipient);
    let stanza = format!("-> X25519 {}", BASE64_NOPAD.encode(share.0.as_bytes()));
    seal(plain, &stanza, &wrapping, random)
}

fn seal(plain: &[u8], stanza: &str, wrapping: &Key, random: Random<'_>) -> Vec<u8> {
    let mut file_key = FileKey::default();
    random(&mut *file_key);
    let wrapped = cipher(wrapping).encrypt(&Nonce::default(), file_key.as_slice());
    let wrapped = wrapped.expect("nothing but a text of more than 256 GiB is refused");
    let mut file = format!("{VERSION}\n{stanza}\n{}\n---", BASE64_NOPAD.encode(&wrapped)).into_bytes();
    let mac = header_mac(&file_key, &file).finalize().into_bytes();
    file.extend_from_slice(format!(" {}\n", BASE64_NOPAD.encode(&mac)).as_bytes());
    let mut nonce = [0; 16];
    random(&mut nonce);
    file.extend_from_slice(&nonce);
    let payload = cipher(&payload_key(&file_key, &nonce));
    let count = plain.len().div_ceil(CHUNK).max(1);
    for (number, is_last) in (0..count).map(|number| (number, number + 1 == count)) {
        let start = number * CHUNK;
        let chunk = plain.get(start..plain.len().min(start + CHUNK)).unwrap_or_default();
        let sealed = payload.encrypt(&chunk_nonce(number, is_last), chunk);
        file.extend(sealed.expect("nothing but a text of more than 256 GiB is refused"));
    }
    file
}

/// Opens a file that a passphrase sealed.
pub(super) fn open_by_passphrase(
    file: &[u8],
    passphrase: Option<&SecretText>,
) -> Result<Plain, TransferError> {
    let file = unarmored(file)?;
    let header = Header::read(&file)?;
    // Such a file has this one recipient alone.
    let [stanza] = header.stanzas.as_slice() else { return Err(TransferError::Restricted) };
    let ["scrypt", salt, cost] = stanza.words.as_slice() else { return Err(TransferError::Restricted) };
    let salt = BASE64_NOPAD.decode(salt.as_bytes()).map_err(|_| DAMAGED)?;
    let cost = cost.parse().map_err(|_| DAMAGED)?;
    if salt.len() != 16 {
        return Err(DAMAGED);
    }
    let wrapping = stretched(key::required(passphrase)?, &salt, cost)?;
    let file_key = unwrapped(&wrapping, &stanza.body).ok_or(TransferError::WrongPassword)?;
    header.open(&file_key)
}

/// Opens a file that was sealed for this identity.
pub(super) fn open_by_identity(file: &[u8], identity: &Identity) -> Result<Plain, TransferError> {
    let file = unarmored(file)?;
    let header = Header::read(&file)?;
    let file_key = header.stanzas.iter().find_map(|stanza| {
        let ["X25519", share] = stanza.words.as_slice() else { return None };
        let share = <[u8; 32]>::try_from(BASE64_NOPAD.decode(share.as_bytes()).ok()?).ok()?;
        let share = PublicKey::from(share);
        let shared = identity.0.diffie_hellman(&share);
        let wrapping = agreed(shared.as_bytes(), Recipient(share), identity.recipient());
        unwrapped(&wrapping, &stanza.body).filter(|_| shared.was_contributory())
    });
    header.open(&file_key.ok_or(TransferError::Restricted)?)
}

/// One who can open a file, and the file's key as it is sealed for them.
struct Stanza<'a> {
    words: Vec<&'a str>,
    body: Vec<u8>,
}

struct Header<'a> {
    stanzas: Vec<Stanza<'a>>,
    /// What the sum at the end covers.
    covered: &'a [u8],
    mac: Vec<u8>,
    payload: &'a [u8],
}

impl<'a> Header<'a> {
    fn read(file: &'a [u8]) -> Result<Self, TransferError> {
        let head = file.get(..file.len().min(HEADER)).unwrap_or_default();
        let end = head.windows(5).position(|bytes| bytes == b"\n--- ").ok_or(DAMAGED)?;
        let text = std::str::from_utf8(head.get(..end).unwrap_or_default()).map_err(|_| DAMAGED)?;
        let covered = file.get(..end + 4).ok_or(DAMAGED)?;
        let rest = file.get(end + 5..).ok_or(DAMAGED)?;
        let line = rest.iter().take(64).position(|byte| *byte == b'\n').ok_or(DAMAGED)?;
        let (mac, payload) = rest.split_at(line);
        let mac = BASE64_NOPAD.decode(mac).map_err(|_| DAMAGED)?;
        let mut lines = text.split('\n').peekable();
        if lines.next() != Some(VERSION) {
            return Err(DAMAGED);
        }
        let mut stanzas = Vec::new();
        while let Some(line) = lines.next() {
            let words = line.strip_prefix("-> ").ok_or(DAMAGED)?.split(' ').collect();
            let mut body = String::new();
            // A line that is not full is the last one of a body.
            loop {
                let part = lines.next().ok_or(DAMAGED)?;
                body.push_str(part);
                if part.len() < 64 {
                    break;
                }
            }
            let body = BASE64_NOPAD.decode(body.as_bytes()).map_err(|_| DAMAGED)?;
            stanzas.push(Stanza { words, body });
            if stanzas.len() > RECIPIENTS {
                return Err(TransferError::TooCostly);
            }
        }
        Ok(Self { stanzas, covered, mac, payload: payload.get(1..).unwrap_or_default() })
    }

    fn open(&self, file_key: &FileKey) -> Result<Plain, TransferError> {
        header_mac(file_key, self.covered).verify_slice(&self.mac).map_err(|_| DAMAGED)?;
        let (nonce, sealed) = self.payload.split_first_chunk::<16>().ok_or(DAMAGED)?;
        let payload = cipher(&payload_key(file_key, nonce));
        let mut plain = Plain::new(Vec::with_capacity(sealed.len()));
        let chunks = sealed.chunks(CHUNK + TAG);
        let count = chunks.len();
        for (number, chunk) in chunks.enumerate() {
            let is_last = number + 1 == count;
            let opened = payload.decrypt(&chunk_nonce(number, is_last), Payload::from(chunk));
            let opened = opened.map(Zeroizing::new).map_err(|_| DAMAGED)?;
            // Nothing is written as an empty chunk of its own behind others.
            if opened.is_empty() && number > 0 {
                return Err(DAMAGED);
            }
            plain.extend_from_slice(&opened);
        }
        if count == 0 { Err(DAMAGED) } else { Ok(plain) }
    }
}

/// Returns the file inside an armour of base64.
fn unarmored(file: &[u8]) -> Result<Plain, TransferError> {
    if file.starts_with(VERSION.as_bytes()) {
        return Ok(Plain::new(file.to_vec()));
    }
    let text = std::str::from_utf8(file).map_err(|_| DAMAGED)?.trim();
    let inside = text.strip_prefix(ARMOR.0).and_then(|text| text.strip_suffix(ARMOR.1)).ok_or(DAMAGED)?;
    let mut symbols = Zeroizing::new(Vec::with_capacity(inside.len()));
    symbols.extend(inside.bytes().filter(|byte| !byte.is_ascii_whitespace()));
    BASE64.decode(&symbols).map(Plain::new).map_err(|_| DAMAGED)
}

fn stretched(passphrase: &SecretText, salt: &[u8], cost: u8) -> Result<Key, TransferError> {
    if cost == 0 || cost > COST_LIMIT {
        return Err(TransferError::TooCostly);
    }
    let salt = [b"age-encryption.org/v1/scrypt", salt].concat();
    let params = ::scrypt::Params::new(cheap(cost, 1), 8, 1).map_err(|_| TransferError::TooCostly)?;
    let mut key = Key::default();
    ::scrypt::scrypt(passphrase.expose().as_bytes(), &salt, &params, &mut *key)
        .map_err(|_| TransferError::TooCostly)?;
    Ok(key)
}

fn agreed(shared: &[u8; 32], share: Recipient, recipient: Recipient) -> Key {
    let salt = [share.0.as_bytes().as_slice(), recipient.0.as_bytes()].concat();
    derived(shared, &salt, b"age-encryption.org/v1/X25519")
}

fn unwrapped(wrapping: &Key, body: &[u8]) -> Option<FileKey> {
    if body.len() != FILE_KEY + TAG {
        return None;
    }
    let opened = cipher(wrapping).decrypt(&Nonce::default(), body).map(Zeroizing::new).ok()?;
    opened.as_slice().try_into().ok().map(Zeroizing::new)
}

fn header_mac(file_key: &FileKey, covered: &[u8]) -> Hmac<Sha256> {
    let key = derived(&**file_key, &[], b"header");
    let mac = <Hmac<Sha256> as KeyInit>::new_from_slice(&*key);
    mac.expect("HMAC takes a key of any length").chain_update(covered)
}

fn payload_key(file_key: &FileKey, nonce: &[u8; 16]) -> Key {
    derived(&**file_key, nonce, b"payload")
}

fn derived(secret: &[u8], salt: &[u8], purpose: &[u8]) -> Key {
    let mut key = Key::default();
    let made = Hkdf::<Sha256>::new(Some(salt), secret).expand(purpose, &mut *key);
    made.expect("32 bytes are fewer than HKDF can make");
    key
}

fn cipher(key: &Key) -> ChaCha20Poly1305 {
    ChaCha20Poly1305::new(chacha20poly1305::Key::cast_from_core(key))
}

/// Returns the nonce of a chunk: its number in eleven bytes, and whether it is the last.
fn chunk_nonce(number: usize, is_last: bool) -> Nonce {
    let mut nonce = [0; 12];
    let number = u64::try_from(number).unwrap_or(u64::MAX).to_be_bytes();
    nonce[3..11].copy_from_slice(&number);
    nonce[11] = u8::from(is_last);
    Nonce::from(nonce)
}

#[cfg(test)]
#[path = "age_tests.rs"]
mod tests;
