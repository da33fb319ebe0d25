//! Proton Authenticator: its export, plain or locked by a password.
//!
//! Locked content is a nonce (12 bytes) and AES-256-GCM with its tag, bound to the name of the format, under Argon2id (19 MiB,
//! 2 passes, 1 lane).

use super::cipher;
use super::json::{self, Rows};
use super::key;
use super::login::{self, Login};
use super::spelling::Odd;
use super::{Entries, Format, Found, TransferError};
use crate::secret::SecretText;
use serde::Deserialize;

/// The format.
pub(super) struct ProtonAuthenticator;

const ASSOCIATED: &[u8] = b"proton.authenticator.export.v1";

impl Format for ProtonAuthenticator {
    fn name(&self) -> &'static str {
        "proton-authenticator"
    }

    fn title(&self) -> &'static str {
        "Proton Authenticator"
    }

    fn sniff(&self, file: &[u8]) -> bool {
        json::has(file, &["version", "entries"]) || json::has(file, &["version", "salt", "content"])
    }

    fn read(&self, file: &[u8], password: Option<&SecretText>) -> Result<Entries, TransferError> {
        let export: Export = json::parse(file)?;
        if export.version != 1 {
            return Err(TransferError::Unsupported);
        }
        match export {
            Export { salt: Some(salt), content: Some(content), .. } => {
                let plain = unlock(&salt, &content, key::required(password)?)?;
                json::parse::<Export>(&plain)?.entries()
            }
            plain => plain.entries(),
        }
    }
}

#[derive(Deserialize)]
struct Export<'a> {
    version: u64,
    salt: Option<String>,
    content: Option<String>,
    #[serde(borrow, default)]
    entries: Option<Rows<'a>>,
}

impl Export<'_> {
    fn entries(self) -> Result<Entries, TransferError> {
        Ok(self.entries.ok_or(TransferError::Unsupported)?.read(found))
    }
}

fn unlock(salt: &str, content: &str, password: &SecretText) -> Result<cipher::Plain, TransferError> {
    let content = cipher::base64(content)?;
    let (nonce, sealed) = content.split_first_chunk::<12>().ok_or(TransferError::Unsupported)?;
    let key = key::argon2id(password.expose().as_bytes(), &cipher::base64(salt)?, 19 << 10, 2, 1)?;
    cipher::open_gcm(&key, nonce, ASSOCIATED, sealed)
}

#[derive(Deserialize)]
struct Entry {
    content: Content,
    note: Option<SecretText>,
}

#[derive(Deserialize)]
struct Content {
    uri: SecretText,
    name: Option<String>,
}

fn found(Entry { content: Content { uri, name }, note }: Entry) -> Result<Found, Odd> {
    let name = name.unwrap_or_default();
    // Accounts of Steam have no link and so no issuer.
    let title = if login::after(uri.expose(), "steam://").is_some() { "Steam" } else { "" };
    let found = Login { title, name: &name, groups: Vec::new() }.found(uri.expose())?;
    // The name is what people see and may have changed, and goes before that of the link.
    let (_, seen) = login::split(found.entry.issuer(), login::start(&name));
    let entry = if seen.is_empty() || seen == found.entry.name() {
        found.entry
    } else {
        login::renamed(&found.entry, found.entry.issuer(), seen)?
    };
    let entry = entry.with_note(note.as_ref().map_or("", SecretText::expose));
    Ok(entry.into())
}
