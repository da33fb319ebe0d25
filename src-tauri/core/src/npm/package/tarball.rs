//! An archive as registries keep it: gzip around tar, everything below one folder.

use super::{FILES_LIMIT, Package};
use data_encoding::HEXLOWER;
use flate2::read::GzDecoder;
use serde_json::Value;
use sha1::{Digest, Sha1};
use std::collections::BTreeMap;
use std::io::Read;

/// The most bytes that an archive may grow to while it is read.
const GROWN: u64 = 1 << 30;
/// The largest manifest, in bytes.
const MANIFEST: u64 = 4 << 20;

/// Why an archive says nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TarballError {
    /// It is no gzip, no tar, or cut.
    #[error("the archive is damaged")]
    Damaged,
    /// It grows beyond so many bytes, or has so many files, that nobody could look through it.
    #[error("the archive is too large to be looked through")]
    TooLarge,
    /// It has no `package.json`.
    #[error("there is no package.json in the archive")]
    NoManifest,
}

/// Returns an archive's SHA-1 in hexadecimal, as registries tell it. It tells mistakes apart, not forgeries.
#[must_use]
pub fn shasum(archive: &[u8]) -> String {
    HEXLOWER.encode(&Sha1::digest(archive))
}

/// Looks through an archive. Nothing of it is written anywhere, and but for the manifest nothing is kept.
///
/// # Errors
/// Any [`TarballError`].
pub fn read(archive: &[u8]) -> Result<Package, TarballError> {
    let mut archive = tar::Archive::new(GzDecoder::new(archive).take(GROWN));
    let (mut files, mut manifest) = (BTreeMap::new(), None);
    for entry in archive.entries().map_err(|_| TarballError::Damaged)? {
        let mut entry = entry.map_err(|_| TarballError::Damaged)?;
        if !entry.header().entry_type().is_file() {
            continue;
        }
        let path = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
        // npm takes the first folder off, whatever it is called.
        let Some((_, path)) = path.split_once('/') else { continue };
        let size = entry.header().size().map_err(|_| TarballError::Damaged)?;
        if path == "package.json" {
            let mut text = Vec::new();
            entry.by_ref().take(MANIFEST).read_to_end(&mut text).map_err(|_| TarballError::Damaged)?;
            manifest = serde_json::from_slice::<Value>(&text).ok();
        }
        files.insert(path.to_owned(), size);
        if files.len() > FILES_LIMIT {
            return Err(TarballError::TooLarge);
        }
    }
    if archive.into_inner().limit() == 0 {
        return Err(TarballError::TooLarge);
    }
    let mut package = Package::of_manifest(&manifest.ok_or(TarballError::NoManifest)?);
    package.set_files(files);
    Ok(package)
}
