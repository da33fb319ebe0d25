//! Opens files of `SQLCipher`: databases of `SQLite` whose pages are locked one by one.
//!
//! Source: "`SQLCipher` Design". A page ends with what is reserved: its initialisation vector and its sum. The key is made of
//! the password and the first 16 bytes of the file, which stand where an open database says what it is. Nothing in a file
//! tells its version, so that the settings of each are tried; the sum of the first page tells which are right.

use super::TransferError;
use super::cipher::Plain;
use super::key::{self, Key};
use crate::secret::SecretText;
use aes::Aes256;
use aes::cipher::{KeyInit, KeyIvInit};
use cbc::cipher::BlockModeDecrypt;
use cbc::cipher::block_padding::NoPadding;
use hmac::{EagerHash, Hmac, Mac};
use sha1::Sha1;
use sha2::Sha512;
use zeroize::Zeroizing;

const MAGIC: &[u8; 16] = b"SQLite format 3\0";
const SALT: usize = 16;
const IV: usize = 16;
/// What the salt is changed by for the key of the sums.
const MASK: u8 = 0x3a;

/// The settings of a version.
struct Settings {
    page: usize,
    /// Bytes of a page that its vector and its sum stand in, a multiple of 16.
    reserved: usize,
    rounds: u64,
    hash: Hash,
}

#[derive(Clone, Copy)]
enum Hash {
    Sha1,
    Sha512,
}

/// Version 3, which most phones have, 4 and 2.
const VERSIONS: [Settings; 3] = [
    Settings { page: 1_024, reserved: 48, rounds: 64_000, hash: Hash::Sha1 },
    Settings { page: 4_096, reserved: 80, rounds: 256_000, hash: Hash::Sha512 },
    Settings { page: 1_024, reserved: 48, rounds: 4_000, hash: Hash::Sha1 },
];

/// Says whether a file has the size of one. Nothing else is to be seen from outside.
pub(super) fn may_be(file: &[u8]) -> bool {
    file.len() >= 1_024 && file.len().is_multiple_of(1_024)
}

/// Opens a database; what is returned is one of `SQLite`.
pub(super) fn open(file: &[u8], password: &SecretText) -> Result<Plain, TransferError> {
    if !may_be(file) {
        return Err(TransferError::Unsupported);
    }
    let opened =
        VERSIONS.iter().filter(|version| file.len().is_multiple_of(version.page)).find_map(|version| {
            match version.hash {
                Hash::Sha1 => version.open::<Sha1>(file, password),
                Hash::Sha512 => version.open::<Sha512>(file, password),
            }
        });
    opened.ok_or(TransferError::WrongPassword)
}

impl Settings {
    fn open<D>(&self, file: &[u8], password: &SecretText) -> Option<Plain>
    where
        D: EagerHash<Core: Sync>,
        Hmac<D>: KeyInit + Sync,
    {
        let salt = file.first_chunk::<SALT>()?;
        let (mut key, mut sums) = (Key::default(), Key::default());
        key::pbkdf2::<D>(password.expose().as_bytes(), salt, self.rounds, &mut *key).ok()?;
        key::pbkdf2::<D>(&*key, &salt.map(|byte| byte ^ MASK), 2, &mut *sums).ok()?;
        let mut plain = Zeroizing::new(Vec::with_capacity(file.len()));
        for (number, page) in (1_u32..).zip(file.chunks_exact(self.page)) {
            let start = if number == 1 { SALT } else { 0 };
            let (content, rest) = page.split_at(self.page - self.reserved);
            let (iv, sum) = rest.split_at(IV);
            let mac = <Hmac<D> as KeyInit>::new_from_slice(&*sums).ok()?;
            let mac =
                mac.chain_update(content.get(start..)?).chain_update(iv).chain_update(number.to_le_bytes());
            // The sum is followed by nothing that counts.
            let made = mac.finalize().into_bytes();
            if sum.get(..made.len())? != made.as_slice() {
                return None;
            }
            let lock = cbc::Decryptor::<Aes256>::new_from_slices(&*key, iv).ok()?;
            let opened =
                lock.decrypt_padded_vec::<NoPadding>(content.get(start..)?).ok().map(Zeroizing::new)?;
            if number == 1 {
                plain.extend_from_slice(MAGIC);
            }
            plain.extend_from_slice(&opened);
            plain.extend(std::iter::repeat_n(0, self.reserved));
        }
        Some(plain)
    }
}
