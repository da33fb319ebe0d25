//! Our own export, which holds everything and is always locked; and the archive of a dated backup.

use super::{Lock, WriteError, Writer, json};
use crate::otp::link::written;
use crate::secret::SecretText;
use crate::transfer::Found;
use crate::transfer::age::{self, Identity, Recipient};
use crate::transfer::countersign::{BACKUP, KEY, VERSION};
use crate::vault::sealed::Random;
use crate::view::CodeKind;
use data_encoding::BASE64;
use serde::Serialize;
use std::io::{Cursor, Write as _};
use zeroize::Zeroizing;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// The format.
pub(super) struct Countersign;

/// What lies beside the files of a backup, for someone who has nothing but it.
const HOW: &str = "This is a backup of Countersign, made of files of the age format (https://age-encryption.org).\n\
    Countersign opens it: countersign import FILE. Without Countersign:\n\n\
    age --decrypt --output key.txt countersign-key.age        (asks for the backup's passphrase)\n\
    age --decrypt --identity key.txt countersign-backup.age   (prints the accounts as JSON)\n";

impl Writer for Countersign {
    fn name(&self) -> &'static str {
        "countersign"
    }

    fn title(&self) -> &'static str {
        "Countersign (age)"
    }

    fn extension(&self) -> &'static str {
        "age"
    }

    fn lock(&self) -> Lock {
        Lock::Always
    }

    fn loses(&self, _: &Found) -> Vec<&'static str> {
        Vec::new()
    }

    fn write(
        &self,
        accounts: &[&Found],
        password: Option<&SecretText>,
        random: Random<'_>,
    ) -> Result<Zeroizing<Vec<u8>>, WriteError> {
        let password = password.ok_or(WriteError::NoPassword)?;
        Ok(Zeroizing::new(age::seal_by_passphrase(&plain(accounts), password, random)?))
    }
}

/// Makes the JSON of an export, not locked: how a program passes on to the agent what it read.
#[must_use]
pub fn passing(accounts: &[&Found]) -> Zeroizing<Vec<u8>> {
    plain(accounts)
}

/// Draws a key pair for backups: what seals, and what opens as the passphrase seals it. Takes about a second.
///
/// # Errors
/// [`WriteError::Key`] where there is not enough memory.
pub fn backup_key(passphrase: &SecretText, random: Random<'_>) -> Result<(Recipient, Vec<u8>), WriteError> {
    let identity = Identity::draw(random);
    let key = age::seal_by_passphrase(identity.write().expose().as_bytes(), passphrase, random)?;
    Ok((identity.recipient(), key))
}

/// Makes the archive of a backup: the accounts, sealed for a key, and that key as a passphrase sealed it. Needs nothing
/// secret but the accounts.
#[must_use]
#[expect(clippy::missing_panics_doc, reason = "memory takes every byte, and three members are few")]
pub fn backup(accounts: &[&Found], recipient: Recipient, sealed_key: &[u8], random: Random<'_>) -> Vec<u8> {
    let sealed = age::seal_to(&plain(accounts), recipient, random);
    let members = [(KEY, sealed_key), (BACKUP, &sealed), ("HOW-TO-OPEN.txt", HOW.as_bytes())];
    archive(&members).expect("memory takes every byte, and three members are few")
}

fn archive(members: &[(&str, &[u8])]) -> zip::result::ZipResult<Vec<u8>> {
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in members {
        archive.start_file(*name, options)?;
        archive.write_all(content)?;
    }
    archive.finish().map(Cursor::into_inner)
}

/// The content. It borrows its secrets from texts that wipe themselves, so that it has nothing to wipe: that is why it may
/// be serialised.
#[derive(Serialize)]
struct Export<'a> {
    countersign: u64,
    accounts: Vec<Account<'a>>,
}

#[derive(Serialize)]
struct Account<'a> {
    issuer: &'a str,
    name: &'a str,
    kind: CodeKind,
    secret: &'a str,
    algorithm: String,
    digits: u8,
    period: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    counter: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pin: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<&'a str>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    groups: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    icon: Option<String>,
}

/// Returns the accounts as JSON.
fn plain(accounts: &[&Found]) -> Zeroizing<Vec<u8>> {
    let secrets: Vec<SecretText> = accounts
        .iter()
        .map(|account| written(account.entry.parameters().kind(), account.entry.secret()))
        .collect();
    let accounts = accounts.iter().zip(&secrets).map(|(account, secret)| {
        let (entry, parameters) = (&account.entry, account.entry.parameters());
        Account {
            issuer: entry.issuer(),
            name: entry.name(),
            kind: parameters.kind(),
            secret: secret.expose(),
            algorithm: parameters.algorithm().to_string(),
            digits: parameters.digits(),
            period: parameters.period(),
            counter: (parameters.kind() == CodeKind::Hotp).then(|| parameters.counter()),
            pin: entry.pin().map(SecretText::expose),
            note: entry.note().map(SecretText::expose),
            groups: &account.groups,
            icon: account.icon.as_ref().map(|icon| BASE64.encode(&icon.bytes)),
        }
    });
    json(&Export { countersign: VERSION, accounts: accounts.collect() })
}
