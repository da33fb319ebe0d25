//! Recovery codes: what a service prints for the day on which the authenticator is lost.
//!
//! They come in any shape (npm's have 64 hexadecimal digits, Verdaccio's 16), so nothing is assumed of them but that each is
//! one line. Codes that were made together are a [`Sheet`], an item of its own in the store: together with the account's
//! secret they might not fit one, and a sheet is never written a second time. Which codes were used is in the index.

pub(crate) mod page;
pub mod payload;

use crate::ports::Id;
use crate::secret::SecretText;

/// The longest code, in bytes.
pub const CODE_LIMIT: usize = 128;
/// The shortest code, in bytes: anything shorter is a number in front of a code, or nothing.
pub const CODE_LEAST: usize = 6;
/// The most codes that are brought at a time.
pub const CODES_LIMIT: usize = 100;

/// Recovery codes that were made together. Not serialisable, and `Debug` keeps the codes to itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    /// Its identity.
    pub id: Id,
    /// The account it recovers.
    pub account: Id,
    /// When it was kept, in seconds since 1970.
    pub created: u64,
    codes: Vec<SecretText>,
}

/// Why codes are not taken. Tells which line, and never what stands there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CodesError {
    /// There is none.
    #[error("there is no recovery code")]
    None,
    /// There are more than [`CODES_LIMIT`].
    #[error("there are more than {CODES_LIMIT} recovery codes")]
    Many,
    /// This one is no code, counted from 1.
    #[error(
        "line {0} is no recovery code: one has {CODE_LEAST} to {CODE_LIMIT} letters, digits or signs of ASCII"
    )]
    Unfit(usize),
    /// This one stands there twice, counted from 1.
    #[error("line {0} repeats a code")]
    Twice(usize),
}

impl Sheet {
    /// Makes as many sheets as the codes need; almost always one.
    pub(crate) fn of(
        codes: Vec<SecretText>,
        account: &Id,
        created: u64,
        mut new_id: impl FnMut() -> Id,
    ) -> Vec<Self> {
        let mut sheets: Vec<Self> = Vec::new();
        let mut room = 0;
        for code in codes {
            let length = payload::room_for(&code);
            if sheets.is_empty() || length > room {
                let sheet = Self { id: new_id(), account: account.clone(), created, codes: Vec::new() };
                room = payload::room(&sheet);
                sheets.push(sheet);
            }
            room = room.saturating_sub(length);
            if let Some(sheet) = sheets.last_mut() {
                sheet.codes.push(code);
            }
        }
        sheets
    }

    /// Returns the codes in the order in which they were printed.
    #[must_use]
    pub fn codes(&self) -> &[SecretText] {
        &self.codes
    }
}

/// Takes codes over, one in each text. Spaces around them and empty ones are left out, and so are the marks that lists begin
/// their lines with.
///
/// # Errors
/// Any [`CodesError`]; all are taken or none.
pub fn taken(lines: &[SecretText]) -> Result<Vec<SecretText>, CodesError> {
    let mut codes: Vec<SecretText> = Vec::new();
    for (number, line) in (1..).zip(lines) {
        let code = line.expose().trim().trim_start_matches(['-', '*', '\u{2022}']).trim_start();
        if code.is_empty() {
            continue;
        }
        let fits = (CODE_LEAST..=CODE_LIMIT).contains(&code.len());
        if !fits || !code.bytes().all(|byte| byte == b' ' || byte.is_ascii_graphic()) {
            return Err(CodesError::Unfit(number));
        }
        if codes.iter().any(|before| before.expose() == code) {
            return Err(CodesError::Twice(number));
        }
        codes.push(SecretText::new(code.to_owned()));
    }
    match codes.len() {
        0 => Err(CodesError::None),
        1..=CODES_LIMIT => Ok(codes),
        _ => Err(CodesError::Many),
    }
}

#[cfg(test)]
#[path = "recovery/tests.rs"]
mod tests;
