//! `KeePass` databases, version 3.1 and 4, that a password opens.
//!
//! Sources: "KDBX 4" and "Placeholders" in the help of `KeePass`; the documents of `KeePassXC`, `KeeOTP` and `KeeTrayTOTP` on
//! their fields. The container is opened here with well-kept ciphers and not by a library of the format: beside the secrets,
//! what a header asks for must be bounded before it is spent, what is unpacked must be bounded while it grows, and groups
//! that nest without end must not end the program.

pub(super) mod container;
pub(super) mod document;

use super::json::Number;
use super::key;
use super::login::{Login, after};
use super::spelling::{self, Odd, Spelling};
use super::{ENTRY_LIMIT, Entries, Format, Found, TransferError};
use crate::otp::base32;
use crate::secret::{Secret, SecretText};
use crate::view::CodeKind;
use data_encoding::{BASE64, HEXLOWER_PERMISSIVE};
use document::Item;
use percent_encoding::percent_decode_str;

/// The format.
pub(super) struct Kdbx;

impl Format for Kdbx {
    fn name(&self) -> &'static str {
        "keepass"
    }

    fn title(&self) -> &'static str {
        "KeePass, KeePassXC (KDBX)"
    }

    fn sniff(&self, file: &[u8]) -> bool {
        container::is_database(file)
    }

    fn read(&self, file: &[u8], password: Option<&SecretText>) -> Result<Entries, TransferError> {
        let opened = container::open(file, key::required(password)?)?;
        let items = document::items(&opened.xml, opened.stream)?;
        let found = (1..).zip(&items).flat_map(|(number, item)| {
            let found = found(item).into_iter();
            found.map(move |found| found.map_err(|odd| odd.refused(number)))
        });
        Ok(found.take(ENTRY_LIMIT + 1).collect())
    }
}

/// Returns the one-time passwords of an item. Each program has fields of its own, and some items have those of two: the
/// first that is there is taken, beside a counter-based one.
pub(super) fn found(item: &Item) -> Vec<Result<Found, Odd>> {
    let timed = otp(item).or_else(|| native(item, "TimeOtp", CodeKind::Totp)).or_else(|| tray(item));
    let found = timed.into_iter().chain(native(item, "HmacOtp", CodeKind::Hotp));
    found.map(|found| if item.deleted { Err(Odd::Deleted) } else { found }).collect()
}

/// Returns the members that are the same for all.
fn spelled(item: &Item, kind: CodeKind) -> Spelling<'_> {
    let (title, name) = (item.text("Title"), item.text("UserName"));
    Spelling { issuer: title, name, groups: item.groups.clone(), ..Spelling::usual(kind) }
}

/// Reads a number; an empty text is none.
fn number(text: Option<&str>) -> Result<Number, Odd> {
    match text.map(str::trim) {
        None | Some("") => Ok(Number(None)),
        Some(text) => text.parse().map(|number| Number(Some(number))).map_err(|_| Odd::Form),
    }
}

/// `KeePassXC` and others write a link; `KeeOTP` writes `key=SECRET&step=30&size=6`.
fn otp(item: &Item) -> Option<Result<Found, Odd>> {
    let field = item.text("otp")?;
    if after(field.trim(), "otpauth:").is_some() || !field.contains("key=") {
        let (title, name) =
            (item.text("Title").unwrap_or_default(), item.text("UserName").unwrap_or_default());
        return Some(Login { title, name, groups: item.groups.clone() }.found(field));
    }
    let value = |name: &str| {
        let pair = field.trim().split('&').find_map(|pair| after(pair, name)?.strip_prefix('='));
        pair.map(|value| SecretText::new(percent_decode_str(value).decode_utf8_lossy().into_owned()))
    };
    let read = || {
        let kind = value("type").map_or(Ok(CodeKind::Totp), |kind| spelling::kind(kind.expose()))?;
        let hash = value("otpHashMode");
        let spelling = Spelling {
            algorithm: hash.as_ref().map(SecretText::expose),
            digits: number(value("size").as_ref().map(SecretText::expose))?,
            period: number(value("step").as_ref().map(SecretText::expose))?,
            counter: number(value("counter").as_ref().map(SecretText::expose))?,
            ..spelled(item, kind)
        };
        let encoding = value("encoding").map(|encoding| encoding.expose().to_lowercase());
        let secret = value("key").ok_or(Odd::NoSecret)?;
        spelling.bytes(decoded(encoding.as_deref().unwrap_or("base32"), secret.expose())?)
    };
    Some(read())
}

/// `KeePass` itself has a field for each member, and one for each way to spell a secret.
fn native(item: &Item, prefix: &str, kind: CodeKind) -> Option<Result<Found, Odd>> {
    let text = |name: &str| item.text(&format!("{prefix}-{name}"));
    let spelled_secret = |encoding: &str| {
        let name = if encoding.is_empty() { "Secret".to_owned() } else { format!("Secret-{encoding}") };
        Some((encoding.to_lowercase(), text(&name)?))
    };
    let (encoding, secret) = ["", "Hex", "Base32", "Base64"].into_iter().find_map(spelled_secret)?;
    let read = || {
        let spelling = Spelling {
            algorithm: text("Algorithm"),
            digits: number(text("Length"))?,
            period: number(text("Period"))?,
            counter: number(text("Counter"))?,
            ..spelled(item, kind)
        };
        spelling.bytes(decoded(&encoding, secret)?)
    };
    Some(read())
}

/// `KeeTrayTOTP` writes a seed, and settings such as `30;6`, or `30;S` for Steam.
fn tray(item: &Item) -> Option<Result<Found, Odd>> {
    let seed = item.text("TOTP Seed")?;
    let read = || {
        let settings = item.text("TOTP Settings").unwrap_or("30;6");
        let mut settings = settings.split(';').map(str::trim);
        let period = number(settings.next())?;
        let digits = settings.next().unwrap_or("6");
        let kind = if digits.eq_ignore_ascii_case("s") { CodeKind::Steam } else { CodeKind::Totp };
        let digits = if kind == CodeKind::Steam { Number(None) } else { number(Some(digits))? };
        Spelling { digits, period, ..spelled(item, kind) }.spelled(seed)
    };
    Some(read())
}

/// Reads a secret; with no encoding named, its characters are its bytes.
fn decoded(encoding: &str, text: &str) -> Result<Secret, Odd> {
    let compact = || -> Vec<u8> { text.bytes().filter(|byte| !byte.is_ascii_whitespace()).collect() };
    match encoding {
        "base32" => base32::decode(text).map_err(Odd::from),
        "" | "utf8" => Ok(Secret::new(text.as_bytes().to_vec())),
        "hex" => HEXLOWER_PERMISSIVE.decode(&compact()).map(Secret::new).map_err(|_| Odd::Unreadable),
        "base64" => BASE64.decode(&compact()).map(Secret::new).map_err(|_| Odd::Unreadable),
        _ => Err(Odd::Unreadable),
    }
}

#[cfg(test)]
#[path = "kdbx_tests.rs"]
mod tests;
