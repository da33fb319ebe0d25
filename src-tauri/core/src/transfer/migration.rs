//! `otpauth-migration` links, one a line: what Google Authenticator shows as a series of pictures.
//!
//! Each link is one part of a batch: base64 of a protocol buffer with five fields, whose entries have eight. Two dozen
//! lines read those, lend the secrets from one buffer that wipes itself, and let one bad entry be refused alone; code
//! generated from a schema copies every field and gives up at the first one that is wrong.

use super::json::Number;
use super::login::split;
use super::otpauth::lines;
use super::spelling::{Odd, Spelling};
use super::{ENTRY_LIMIT, Entries, Format, Found, Refused, TransferError};
use crate::secret::{Secret, SecretText};
use crate::view::CodeKind;
use data_encoding::BASE64_NOPAD;
use percent_encoding::percent_decode;
use zeroize::Zeroizing;

const START: &[u8] = b"otpauth-migration:";
/// The most parts a batch can have. An export of [`ENTRY_LIMIT`] accounts has ten in each picture.
const PARTS_LIMIT: u64 = 1_000;
const DAMAGED: &str = "the link is cut or damaged";

/// The format.
pub(super) struct Migration;

impl Format for Migration {
    fn name(&self) -> &'static str {
        "otpauth-migration"
    }

    fn title(&self) -> &'static str {
        "Google Authenticator (QR export)"
    }

    fn sniff(&self, file: &[u8]) -> bool {
        lines(file)
            .any(|(_, line)| line.get(..START.len()).is_some_and(|start| start.eq_ignore_ascii_case(START)))
    }

    fn read(&self, file: &[u8], _: Option<&SecretText>) -> Result<Entries, TransferError> {
        let (mut parts, mut entries) = (Vec::new(), Vec::new());
        for (line, text) in lines(file).take(ENTRY_LIMIT + 1) {
            match payload(text).and_then(|payload| Part::read(line, payload)) {
                Ok(part) => parts.push(part),
                Err(reason) => entries.push(Err(refused(format!("line {line}"), reason))),
            }
        }
        // Pictures are taken in any order, and sometimes twice. Batches stay in the order they were met.
        let first_line = |part: &Part| parts.iter().find(|p| p.batch == part.batch).map_or(0, |p| p.line);
        let mut order: Vec<_> = parts.iter().map(|part| (first_line(part), part.index, part)).collect();
        order.sort_by_key(|(first, index, _)| (*first, *index));
        order.dedup_by(|one, other| one.0 == other.0 && one.2.payload == other.2.payload);
        for batch in order.chunk_by(|one, other| one.0 == other.0) {
            entries.extend(batch.iter().flat_map(|(_, _, part)| part.entries()).take(ENTRY_LIMIT + 1));
            let size = batch.iter().map(|(_, _, part)| part.size).max().unwrap_or_default();
            let missing = (0..size).filter(|index| batch.iter().all(|(_, there, _)| there != index));
            entries.extend(missing.map(|index| {
                let place = format!("part {} of {size}", index.saturating_add(1));
                Err(refused(place, "this part is missing; add its picture or its link and import again"))
            }));
            if entries.len() > ENTRY_LIMIT {
                return Err(TransferError::TooLarge);
            }
        }
        Ok(entries)
    }
}

/// One part of an export, read by itself.
pub(crate) struct Link {
    /// What the parts of one export have in common.
    pub(crate) batch: u64,
    /// Which part it is, counted from 1.
    pub(crate) part: u32,
    /// How many there are.
    pub(crate) parts: u32,
    /// Its accounts.
    pub(crate) entries: Entries,
}

impl Link {
    /// Reads a link.
    ///
    /// # Errors
    /// Why it cannot be read, in words that do not repeat it.
    pub(crate) fn read(link: &[u8]) -> Result<Self, &'static str> {
        let part = Part::read(0, payload(link.trim_ascii())?)?;
        let number = |number: u64| u32::try_from(number).map_err(|_| DAMAGED);
        let entries = part.entries_at(String::new()).take(ENTRY_LIMIT).collect();
        let (index, size) = (number(part.index)?, number(part.size.max(1))?);
        Ok(Self { batch: part.batch, part: index + 1, parts: size, entries })
    }
}

/// Returns the protocol buffer of a link.
fn payload(line: &[u8]) -> Result<Zeroizing<Vec<u8>>, &'static str> {
    const NONE: &str = "this is no otpauth-migration link";
    let start = line.get(..START.len()).filter(|start| start.eq_ignore_ascii_case(START));
    let query = start.and_then(|_| line.split(|byte| *byte == b'?').nth(1)).ok_or(NONE)?;
    let data = query.split(|byte| *byte == b'&').find_map(|pair| pair.strip_prefix(b"data=")).ok_or(NONE)?;
    let symbols = percent_decode(data).filter(|byte| *byte != b'=').map(|byte| match byte {
        // What others make of a plus and a slash on the way.
        b' ' | b'-' => b'+',
        b'_' => b'/',
        symbol => symbol,
    });
    let symbols: Zeroizing<Vec<u8>> = Zeroizing::new(symbols.collect());
    BASE64_NOPAD.decode(&symbols).map(Zeroizing::new).map_err(|_| DAMAGED)
}

/// One link.
struct Part {
    line: usize,
    batch: u64,
    index: u64,
    size: u64,
    payload: Zeroizing<Vec<u8>>,
}

impl Part {
    fn read(line: usize, payload: Zeroizing<Vec<u8>>) -> Result<Self, &'static str> {
        let (mut size, mut index, mut batch) = (1, 0, 0);
        for field in Fields(&payload) {
            match field.ok_or(DAMAGED)? {
                (3, Field::Number(number)) => size = number,
                (4, Field::Number(number)) => index = number,
                (5, Field::Number(number)) => batch = number,
                _ => {}
            }
        }
        let within = payload.len() > 1 && size <= PARTS_LIMIT && index < size.max(1);
        within.then_some(Self { line, batch, index, size, payload }).ok_or(DAMAGED)
    }

    fn entries(&self) -> impl Iterator<Item = Result<Found, Refused>> {
        self.entries_at(format!("line {}, ", self.line))
    }

    fn entries_at(&self, before: String) -> impl Iterator<Item = Result<Found, Refused>> {
        let accounts = Fields(&self.payload).filter_map(|field| match field {
            Some((1, Field::Bytes(bytes))) => Some(bytes),
            _ => None,
        });
        (1..).zip(accounts).map(move |(number, bytes): (u32, _)| {
            let place = || format!("{before}entry {number}");
            found(bytes).map_err(|odd| refused(place(), &odd.to_string()))
        })
    }
}

fn refused(place: String, reason: &str) -> Refused {
    Refused { r#where: place, reason: reason.to_owned() }
}

fn found(bytes: &[u8]) -> Result<Found, Odd> {
    let (mut secret, mut name, mut issuer) = (&[][..], &[][..], &[][..]);
    let (mut algorithm, mut digits, mut kind, mut counter) = (0, 0, 0, 0);
    for field in Fields(bytes) {
        match field.ok_or(Odd::Form)? {
            (1, Field::Bytes(bytes)) => secret = bytes,
            (2, Field::Bytes(bytes)) => name = bytes,
            (3, Field::Bytes(bytes)) => issuer = bytes,
            (4, Field::Number(number)) => algorithm = number,
            (5, Field::Number(number)) => digits = number,
            (6, Field::Number(number)) => kind = number,
            (7, Field::Number(number)) => counter = number,
            _ => {}
        }
    }
    // 0 stands for what was not said, which Google's app takes for the usual.
    let algorithm = match algorithm {
        0 | 1 => "SHA1",
        2 => "SHA256",
        3 => "SHA512",
        4 => "MD5",
        _ => return Err(Odd::Algorithm),
    };
    let digits = match digits {
        0 | 1 => 6,
        2 => 8,
        _ => return Err(Odd::Form),
    };
    let kind = match kind {
        0 | 2 => CodeKind::Totp,
        1 => CodeKind::Hotp,
        _ => return Err(Odd::Kind),
    };
    // The counter is signed, and one below 0 is no counter.
    i64::try_from(counter).map_err(|_| Odd::Form)?;
    let (issuer, name) = (String::from_utf8_lossy(issuer), String::from_utf8_lossy(name));
    let (issuer, name) = split(&issuer, &name);
    let spelling = Spelling {
        issuer: Some(issuer),
        name: Some(name),
        algorithm: Some(algorithm),
        digits: Number(Some(digits)),
        counter: Number(Some(counter)),
        ..Spelling::usual(kind)
    };
    spelling.bytes(Secret::new(secret.to_vec()))
}

/// The fields of a protocol buffer message, in their order; ends after the first that is damaged, which is `None`.
struct Fields<'a>(&'a [u8]);

/// What a field holds.
enum Field<'a> {
    Number(u64),
    Bytes(&'a [u8]),
    /// A number of four or eight bytes, which no field here has.
    Fixed,
}

impl<'a> Iterator for Fields<'a> {
    type Item = Option<(u64, Field<'a>)>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.0.is_empty() {
            return None;
        }
        let field = self.field();
        if field.is_none() {
            self.0 = &[];
        }
        Some(field)
    }
}

impl<'a> Fields<'a> {
    fn field(&mut self) -> Option<(u64, Field<'a>)> {
        let tag = self.number()?;
        let field = match tag & 7 {
            0 => Field::Number(self.number()?),
            1 => self.bytes(8).map(|_| Field::Fixed)?,
            2 => {
                let length = usize::try_from(self.number()?).ok()?;
                Field::Bytes(self.bytes(length)?)
            }
            5 => self.bytes(4).map(|_| Field::Fixed)?,
            _ => return None,
        };
        Some((tag >> 3, field))
    }

    /// Reads a varint: seven bits a byte, the lowest first, ten bytes at most.
    fn number(&mut self) -> Option<u64> {
        let mut number = 0;
        for place in 0..10 {
            let (byte, rest) = self.0.split_first()?;
            self.0 = rest;
            number |= u64::from(byte & 0x7f) << (7 * place);
            if byte & 0x80 == 0 {
                return Some(number);
            }
        }
        None
    }

    fn bytes(&mut self, length: usize) -> Option<&'a [u8]> {
        let (bytes, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(bytes)
    }
}
