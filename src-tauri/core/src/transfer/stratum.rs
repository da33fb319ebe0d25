//! Stratum, which was Authenticator Pro: its backup, plain or locked by a password in one of two ways.
//!
//! Source: `doc/BACKUP_FORMAT.md` of Stratum. Locked: `AUTHENTICATORPRO`, salt (16 bytes), nonce (12), AES-256-GCM with its
//! tag under Argon2id (64 MiB, 3 passes, 4 lanes). Before: `AuthenticatorPro`, salt (20), IV (16), AES-256-CBC under
//! PBKDF2-SHA1 with 64,000 rounds.

use super::cipher::{self, Plain};
use super::groups::Groups;
use super::icon::Icon;
use super::json::{self, Number, Rows};
use super::key::{self, Key};
use super::spelling::{Odd, Spelling};
use super::sqlite::{self, Row, Table};
use super::{Entries, Format, Found, TransferError};
use crate::secret::SecretText;
use crate::view::CodeKind;
use serde::Deserialize;
use sha1::Sha1;
use std::collections::HashMap;

/// The format.
pub(super) struct Stratum;

const LOCKED: &[u8] = b"AUTHENTICATORPRO";
const LOCKED_BEFORE: &[u8] = b"AuthenticatorPro";
/// The table of its database.
const TABLE: &str = "authenticator";

impl Format for Stratum {
    fn name(&self) -> &'static str {
        "stratum"
    }

    fn title(&self) -> &'static str {
        "Stratum (Authenticator Pro)"
    }

    fn sniff(&self, file: &[u8]) -> bool {
        let known = |table: Table| table.has(&["type", "issuer", "username", "secret", "algorithm"]);
        file.starts_with(LOCKED)
            || file.starts_with(LOCKED_BEFORE)
            || json::has(file, &["Authenticators"])
            || (sqlite::is_database(file) && Table::read(file, TABLE).is_ok_and(known))
    }

    fn read(&self, file: &[u8], password: Option<&SecretText>) -> Result<Entries, TransferError> {
        if let Some(sealed) = file.strip_prefix(LOCKED) {
            read_plain(&unlock(sealed, key::required(password)?)?)
        } else if let Some(sealed) = file.strip_prefix(LOCKED_BEFORE) {
            let plain = unlock_before(sealed, key::required(password)?)?;
            // One wrong password in 256 gives a padding that looks right.
            read_plain(&plain).map_err(|_| TransferError::WrongPassword)
        } else if sqlite::is_database(file) {
            read_database(file)
        } else {
            read_plain(file)
        }
    }
}

fn unlock(sealed: &[u8], password: &SecretText) -> Result<Plain, TransferError> {
    let (salt, sealed) = sealed.split_first_chunk::<16>().ok_or(TransferError::Unsupported)?;
    let (nonce, sealed) = sealed.split_first_chunk::<12>().ok_or(TransferError::Unsupported)?;
    let key = key::argon2id(password.expose().as_bytes(), salt, 64 << 10, 3, 4)?;
    cipher::open_gcm(&key, nonce, &[], sealed)
}

fn unlock_before(sealed: &[u8], password: &SecretText) -> Result<Plain, TransferError> {
    let (salt, sealed) = sealed.split_first_chunk::<20>().ok_or(TransferError::Unsupported)?;
    let (iv, sealed) = sealed.split_first_chunk::<16>().ok_or(TransferError::Unsupported)?;
    let mut key = Key::default();
    key::pbkdf2::<Sha1>(password.expose().as_bytes(), salt, 64_000, &mut *key)?;
    cipher::open_cbc(&key, iv, sealed)
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Backup<'a> {
    #[serde(borrow)]
    authenticators: Rows<'a>,
    #[serde(borrow, default)]
    categories: Option<Rows<'a>>,
    #[serde(borrow, default)]
    authenticator_categories: Option<Rows<'a>>,
    #[serde(borrow, default)]
    custom_icons: Option<Rows<'a>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Category {
    id: String,
    name: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Member {
    category_id: String,
    authenticator_secret: SecretText,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct CustomIcon {
    id: String,
    data: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Authenticator {
    #[serde(rename = "Type", default)]
    kind: Number,
    issuer: Option<String>,
    username: Option<String>,
    secret: Option<SecretText>,
    pin: Option<SecretText>,
    icon: Option<String>,
    #[serde(default)]
    algorithm: Number,
    #[serde(default)]
    digits: Number,
    #[serde(default)]
    period: Number,
    #[serde(default)]
    counter: Number,
}

fn read_plain(file: &[u8]) -> Result<Entries, TransferError> {
    let backup: Backup = json::parse(file)?;
    let (categories, members, icons) = (
        backup.categories.unwrap_or_default(),
        backup.authenticator_categories.unwrap_or_default(),
        backup.custom_icons.unwrap_or_default(),
    );
    let shelf = Shelf {
        categories: Groups::new(categories.each().map(|Category { id, name }| (id, name))),
        members: members
            .each()
            .map(|Member { category_id, authenticator_secret }| (authenticator_secret, category_id))
            .collect(),
        icons: icons.each().filter_map(|CustomIcon { id, data }| Some((id, Icon::base64(&data)?))).collect(),
    };
    let by_secret = shelf.by_secret();
    Ok(backup.authenticators.read(|row| row_found(row, &shelf, &by_secret)))
}

/// What stands beside the accounts.
#[derive(Default)]
struct Shelf {
    categories: Groups,
    /// Accounts, by their secrets, and the categories they are in.
    members: Vec<(SecretText, String)>,
    icons: HashMap<String, Icon>,
}

impl Shelf {
    fn by_secret(&self) -> HashMap<&str, Vec<&str>> {
        let mut ids: HashMap<&str, Vec<&str>> = HashMap::new();
        for (secret, category) in &self.members {
            ids.entry(secret.expose()).or_default().push(category);
        }
        ids
    }
}

fn row_found(row: Authenticator, shelf: &Shelf, ids: &HashMap<&str, Vec<&str>>) -> Result<Found, Odd> {
    let secret = row.secret.ok_or(Odd::NoSecret)?;
    let kind = match row.kind.0.ok_or(Odd::Form)? {
        1 => CodeKind::Hotp,
        2 => CodeKind::Totp,
        3 => CodeKind::Motp,
        4 => CodeKind::Steam,
        5 => CodeKind::Yandex,
        _ => return Err(Odd::Kind),
    };
    // Of these two it notes whatever stood in the form, and makes the codes that there are.
    let as_usual = matches!(kind, CodeKind::Motp | CodeKind::Yandex);
    let spelling = Spelling {
        issuer: row.issuer.as_deref(),
        name: row.username.as_deref(),
        algorithm: match row.algorithm.0 {
            None | Some(0) => None,
            Some(1) => Some("SHA256"),
            Some(2) => Some("SHA512"),
            Some(_) => return Err(Odd::Algorithm),
        },
        digits: if as_usual { Number(None) } else { row.digits },
        period: if as_usual { Number(None) } else { row.period },
        counter: row.counter,
        pin: row.pin.as_ref(),
        groups: shelf.categories.of(ids.get(secret.expose()).into_iter().flatten()),
        ..Spelling::usual(kind)
    };
    let found = spelling.spelled(secret.expose())?;
    // What begins otherwise is one of its own pictures.
    let icon = row.icon.as_deref().and_then(|icon| shelf.icons.get(icon.strip_prefix('@')?)).cloned();
    Ok(Found { icon, ..found })
}

/// Its database on Android, of someone who set no password.
fn read_database(file: &[u8]) -> Result<Entries, TransferError> {
    let members = Table::read(file, "authenticatorcategory").ok();
    let categories = Table::read(file, "category").ok();
    let text = |row: &Row<'_>, column| row.text(column).to_owned();
    let shelf = Shelf {
        categories: Groups::new(
            categories.iter().flat_map(Table::rows).map(|row| (text(&row, "id"), text(&row, "name"))),
        ),
        members: members
            .iter()
            .flat_map(Table::rows)
            .map(|row| (SecretText::new(text(&row, "authenticatorSecret")), text(&row, "categoryId")))
            .collect(),
        icons: HashMap::new(),
    };
    let by_secret = shelf.by_secret();
    let table = Table::read(file, TABLE)?;
    let rows = (1..).zip(table.rows()).map(|(number, row)| {
        let count = |column| Number(row.number(column).and_then(|number| u64::try_from(number).ok()));
        let account = Authenticator {
            kind: count("type"),
            issuer: Some(text(&row, "issuer")),
            username: Some(text(&row, "username")),
            secret: Some(SecretText::new(text(&row, "secret"))).filter(|secret| !secret.expose().is_empty()),
            pin: Some(SecretText::new(text(&row, "pin"))),
            icon: None,
            algorithm: count("algorithm"),
            digits: count("digits"),
            period: count("period"),
            counter: count("counter"),
        };
        row_found(account, &shelf, &by_secret).map_err(|odd| odd.refused(number))
    });
    Ok(rows.collect())
}
