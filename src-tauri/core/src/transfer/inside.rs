//! What stands behind a cipher, for fuzzing alone: no change to a locked file would reach it.

use super::kdbx::{container::Stream, document};
use super::{cotp, countersign, otpclient};

/// Reads a database of cotp, opened.
pub fn of_cotp(plain: &[u8]) {
    drop(cotp::elements(plain));
}

/// Reads an export of ours, opened.
pub fn of_countersign(plain: &[u8]) {
    drop(countersign::inside(plain));
}

/// Reads the document of a `KeePass` database, opened.
pub fn of_kdbx(plain: &[u8]) {
    if let Ok(xml) = std::str::from_utf8(plain) {
        let items = document::items(xml, Stream::None);
        items.iter().flatten().for_each(|item| drop(super::kdbx::found(item)));
    }
}

/// Reads a database of `OTPClient`, opened.
pub fn of_otpclient(plain: &[u8]) {
    drop(otpclient::rows(plain));
}
