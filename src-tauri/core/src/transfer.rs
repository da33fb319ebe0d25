//! Foreign formats: one file each, one sorted list.
//!
//! A format reads what it is given and keeps nothing. One bad entry never spoils the others: it is refused by its place,
//! and no reason repeats what stood there.

mod otpauth;
pub mod preview;

pub use preview::dry_run;

use crate::otp::entry::Entry;
use crate::secret::SecretText;

/// The largest file that is read, in bytes.
pub const SIZE_LIMIT: usize = 16 << 20;
/// The most entries that are read from one file.
pub const ENTRY_LIMIT: usize = 10_000;

/// Every format, sorted by name. The first that knows a file by its content reads it.
pub const FORMATS: &[&dyn Format] = &[&otpauth::Links];

/// A foreign format.
pub trait Format: Sync {
    /// Returns the word by which it is chosen and reported: lower case, for programs.
    fn name(&self) -> &'static str;

    /// Returns its name for people.
    fn title(&self) -> &'static str;

    /// Says whether a file is of this format. Must tell it from every other one.
    fn sniff(&self, file: &[u8]) -> bool;

    /// Reads a file of at most [`SIZE_LIMIT`] bytes, in its own order; stops at one entry more than [`ENTRY_LIMIT`].
    ///
    /// # Errors
    /// What is wrong with the file as a whole.
    fn read(
        &self,
        file: &[u8],
        password: Option<&SecretText>,
    ) -> Result<Vec<Result<Found, Refused>>, TransferError>;
}

/// An entry that was found in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The entry.
    pub entry: Entry,
    /// The groups, tags or folders it was in.
    pub groups: Vec<String>,
}

/// An entry that could not be read.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Refused {
    /// Its place, such as `line 3` or `entry 3`, counted from 1.
    pub r#where: String,
    /// Why, for a person.
    pub reason: String,
}

/// Why a file could not be read at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TransferError {
    /// It is encrypted, and the password is missing or another one.
    #[error("the file is encrypted, and no password that opens it was given")]
    WrongPassword,
    /// It is of no format that can be read here, or restricted to the program that wrote it.
    #[error("the file is of no format that can be read")]
    Unsupported,
    /// No format has the name that was asked for.
    #[error("there is no format of that name")]
    UnknownFormat,
    /// It is beyond [`SIZE_LIMIT`] or [`ENTRY_LIMIT`].
    #[error("the file is larger than 16 MiB, or has more than 10,000 entries")]
    TooLarge,
}

impl TransferError {
    /// Returns the word that programs know it by.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::WrongPassword => "wrong-password",
            Self::Unsupported => "unsupported-file",
            Self::UnknownFormat => "unknown-format",
            Self::TooLarge => "too-large",
        }
    }
}

/// What a file holds.
pub struct Contents {
    /// The format it was read by.
    pub format: &'static dyn Format,
    /// Its entries in its own order.
    pub entries: Vec<Result<Found, Refused>>,
}

/// Reads a file by the format of this name, or by the first that knows it.
///
/// # Errors
/// Any [`TransferError`].
pub fn read(
    file: &[u8],
    from: Option<&str>,
    password: Option<&SecretText>,
) -> Result<Contents, TransferError> {
    if file.len() > SIZE_LIMIT {
        return Err(TransferError::TooLarge);
    }
    let mut formats = FORMATS.iter().copied();
    let format = match from {
        Some(name) => formats.find(|format| format.name() == name).ok_or(TransferError::UnknownFormat)?,
        None => formats.find(|format| format.sniff(file)).ok_or(TransferError::Unsupported)?,
    };
    let entries = format.read(file, password)?;
    if entries.len() > ENTRY_LIMIT {
        return Err(TransferError::TooLarge);
    }
    Ok(Contents { format, entries })
}

#[cfg(test)]
#[path = "transfer_tests.rs"]
mod tests;
