//! The one line that whatever is kept becomes in a keychain or sealed file.
//!
//! A letter for what it is, the number of its form, `.` + base64url of a JSON object + `.` + the first 12 bytes of the SHA-256
//! of everything before that dot, in base64url; no padding. One line of `A-Z a-z 0-9 . _ -`, at most [`PAYLOAD_LIMIT`] bytes:
//! a line break in one secret destroys a passwordless GNOME keyring, KDE's wallet refuses raw bytes, Windows keeps 2,560
//! bytes. The check finds truncation and edits by other hands; it is no signature.
//!
//! Members of the object that are not known are passed over; what may not be passed over gets another number than 1.

use crate::ports::PAYLOAD_LIMIT;
use crate::secret::SecretText;
use data_encoding::{BASE64URL_NOPAD, HEXLOWER};
use serde::Serialize;
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

/// Bytes of the digest that are kept: enough that no accident passes, few enough to leave room for names.
const CHECK: usize = 12;

/// The longest JSON object that fits a line, in bytes.
pub const OBJECT_LIMIT: usize = (PAYLOAD_LIMIT - "A1.".len() - ".".len() - CHECK / 3 * 4) / 4 * 3;

/// What a line holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// An account.
    Account,
    /// Recovery codes.
    Recovery,
}

impl Kind {
    /// Returns what a line says it holds; none where it was not written by Countersign.
    #[must_use]
    pub fn of(line: &str) -> Option<Self> {
        [Self::Account, Self::Recovery].into_iter().find(|kind| version(*kind, line).is_some())
    }

    fn letter(self) -> char {
        match self {
            Self::Account => 'A',
            Self::Recovery => 'R',
        }
    }
}

/// Why a line is not what it should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LineError {
    /// Another program wrote it.
    #[error("it was not written by Countersign")]
    NotOurs,
    /// A newer Countersign wrote it.
    #[error("it was written by a newer version of Countersign")]
    Newer,
    /// It was cut or changed.
    #[error("it was cut or changed")]
    Damaged,
    /// It belongs to another item: somebody copied it.
    #[error("it belongs to another account")]
    WrongId,
}

/// The object inside a line, in memory that wipes itself.
pub(crate) struct Object(Zeroizing<Vec<u8>>, usize);

impl Object {
    /// Returns its JSON.
    pub(crate) fn bytes(&self) -> &[u8] {
        self.0.get(..self.1).unwrap_or_default()
    }
}

/// Writes an object of text, numbers and lists of at most [`OBJECT_LIMIT`] bytes.
pub(crate) fn encode(kind: Kind, object: &impl Serialize) -> SecretText {
    // Room for all of it, here and below, because growing would leave copies of the secret behind.
    let mut json = Zeroizing::new(Vec::with_capacity(PAYLOAD_LIMIT));
    serde_json::to_writer(&mut *json, object)
        .expect("text and numbers are JSON, and memory takes every byte");
    let mut line = Zeroizing::new(String::with_capacity(PAYLOAD_LIMIT));
    line.push(kind.letter());
    line.push_str("1.");
    BASE64URL_NOPAD.encode_append(&json, &mut line);
    let check = check(&line);
    line.push('.');
    line.push_str(&check);
    SecretText::new(std::mem::take(&mut *line))
}

/// Reads the object of a line.
pub(crate) fn decode(kind: Kind, line: &str) -> Result<Object, LineError> {
    match version(kind, line) {
        Some(1) => {}
        Some(2..) => return Err(LineError::Newer),
        Some(0) | None => return Err(LineError::NotOurs),
    }
    if line.len() > PAYLOAD_LIMIT {
        return Err(LineError::Damaged);
    }
    let (content, found) = line.rsplit_once('.').ok_or(LineError::Damaged)?;
    if check(content) != found {
        return Err(LineError::Damaged);
    }
    let (_, body) = content.split_once('.').filter(|(mark, _)| mark.len() == 2).ok_or(LineError::Damaged)?;
    let mut json = Zeroizing::new(vec![0; PAYLOAD_LIMIT]);
    let length = BASE64URL_NOPAD.decode_len(body.len()).map_err(|_| LineError::Damaged)?;
    let room = json.get_mut(..length).ok_or(LineError::Damaged)?;
    BASE64URL_NOPAD.decode_mut(body.as_bytes(), room).map_err(|_| LineError::Damaged)?;
    Ok(Object(json, length))
}

/// Returns what the index remembers of a line: its SHA-256 in hexadecimal.
#[must_use]
pub fn hash(line: &SecretText) -> String {
    HEXLOWER.encode(&Sha256::digest(line.expose()))
}

/// Returns the number after the letter; numbers too large to read are some later version's.
fn version(kind: Kind, line: &str) -> Option<u32> {
    let (digits, _) = line.strip_prefix(kind.letter())?.split_once('.')?;
    let number = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    number.then(|| digits.parse().unwrap_or(u32::MAX))
}

pub(crate) fn check(line: &str) -> String {
    let digest = Sha256::digest(line);
    BASE64URL_NOPAD.encode(digest.get(..CHECK).unwrap_or(&digest))
}
