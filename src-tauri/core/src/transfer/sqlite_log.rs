//! The write-ahead log beside a `SQLite` database: what was committed, and does not stand in the database's own file yet.
//!
//! Source: "Database File Format" of `SQLite`, chapter 4. A phone's app is rarely closed when its database is copied: without
//! the log the accounts that were added last would be missing, and nobody would notice.

use super::sqlite::is_database;
use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use zeroize::Zeroizing;

/// Bytes of the log's header.
const HEADER: usize = 32;
/// Bytes before each page in it.
const HEAD: usize = 24;
/// What a log begins with, if its sums are of words with the low byte first; one more, if with the high one.
const MAGIC: u32 = 0x377f_0682;
/// What `SQLite` appends to the name of a database for its log, and for an index of that, which says nothing that the log does not.
const BESIDE: [&str; 2] = ["-wal", "-shm"];

/// Returns where the log of a database would stand.
#[must_use]
pub fn of(database: &Path) -> PathBuf {
    named(database, BESIDE[0]).into()
}

/// Says whether a file is the log of one of these databases, or the log's index: it is read with its database.
#[must_use]
pub fn is_beside(file: &Path, databases: &[PathBuf]) -> bool {
    let file: &OsStr = file.as_os_str();
    databases.iter().any(|database| BESIDE.iter().any(|ending| named(database, ending) == file))
}

fn named(database: &Path, ending: &str) -> OsString {
    let mut name = database.as_os_str().to_owned();
    name.push(ending);
    name
}

/// Says whether a file is a database, which may have a log.
#[must_use]
pub fn may_have_one(file: &[u8]) -> bool {
    is_database(file)
}

/// Returns a database as it is with what its log has committed; nothing where that is nothing. What was not committed, or is
/// left from before, does not count.
#[must_use]
pub fn applied(database: &[u8], log: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let Committed { size, pages, count } = committed(log)?;
    let length = usize::try_from(count).ok()?.checked_mul(size)?;
    // Every page stands in one of them: a count that is larger is a lie that would cost memory.
    if !is_database(database) || length > database.len().checked_add(log.len())? {
        return None;
    }
    let mut whole = Zeroizing::new(vec![0; length]);
    let kept = length.min(database.len());
    whole.get_mut(..kept)?.copy_from_slice(database.get(..kept)?);
    for (number, page) in pages {
        let place = usize::try_from(number.checked_sub(1)?).ok()?.checked_mul(size)?;
        if let Some(old) = whole.get_mut(place..place.saturating_add(size)) {
            old.copy_from_slice(page);
        }
    }
    Some(whole)
}

/// What a log has committed.
struct Committed<'a> {
    /// Bytes of a page.
    size: usize,
    /// The newest of each page, by its number, which begins with 1.
    pages: BTreeMap<u32, &'a [u8]>,
    /// How many pages the database has with them.
    count: u32,
}

fn committed(log: &[u8]) -> Option<Committed<'_>> {
    let (header, frames) = log.split_at_checked(HEADER)?;
    let high_first = match word(header, 0)?.checked_sub(MAGIC)? {
        0 => false,
        1 => true,
        _ => return None,
    };
    let size = usize::try_from(word(header, 8)?).ok()?;
    if !size.is_power_of_two() || !(512..=1 << 16).contains(&size) {
        return None;
    }
    let mut sums = Sums { high_first, sums: [0; 2] };
    sums.add(header.get(..24)?);
    let (salts, mut pages, mut pending, mut count) = (header.get(16..24)?, BTreeMap::new(), Vec::new(), None);
    if !sums.are(header.get(24..)?) {
        return None;
    }
    for frame in frames.chunks_exact(HEAD + size) {
        let (head, page) = frame.split_at_checked(HEAD)?;
        sums.add(head.get(..8)?);
        sums.add(page);
        // From here on it is left from an earlier round, or was being written.
        if head.get(8..16)? != salts || !sums.are(head.get(16..)?) {
            break;
        }
        pending.push((word(head, 0)?, page));
        let pages_with_it = word(head, 4)?;
        if pages_with_it != 0 {
            pages.extend(pending.drain(..));
            count = Some(pages_with_it);
        }
    }
    Some(Committed { size, pages, count: count? })
}

/// The sums that vouch for everything from the log's beginning on.
struct Sums {
    high_first: bool,
    sums: [u32; 2],
}

impl Sums {
    fn add(&mut self, bytes: &[u8]) {
        let [one, other] = &mut self.sums;
        for pair in bytes.chunks_exact(8) {
            let word = |at: usize| {
                let word = word(pair, at).unwrap_or_default();
                if self.high_first { word } else { word.swap_bytes() }
            };
            *one = one.wrapping_add(word(0)).wrapping_add(*other);
            *other = other.wrapping_add(word(4)).wrapping_add(*one);
        }
    }

    /// Compares them with those that are written down, the high byte first.
    fn are(&self, written: &[u8]) -> bool {
        self.sums.iter().flat_map(|sum| sum.to_be_bytes()).eq(written.iter().copied())
    }
}

/// Reads a word, the high byte first.
fn word(bytes: &[u8], at: usize) -> Option<u32> {
    let bytes = bytes.get(at..at.checked_add(4)?)?;
    Some(u32::from_be_bytes(bytes.try_into().ok()?))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail")]
    use super::*;
    use crate::transfer::read;

    /// Written by `SQLite` itself, and copied while it was open.
    const DATABASE: &[u8] = include_bytes!("../../../../tests/fixtures/sqlite/phone.db");
    const LOG: &[u8] = include_bytes!("../../../../tests/fixtures/sqlite/phone.db-wal");

    fn accounts(database: &[u8]) -> usize {
        read(database, None, None)
            .map_or(0, |contents| contents.entries.iter().filter(|it| it.is_ok()).count())
    }

    #[test]
    fn accounts_that_were_added_last_stand_in_the_log() {
        assert_eq!(accounts(DATABASE), 1);
        assert_eq!(accounts(&applied(DATABASE, LOG).unwrap()), 3);
    }

    #[test]
    fn a_log_that_is_cut_off_counts_as_far_as_it_was_committed_and_no_database_is_worse_for_it() {
        for length in (0..LOG.len()).step_by(59) {
            let whole = applied(DATABASE, &LOG[..length]);
            assert!(
                (1..=3).contains(&accounts(whole.as_deref().map_or(DATABASE, Vec::as_slice))),
                "{length}"
            );
        }
    }

    #[test]
    fn a_log_that_was_changed_counts_up_to_that_place() {
        let mut log = LOG.to_vec();
        for place in (0..LOG.len()).step_by(197) {
            log[place] ^= 0x40;
            if let Some(whole) = applied(DATABASE, &log) {
                assert!(accounts(&whole) >= 1, "{place}");
            }
            log[place] ^= 0x40;
        }
        log[8] = 0xff;
        assert!(applied(DATABASE, &log).is_none(), "the header has sums of its own");
        assert!(applied(b"no database", LOG).is_none());
    }

    #[test]
    fn what_stands_beside_a_database_is_known_by_its_name() {
        let all: Vec<PathBuf> = ["a/PhoneFactor", "a/PhoneFactor-wal", "b-wal"].map(PathBuf::from).into();
        let beside: Vec<bool> = all.iter().map(|file| is_beside(file, &all)).collect();
        assert_eq!(beside, [false, true, false]);
        assert_eq!(of(&all[0]), all[1]);
        assert!(is_beside(Path::new("a/PhoneFactor-shm"), &all));
    }
}
