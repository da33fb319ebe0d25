//! One account as a link or a foreign file describes it, before it is kept.

use super::Parameters;
use super::base32::SECRET_LIMIT;
use crate::secret::Secret;

/// The longest issuer and the longest name, in bytes of UTF-8 with `"` and `\` counted twice (JSON escapes them): two
/// such names, the longest secret and everything else fit one payload ([`crate::ports::PAYLOAD_LIMIT`]).
pub const LABEL_LIMIT: usize = 400;

/// Shorter secrets are remarked upon, in bytes: RFC 4226 section 4 (R6) requires 128 bits.
pub const SECRET_EXPECTED: usize = 16;

/// Why nothing can be made of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EntryError {
    /// A secret of no bytes.
    #[error("the secret is empty")]
    NoSecret,
    /// A secret beyond [`SECRET_LIMIT`].
    #[error("the secret is longer than {SECRET_LIMIT} bytes")]
    LongSecret,
}

/// What is known of an account: names within [`LABEL_LIMIT`], a secret of 1 to [`SECRET_LIMIT`] bytes. `Debug` keeps
/// the secret to itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    issuer: String,
    name: String,
    parameters: Parameters,
    secret: Secret,
    warnings: Vec<String>,
}

impl Entry {
    /// Takes what was read, with names brought into [`label`]'s form.
    ///
    /// # Errors
    /// A secret out of bounds.
    pub fn new(issuer: &str, name: &str, parameters: Parameters, secret: Secret) -> Result<Self, EntryError> {
        match secret.expose().len() {
            0 => return Err(EntryError::NoSecret),
            1..=SECRET_LIMIT => {}
            _ => return Err(EntryError::LongSecret),
        }
        let (issuer, issuer_cut) = label(issuer);
        let (name, name_cut) = label(name);
        let mut entry = Self { issuer, name, parameters, secret, warnings: Vec::new() };
        if entry.secret.expose().len() < SECRET_EXPECTED {
            entry.warn(
                "The secret is shorter than the 128 bits that RFC 4226 asks for. The service chose it so.",
            );
        }
        if issuer_cut || name_cut {
            entry.warn("The name was too long and was cut. Codes are not affected.");
        }
        Ok(entry)
    }

    /// Adds a remark for the person.
    pub(crate) fn warn(&mut self, remark: &str) {
        self.warnings.push(remark.to_owned());
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

    /// Returns how its codes are made.
    #[must_use]
    pub fn parameters(&self) -> &Parameters {
        &self.parameters
    }

    /// Returns the secret.
    #[must_use]
    pub fn secret(&self) -> &Secret {
        &self.secret
    }

    /// Returns remarks for the person, such as a short secret.
    #[must_use]
    pub fn warnings(&self) -> &[String] {
        &self.warnings
    }
}

/// Brings a name into the form it is kept in: control characters become spaces, the ends are trimmed, what goes beyond
/// [`LABEL_LIMIT`] is cut. Returns whether something was cut. Doing it twice changes nothing more.
#[must_use]
pub fn label(text: &str) -> (String, bool) {
    let clean: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let clean = clean.trim();
    let mut room = LABEL_LIMIT;
    let mut end = clean.len();
    for (at, character) in clean.char_indices() {
        let cost = if matches!(character, '"' | '\\') { 2 } else { character.len_utf8() };
        if cost > room {
            end = at;
            break;
        }
        room -= cost;
    }
    let cut = end < clean.len();
    (clean.get(..end).unwrap_or_default().trim_end().to_owned(), cut)
}

#[cfg(test)]
#[path = "entry_tests.rs"]
mod tests;
