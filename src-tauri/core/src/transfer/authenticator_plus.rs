//! Authenticator Plus: a zip archive, locked or not, with a list of `otpauth` links; or its database, which is locked.

use super::archive::Archive;
use super::{Entries, Format, TransferError, google, links, sqlcipher};
use crate::secret::SecretText;

/// The list, by which such an archive is told from others.
pub(super) const LIST: &str = "Accounts.txt";

/// The format.
pub(super) struct AuthenticatorPlus;

impl Format for AuthenticatorPlus {
    fn name(&self) -> &'static str {
        "authenticator-plus"
    }

    fn title(&self) -> &'static str {
        "Authenticator Plus"
    }

    fn sniff(&self, file: &[u8]) -> bool {
        Archive::open(file).is_some_and(|archive| archive.named(LIST).is_some())
    }

    fn read_unknown(&self, file: &[u8], password: &SecretText) -> Option<Entries> {
        database(file, password).ok()
    }

    fn read(&self, file: &[u8], password: Option<&SecretText>) -> Result<Entries, TransferError> {
        if Archive::open(file).is_none() && sqlcipher::may_be(file) {
            return database(file, password.ok_or(TransferError::WrongPassword)?);
        }
        links::read(file, |path| path.rsplit('/').next() == Some(LIST), password)
    }
}

/// Reads the database, whose table is that of Google Authenticator, from which the app descends.
fn database(file: &[u8], password: &SecretText) -> Result<Entries, TransferError> {
    google::accounts(&sqlcipher::open(file, password)?)
}
