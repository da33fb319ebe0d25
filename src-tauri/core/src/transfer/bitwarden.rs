//! Bitwarden: the JSON export of its vault, plain or locked by a password of its own, and that of Bitwarden Authenticator.
//!
//! A locked export holds texts of the form `2.IV|DATA|MAC` in base64: AES-256-CBC under HMAC-SHA256, whose two keys are
//! stretched (HKDF-Expand, RFC 5869 section 2.3) from one that PBKDF2 or Argon2id made of the password.

use super::cipher::{self, Plain};
use super::groups::Groups;
use super::json::{self, Rows};
use super::key::{self, Key};
use super::login::Login;
use super::spelling::Odd;
use super::{Entries, Format, Found, TransferError};
use crate::secret::SecretText;
use hmac::{Hmac, KeyInit, Mac};
use serde::Deserialize;
use sha2::{Digest, Sha256};

/// The format.
pub(super) struct Bitwarden;

impl Format for Bitwarden {
    fn name(&self) -> &'static str {
        "bitwarden"
    }

    fn title(&self) -> &'static str {
        "Bitwarden, Bitwarden Authenticator"
    }

    fn sniff(&self, file: &[u8]) -> bool {
        json::has(file, &["encrypted", "items"])
            || json::has(file, &["encrypted", "encKeyValidation_DO_NOT_EDIT"])
            || json::parse::<Least>(file).is_ok_and(|least| least.has_logins())
    }

    fn read(&self, file: &[u8], password: Option<&SecretText>) -> Result<Entries, TransferError> {
        let export: Export = json::parse(file)?;
        match (export.encrypted, &export.items) {
            (Some(true), _) => {}
            (None, None) => return Err(TransferError::Unsupported),
            (Some(false), _) | (None, Some(_)) => return Ok(export.items()),
        }
        if !export.password_protected {
            return Err(TransferError::Restricted);
        }
        let locked: Locked = json::parse(file)?;
        let plain = locked.open(key::required(password)?)?;
        Ok(json::parse::<Export>(&plain)?.items())
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Export<'a> {
    encrypted: Option<bool>,
    #[serde(default)]
    password_protected: bool,
    #[serde(borrow, default)]
    folders: Option<Rows<'a>>,
    /// What an organisation has in place of folders.
    #[serde(borrow, default)]
    collections: Option<Rows<'a>>,
    #[serde(borrow, default)]
    items: Option<Rows<'a>>,
}

/// The least that Bitwarden's own importer takes, which others write: items, and nothing around them.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Least<'a> {
    #[serde(borrow)]
    items: Rows<'a>,
}

impl Least<'_> {
    fn has_logins(&self) -> bool {
        self.items.raw().first().is_some_and(|item| json::has(item.get().as_bytes(), &["name", "login"]))
    }
}

impl Export<'_> {
    fn items(self) -> Entries {
        let (folders, collections) = (self.folders.unwrap_or_default(), self.collections.unwrap_or_default());
        let folders = folders.each().chain(collections.each());
        let folders = Groups::new(folders.map(|Folder { id, name }| (id, name)));
        self.items.unwrap_or_default().read(|item| found(item, &folders))
    }
}

#[derive(Deserialize)]
struct Folder {
    id: String,
    name: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Item {
    name: Option<String>,
    folder_id: Option<String>,
    collection_ids: Option<Vec<String>>,
    login: Option<ItemLogin>,
    deleted_date: Option<String>,
}

#[derive(Deserialize)]
struct ItemLogin {
    username: Option<String>,
    totp: Option<SecretText>,
}

fn found(item: Item, folders: &Groups) -> Result<Found, Odd> {
    let ItemLogin { username, totp } = item.login.ok_or(Odd::NotOtp)?;
    let totp = totp.filter(|totp| !totp.expose().trim().is_empty()).ok_or(Odd::NotOtp)?;
    if item.deleted_date.is_some() {
        return Err(Odd::Deleted);
    }
    let login = Login {
        title: item.name.as_deref().unwrap_or_default(),
        name: username.as_deref().unwrap_or_default(),
        groups: folders.of(item.folder_id.into_iter().chain(item.collection_ids.unwrap_or_default())),
    };
    login.found(totp.expose())
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Locked {
    salt: String,
    kdf_type: u64,
    kdf_iterations: u64,
    kdf_memory: Option<u64>,
    kdf_parallelism: Option<u64>,
    #[serde(rename = "encKeyValidation_DO_NOT_EDIT", default)]
    validation: String,
    data: String,
}

impl Locked {
    fn open(&self, password: &SecretText) -> Result<Plain, TransferError> {
        let keys = Keys::stretch(&self.key(password)?);
        // Other programs that write such files leave it empty; the data has a sum of its own.
        if !self.validation.is_empty() {
            keys.open(&self.validation)?;
        }
        keys.open(&self.data)
    }

    fn key(&self, password: &SecretText) -> Result<Key, TransferError> {
        let (password, salt) = (password.expose().as_bytes(), self.salt.as_bytes());
        match self.kdf_type {
            0 => key::pbkdf2_sha256(password, salt, self.kdf_iterations),
            1 => {
                let (Some(mebibytes), Some(lanes)) = (self.kdf_memory, self.kdf_parallelism) else {
                    return Err(TransferError::Unsupported);
                };
                let memory = mebibytes.checked_mul(1024).ok_or(TransferError::TooCostly)?;
                key::argon2id(password, &Sha256::digest(salt), memory, self.kdf_iterations, lanes)
            }
            _ => Err(TransferError::Unsupported),
        }
    }
}

struct Keys {
    cipher: Key,
    mac: Key,
}

impl Keys {
    fn stretch(key: &Key) -> Self {
        let expand = |purpose: &[u8]| {
            let block = hmac(key).chain_update(purpose).chain_update([1]);
            Key::new(block.finalize().into_bytes().into())
        };
        Self { cipher: expand(b"enc"), mac: expand(b"mac") }
    }

    fn open(&self, text: &str) -> Result<Plain, TransferError> {
        let mut parts =
            text.strip_prefix("2.").ok_or(TransferError::Unsupported)?.split('|').map(cipher::base64);
        let (Some(iv), Some(sealed), Some(mac)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(TransferError::Unsupported);
        };
        let (iv, sealed) = (iv?, sealed?);
        let check = hmac(&self.mac).chain_update(&*iv).chain_update(&*sealed);
        check.verify_slice(&mac?).map_err(|_| TransferError::WrongPassword)?;
        cipher::open_cbc(&self.cipher, &iv, &sealed)
    }
}

fn hmac(key: &Key) -> Hmac<Sha256> {
    Hmac::new_from_slice(&**key).expect("HMAC takes a key of any length")
}
