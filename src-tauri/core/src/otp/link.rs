//! Reads and writes `otpauth` links (the Key URI format of Google Authenticator, with what others made of it), and reads
//! `motp` links.
//!
//! Links come from pictures and strangers: every value is bounded, a parameter that occurs twice is an error, and no
//! error repeats the link. What a service may write without harm is read: any case, spaces and dashes in the secret,
//! `HmacSHA1`, a label without an issuer, an issuer that the label contradicts (with a remark).

use super::base32::{self, Base32Error};
use super::entry::{Entry, EntryError};
use super::{Algorithm, Parameters, ParametersError, STEAM_DIGITS, pinned};
use crate::secret::{Secret, SecretText};
use crate::view::CodeKind;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use std::borrow::Cow;
use std::fmt::Write as _;
use zeroize::Zeroizing;

/// The longest link, in bytes; a QR code holds 2,953 at most.
pub const LINK_LIMIT: usize = 4_096;

/// Why a text is no link that codes can be made from. Repeats nothing of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LinkError {
    /// It begins otherwise than with `otpauth://`.
    #[error("this is no otpauth link")]
    NotOtpauth,
    /// It is the export of an authenticator app, which holds many accounts.
    #[error("this is an otpauth-migration link, which holds the accounts of an app and not one account")]
    Migration,
    /// It is longer than [`LINK_LIMIT`].
    #[error("the link is longer than {LINK_LIMIT} bytes")]
    TooLong,
    /// Its type is none that codes are made of.
    #[error("the link's type is none of totp, hotp, steam, motp and yaotp")]
    Kind,
    /// A parameter occurs twice; the two could differ, and neither can be trusted.
    #[error("the link has the parameter {0} twice")]
    Duplicate(&'static str),
    /// A parameter that must be text is not.
    #[error("the link's parameter {0} cannot be read")]
    Unreadable(&'static str),
    /// It has no secret.
    #[error("the link has no secret")]
    NoSecret,
    /// Its secret cannot be read.
    #[error(transparent)]
    Secret(#[from] Base32Error),
    /// Its hash is unknown.
    #[error("the link's algorithm is none of SHA1, SHA256 and SHA512")]
    Algorithm,
    /// Its numbers are out of bounds.
    #[error(transparent)]
    Parameters(#[from] ParametersError),
    /// What it describes cannot be an account.
    #[error(transparent)]
    Entry(#[from] EntryError),
}

/// Reads a link.
///
/// # Errors
/// The first thing found wrong, as [`LinkError`].
pub fn parse(link: &str) -> Result<Entry, LinkError> {
    let link = link.trim();
    if link.len() > LINK_LIMIT {
        return Err(LinkError::TooLong);
    }
    if after_prefix(link, "otpauth-migration:").is_some() {
        return Err(LinkError::Migration);
    }
    let (host, label, query) = if let Some(rest) = after_prefix(link, "motp://") {
        // Its label stands where other links have their type.
        let (label, query) = rest.split_once('?').unwrap_or((rest, ""));
        ("motp", label, Query::read(query)?)
    } else {
        let rest = after_prefix(link, "otpauth://").ok_or(LinkError::NotOtpauth)?;
        let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
        let (host, label) = path.split_once('/').unwrap_or((path, ""));
        (host, label, Query::read(query)?)
    };
    let kind = query.kind(host)?;
    let parameters = query.parameters(kind)?;
    let secret = query.secret.as_deref().ok_or(LinkError::NoSecret)?;
    let secret = if kind == CodeKind::Motp { pinned::motp_secret(secret)? } else { base32::decode(secret)? };

    let label = decoded(label);
    let issuer = query.issuer.as_ref().map(|issuer| issuer.text.trim()).filter(|issuer| !issuer.is_empty());
    let (prefix, name) = split_label(&label.text, issuer.unwrap_or_default());
    let mut entry = Entry::new(issuer.unwrap_or(prefix), name, parameters, secret)?;
    entry = entry.with_pin(query.pin.as_ref())?;
    if issuer.is_some_and(|issuer| !prefix.is_empty() && !same(issuer, prefix)) {
        entry.warn("The link names two different issuers. Check that it comes from the service you expect.");
    }
    if label.damaged || query.issuer.as_ref().is_some_and(|issuer| issuer.damaged) {
        entry.warn("The name has characters that could not be read. Codes are not affected.");
    }
    if kind == CodeKind::Hotp && query.counter.is_none() {
        entry.warn("The link names no counter; counting starts at 0.");
    }
    Ok(entry)
}

/// Writes a link that [`parse`] and other authenticators read.
#[must_use]
pub fn write(entry: &Entry) -> SecretText {
    // Everything but what RFC 3986 section 2.3 leaves unreserved, and `@`, which every label with an address has.
    const ESCAPED: &AsciiSet =
        &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'@');
    let escape = |text| utf8_percent_encode(text, ESCAPED);
    let parameters = entry.parameters();
    let secret = written(parameters.kind(), entry.secret());
    // Room for all of it, because growing would leave copies of the secret behind.
    let mut link = Zeroizing::new(String::with_capacity(LINK_LIMIT + secret.expose().len()));
    let kind = match parameters.kind() {
        CodeKind::Totp => "totp",
        CodeKind::Hotp => "hotp",
        CodeKind::Steam => "steam",
        CodeKind::Motp => "motp",
        CodeKind::Yandex => "yaotp",
    };
    // Writing to a string cannot fail.
    let _ = write!(link, "otpauth://{kind}/");
    if !entry.issuer().is_empty() {
        let _ = write!(link, "{}:", escape(entry.issuer()));
    } else if entry.name().contains(':') {
        // Otherwise the part before the colon would be read as the issuer.
        link.push(':');
    }
    let _ = write!(link, "{}?secret={}", escape(entry.name()), secret.expose());
    if !entry.issuer().is_empty() {
        let _ = write!(link, "&issuer={}", escape(entry.issuer()));
    }
    let _ = write!(link, "&algorithm={}&digits={}", parameters.algorithm(), parameters.digits());
    let _ = match parameters.kind() {
        CodeKind::Hotp => write!(link, "&counter={}", parameters.counter()),
        _ => write!(link, "&period={}", parameters.period()),
    };
    if let Some(pin) = entry.pin() {
        let _ = write!(link, "&pin={}", escape(pin.expose()));
    }
    SecretText::new(std::mem::take(&mut *link))
}

/// Writes a secret as links and other formats have it: in base32, but mOTP's as the text that it is.
pub(crate) fn written(kind: CodeKind, secret: &Secret) -> SecretText {
    if kind == CodeKind::Motp {
        // It was read from ASCII.
        return SecretText::new(String::from_utf8_lossy(secret.expose()).into_owned());
    }
    base32::encode(secret)
}

/// A text for people: what is no UTF-8 in it was replaced.
struct Decoded {
    text: String,
    damaged: bool,
}

/// The parameters that mean something; others, such as pictures and colours, are passed over.
#[derive(Default)]
struct Query {
    secret: Option<Zeroizing<String>>,
    issuer: Option<Decoded>,
    algorithm: Option<String>,
    digits: Option<String>,
    period: Option<String>,
    counter: Option<String>,
    encoder: Option<String>,
    pin: Option<SecretText>,
}

impl Query {
    fn read(query: &str) -> Result<Self, LinkError> {
        let mut found = Self::default();
        for pair in query.split('&') {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            let key = decoded(key).text.to_ascii_lowercase();
            // Forms write a space as `+`, and so do many services. In a label it stays what it is.
            let value = Zeroizing::new(value.replace('+', " "));
            match key.as_str() {
                "secret" => fill(&mut found.secret, "secret", Zeroizing::new(text(&value, "secret")?))?,
                "issuer" => fill(&mut found.issuer, "issuer", decoded(&value))?,
                "algorithm" => fill(&mut found.algorithm, "algorithm", text(&value, "algorithm")?)?,
                "digits" => fill(&mut found.digits, "digits", text(&value, "digits")?)?,
                "period" => fill(&mut found.period, "period", text(&value, "period")?)?,
                "counter" => fill(&mut found.counter, "counter", text(&value, "counter")?)?,
                "encoder" => fill(&mut found.encoder, "encoder", text(&value, "encoder")?)?,
                "pin" => fill(&mut found.pin, "pin", SecretText::new(text(&value, "pin")?))?,
                _ => {}
            }
        }
        Ok(found)
    }

    /// Returns the kind that the link's type names. `KeePassXC` says Steam by a parameter, and others by an issuer and a
    /// number of digits that together mean nothing else.
    fn kind(&self, host: &str) -> Result<CodeKind, LinkError> {
        let encoded = self.encoder.as_deref().is_some_and(|encoder| encoder.eq_ignore_ascii_case("steam"));
        let issued = self.issuer.as_ref().is_some_and(|issuer| issuer.text.eq_ignore_ascii_case("steam"));
        let five = || number(self.digits.as_deref(), 0) == Some(STEAM_DIGITS);
        match host.to_ascii_lowercase().as_str() {
            "totp" if encoded || (issued && five()) => Ok(CodeKind::Steam),
            "totp" => Ok(CodeKind::Totp),
            "hotp" => Ok(CodeKind::Hotp),
            "steam" => Ok(CodeKind::Steam),
            "motp" => Ok(CodeKind::Motp),
            "yaotp" | "yandex" => Ok(CodeKind::Yandex),
            _ => Err(LinkError::Kind),
        }
    }

    fn parameters(&self, kind: CodeKind) -> Result<Parameters, LinkError> {
        let usual = Parameters::usual(kind);
        let algorithm = match &self.algorithm {
            // These two know one hash each, and links name the usual one of other kinds nevertheless.
            Some(_) if matches!(kind, CodeKind::Motp | CodeKind::Yandex) => usual.algorithm(),
            Some(name) => Algorithm::named(name).ok_or(LinkError::Algorithm)?,
            None => usual.algorithm(),
        };
        let digits = number(self.digits.as_deref(), usual.digits()).ok_or(ParametersError::Digits)?;
        // A counter-based link has no time step; one that is there means nothing.
        let period = if kind == CodeKind::Hotp { None } else { self.period.as_deref() };
        let period = number(period, usual.period()).ok_or(ParametersError::Period)?;
        let counter = number(self.counter.as_deref(), 0).ok_or(LinkError::Unreadable("counter"))?;
        Ok(Parameters::new(kind, algorithm, digits, period, counter)?)
    }
}

fn fill<T>(slot: &mut Option<T>, key: &'static str, value: T) -> Result<(), LinkError> {
    match slot.replace(value) {
        None => Ok(()),
        Some(_) => Err(LinkError::Duplicate(key)),
    }
}

fn text(value: &str, key: &'static str) -> Result<String, LinkError> {
    percent_decode_str(value).decode_utf8().map(Cow::into_owned).map_err(|_| LinkError::Unreadable(key))
}

fn decoded(value: &str) -> Decoded {
    let bytes = percent_decode_str(value);
    match bytes.clone().decode_utf8() {
        Ok(text) => Decoded { text: text.into_owned(), damaged: false },
        Err(_) => Decoded { text: bytes.decode_utf8_lossy().into_owned(), damaged: true },
    }
}

/// Returns the number, or what is usual where none is given. Digits alone are a number, no sign and no fraction.
fn number<N: std::str::FromStr>(text: Option<&str>, usual: N) -> Option<N> {
    match text.map(str::trim) {
        None => Some(usual),
        Some(text) if text.bytes().all(|b| b.is_ascii_digit()) => text.parse().ok(),
        Some(_) => None,
    }
}

/// Splits `Issuer:name`. An issuer may have colons of its own, which its parameter tells.
pub(crate) fn split_label<'a>(label: &'a str, issuer: &str) -> (&'a str, &'a str) {
    let mut colons = label.match_indices(':');
    let whole = colons.clone().find(|(at, _)| label.get(..*at).is_some_and(|prefix| same(prefix, issuer)));
    match whole.or_else(|| colons.next()) {
        Some((at, colon)) => {
            let (prefix, rest) = label.split_at(at);
            (prefix.trim(), rest.strip_prefix(colon).unwrap_or(rest).trim())
        }
        None => ("", label.trim()),
    }
}

fn same(one: &str, other: &str) -> bool {
    one.trim().to_lowercase() == other.trim().to_lowercase()
}

fn after_prefix<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    let (start, rest) = text.split_at_checked(prefix.len())?;
    start.eq_ignore_ascii_case(prefix).then_some(rest)
}

#[cfg(test)]
#[path = "link_tests.rs"]
mod tests;
