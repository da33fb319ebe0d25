//! Reads tables of `SQLite` files: the database file format, version 3, read-only.
//!
//! Source: "Database File Format" of `SQLite`. The library itself is C and would stand beside the secrets to read two
//! tables of a few rows. What those tables never have is not read: indexes and tables without row ids. Changes that are still
//! in a write-ahead log beside the file are put into it before ([`super::sqlite_log`]).
//!
//! Every page is visited once and all rows together have no more bytes than the file, so that none costs more than its
//! size.

use super::{ENTRY_LIMIT, TransferError};
use crate::secret::SecretText;
use std::collections::HashSet;
use zeroize::Zeroizing;

const MAGIC: &[u8] = b"SQLite format 3\0";
/// Bytes of the file's header, which stands on the first page before that page's own.
const HEADER: usize = 100;
/// The page that the list of tables begins on.
const SCHEMA: u32 = 1;
/// The most columns that a table has, unless its library was built otherwise.
const COLUMNS: usize = 2_000;
/// A page of a table whose cells are rows.
const LEAF: u8 = 13;
/// A page of a table whose cells are other pages.
const INTERIOR: u8 = 5;

/// Says whether a file is a database.
pub(super) fn is_database(file: &[u8]) -> bool {
    file.starts_with(MAGIC)
}

/// What a cell holds. Of fractions, and of bytes that are no text, no column here has any that could be read.
enum Value {
    Nothing,
    Unread,
    Number(i64),
    Text(SecretText),
}

/// A row; damaged ones have no values.
pub(super) struct Row<'a> {
    columns: &'a [String],
    values: &'a [Value],
}

impl Row<'_> {
    /// Returns a text, which is empty where there is none.
    pub(super) fn text(&self, column: &str) -> &str {
        match self.value(column) {
            Some(Value::Text(text)) => text.expose(),
            _ => "",
        }
    }

    /// Returns a number, if there is one.
    pub(super) fn number(&self, column: &str) -> Option<i64> {
        match self.value(column) {
            Some(Value::Number(number)) => Some(*number),
            Some(Value::Text(text)) => text.expose().trim().parse().ok(),
            _ => None,
        }
    }

    /// Says whether a cell holds something, of whatever type.
    pub(super) fn holds(&self, column: &str) -> bool {
        match self.value(column) {
            Some(Value::Text(text)) => !text.expose().is_empty(),
            Some(Value::Number(_) | Value::Unread) => true,
            Some(Value::Nothing) | None => false,
        }
    }

    fn value(&self, column: &str) -> Option<&Value> {
        let place = self.columns.iter().position(|name| name.eq_ignore_ascii_case(column))?;
        self.values.get(place)
    }
}

/// A table with its rows in their order.
pub(super) struct Table {
    columns: Vec<String>,
    rows: Vec<Vec<Value>>,
}

impl Table {
    /// Reads the table of this name.
    pub(super) fn read(file: &[u8], name: &str) -> Result<Self, TransferError> {
        let schema: Vec<String> = ["type", "name", "tbl_name", "rootpage", "sql"].map(str::to_owned).into();
        let schema = Self { columns: schema, rows: Pages::open(file)?.rows(SCHEMA)? };
        let is_wanted =
            |row: &Row<'_>| row.text("type") == "table" && row.text("name").eq_ignore_ascii_case(name);
        let found = schema.rows().find(is_wanted).ok_or(TransferError::Unsupported)?;
        let root = found.number("rootpage").and_then(|page| u32::try_from(page).ok());
        let root = root.ok_or(TransferError::Unsupported)?;
        Ok(Self { columns: columns(found.text("sql")), rows: Pages::open(file)?.rows(root)? })
    }

    /// Returns the rows.
    pub(super) fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        self.rows.iter().map(|values| Row { columns: &self.columns, values })
    }

    /// Says whether the table has all these columns.
    pub(super) fn has(&self, names: &[&str]) -> bool {
        names.iter().all(|name| self.columns.iter().any(|column| column.eq_ignore_ascii_case(name)))
    }
}

/// Returns the names of the columns in a `CREATE TABLE`.
fn columns(sql: &str) -> Vec<String> {
    let inside = sql.split_once('(').map_or("", |(_, inside)| inside);
    let (mut depth, mut start, mut parts) = (0_usize, 0, Vec::new());
    for (at, character) in inside.char_indices() {
        match character {
            '(' => depth += 1,
            ')' if depth > 0 => depth -= 1,
            ',' | ')' if depth == 0 => {
                parts.extend(inside.get(start..at));
                start = at + 1;
            }
            _ => {}
        }
    }
    let first = |part: &&str| part.split_whitespace().next().unwrap_or_default().to_uppercase();
    let constraints = ["CONSTRAINT", "PRIMARY", "UNIQUE", "CHECK", "FOREIGN"];
    let columns =
        parts.into_iter().map(str::trim).filter(|part| !constraints.contains(&first(part).as_str()));
    columns.take(COLUMNS).map(column).collect()
}

fn column(definition: &str) -> String {
    let marks = [('"', '"'), ('`', '`'), ('[', ']'), ('\'', '\'')];
    let quoted = marks.into_iter().find_map(|(open, close)| definition.strip_prefix(open)?.split_once(close));
    let name =
        quoted.map_or_else(|| definition.split_whitespace().next().unwrap_or_default(), |(name, _)| name);
    name.to_owned()
}

/// A database, page by page.
struct Pages<'a> {
    file: &'a [u8],
    /// Bytes of a page.
    size: usize,
    /// Bytes of a page that are not reserved.
    usable: usize,
    /// How text is spelled: 1 for UTF-8, 2 and 3 for UTF-16 with the low or the high byte first.
    encoding: u32,
    /// Bytes that rows may still have.
    room: usize,
}

impl<'a> Pages<'a> {
    fn open(file: &'a [u8]) -> Result<Self, TransferError> {
        let opened = || {
            let size = match number(file, 16, 2)? {
                1 => 1 << 16,
                size => size,
            };
            let reserved = number(file, 20, 1)?;
            let encoding = u32::try_from(number(file, 56, 4)?).ok()?;
            let usable = size.checked_sub(reserved).filter(|usable| *usable >= 480)?;
            let sound = is_database(file) && size.is_power_of_two() && (512..=1 << 16).contains(&size);
            sound.then_some(Self { file, size, usable, encoding, room: file.len() })
        };
        opened().ok_or(TransferError::Unsupported)
    }

    /// Returns a page, counted from 1.
    fn page(&self, page: u32) -> Option<&'a [u8]> {
        let start = usize::try_from(page.checked_sub(1)?).ok()?.checked_mul(self.size)?;
        self.file.get(start..start.checked_add(self.size)?)
    }

    /// Reads a tree of rows.
    fn rows(mut self, root: u32) -> Result<Vec<Vec<Value>>, TransferError> {
        let (mut rows, mut visited, mut next) = (Vec::new(), HashSet::new(), vec![root]);
        while let Some(page) = next.pop() {
            let fresh = visited.insert(page);
            let page_rows =
                self.visit(page, &mut next).filter(|_| fresh).ok_or(TransferError::Unsupported)?;
            rows.extend(page_rows);
            if rows.len() > ENTRY_LIMIT {
                return Err(TransferError::TooLarge);
            }
        }
        Ok(rows)
    }

    /// Returns the rows of a page, or puts the pages below it onto `next`, the first on top.
    fn visit(&mut self, number_of_page: u32, next: &mut Vec<u32>) -> Option<Vec<Vec<Value>>> {
        let page = self.page(number_of_page)?;
        let head = if number_of_page == SCHEMA { HEADER } else { 0 };
        let (kind, cells) = (*page.get(head)?, number(page, head + 3, 2)?);
        let pointers = head + if kind == INTERIOR { 12 } else { 8 };
        let cell = |at: usize| number(page, pointers + 2 * at, 2);
        match kind {
            INTERIOR => {
                let below = (0..cells).map(|at| number(page, cell(at)?, 4));
                let mut below: Vec<usize> = below.collect::<Option<_>>()?;
                below.push(number(page, head + 8, 4)?);
                for page in below.into_iter().rev() {
                    next.push(u32::try_from(page).ok()?);
                }
                Some(Vec::new())
            }
            LEAF => (0..cells).map(|at| self.row(page, cell(at)?)).collect(),
            _ => None,
        }
    }

    /// Reads the row of a cell. A row whose own bytes make no sense is empty, and its neighbours stand.
    fn row(&mut self, page: &'a [u8], at: usize) -> Option<Vec<Value>> {
        let mut cell = Cursor(page.get(at..)?);
        let length = usize::try_from(cell.varint()?).ok()?;
        self.room = self.room.checked_sub(length)?;
        cell.varint()?;
        let record = self.payload(cell.0, length)?;
        Some(self.values(&record).unwrap_or_default())
    }

    /// Puts a record together whose end may stand on pages of its own.
    fn payload(&self, cell: &'a [u8], length: usize) -> Option<Zeroizing<Vec<u8>>> {
        let most = self.usable - 35;
        let mut record = Zeroizing::new(Vec::with_capacity(length));
        if length <= most {
            record.extend_from_slice(cell.get(..length)?);
            return Some(record);
        }
        let least = (self.usable - 12) * 32 / 255 - 23;
        let here = least + (length - least) % (self.usable - 4);
        let here = if here <= most { here } else { least };
        record.extend_from_slice(cell.get(..here)?);
        let mut page = number(cell, here, 4)?;
        while record.len() < length {
            let bytes = self.page(u32::try_from(page).ok()?)?;
            page = number(bytes, 0, 4)?;
            let wanted = (length - record.len()).min(self.usable - 4);
            record.extend_from_slice(bytes.get(4..4 + wanted)?);
        }
        Some(record)
    }

    fn values(&self, record: &[u8]) -> Option<Vec<Value>> {
        let mut head = Cursor(record);
        let length = usize::try_from(head.varint()?).ok()?;
        let read = record.len() - head.0.len();
        let mut head = Cursor(head.0.get(..length.checked_sub(read)?)?);
        let mut body = Cursor(record.get(length..)?);
        let mut values = Vec::new();
        while !head.0.is_empty() {
            values.push(self.value(head.varint()?, &mut body)?);
        }
        Some(values)
    }

    /// Reads a value by its serial type.
    fn value(&self, kind: u64, body: &mut Cursor<'_>) -> Option<Value> {
        Some(match kind {
            0 => Value::Nothing,
            1..=4 => Value::Number(body.integer(usize::try_from(kind).ok()?)?),
            5 => Value::Number(body.integer(6)?),
            6 => Value::Number(body.integer(8)?),
            7 => body.take(8).map(|_| Value::Unread)?,
            8 | 9 => Value::Number(i64::from(kind == 9)),
            10 | 11 => return None,
            _ => {
                let bytes = body.take(usize::try_from((kind - 12) / 2).ok()?)?;
                match std::str::from_utf8(bytes) {
                    _ if !kind.is_multiple_of(2) => Value::Text(self.text(bytes)),
                    // Some programs store a text as bytes.
                    Ok(text) => Value::Text(SecretText::new(text.to_owned())),
                    Err(_) => Value::Unread,
                }
            }
        })
    }

    fn text(&self, bytes: &[u8]) -> SecretText {
        let units = |read: fn([u8; 2]) -> u16| {
            let units = bytes.chunks_exact(2).filter_map(|pair| pair.try_into().ok().map(read));
            char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
        };
        SecretText::new(match self.encoding {
            2 => units(u16::from_le_bytes),
            3 => units(u16::from_be_bytes),
            _ => String::from_utf8_lossy(bytes).into_owned(),
        })
    }
}

/// Reads a number of up to four bytes, the high one first.
fn number(bytes: &[u8], at: usize, length: usize) -> Option<usize> {
    let bytes = bytes.get(at..at.checked_add(length)?)?;
    bytes.iter().try_fold(0_usize, |number, byte| number.checked_mul(256)?.checked_add(usize::from(*byte)))
}

/// Bytes that are read from their beginning.
struct Cursor<'a>(&'a [u8]);

impl<'a> Cursor<'a> {
    fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (bytes, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(bytes)
    }

    /// Reads a number of up to nine bytes: seven bits each, the high ones first, and eight in the ninth.
    fn varint(&mut self) -> Option<u64> {
        let mut number = 0_u64;
        for place in 1..=9 {
            let byte = *self.take(1)?.first()?;
            if place == 9 {
                return Some(number << 8 | u64::from(byte));
            }
            number = number << 7 | u64::from(byte & 0x7f);
            if byte & 0x80 == 0 {
                break;
            }
        }
        Some(number)
    }

    /// Reads a signed number, the high byte first.
    fn integer(&mut self, length: usize) -> Option<i64> {
        let bytes = self.take(length)?;
        let mut wide = if bytes.first().is_some_and(|byte| byte & 0x80 != 0) { [0xff; 8] } else { [0; 8] };
        wide.get_mut(8 - length..)?.copy_from_slice(bytes);
        Some(i64::from_be_bytes(wide))
    }
}
