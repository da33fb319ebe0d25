//! Our own export: JSON in a file of the age format, which a passphrase opens; and our dated backups, whose archive holds
//! the key that they are sealed for, itself sealed by a passphrase.
//!
//! The JSON alone is read too, as `age --decrypt` leaves it. Its members:
//!
//! | member | content |
//! |---|---|
//! | `countersign` | the version, 1 |
//! | `accounts` | a list of objects |
//! | `issuer`, `name` | texts; may be missing |
//! | `kind` | `totp`, `hotp`, `steam`, `motp` or `yandex` |
//! | `secret` | in base32 without padding; of `motp` the text that it is |
//! | `algorithm`, `digits`, `period`, `counter` | as in an `otpauth` link |
//! | `pin`, `note` | texts; missing where there is none |
//! | `groups` | a list of names; missing where there is none |
//! | `icon` | a small picture in base64; missing where there is none |
//!
//! An age file with something else inside is read as what it is.

use super::age::{self, Identity};
use super::archive::Archive;
use super::icon::Icon;
use super::json::{self, Number, Rows};
use super::spelling::{Odd, Spelling, kind};
use super::{Entries, FORMATS, Format, Found, TransferError, groups};
use crate::secret::SecretText;
use serde::Deserialize;
use zeroize::Zeroizing;

/// The format.
pub(super) struct Countersign;

/// The version that is written, and the newest that is read.
pub(super) const VERSION: u64 = 1;
/// The member of a backup with the key that opens it.
pub(super) const KEY: &str = "countersign-key.age";
/// The member of a backup with the accounts.
pub(super) const BACKUP: &str = "countersign-backup.age";

impl Format for Countersign {
    fn name(&self) -> &'static str {
        "countersign"
    }

    fn title(&self) -> &'static str {
        "Countersign, and age files"
    }

    fn sniff(&self, file: &[u8]) -> bool {
        age::is_age(file)
            || json::has(file, &["countersign", "accounts"])
            || Archive::open(file).is_some_and(|archive| archive.named(KEY).is_some())
    }

    fn read(&self, file: &[u8], password: Option<&SecretText>) -> Result<Entries, TransferError> {
        if age::is_age(file) {
            inside(&age::open_by_passphrase(file, password)?)
        } else if let Some(mut archive) = Archive::open(file) {
            inside(&unlock(&mut archive, password)?)
        } else {
            accounts(file)
        }
    }
}

/// Opens a backup by the key beside it.
fn unlock(
    archive: &mut Archive<'_>,
    password: Option<&SecretText>,
) -> Result<Zeroizing<Vec<u8>>, TransferError> {
    let mut member = |name| {
        let path = archive.named(name).ok_or(TransferError::Unsupported)?;
        archive.read(&path, None)
    };
    let (key, backup) = (member(KEY)?, member(BACKUP)?);
    let key = age::open_by_passphrase(&key, password)?;
    let key = std::str::from_utf8(&key).ok().and_then(Identity::read).ok_or(TransferError::Unsupported)?;
    // The key is right; what does not open by it is another one's, or damaged.
    age::open_by_identity(&backup, &key).map_err(|_| TransferError::Unsupported)
}

/// Reads what was sealed, whichever format it is of. What is sealed twice is not.
pub(super) fn inside(plain: &[u8]) -> Result<Entries, TransferError> {
    if json::has(plain, &["countersign", "accounts"]) {
        return accounts(plain);
    }
    let others = FORMATS.iter().filter(|format| format.name() != Countersign.name());
    let format = others.into_iter().find(|format| format.sniff(plain)).ok_or(TransferError::Unsupported)?;
    format.read(plain, None)
}

#[derive(Deserialize)]
struct Export<'a> {
    countersign: u64,
    #[serde(borrow)]
    accounts: Rows<'a>,
}

#[derive(Deserialize)]
struct Account {
    #[serde(default)]
    issuer: String,
    #[serde(default)]
    name: String,
    kind: String,
    secret: SecretText,
    algorithm: Option<String>,
    #[serde(default)]
    digits: Number,
    #[serde(default)]
    period: Number,
    #[serde(default)]
    counter: Number,
    pin: Option<SecretText>,
    note: Option<SecretText>,
    #[serde(default)]
    groups: Vec<String>,
    icon: Option<String>,
}

fn accounts(file: &[u8]) -> Result<Entries, TransferError> {
    let export: Export = json::parse(file)?;
    if export.countersign != VERSION {
        return Err(TransferError::Unsupported);
    }
    Ok(export.accounts.read(found))
}

fn found(account: Account) -> Result<Found, Odd> {
    let spelling = Spelling {
        issuer: Some(&account.issuer),
        name: Some(&account.name),
        kind: kind(&account.kind)?,
        algorithm: account.algorithm.as_deref(),
        digits: account.digits,
        period: account.period,
        counter: account.counter,
        pin: account.pin.as_ref(),
        note: account.note.as_ref(),
        groups: groups::tags(account.groups),
    };
    let found = spelling.spelled(account.secret.expose())?;
    Ok(Found { icon: account.icon.as_deref().and_then(Icon::base64), ..found })
}
