//! One account as a link or a foreign file describes it, before it is kept.

use super::base32::SECRET_LIMIT;
use super::pinned::YANDEX_SECRET;
use super::{PIN_LIMIT, Parameters};
use crate::secret::{Secret, SecretText};
use crate::view::CodeKind;
use zeroize::Zeroizing;

/// The longest issuer and the longest name, in bytes as [`cost`] counts them.
pub const LABEL_LIMIT: usize = 400;
/// The most bytes of both names, the PIN and the note together, as [`cost`] counts them: they, the longest secret and
/// everything else fit one payload ([`crate::ports::PAYLOAD_LIMIT`]).
pub const TEXT_LIMIT: usize = 1_000;

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
    /// Yandex makes no codes of so few bytes.
    #[error("the secret is shorter than the 16 bytes of Yandex's")]
    ShortSecret,
    /// A PIN beyond [`PIN_LIMIT`].
    #[error("the PIN is longer than {PIN_LIMIT} bytes")]
    LongPin,
}

/// What is known of an account: names within [`LABEL_LIMIT`], a secret of 1 to [`SECRET_LIMIT`] bytes, a PIN for the kinds that
/// need one, and a note. `Debug` keeps secret, PIN and note to itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    issuer: String,
    name: String,
    parameters: Parameters,
    secret: Secret,
    pin: Option<SecretText>,
    note: Option<SecretText>,
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
            1..YANDEX_SECRET if parameters.kind() == CodeKind::Yandex => return Err(EntryError::ShortSecret),
            1..=SECRET_LIMIT => {}
            _ => return Err(EntryError::LongSecret),
        }
        let (issuer, issuer_cut) = label(issuer);
        let (name, name_cut) = label(name);
        let mut entry =
            Self { issuer, name, parameters, secret, pin: None, note: None, warnings: Vec::new() };
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

    /// Gives it a PIN. An empty one is none, and the kinds that need none keep none.
    ///
    /// # Errors
    /// A PIN that is too long.
    pub fn with_pin(mut self, pin: Option<&SecretText>) -> Result<Self, EntryError> {
        let pin = pin.filter(|pin| self.parameters.needs_pin() && !pin.expose().is_empty());
        if pin.is_some_and(|pin| cost(pin.expose()) > PIN_LIMIT) {
            return Err(EntryError::LongPin);
        }
        self.pin = pin.cloned();
        Ok(self)
    }

    /// Gives it a note, as long as [`TEXT_LIMIT`] leaves room for; what is beyond is cut, with a remark. Blanks at its ends
    /// and control characters but line breaks go.
    #[must_use]
    pub fn with_note(mut self, note: &str) -> Self {
        let clean = note.chars().filter(|c| *c != '\r').map(|c| match c {
            '\n' => c,
            c if c.is_control() => ' ',
            c => c,
        });
        // Room for all of it, because growing would leave copies of it behind.
        let mut cleaned = Zeroizing::new(String::with_capacity(note.len()));
        cleaned.extend(clean);
        let pin = self.pin.as_ref().map_or("", SecretText::expose);
        let taken = cost(&self.issuer) + cost(&self.name) + cost(pin);
        let mut room = TEXT_LIMIT.saturating_sub(taken);
        let clean = cleaned.trim();
        let fits = clean.char_indices().find(|(_, character)| match room.checked_sub(cost_of(*character)) {
            Some(left) => {
                room = left;
                false
            }
            None => true,
        });
        if fits.is_some() {
            self.warn("The note was too long and was cut. The file has all of it.");
        }
        let end = fits.map_or(clean.len(), |(at, _)| at);
        let kept = SecretText::new(clean.get(..end).unwrap_or_default().trim_end().to_owned());
        self.note = Some(kept).filter(|note| !note.expose().is_empty());
        self
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

    /// Returns the PIN that goes into the codes.
    #[must_use]
    pub fn pin(&self) -> Option<&SecretText> {
        self.pin.as_ref()
    }

    /// Returns what the person noted, which may be as secret as the rest.
    #[must_use]
    pub fn note(&self) -> Option<&SecretText> {
        self.note.as_ref()
    }

    /// Returns the code of a step (for HOTP: of a counter); none where the PIN is missing.
    #[must_use]
    pub fn code(&self, step: u64) -> Option<Zeroizing<String>> {
        super::code(&self.parameters, &self.secret, self.pin(), step)
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
        let cost = cost_of(character);
        if cost > room {
            end = at;
            break;
        }
        room -= cost;
    }
    let cut = end < clean.len();
    (clean.get(..end).unwrap_or_default().trim_end().to_owned(), cut)
}

/// Counts the bytes of a text in UTF-8, and once more what JSON escapes: `"`, `\`, a line break.
#[must_use]
pub fn cost(text: &str) -> usize {
    text.chars().map(cost_of).sum()
}

fn cost_of(character: char) -> usize {
    match character {
        '"' | '\\' | '\n' => 2,
        // JSON writes the other controls as \u0000; none is in what was cleaned.
        c if c.is_control() => 6,
        c => c.len_utf8(),
    }
}

#[cfg(test)]
#[path = "entry_tests.rs"]
mod tests;
