//! `otpauth-migration` links, a few accounts in each: what Google Authenticator reads as a series of pictures.

use super::sheet::{Card, page};
use super::{Lock, WriteError, Writer, beside_the_link, drawn, lines};
use crate::otp::{Algorithm, USUAL_PERIOD};
use crate::secret::SecretText;
use crate::transfer::Found;
use crate::vault::sealed::Random;
use crate::view::CodeKind;
use data_encoding::BASE64;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use zeroize::Zeroizing;

/// Accounts in one picture, as Google Authenticator itself puts them.
const PART: usize = 10;
/// Bytes of accounts in one picture: with more it could not be scanned from a screen.
const PART_BYTES: usize = 600;

/// The format as text.
pub(super) struct Migration;
/// The format as pictures to be scanned.
pub(super) struct GoogleQr;

impl Writer for Migration {
    fn name(&self) -> &'static str {
        "otpauth-migration"
    }

    fn title(&self) -> &'static str {
        "Google Authenticator (links)"
    }

    fn extension(&self) -> &'static str {
        "txt"
    }

    fn lock(&self) -> Lock {
        Lock::Never
    }

    fn refuses(&self, account: &Found) -> Option<&'static str> {
        refuses(account)
    }

    fn loses(&self, account: &Found) -> Vec<&'static str> {
        beside_the_link(account)
    }

    fn write(
        &self,
        accounts: &[&Found],
        password: Option<&SecretText>,
        random: Random<'_>,
    ) -> Result<Zeroizing<Vec<u8>>, WriteError> {
        if password.is_some() {
            return Err(WriteError::NoLock);
        }
        Ok(lines(&links(accounts, random)))
    }
}

impl Writer for GoogleQr {
    fn name(&self) -> &'static str {
        "google-qr"
    }

    fn title(&self) -> &'static str {
        "Google Authenticator (QR codes)"
    }

    fn extension(&self) -> &'static str {
        "html"
    }

    fn read_by(&self) -> &'static str {
        "html"
    }

    fn lock(&self) -> Lock {
        Lock::Never
    }

    fn refuses(&self, account: &Found) -> Option<&'static str> {
        refuses(account)
    }

    fn loses(&self, account: &Found) -> Vec<&'static str> {
        beside_the_link(account)
    }

    fn write(
        &self,
        accounts: &[&Found],
        password: Option<&SecretText>,
        random: Random<'_>,
    ) -> Result<Zeroizing<Vec<u8>>, WriteError> {
        if password.is_some() {
            return Err(WriteError::NoLock);
        }
        let links = links(accounts, random);
        let titles: Vec<String> =
            (1..=links.len()).map(|part| format!("{part} of {}", links.len())).collect();
        let cards: Vec<Card<'_>> = links
            .iter()
            .zip(&titles)
            .map(|(link, title)| Card { title, name: "", details: "", link: link.expose() })
            .collect();
        let how = "In Google Authenticator choose Transfer accounts, Import accounts, and scan these codes in their order.";
        Ok(page("Accounts for Google Authenticator", how, &cards, true))
    }
}

/// Says what Google Authenticator does not know.
fn refuses(account: &Found) -> Option<&'static str> {
    let parameters = account.entry.parameters();
    match (parameters.kind(), parameters.digits(), parameters.period()) {
        (CodeKind::Totp | CodeKind::Hotp, 6 | 8, USUAL_PERIOD) => {
            let counter = i64::try_from(parameters.counter()).is_err();
            counter.then_some("its counter is larger than Google Authenticator's can be")
        }
        (CodeKind::Totp | CodeKind::Hotp, 6 | 8, _) => {
            Some("Google Authenticator knows no other time step than 30 seconds")
        }
        (CodeKind::Totp | CodeKind::Hotp, ..) => {
            Some("Google Authenticator knows codes of 6 and 8 digits alone")
        }
        _ => Some("Google Authenticator knows TOTP and HOTP alone"),
    }
}

fn links(accounts: &[&Found], random: Random<'_>) -> Vec<SecretText> {
    let accounts = accounts.iter().filter(|account| refuses(account).is_none());
    let messages: Vec<Zeroizing<Vec<u8>>> = accounts.map(|account| message(account)).collect();
    let mut parts: Vec<Vec<&[u8]>> = Vec::new();
    let mut room = 0_usize;
    for message in &messages {
        if let Some(part) = parts.last_mut().filter(|part| part.len() < PART && message.len() <= room) {
            part.push(message);
        } else {
            parts.push(vec![message]);
            room = PART_BYTES;
        }
        room = room.saturating_sub(message.len());
    }
    // The sign would take ten bytes.
    let batch = u32::from_le_bytes(drawn(random)) >> 1;
    let count = parts.len();
    parts.iter().enumerate().map(|(index, part)| link(part, index, count, batch)).collect()
}

fn link(part: &[&[u8]], index: usize, count: usize, batch: u32) -> SecretText {
    let length: usize = part.iter().map(|message| message.len() + 8).sum();
    let mut payload = Zeroizing::new(Vec::with_capacity(length + 32));
    for message in part {
        bytes(&mut payload, 1, message);
    }
    for (field, number) in [(2, 1), (3, wide(count)), (4, wide(index)), (5, u64::from(batch))] {
        number_field(&mut payload, field, number);
    }
    let data = Zeroizing::new(BASE64.encode(&payload));
    SecretText::new(format!(
        "otpauth-migration://offline?data={}",
        utf8_percent_encode(&data, NON_ALPHANUMERIC)
    ))
}

fn message(account: &Found) -> Zeroizing<Vec<u8>> {
    let (entry, parameters) = (&account.entry, account.entry.parameters());
    // The label names the issuer too, as in a link.
    let name = match entry.issuer() {
        // Otherwise the part before the colon would be read as the issuer.
        "" if entry.name().contains(':') => format!(":{}", entry.name()),
        "" => entry.name().to_owned(),
        issuer => format!("{issuer}:{}", entry.name()),
    };
    let length = entry.secret().expose().len() + name.len() + entry.issuer().len();
    let mut message = Zeroizing::new(Vec::with_capacity(length + 64));
    bytes(&mut message, 1, entry.secret().expose());
    bytes(&mut message, 2, name.as_bytes());
    bytes(&mut message, 3, entry.issuer().as_bytes());
    let algorithm = match parameters.algorithm() {
        Algorithm::Sha1 | Algorithm::Md5 => 1,
        Algorithm::Sha256 => 2,
        Algorithm::Sha512 => 3,
    };
    let hotp = parameters.kind() == CodeKind::Hotp;
    let digits = if parameters.digits() == 8 { 2 } else { 1 };
    for (field, number) in
        [(4, algorithm), (5, digits), (6, if hotp { 1 } else { 2 }), (7, parameters.counter())]
    {
        number_field(&mut message, field, number);
    }
    message
}

fn wide(number: usize) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}

fn bytes(message: &mut Vec<u8>, field: u64, content: &[u8]) {
    varint(message, field << 3 | 2);
    varint(message, wide(content.len()));
    message.extend_from_slice(content);
}

fn number_field(message: &mut Vec<u8>, field: u64, number: u64) {
    varint(message, field << 3);
    varint(message, number);
}

/// Writes a number in bytes of seven bits, the lowest first.
fn varint(message: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        message.push(u8::try_from(number & 0x7f).unwrap_or_default() | 0x80);
        number >>= 7;
    }
    message.push(u8::try_from(number).unwrap_or_default());
}
