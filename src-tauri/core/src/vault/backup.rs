//! Dated backups: archives that are written without a secret and opened with a passphrase.
//!
//! A key pair is drawn when backups are set up. What seals stays in the index; what opens is sealed by the passphrase and lies in
//! every archive, so that an archive and the passphrase are all it takes.

use crate::secret::SecretText;
use crate::transfer::age::Recipient;
use crate::transfer::writing::{self, WriteError};
use crate::transfer::{self, Found, TransferError};
use crate::vault::sealed::Random;
use data_encoding::BASE64;
use serde::{Deserialize, Serialize};

/// How a backup's name begins; the day follows, and [`EXTENSION`].
pub const NAME: &str = "countersign-";
/// How a backup's name ends.
pub const EXTENSION: &str = ".zip";
/// Backups that are kept in the folder.
pub const KEPT: usize = 10;
/// The fewest characters of a passphrase.
pub const SHORTEST: usize = 10;

/// Where backups go and what they are sealed for. Nothing of it is secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// The folder.
    pub folder: String,
    /// What seals (`age1...`).
    recipient: String,
    /// What opens, sealed by the passphrase, in base64.
    key: String,
    /// When the last one was written, in seconds since 1970.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last: Option<u64>,
    /// What was in it, so that nothing is written twice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub digest: Option<String>,
}

impl Plan {
    /// Draws a key pair and seals what opens. Takes about a second.
    ///
    /// # Errors
    /// [`WriteError::Key`] where there is not enough memory.
    pub fn begin(folder: &str, passphrase: &SecretText, random: Random<'_>) -> Result<Self, WriteError> {
        let (recipient, key) = writing::backup_key(passphrase, random)?;
        let (folder, recipient) = (folder.to_owned(), recipient.write());
        Ok(Self { folder, recipient, key: BASE64.encode(&key), last: None, digest: None })
    }

    /// Makes an archive of these accounts.
    ///
    /// # Errors
    /// [`WriteError::Key`] where the plan was damaged.
    pub fn archive(&self, accounts: &[&Found], random: Random<'_>) -> Result<Vec<u8>, WriteError> {
        let recipient = Recipient::read(&self.recipient).ok_or(WriteError::Key)?;
        let key = BASE64.decode(self.key.as_bytes()).map_err(|_| WriteError::Key)?;
        Ok(writing::backup(accounts, recipient, &key, random))
    }
}

/// Opens an archive and counts its accounts. Takes about a second.
///
/// # Errors
/// Any [`TransferError`]; [`TransferError::Unsupported`] too where an account in it cannot be read.
pub fn count(archive: &[u8], passphrase: &SecretText) -> Result<usize, TransferError> {
    let contents = transfer::read(archive, Some("countersign"), Some(passphrase))?;
    let sound = contents.entries.iter().all(Result::is_ok);
    if sound { Ok(contents.entries.len()) } else { Err(TransferError::Unsupported) }
}

/// Says whether a file of this name is a backup.
#[must_use]
pub fn is_backup(name: &str) -> bool {
    let day = name.strip_prefix(NAME).and_then(|rest| rest.strip_suffix(EXTENSION));
    day.is_some_and(|day| {
        day.len() == "2000-01-01".len()
            && day.bytes().enumerate().all(|(at, byte)| match at {
                4 | 7 => byte == b'-',
                _ => byte.is_ascii_digit(),
            })
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::otp::link;

    fn random() -> impl FnMut(&mut [u8]) {
        let mut state = 7_u8;
        move |bytes| {
            for byte in bytes {
                state = state.wrapping_mul(37).wrapping_add(11);
                *byte = state;
            }
        }
    }

    #[test]
    fn a_backup_is_written_without_the_passphrase_and_opened_with_it() {
        let passphrase = SecretText::new("four random words here".to_owned());
        let plan = Plan::begin("/backups", &passphrase, &mut random()).unwrap();
        let account: Found =
            link::parse("otpauth://totp/npm:ada?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ").unwrap().into();
        let archive = plan.archive(&[&account, &account], &mut random()).unwrap();
        assert_eq!(count(&archive, &passphrase), Ok(2));
        let other = SecretText::new("other words".to_owned());
        assert_eq!(count(&archive, &other), Err(TransferError::WrongPassword));
    }

    #[test]
    fn backups_are_told_by_their_names() {
        assert!(is_backup("countersign-2026-02-28.zip"));
        for other in
            ["countersign-2026-02-28.zip.tmp", "countersign-2026-2-28.zip", "countersign-key.age", "a.zip"]
        {
            assert!(!is_backup(other));
        }
    }
}
