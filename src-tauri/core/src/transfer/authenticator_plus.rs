//! Authenticator Plus: a zip archive, locked or not, with a list of `otpauth` links.

use super::archive::Archive;
use super::{Entries, Format, TransferError, links};
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
        Archive::open(file).is_some_and(|archive| archive.find(|path| path == LIST).is_some())
    }

    fn read(&self, file: &[u8], password: Option<&SecretText>) -> Result<Entries, TransferError> {
        links::read(file, |path| path == LIST, password)
    }
}
