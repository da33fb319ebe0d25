//! What is kept of one account.

pub mod payload;

use crate::otp::Parameters;
use crate::otp::entry::{Entry, label};
use crate::ports::Id;
use crate::secret::Secret;

/// An account. Names and secret are within the bounds of [`crate::otp::entry`], which is why they are set through
/// methods; together they always fit one payload. Not serialisable, and `Debug` keeps the secret to itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// Its identity.
    pub id: Id,
    /// How its codes are made.
    pub parameters: Parameters,
    /// When it was kept, in seconds since 1970.
    pub created: u64,
    /// Whether the service has not yet seen a code of it: enrolment was begun and may never have been finished.
    pub unconfirmed: bool,
    issuer: String,
    name: String,
    secret: Secret,
}

impl Account {
    /// Makes an account of an entry. `created` is in seconds since 1970.
    #[must_use]
    pub fn new(id: Id, entry: &Entry, created: u64, unconfirmed: bool) -> Self {
        Self {
            id,
            parameters: *entry.parameters(),
            created,
            unconfirmed,
            issuer: entry.issuer().to_owned(),
            name: entry.name().to_owned(),
            secret: entry.secret().clone(),
        }
    }

    /// Returns who issued it; may be empty.
    #[must_use]
    pub fn issuer(&self) -> &str {
        &self.issuer
    }

    /// Returns whose account it is; may be empty.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Returns the secret.
    #[must_use]
    pub fn secret(&self) -> &Secret {
        &self.secret
    }

    /// Gives it other names, brought into [`label`]'s form.
    pub fn rename(&mut self, issuer: &str, name: &str) {
        self.issuer = label(issuer).0;
        self.name = label(name).0;
    }
}

#[cfg(test)]
#[path = "account_tests.rs"]
mod tests;
