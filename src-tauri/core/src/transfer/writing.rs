//! Formats that other authenticators read: what is kept here can always leave.

mod aegis;
mod otpauth;
mod twofas;

use super::Found;
use crate::secret::SecretText;
use crate::vault::sealed::Random;
use data_encoding::HEXLOWER;
use serde::Serialize;
use std::io;
use zeroize::Zeroizing;

/// Every format that is written, sorted by name. What each writes, the format of the same name among
/// [`super::FORMATS`] reads.
pub const WRITERS: &[&dyn Writer] = &[&twofas::TwoFas, &aegis::Aegis, &otpauth::Links];

/// A format that is written.
pub trait Writer: Sync {
    /// Returns the word by which it is chosen: lower case, for programs.
    fn name(&self) -> &'static str;

    /// Says whether a password can lock it.
    fn locks(&self) -> bool;

    /// Says what of an account it cannot hold, for a person; `None` if it holds everything.
    fn loses(&self, account: &Found) -> Option<&'static str>;

    /// Writes accounts, locked if there is a password and in clear if there is none.
    ///
    /// # Errors
    /// A password for a format that it cannot lock.
    fn write(
        &self,
        accounts: &[&Found],
        password: Option<&SecretText>,
        random: Random<'_>,
    ) -> Result<Zeroizing<Vec<u8>>, WriteError>;
}

/// Why nothing was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WriteError {
    /// The format knows no password, and writing in clear what was to be locked would betray it.
    #[error("this format cannot be locked by a password")]
    NoLock,
    /// The key could not be made of the password.
    #[error("the password could not be made into a key")]
    Key,
}

/// Writes JSON into memory that wipes itself and never grows, because growing would leave copies of secrets behind.
fn json(value: &impl Serialize) -> Zeroizing<Vec<u8>> {
    struct Length(usize);
    impl io::Write for Length {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0 += bytes.len();
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    let mut length = Length(0);
    serde_json::to_writer(&mut length, value)
        .expect("text and numbers are JSON, and a count takes every byte");
    let mut json = Zeroizing::new(Vec::with_capacity(length.0));
    serde_json::to_writer(&mut *json, value).expect("text and numbers are JSON, and memory takes every byte");
    json
}

/// Returns bytes that were drawn.
fn drawn<const N: usize>(random: Random<'_>) -> [u8; N] {
    let mut bytes = [0; N];
    random(&mut bytes);
    bytes
}

/// Draws a UUID of version 4 (RFC 9562 section 5.4).
fn uuid(random: Random<'_>) -> String {
    let mut bytes = drawn::<16>(random);
    bytes[6] = (bytes[6] & 0x0f) | 0x40;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    let mut uuid = HEXLOWER.encode(&bytes);
    for dash in [20, 16, 12, 8] {
        uuid.insert(dash, '-');
    }
    uuid
}

/// Returns the groups of all accounts in the order they are first met, each once.
fn groups<'a>(accounts: &[&'a Found]) -> Vec<&'a str> {
    let mut met = std::collections::HashSet::new();
    let names = accounts.iter().flat_map(|account| &account.groups).map(String::as_str);
    names.filter(|name| met.insert(*name)).collect()
}

#[cfg(test)]
#[path = "writing_tests.rs"]
mod tests;
