//! What the targets share.

pub mod scanning;

use countersign_core::secret::SecretText;
use countersign_core::transfer;

/// Reads a file as a format, without a password and with the one that the fixtures are locked with, and makes the codes of what
/// is in it.
pub fn read(format: &str, file: &[u8]) {
    let password = SecretText::new("a passphrase of a test".to_owned());
    for password in [None, Some(&password)] {
        drop(transfer::dry_run(file, Some(format), password, 1_700_000_000));
    }
}
