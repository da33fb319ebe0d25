//! What is kept of one account.

pub mod payload;

use crate::otp::entry::{Entry, EntryError, TEXT_LIMIT, cost, label};
use crate::otp::{self, Parameters};
use crate::ports::Id;
use crate::secret::{Secret, SecretText};
use zeroize::Zeroizing;

/// An account. Names, secret, PIN and note are within the bounds of [`crate::otp::entry`], which is why they are set through
/// methods; together they always fit one payload. Not serialisable, and `Debug` keeps what is secret to itself.
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
    pin: Option<SecretText>,
    note: Option<SecretText>,
}

/// Names that leave no room for the note.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the names and the account's note are too long together")]
pub struct NoRoom;

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
            pin: entry.pin().cloned(),
            note: entry.note().cloned(),
        }
    }

    /// Returns it as an entry, to be exported.
    ///
    /// # Errors
    /// None of an account that was made of an entry.
    pub fn entry(&self) -> Result<Entry, EntryError> {
        let entry = Entry::new(&self.issuer, &self.name, self.parameters, self.secret.clone())?;
        let entry = entry.with_pin(self.pin.as_ref())?;
        Ok(entry.with_note(self.note.as_ref().map_or("", SecretText::expose)))
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

    /// Returns the PIN that goes into the codes.
    #[must_use]
    pub fn pin(&self) -> Option<&SecretText> {
        self.pin.as_ref()
    }

    /// Returns what the person noted.
    #[must_use]
    pub fn note(&self) -> Option<&SecretText> {
        self.note.as_ref()
    }

    /// Says whether a PIN is missing without which no code can be made.
    #[must_use]
    pub fn lacks_pin(&self) -> bool {
        self.parameters.needs_pin() && self.pin.is_none()
    }

    /// Returns the code of a step (for HOTP: of a counter); none where the PIN is missing.
    #[must_use]
    pub fn code(&self, step: u64) -> Option<Zeroizing<String>> {
        otp::code(&self.parameters, &self.secret, self.pin(), step)
    }

    /// Gives it the PIN that goes into its codes.
    ///
    /// # Errors
    /// A PIN that is too long, or that leaves no room for the note; nothing is changed then.
    pub fn set_pin(&mut self, pin: &SecretText) -> Result<(), EntryError> {
        let entry = self.entry()?.with_pin(Some(pin))?;
        let texts = [&self.issuer, &self.name].map(|text| cost(text)).iter().sum::<usize>();
        let rest = [entry.pin(), self.note()].into_iter().flatten().map(|text| cost(text.expose()));
        if texts + rest.sum::<usize>() > TEXT_LIMIT {
            return Err(EntryError::LongPin);
        }
        self.pin = entry.pin().cloned();
        Ok(())
    }

    /// Gives it other names, brought into [`label`]'s form.
    ///
    /// # Errors
    /// Names that leave no room for the note; nothing is changed then.
    pub fn rename(&mut self, issuer: &str, name: &str) -> Result<(), NoRoom> {
        let (issuer, name) = (label(issuer).0, label(name).0);
        let rest =
            [&self.pin, &self.note].into_iter().flatten().map(|text| cost(text.expose())).sum::<usize>();
        if cost(&issuer) + cost(&name) + rest > TEXT_LIMIT {
            return Err(NoRoom);
        }
        (self.issuer, self.name) = (issuer, name);
        Ok(())
    }
}

#[cfg(test)]
#[path = "account_tests.rs"]
mod tests;
