//! `OTPClient`: its database of version 2 and 3, a JSON array that ends with a zero byte, under AES-256-GCM with a nonce of 16
//! bytes and Argon2id. The header, which the tag covers, begins with its name; what follows are numbers of 4 bytes beside nonce
//! and salt, in version 2 as a little-endian machine keeps them, three bytes of padding included, in version 3 big endian. What came
//! before has no name and no numbers: nonce and salt alone, and PBKDF2 with SHA-512.

use super::cipher::{self, Plain};
use super::groups;
use super::json::{self, Number, Rows};
use super::key;
use super::spelling::{Odd, Spelling, kind_or_totp};
use super::{Entries, Format, Found, TransferError};
use crate::secret::SecretText;
use crate::view::CodeKind;
use serde::Deserialize;
use sha2::Sha512;

/// The format.
pub(super) struct OtpClient;

const MAGIC: &[u8] = b"OTPClient";
/// Rounds of PBKDF2 in version 1.
const ROUNDS_BEFORE: u64 = 100_000;

impl Format for OtpClient {
    fn name(&self) -> &'static str {
        "otpclient"
    }

    fn title(&self) -> &'static str {
        "OTPClient"
    }

    fn sniff(&self, file: &[u8]) -> bool {
        file.starts_with(MAGIC)
    }

    fn read_unknown(&self, file: &[u8], password: &SecretText) -> Option<Entries> {
        rows(&open_before(file, password).ok()?).ok()
    }

    fn read(&self, file: &[u8], password: Option<&SecretText>) -> Result<Entries, TransferError> {
        if !self.sniff(file) {
            return rows(&open_before(file, key::required(password)?)?);
        }
        let header = Header::read(file).ok_or(TransferError::Unsupported)?;
        let plain = header.open(file, key::required(password)?.expose())?;
        rows(&plain)
    }
}

pub(super) fn rows(plain: &[u8]) -> Result<Entries, TransferError> {
    let rows: Rows = json::parse(plain.strip_suffix(b"\0").unwrap_or(plain))?;
    Ok(rows.read(found))
}

/// Opens a database of version 1.
fn open_before(file: &[u8], password: &SecretText) -> Result<Plain, TransferError> {
    let (nonce, rest) = file.split_first_chunk::<16>().ok_or(TransferError::Unsupported)?;
    let (salt, sealed) = rest.split_first_chunk::<32>().ok_or(TransferError::Unsupported)?;
    let header = file.get(..nonce.len() + salt.len()).unwrap_or_default();
    let mut key = key::Key::default();
    key::pbkdf2::<Sha512>(password.expose().as_bytes(), salt, ROUNDS_BEFORE, &mut *key)?;
    cipher::open_gcm(&key, nonce, header, sealed)
}

struct Header<'a> {
    length: usize,
    nonce: &'a [u8; 16],
    salt: &'a [u8; 32],
    passes: u32,
    memory: u32,
    lanes: u32,
}

impl<'a> Header<'a> {
    fn read(file: &'a [u8]) -> Option<Self> {
        let rest = file.strip_prefix(MAGIC)?;
        let (number, rest): (fn([u8; 4]) -> u32, _) = match rest.split_first_chunk()? {
            ([0, 0, 0, 3], rest) => (u32::from_be_bytes, rest),
            _ => match rest.get(3..)?.split_first_chunk()? {
                ([2, 0, 0, 0], rest) => (u32::from_le_bytes, rest),
                _ => return None,
            },
        };
        let (nonce, rest) = rest.split_first_chunk()?;
        let (salt, rest) = rest.split_first_chunk()?;
        let (passes, rest) = rest.split_first_chunk()?;
        let (memory, rest) = rest.split_first_chunk()?;
        let (lanes, rest) = rest.split_first_chunk()?;
        let length = file.len() - rest.len();
        Some(Self {
            length,
            nonce,
            salt,
            passes: number(*passes),
            memory: number(*memory),
            lanes: number(*lanes),
        })
    }

    fn open(&self, file: &[u8], password: &str) -> Result<Plain, TransferError> {
        let (header, sealed) = file.split_at(self.length);
        let open = |password| {
            let (memory, passes, lanes) = (self.memory.into(), self.passes.into(), self.lanes.into());
            let key = key::argon2id(password, self.salt, memory, passes, lanes)?;
            cipher::open_gcm(&key, self.nonce, header, sealed)
        };
        // Before it was mended it took as many bytes of a password as that has characters.
        let (whole, before) = (password.as_bytes(), password.as_bytes().get(..password.chars().count()));
        match (open(whole), before) {
            (Err(TransferError::WrongPassword), Some(before)) if before != whole => open(before),
            (opened, _) => opened,
        }
    }
}

#[derive(Deserialize)]
struct Row {
    #[serde(rename = "type")]
    kind: Option<String>,
    label: Option<String>,
    issuer: Option<String>,
    secret: Option<SecretText>,
    #[serde(default)]
    digits: Number,
    algo: Option<String>,
    #[serde(default)]
    period: Number,
    #[serde(default)]
    counter: Number,
    group: Option<String>,
}

fn found(row: Row) -> Result<Found, Odd> {
    let steam = row.issuer.as_deref().is_some_and(|issuer| issuer.eq_ignore_ascii_case("steam"));
    let kind = match kind_or_totp(row.kind.as_deref())? {
        // It has no kind for Steam, and makes Steam's codes for an issuer of that name.
        CodeKind::Totp if steam => CodeKind::Steam,
        kind => kind,
    };
    let spelling = Spelling {
        issuer: row.issuer.as_deref(),
        name: row.label.as_deref(),
        kind,
        algorithm: row.algo.as_deref(),
        digits: row.digits,
        period: row.period,
        counter: row.counter,
        groups: groups::tags(row.group),
        ..Spelling::usual(kind)
    };
    spelling.spelled(row.secret.ok_or(Odd::NoSecret)?.expose())
}
