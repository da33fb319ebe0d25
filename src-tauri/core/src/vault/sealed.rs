//! The sealed file: every payload in one file that only a passphrase opens.
//!
//! A random data key seals the content; the passphrase, stretched, seals the data key. Another passphrase therefore
//! rewrites 112 bytes and not the content. Numbers are big-endian. Offsets and sizes in bytes:
//!
//! | at | size | what |
//! |---:|---:|---|
//! | 0 | 8 | `CSSEALED` |
//! | 8 | 4 | version, 1 |
//! | 12 | 4 | Argon2id (RFC 9106, version 0x13): memory in KiB |
//! | 16 | 4 | Argon2id: passes |
//! | 20 | 4 | Argon2id: lanes |
//! | 24 | 16 | Argon2id: salt |
//! | 40 | 24 | nonce of the data key |
//! | 64 | 48 | the data key, sealed under the stretched passphrase; associated data: bytes 0 to 63 |
//! | 112 | 16 | the first bytes of the SHA-256 of bytes 0 to 111: tells damage from a wrong passphrase, proves nothing |
//! | 128 | 24 | nonce of the content |
//! | 152 | n + 16 | the content, sealed under the data key; associated data: bytes 0 to 11, then 128 to 151 |
//!
//! Both seals are `XChaCha20-Poly1305` (draft-irtf-cfrg-xchacha-03), the tag behind the ciphertext. The content is ASCII: for each
//! item, in the order of ids, the id, a space, the payload, a line feed. Salt and nonces are random and never used twice.
//!
//! Whoever has an old file and its passphrase knows the data key, and so opens later files too: a passphrase that leaked
//! asks for a new file and not for a new passphrase alone.

mod header;

pub use header::Cost;
use header::{HEADER, Header, preamble, take};

use crate::ports::{ID_LIMIT, Id, PAYLOAD_LIMIT};
use crate::secret::SecretText;
use chacha20poly1305::aead::{AeadInOut, KeyInit};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use std::collections::BTreeMap;
use zeroize::Zeroizing;

/// A source of random bytes that no one can foresee: fills what it is given. The core has none of its own.
pub type Random<'a> = &'a mut dyn FnMut(&mut [u8]);

/// The most items of a file.
pub const ITEM_LIMIT: usize = 20_000;
/// The largest file that is read, in bytes: one full of the largest items.
pub const SIZE_LIMIT: usize = HEADER + NONCE + ITEM_LIMIT * (ID_LIMIT + PAYLOAD_LIMIT + " \n".len()) + TAG;

const KEY: usize = 32;
const NONCE: usize = 24;
const TAG: usize = 16;

/// Why a sealed file does not open, or does not take something. Nothing of the content is ever part of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SealedError {
    /// The passphrase is another one.
    #[error("wrong passphrase")]
    WrongPassphrase,
    /// Bytes are missing, too many or changed. Nothing of it may be used.
    #[error("the sealed file is damaged")]
    Damaged,
    /// A newer Countersign wrote it.
    #[error("the sealed file was written by a newer version of Countersign")]
    Newer,
    /// It asks for more memory or time than any honest file; see [`Cost`].
    #[error("the sealed file asks for an unreasonable amount of memory or time")]
    HostileParameters,
    /// There is not as much memory as it asks for.
    #[error("there is not enough memory to open the sealed file")]
    NotEnoughMemory,
    /// What should go in is no payload or no id: one line of printable ASCII without spaces.
    #[error("this cannot be kept in the sealed file")]
    Unfit,
    /// It has [`ITEM_LIMIT`] items already.
    #[error("the sealed file is full")]
    Full,
}

/// An open sealed file. Holds the data key and every payload, and wipes both.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sealed {
    header: Header,
    key: Key,
    items: BTreeMap<Id, SecretText>,
}

impl Sealed {
    /// Makes an empty file for a passphrase. Takes as long as `cost` asks for.
    ///
    /// # Errors
    /// [`SealedError::NotEnoughMemory`].
    pub fn create(passphrase: &SecretText, cost: Cost, random: Random<'_>) -> Result<Self, SealedError> {
        let mut key = Key(Zeroizing::new([0; KEY]));
        random(&mut *key.0);
        Ok(Self { header: Header::seal(&key, passphrase, cost, random)?, key, items: BTreeMap::new() })
    }

    /// Opens a file. Takes as long as the file asks for, within [`Cost`]'s bounds.
    ///
    /// # Errors
    /// Every kind but [`SealedError::Unfit`] and [`SealedError::Full`]; there is no partial success.
    pub fn open(bytes: &[u8], passphrase: &SecretText) -> Result<Self, SealedError> {
        if bytes.len() > SIZE_LIMIT {
            return Err(SealedError::Damaged);
        }
        let (header, mut rest) = Header::read(bytes)?;
        let nonce = take(&mut rest)?;
        let key = header.open(passphrase)?;
        let content = key.open(&nonce, &associated(&nonce), rest).ok_or(SealedError::Damaged)?;
        Ok(Self { header, key, items: read_items(&content).ok_or(SealedError::Damaged)? })
    }

    /// Writes the file, without asking for the passphrase.
    #[must_use]
    pub fn to_bytes(&self, random: Random<'_>) -> Vec<u8> {
        let mut nonce = [0; NONCE];
        random(&mut nonce);
        let mut file = self.header.to_bytes();
        file.extend_from_slice(&nonce);
        file.extend(self.key.seal(&nonce, &associated(&nonce), &self.content()));
        file
    }

    /// Seals the data key with another passphrase; the items and how they are sealed stay what they are.
    ///
    /// # Errors
    /// [`SealedError::NotEnoughMemory`]; the passphrase stays what it was then.
    pub fn change_passphrase(
        &mut self,
        passphrase: &SecretText,
        cost: Cost,
        random: Random<'_>,
    ) -> Result<(), SealedError> {
        self.header = Header::seal(&self.key, passphrase, cost, random)?;
        Ok(())
    }

    /// Returns the items in the order of their ids.
    #[must_use]
    pub fn items(&self) -> &BTreeMap<Id, SecretText> {
        &self.items
    }

    /// Returns one payload.
    #[must_use]
    pub fn get(&self, id: &Id) -> Option<&SecretText> {
        self.items.get(id)
    }

    /// Puts a payload in, in place of one of the same id.
    ///
    /// # Errors
    /// [`SealedError::Unfit`] and [`SealedError::Full`]; nothing is changed then.
    pub fn insert(&mut self, id: Id, payload: SecretText) -> Result<(), SealedError> {
        if !fits(&id.0, ID_LIMIT) || !fits(payload.expose(), PAYLOAD_LIMIT) {
            return Err(SealedError::Unfit);
        }
        if self.items.len() >= ITEM_LIMIT && !self.items.contains_key(&id) {
            return Err(SealedError::Full);
        }
        self.items.insert(id, payload);
        Ok(())
    }

    /// Takes a payload out; none if there is none.
    pub fn remove(&mut self, id: &Id) -> Option<SecretText> {
        self.items.remove(id)
    }

    fn content(&self) -> Zeroizing<Vec<u8>> {
        let line = |(id, payload): (&Id, &SecretText)| id.0.len() + payload.expose().len() + " \n".len();
        // Room for all of it, because growing would leave copies behind.
        let mut content = Zeroizing::new(Vec::with_capacity(self.items.iter().map(line).sum()));
        for (id, payload) in &self.items {
            content.extend_from_slice(id.0.as_bytes());
            content.push(b' ');
            content.extend_from_slice(payload.expose().as_bytes());
            content.push(b'\n');
        }
        content
    }
}

/// A key of XChaCha20-Poly1305.
#[derive(Clone, PartialEq, Eq)]
struct Key(Zeroizing<[u8; KEY]>);

impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Key(..)")
    }
}

impl Key {
    fn cipher(&self) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new(chacha20poly1305::Key::cast_from_core(&self.0))
    }

    fn seal(&self, nonce: &[u8; NONCE], data: &[u8], plain: &[u8]) -> Vec<u8> {
        // The tag's room from the start: growing would leave a copy of what is not yet sealed.
        let mut sealed = Zeroizing::new(Vec::with_capacity(plain.len() + TAG));
        sealed.extend_from_slice(plain);
        self.cipher()
            .encrypt_in_place(XNonce::cast_from_core(nonce), data, &mut *sealed)
            .expect("content is bounded far below the cipher's 256 GiB");
        std::mem::take(&mut *sealed)
    }

    /// Returns what was sealed, or nothing if a byte differs.
    fn open(&self, nonce: &[u8; NONCE], data: &[u8], sealed: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
        let mut plain = Zeroizing::new(sealed.to_vec());
        self.cipher().decrypt_in_place(XNonce::cast_from_core(nonce), data, &mut *plain).ok()?;
        Some(plain)
    }
}

/// Returns what the seal of the content vouches for besides the content: nothing that another passphrase changes.
fn associated(nonce: &[u8; NONCE]) -> Vec<u8> {
    let mut bytes = preamble();
    bytes.extend_from_slice(nonce);
    bytes
}

/// Says whether a text is one word of printable ASCII: nothing else survives as part of a line.
fn fits(word: &str, limit: usize) -> bool {
    !word.is_empty() && word.len() <= limit && word.bytes().all(|byte| byte.is_ascii_graphic())
}

fn read_items(content: &[u8]) -> Option<BTreeMap<Id, SecretText>> {
    let content = std::str::from_utf8(content).ok()?;
    let mut items = BTreeMap::new();
    for line in content.split_inclusive('\n') {
        let (id, payload) = line.strip_suffix('\n')?.split_once(' ')?;
        if !fits(id, ID_LIMIT) || !fits(payload, PAYLOAD_LIMIT) {
            return None;
        }
        let earlier = items.insert(Id(id.to_owned()), SecretText::new(payload.to_owned()));
        if earlier.is_some() {
            return None;
        }
    }
    Some(items)
}

/// Reads the content of a file, opened, and writes it again. For fuzzing alone: no change to a sealed file would reach it.
#[cfg(fuzzing)]
pub fn inside(content: &[u8]) {
    let Some(items) = read_items(content) else { return };
    let mut file =
        Sealed::create(&SecretText::new("test".to_owned()), Cost::USUAL, &mut |bytes| bytes.fill(1))
            .expect("the least memory is there");
    file.items = items;
    assert!(read_items(&file.content()).as_ref() == Some(&file.items), "what was written is read");
}

#[cfg(test)]
#[path = "sealed_tests.rs"]
mod tests;
