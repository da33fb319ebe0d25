//! Foreign formats: one file each, one sorted list.
//!
//! A format reads what it is given and keeps nothing. One bad entry never spoils the others: it is refused by its place,
//! and no reason repeats what stood there.

mod aegis;
pub mod age;
mod andotp;
mod archive;
mod authenticator_plus;
mod authme;
mod authy;
mod battlenet;
mod bitwarden;
mod bitwarden_csv;
mod bitwarden_items;
mod cipher;
mod cotp;
mod countersign;
mod duo;
mod ente;
mod freeotp;
mod freeotp_backup;
mod freeotp_plus;
mod freeotp_token;
mod google;
mod gopass;
pub(crate) mod groups;
mod html;
pub mod icon;
#[cfg(fuzzing)]
pub mod inside;
mod json;
mod kdbx;
mod keepassxc_csv;
mod key;
mod lastpass;
mod links;
mod login;
mod microsoft;
pub(crate) mod migration;
mod onepassword;
mod otpauth;
mod otpclient;
mod password_csv;
mod preferences;
pub mod preview;
mod proton_authenticator;
mod protonpass;
mod raivo;
mod sealed_look;
mod spelling;
mod sqlcipher;
mod sqlite;
pub mod sqlite_log;
mod steam;
mod stratum;
mod table;
mod totp_authenticator;
mod twofas;
mod winauth;
pub mod writing;
mod xml;

pub use crate::view::Refused;
pub use icon::Icon;
pub use preview::dry_run;

use crate::otp::entry::Entry;
use crate::secret::SecretText;
use zeroize::Zeroizing;

/// The largest file that is read, in bytes.
pub const SIZE_LIMIT: usize = 16 << 20;
/// The most entries that are read from one file.
pub const ENTRY_LIMIT: usize = 10_000;

/// Every format, sorted by name. The first that knows a file by its content reads it.
pub const FORMATS: &[&dyn Format] = &[
    &onepassword::OnePassword,
    &twofas::TwoFas,
    &aegis::Aegis,
    &andotp::AndOtp,
    &authenticator_plus::AuthenticatorPlus,
    &authme::Authme,
    &authy::Authy,
    &battlenet::BattleNet,
    &bitwarden::Bitwarden,
    &bitwarden_csv::BITWARDEN,
    &bitwarden_items::Items,
    &cotp::Cotp,
    &countersign::Countersign,
    &duo::Duo,
    &ente::Ente,
    &freeotp::FreeOtp,
    &freeotp_backup::FreeOtpBackup,
    &freeotp_plus::FreeOtpPlus,
    &google::Google,
    &gopass::Gopass,
    &html::Html,
    &kdbx::Kdbx,
    &keepassxc_csv::KEEPASSXC,
    &lastpass::LastPass,
    &microsoft::Microsoft,
    &otpauth::Links,
    &migration::Migration,
    &otpclient::OtpClient,
    &password_csv::PASSWORDS,
    &proton_authenticator::ProtonAuthenticator,
    &protonpass::ProtonPass,
    &raivo::Raivo,
    &steam::Steam,
    &stratum::Stratum,
    &totp_authenticator::TotpAuthenticator,
    &winauth::WinAuth,
];

/// What a file holds, entry by entry.
pub type Entries = Vec<Result<Found, Refused>>;

/// A foreign format.
pub trait Format: Sync {
    /// Returns the word by which it is chosen and reported: lower case, for programs.
    fn name(&self) -> &'static str;

    /// Returns its name for people.
    fn title(&self) -> &'static str;

    /// Says whether a file is of this format. Must tell it from every other one.
    fn sniff(&self, file: &[u8]) -> bool;

    /// Reads a file that no format knows by its content, if it is of this one: some are told by nothing but that the password
    /// opens them.
    fn read_unknown(&self, _file: &[u8], _password: &SecretText) -> Option<Entries> {
        None
    }

    /// Reads a file of at most [`SIZE_LIMIT`] bytes, in its own order; stops at one entry more than [`ENTRY_LIMIT`].
    ///
    /// # Errors
    /// What is wrong with the file as a whole.
    fn read(&self, file: &[u8], password: Option<&SecretText>) -> Result<Entries, TransferError>;
}

/// An entry that was found in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The entry.
    pub entry: Entry,
    /// The groups, tags or folders it was in.
    pub groups: Vec<String>,
    /// Its picture.
    pub icon: Option<Icon>,
}

impl From<Entry> for Found {
    /// Takes an entry that was in no group.
    fn from(entry: Entry) -> Self {
        Self { entry, groups: Vec::new(), icon: None }
    }
}

impl Found {
    /// Says whether no code can be made, because a PIN is missing.
    #[must_use]
    pub fn lacks_pin(&self) -> bool {
        self.entry.parameters().needs_pin() && self.entry.pin().is_none()
    }
}

/// Why a file could not be read at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TransferError {
    /// It is encrypted, and the password is missing or another one.
    #[error("the file is encrypted, and no password that opens it was given")]
    WrongPassword,
    /// It is of no format that can be read here, or cut.
    #[error("the file is of no format that can be read")]
    Unsupported,
    /// Only the account of the service that wrote it can open it.
    #[error(
        "only the account it was exported from can open the file; export it again with a password of its own"
    )]
    Restricted,
    /// Opening it would cost more time or memory than the programs that write such files allow.
    #[error("the file asks for more work to be opened than any program that writes such files")]
    TooCostly,
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
            Self::Unsupported | Self::Restricted | Self::TooCostly => "unsupported-file",
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
    pub entries: Entries,
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
    let narrow = narrowed(file);
    let file = narrow.as_ref().map_or(file, |text| text.as_bytes());
    let mut formats = FORMATS.iter().copied();
    let found = match from {
        Some(name) => Some(formats.find(|format| format.name() == name).ok_or(TransferError::UnknownFormat)?),
        None => formats.find(|format| format.sniff(file)),
    };
    let Some(format) = found else { return read_unknown(file, password) };
    let entries = format.read(file, password)?;
    if entries.len() > ENTRY_LIMIT {
        return Err(TransferError::TooLarge);
    }
    Ok(Contents { format, entries })
}

/// Returns the text of a file in UTF-16 with the mark of its byte order: what a program prints, PowerShell keeps so.
fn narrowed(file: &[u8]) -> Option<Zeroizing<String>> {
    let (mark, rest) = file.split_first_chunk()?;
    let unit = match mark {
        b"\xff\xfe" => u16::from_le_bytes,
        b"\xfe\xff" => u16::from_be_bytes,
        _ => return None,
    };
    let (units, []) = rest.as_chunks() else { return None };
    // Three bytes for two at most, because growing would leave copies of secrets behind.
    let mut text = Zeroizing::new(String::with_capacity(rest.len() / 2 * 3));
    for character in char::decode_utf16(units.iter().map(|pair| unit(*pair))) {
        text.push(character.ok()?);
    }
    // Texts of all formats begin so; what does not has the mark by chance.
    text.starts_with(|first: char| first.is_ascii()).then_some(text)
}

/// Reads a file that nothing tells but the password.
fn read_unknown(file: &[u8], password: Option<&SecretText>) -> Result<Contents, TransferError> {
    if !sealed_look::looks_sealed(file) {
        return Err(TransferError::Unsupported);
    }
    let password = password.ok_or(TransferError::WrongPassword)?;
    let opened = FORMATS.iter().find_map(|format| Some((*format, format.read_unknown(file, password)?)));
    let (format, entries) = opened.ok_or(TransferError::WrongPassword)?;
    Ok(Contents { format, entries })
}

#[cfg(test)]
#[path = "transfer_tests.rs"]
mod tests;

#[cfg(test)]
mod fixture_tests;

#[cfg(test)]
#[path = "transfer/listed_tests.rs"]
mod listed_tests;

#[cfg(test)]
#[path = "transfer/expected_tests.rs"]
mod expected_tests;
