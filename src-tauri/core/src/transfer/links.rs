//! Lists of `otpauth` links in zip archives, one link a line.

use super::archive::Archive;
use super::otpauth::lines;
use super::{ENTRY_LIMIT, Entries, Found, Refused, TransferError};
use crate::otp::link::{self, LinkError};
use crate::secret::SecretText;

/// Reads every member whose path is accepted, in the order of the archive.
pub(super) fn read(
    file: &[u8],
    accept: impl Fn(&str) -> bool,
    password: Option<&SecretText>,
) -> Result<Entries, TransferError> {
    let mut archive = Archive::open(file).ok_or(TransferError::Unsupported)?;
    let paths: Vec<String> = archive.paths().filter(|path| accept(path)).collect();
    let mut entries = Entries::new();
    for path in &paths {
        let list = archive.read(path, password)?;
        let place = |number| {
            if paths.len() > 1 { format!("{path}, line {number}") } else { format!("line {number}") }
        };
        entries.extend(lines(&list).take(ENTRY_LIMIT + 1).map(|(number, line)| {
            let entry = std::str::from_utf8(line).map_err(|_| LinkError::NotOtpauth).and_then(link::parse);
            entry
                .map(Found::from)
                .map_err(|error| Refused { r#where: place(number), reason: error.to_string() })
        }));
        if entries.len() > ENTRY_LIMIT {
            return Err(TransferError::TooLarge);
        }
    }
    Ok(entries)
}
