//! Formats that are written: what is kept here can always leave.

mod aegis;
mod countersign;
mod migration;
mod otpauth;
mod sheet;
mod twofas;

pub use crate::view::Lock;
pub use countersign::{backup, backup_key, passing};

use super::{Found, TransferError};
use crate::secret::SecretText;
use crate::vault::sealed::Random;
use data_encoding::HEXLOWER;
use serde::Serialize;
use std::io;
use zeroize::Zeroizing;

/// Every format that is written, sorted by name. What each writes, a format of [`super::FORMATS`] reads.
pub const WRITERS: &[&dyn Writer] = &[
    &twofas::TwoFas,
    &aegis::Aegis,
    &countersign::Countersign,
    &migration::GoogleQr,
    &otpauth::Links,
    &migration::Migration,
    &sheet::Pages,
    &sheet::Sheet,
];

/// A format that is written.
pub trait Writer: Sync {
    /// Returns the word by which it is chosen: lower case, for programs.
    fn name(&self) -> &'static str;

    /// Returns its name for people.
    fn title(&self) -> &'static str;

    /// Returns the end of its files' names, without a dot.
    fn extension(&self) -> &'static str;

    /// Returns the name of the format that reads it.
    fn read_by(&self) -> &'static str {
        self.name()
    }

    /// Says whether a password locks it.
    fn lock(&self) -> Lock;

    /// Says why an account cannot be held at all, for a person; such an account is left out.
    fn refuses(&self, _: &Found) -> Option<&'static str> {
        None
    }

    /// Says what of an account is left out, for a person.
    fn loses(&self, account: &Found) -> Vec<&'static str>;

    /// Writes the accounts that it can hold, locked if there is a password and in clear if there is none.
    ///
    /// # Errors
    /// A password for a format that it cannot lock, none for one that is always locked.
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
    /// The format is always locked.
    #[error("this format is always locked by a password")]
    NoPassword,
    /// The key could not be made of the password.
    #[error("the password could not be made into a key")]
    Key,
}

impl From<TransferError> for WriteError {
    fn from(_: TransferError) -> Self {
        Self::Key
    }
}

/// Returns the writer of this name.
#[must_use]
pub fn writer(name: &str) -> Option<&'static dyn Writer> {
    WRITERS.iter().copied().find(|writer| writer.name() == name)
}

/// An account and what of it a format does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Loss {
    /// The account's place among those that are written.
    pub account: usize,
    /// Whether it is left out.
    pub whole: bool,
    /// What is left out, or why all of it is.
    pub what: Vec<&'static str>,
}

/// Lists what a format does not hold of these accounts.
#[must_use]
pub fn losses(writer: &dyn Writer, accounts: &[&Found]) -> Vec<Loss> {
    let lost = accounts.iter().enumerate().map(|(account, found)| match writer.refuses(found) {
        Some(why) => Loss { account, whole: true, what: vec![why] },
        None => Loss { account, whole: false, what: writer.loses(found) },
    });
    lost.filter(|loss| !loss.what.is_empty()).collect()
}

/// Names what formats of links cannot hold.
fn beside_the_link(account: &Found) -> Vec<&'static str> {
    let lost = [
        (!account.groups.is_empty(), "its groups"),
        (account.entry.note().is_some(), "its note"),
        (account.icon.is_some(), "its picture"),
    ];
    lost.into_iter().filter_map(|(is_lost, what)| is_lost.then_some(what)).collect()
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

/// Puts lines of secrets into memory that wipes itself and never grows.
fn lines(lines: &[SecretText]) -> Zeroizing<Vec<u8>> {
    let length = lines.iter().map(|line| line.expose().len() + 1).sum();
    let mut list = Zeroizing::new(Vec::with_capacity(length));
    for line in lines {
        list.extend_from_slice(line.expose().as_bytes());
        list.push(b'\n');
    }
    list
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
use super::age;
#[cfg(test)]
#[path = "writing_tests.rs"]
mod tests;
