//! Ente Auth: its locked export. What is inside, and its plain export, is a list of links.
//!
//! Source: `docs/auth/migration/export.md` of Ente. The key is made by Argon2id with one lane; the text is one message of
//! libsodium's secretstream, whose header is called a nonce.

use super::cipher;
use super::json;
use super::key;
use super::otpauth::Links;
use super::{Entries, Format, TransferError};
use crate::secret::SecretText;
use crypto_secretstream::{Header, Key, PullStream, Tag};
use percent_encoding::percent_decode_str;
use serde::Deserialize;
use zeroize::Zeroizing;

/// The format.
pub(super) struct Ente;

impl Format for Ente {
    fn name(&self) -> &'static str {
        "ente"
    }

    fn title(&self) -> &'static str {
        "Ente Auth"
    }

    fn sniff(&self, file: &[u8]) -> bool {
        json::has(file, &["kdfParams", "encryptedData", "encryptionNonce"])
    }

    fn read(&self, file: &[u8], password: Option<&SecretText>) -> Result<Entries, TransferError> {
        let export: Export = json::parse(file)?;
        if export.version != 1 {
            return Err(TransferError::Unsupported);
        }
        Links.read(&export.open(key::required(password)?)?, None)
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Export {
    version: u64,
    kdf_params: Cost,
    encrypted_data: String,
    encryption_nonce: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Cost {
    /// Bytes.
    mem_limit: u64,
    ops_limit: u64,
    salt: String,
}

impl Export {
    fn open(&self, password: &SecretText) -> Result<cipher::Plain, TransferError> {
        let Cost { mem_limit, ops_limit, salt } = &self.kdf_params;
        let salt = cipher::base64(salt)?;
        let key = key::argon2id(password.expose().as_bytes(), &salt, mem_limit / 1024, *ops_limit, 1)?;
        let header = cipher::base64(&self.encryption_nonce)?;
        let header = Header::try_from(header.as_slice()).map_err(|_| TransferError::Unsupported)?;
        let mut text = Zeroizing::new(cipher::base64(&self.encrypted_data)?.to_vec());
        let mut stream = PullStream::init(header, &Key::from(*key));
        match stream.pull(&mut *text, &[]) {
            // There is one message, whatever it says of further ones: what is cut does not open.
            Ok(Tag::Final | Tag::Message) => Ok(text),
            Ok(_) => Err(TransferError::Unsupported),
            Err(_) => Err(TransferError::WrongPassword),
        }
    }
}

/// What Ente adds to its links.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Display {
    pub(super) tags: Vec<String>,
    pub(super) note: Option<SecretText>,
    pub(super) trashed: bool,
}

/// Returns what Ente added to a link.
pub(super) fn display(link: &str) -> Display {
    let query = link.split_once('?').map_or("", |(_, query)| query);
    let written = query.split('&').find_map(|pair| pair.strip_prefix("codeDisplay="));
    let written =
        written.map(|json| Zeroizing::new(percent_decode_str(json).decode_utf8_lossy().into_owned()));
    written.and_then(|json| serde_json::from_str(&json).ok()).unwrap_or_default()
}
