//! Tables of comma-separated values (RFC 4180), as password managers write them: a row for each login.

use super::groups;
use super::login::Login;
use super::spelling::Odd;
use super::{ENTRY_LIMIT, Entries, Format, Refused, TransferError};
use crate::secret::SecretText;
use csv::{ByteRecord, ReaderBuilder};
use zeroize::Zeroizing;

/// The most columns that are looked at.
const COLUMNS: usize = 200;

/// A program's table, described by the names of its columns in lower case. Of several columns the first that is not
/// empty is taken.
pub(super) struct Table {
    pub(super) name: &'static str,
    pub(super) title: &'static str,
    /// The columns by which it is known; all must be there.
    pub(super) known_by: &'static [&'static str],
    /// One-time passwords. One of these must be there.
    pub(super) codes: &'static [&'static str],
    pub(super) issuers: &'static [&'static str],
    pub(super) accounts: &'static [&'static str],
    /// Paths of folders.
    pub(super) folders: &'static [&'static str],
    /// Lists of tags.
    pub(super) tags: &'static [&'static str],
    /// Whether a path begins with the name of the whole database.
    pub(super) rooted: bool,
}

impl Format for Table {
    fn name(&self) -> &'static str {
        self.name
    }

    fn title(&self) -> &'static str {
        self.title
    }

    fn sniff(&self, file: &[u8]) -> bool {
        // A table begins with its header, so that its first line tells.
        let header = file.split(|byte| *byte == b'\n').next().unwrap_or_default();
        let Some(Ok(header)) = reader(header).byte_records().next() else { return false };
        let header = Header::new(&header);
        self.known_by.iter().all(|name| header.place(name).is_some())
            && self.codes.iter().any(|name| header.place(name).is_some())
    }

    fn read(&self, file: &[u8], _: Option<&SecretText>) -> Result<Entries, TransferError> {
        let mut rows = reader(file);
        let mut row = ByteRecord::new();
        // The reader fails on nothing but its source, which is memory.
        if !rows.read_byte_record(&mut row).unwrap_or_default() {
            return Err(TransferError::Unsupported);
        }
        let header = Header::new(&row);
        let (mut entries, mut number) = (Entries::new(), 1_u32);
        // One record for all rows: an iterator of records copies the room of the widest one for each.
        while entries.len() <= ENTRY_LIMIT && rows.read_byte_record(&mut row).unwrap_or_default() {
            number = number.saturating_add(1);
            let Some(code) = header.text(&row, self.codes).map(Zeroizing::new) else { continue };
            let (title, name) = (header.text(&row, self.issuers), header.text(&row, self.accounts));
            let (title, name) = (title.unwrap_or_default(), name.unwrap_or_default());
            let login = Login { title: &title, name: &name, groups: self.groups(&header, &row) };
            // A cell may go on for lines, which is why rows are counted, the header as the first.
            let refused = |odd: Odd| Refused { r#where: format!("row {number}"), reason: odd.to_string() };
            entries.push(login.found(&code).map_err(refused));
        }
        Ok(entries)
    }
}

impl Table {
    fn groups(&self, header: &Header, row: &ByteRecord) -> Vec<String> {
        let folder = header.text(row, self.folders).unwrap_or_default();
        let folder = if self.rooted { folder.split_once('/').map_or("", |(_, path)| path) } else { &folder };
        let tags = header.text(row, self.tags).unwrap_or_default();
        groups::tags([folder].into_iter().chain(tags.split([',', ';'])))
    }
}

/// Returns a reader of all lines, which takes the mark between cells from the first one.
fn reader(file: &[u8]) -> csv::Reader<&[u8]> {
    // Editors of Windows begin a text with this mark.
    let text = file.strip_prefix(b"\xef\xbb\xbf").unwrap_or(file);
    let first = text.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let delimiter = [b',', b';', b'\t'].into_iter().find(|mark| first.contains(mark)).unwrap_or(b',');
    ReaderBuilder::new().delimiter(delimiter).has_headers(false).flexible(true).from_reader(text)
}

/// The names of the columns, in lower case.
struct Header(Vec<String>);

impl Header {
    fn new(row: &ByteRecord) -> Self {
        Self(
            row.iter()
                .take(COLUMNS)
                .map(|name| String::from_utf8_lossy(name).trim().to_lowercase())
                .collect(),
        )
    }

    fn place(&self, name: &str) -> Option<usize> {
        self.0.iter().position(|column| column == name)
    }

    /// Returns the first text that is not empty in one of these columns.
    fn text(&self, row: &ByteRecord, names: &[&str]) -> Option<String> {
        let cells = names.iter().filter_map(|name| row.get(self.place(name)?));
        cells.map(|cell| String::from_utf8_lossy(cell).trim().to_owned()).find(|text| !text.is_empty())
    }
}
