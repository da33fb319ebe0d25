//! JSON as foreign files have it: bounded, one row at a time, with secrets that wipe themselves.

use super::spelling::Odd;
use super::{ENTRY_LIMIT, Entries, Found, TransferError};
use crate::secret::SecretText;
use serde::de::{Deserialize, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;
use std::fmt;

/// Members of an object that [`has`] looks at; no format has as many before those that tell it.
const MEMBERS: usize = 64;
/// Rows of an array that [`rows_have`] looks at: the first ones may be odd.
const SAMPLE: usize = 16;

/// Reads a whole file, or what was unlocked of one.
pub(super) fn parse<'a, T: Deserialize<'a>>(file: &'a [u8]) -> Result<T, TransferError> {
    // Editors of Windows begin a text with this mark.
    let text = file.strip_prefix(b"\xef\xbb\xbf").unwrap_or(file);
    serde_json::from_slice(text).map_err(|_| TransferError::Unsupported)
}

/// Says whether a file is an object with all these members.
pub(super) fn has(file: &[u8], names: &[&str]) -> bool {
    file.trim_ascii_start().first() != Some(&b'[')
        && parse::<Members>(file).is_ok_and(|members| members.include(names))
}

/// Says whether a file is an array in which an object with all these members is among the first rows.
pub(super) fn rows_have(file: &[u8], names: &[&str]) -> bool {
    let has_all = |row: &&RawValue| {
        serde_json::from_str::<Members>(row.get()).is_ok_and(|members| members.include(names))
    };
    file.trim_ascii_start().first() != Some(&b'{')
        && parse::<Rows>(file).is_ok_and(|rows| rows.raw().iter().take(SAMPLE).any(has_all))
}

/// The names of an object's members.
struct Members(Vec<String>);

impl Members {
    fn include(&self, names: &[&str]) -> bool {
        names.iter().all(|name| self.0.iter().any(|member| member == name))
    }
}

impl<'de> Deserialize<'de> for Members {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Names;
        impl<'de> Visitor<'de> for Names {
            type Value = Members;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members, A::Error> {
                let mut names = Vec::new();
                while names.len() < MEMBERS {
                    match map.next_entry::<String, IgnoredAny>()? {
                        Some((name, _)) => names.push(name),
                        None => return Ok(Members(names)),
                    }
                }
                while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
                Ok(Members(names))
            }
        }
        deserializer.deserialize_map(Names)
    }
}

/// The rows of an array, as they stand; at most one more than [`ENTRY_LIMIT`].
#[derive(Default)]
pub(super) struct Rows<'a>(Vec<&'a RawValue>);

impl<'a> Rows<'a> {
    /// Reads every row for itself; one that is odd is refused by its number, one that has no one-time password at all
    /// ([`Odd::NotOtp`]) is passed over.
    pub(super) fn read<Row: Deserialize<'a>>(&self, read: impl Fn(Row) -> Result<Found, Odd>) -> Entries {
        let rows = (1..).zip(&self.0).filter_map(|(number, row)| {
            let row = serde_json::from_str(row.get()).map_err(|_| Odd::Form);
            match row.and_then(&read) {
                Ok(found) => Some(Ok(found)),
                Err(Odd::NotOtp) => None,
                Err(odd) => Some(Err(odd.refused(number))),
            }
        });
        rows.collect()
    }

    /// Returns the rows as they stand.
    pub(super) fn raw(&self) -> &[&'a RawValue] {
        &self.0
    }

    /// Returns the rows that are of this form, and passes over the others.
    pub(super) fn each<Row: Deserialize<'a>>(&self) -> impl Iterator<Item = Row> {
        self.0.iter().filter_map(|row| serde_json::from_str(row.get()).ok())
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Rows<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Few;
        impl<'de> Visitor<'de> for Few {
            type Value = Vec<&'de RawValue>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an array")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut rows: A) -> Result<Self::Value, A::Error> {
                let mut few = Vec::new();
                while few.len() <= ENTRY_LIMIT {
                    match rows.next_element()? {
                        Some(row) => few.push(row),
                        None => return Ok(few),
                    }
                }
                while rows.next_element::<IgnoredAny>()?.is_some() {}
                Ok(few)
            }
        }
        deserializer.deserialize_seq(Few).map(Rows)
    }
}

/// A whole number that may be missing. Some programs write it as a text, which may be empty, or as a fraction of nothing.
#[derive(Clone, Copy, Default)]
pub(super) struct Number(pub(super) Option<u64>);

impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Either;
        impl Visitor<'_> for Either {
            type Value = Number;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a whole number")
            }

            fn visit_u64<E: Error>(self, number: u64) -> Result<Number, E> {
                Ok(Number(Some(number)))
            }

            fn visit_f64<E: Error>(self, number: f64) -> Result<Number, E> {
                // Printed it has no exponent, and no point where it is whole.
                self.visit_str(&number.to_string())
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Number, E> {
                let text = text.trim();
                let digits = text.bytes().all(|byte| byte.is_ascii_digit());
                match (text.is_empty(), digits) {
                    (true, _) => Ok(Number(None)),
                    (false, true) => text.parse().map(|number| Number(Some(number))).map_err(E::custom),
                    (false, false) => Err(E::custom("no whole number")),
                }
            }

            fn visit_unit<E: Error>(self) -> Result<Number, E> {
                Ok(Number(None))
            }
        }
        deserializer.deserialize_any(Either)
    }
}

impl<'de> Deserialize<'de> for SecretText {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::new)
    }
}
