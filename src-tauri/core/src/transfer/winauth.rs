//! `WinAuth`: a zip archive, locked or not, with `otpauth` links. Its plain text is read as a list of links.

use super::archive::Archive;
use super::authenticator_plus::LIST;
use super::{Entries, Format, TransferError, links};
use crate::secret::SecretText;

/// The format.
pub(super) struct WinAuth;

impl Format for WinAuth {
    fn name(&self) -> &'static str {
        "winauth"
    }

    fn title(&self) -> &'static str {
        "WinAuth"
    }

    fn sniff(&self, file: &[u8]) -> bool {
        // Archives of other programs have members of other kinds, or of a name of their own.
        Archive::open(file).is_some_and(|archive| {
            let mut paths = archive.paths().peekable();
            paths.peek().is_some() && paths.all(|path| is_list(&path) && !path.ends_with(LIST))
        })
    }

    fn read(&self, file: &[u8], password: Option<&SecretText>) -> Result<Entries, TransferError> {
        links::read(file, is_list, password)
    }
}

fn is_list(path: &str) -> bool {
    path.rsplit_once('.').is_some_and(|(_, kind)| kind.eq_ignore_ascii_case("txt"))
}
