//! A login of a password manager, whose field for one-time passwords holds a link or a bare secret.

use super::Found;
use super::spelling::{Odd, Spelling};
use crate::otp::entry::{Entry, EntryError};
use crate::otp::link;
use crate::view::CodeKind;

/// Bytes of a title or name that are looked at, several times what is kept: no file makes many accounts of one endless
/// name.
const NAME_READ: usize = 4_096;
/// What the login says beside its one-time password. Names in a link go before the login's own.
#[derive(Default)]
pub(super) struct Login<'a> {
    /// What it is for.
    pub(super) title: &'a str,
    /// Whose it is.
    pub(super) name: &'a str,
    pub(super) groups: Vec<String>,
}

impl Login<'_> {
    /// Reads the field: an `otpauth` link, Bitwarden's `steam://` with a secret, or a secret in base32.
    pub(super) fn found(self, field: &str) -> Result<Found, Odd> {
        let field = field.trim();
        let shortened = Self { title: start(self.title), name: start(self.name), groups: self.groups };
        shortened.read(field)
    }

    fn read(self, field: &str) -> Result<Found, Odd> {
        if after(field, "otpauth:").is_some() {
            return self.linked(field);
        }
        let (kind, secret) = match after(field, "steam://") {
            Some(secret) => (CodeKind::Steam, secret),
            None => (CodeKind::Totp, field),
        };
        let Self { title, name, groups } = self;
        Spelling { issuer: Some(title), name: Some(name), groups, ..Spelling::usual(kind) }.spelled(secret)
    }

    fn linked(self, field: &str) -> Result<Found, Odd> {
        let mut entry = link::parse(field)?;
        if entry.issuer().is_empty() || entry.name().is_empty() {
            let issuer = Some(entry.issuer()).filter(|issuer| !issuer.is_empty()).unwrap_or(self.title);
            let name = Some(entry.name()).filter(|name| !name.is_empty()).unwrap_or(self.name);
            entry = renamed(&entry, issuer, name)?;
        }
        Ok(Found { groups: self.groups, ..entry.into() })
    }
}

/// Returns an entry under other names.
pub(super) fn renamed(entry: &Entry, issuer: &str, name: &str) -> Result<Entry, EntryError> {
    Entry::new(issuer, name, *entry.parameters(), entry.secret().clone())?.with_pin(entry.pin())
}

/// Returns the beginning of a name, which is more of it than is ever kept: thousands of entries may share a long one.
pub(super) fn start(text: &str) -> &str {
    let end = (0..=NAME_READ.min(text.len())).rev().find(|end| text.is_char_boundary(*end));
    text.get(..end.unwrap_or_default()).unwrap_or_default()
}

/// Returns what stands behind a prefix, whose case means nothing.
pub(super) fn after<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    let (start, rest) = text.split_at_checked(prefix.len())?;
    start.eq_ignore_ascii_case(prefix).then_some(rest)
}

/// Returns issuer and name of an account whose name may begin with the issuer, as labels of links do.
pub(super) fn split<'a>(issuer: &'a str, name: &'a str) -> (&'a str, &'a str) {
    let issuer = issuer.trim();
    let (prefix, rest) = link::split_label(name, issuer);
    if issuer.is_empty() {
        (prefix, rest)
    } else if prefix.to_lowercase() == issuer.to_lowercase() {
        (issuer, rest)
    } else {
        (issuer, name)
    }
}
