//! Zip archives that other programs keep their data in, bounded in members and in what they grow to.

use super::TransferError;
use crate::secret::SecretText;
use std::borrow::Cow;
use std::io::{Cursor, Read};
use zeroize::Zeroizing;
use zip::ZipArchive;
use zip::result::ZipError;

/// The most members; attached files count too.
const MEMBERS: usize = 20_000;
/// The most bytes that one member may have once it is unpacked.
const GROWN: u64 = 64 << 20;

/// An archive in memory.
pub(super) struct Archive<'a>(ZipArchive<Cursor<&'a [u8]>>);

impl<'a> Archive<'a> {
    /// Opens an archive. Returns `None` if it is none, is damaged, or has too many members.
    pub(super) fn open(file: &'a [u8]) -> Option<Self> {
        // Each member has this mark in the directory. They are counted before any is read.
        let members = || file.windows(4).filter(|bytes| bytes == b"PK\x01\x02").take(MEMBERS + 1).count();
        if !file.starts_with(b"PK\x03\x04") || members() > MEMBERS {
            return None;
        }
        ZipArchive::new(Cursor::new(file)).ok().map(Self)
    }

    /// Returns the first member whose path this accepts.
    pub(super) fn find(&self, accept: impl Fn(&str) -> bool) -> Option<String> {
        self.paths().find(|path| accept(path))
    }

    /// Returns the first member of this name, in whatever folder.
    pub(super) fn named(&self, name: &str) -> Option<String> {
        self.find(|path| path.rsplit('/').next() == Some(name))
    }

    /// Returns the paths of all members whose path can be read; of no folders, and of nothing that macOS adds by itself.
    pub(super) fn paths(&self) -> impl Iterator<Item = String> {
        let paths = self.0.file_names().filter_map(Result::ok).map(Cow::into_owned);
        paths.filter(|path| !path.ends_with('/') && !path.starts_with("__MACOSX/"))
    }

    /// Unpacks a member.
    pub(super) fn read(
        &mut self,
        name: &str,
        password: Option<&SecretText>,
    ) -> Result<Zeroizing<Vec<u8>>, TransferError> {
        let place = self.0.index_for_name(name).ok_or(TransferError::Unsupported)?;
        let locked = self.0.by_index_raw(place).is_ok_and(|member| member.encrypted());
        let member = match (locked, password) {
            (true, None) => return Err(TransferError::WrongPassword),
            (true, Some(password)) => self.0.by_index_decrypt(place, password.expose().as_bytes()),
            (false, _) => self.0.by_index(place),
        };
        let member = member.map_err(|error| match error {
            ZipError::InvalidPassword => TransferError::WrongPassword,
            _ => TransferError::Unsupported,
        })?;
        // The size that the archive promises is not to be trusted, but where it is right no copy is left behind.
        let promised = usize::try_from(member.size().min(GROWN)).unwrap_or_default();
        let mut bytes = Zeroizing::new(Vec::with_capacity(promised.saturating_add(1)));
        match member.take(GROWN + 1).read_to_end(&mut bytes) {
            Ok(_) if u64::try_from(bytes.len()).is_ok_and(|length| length <= GROWN) => Ok(bytes),
            Ok(_) => Err(TransferError::TooLarge),
            // The old cipher lets one wrong password in 256 pass, which the sum at the end finds.
            Err(_) if locked => Err(TransferError::WrongPassword),
            Err(_) => Err(TransferError::Unsupported),
        }
    }
}
