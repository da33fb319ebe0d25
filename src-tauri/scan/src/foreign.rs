//! The decoders of others, kept from taking us down with them.

use std::panic::{AssertUnwindSafe, catch_unwind};

/// Reads a square of modules, true where dark, rows from the top; mirrored ones too.
///
/// `None` when it is no QR symbol or damaged beyond repair.
pub(crate) fn read_matrix(size: usize, dark: &[bool]) -> Option<String> {
    let matrix = rqrr::SimpleGrid::from_func(size, |x, y| dark[y * size + x]);
    let read = || {
        let mut bytes = Vec::new();
        rqrr::Grid::new(matrix).decode_to(&mut bytes).ok().map(|_| bytes)
    };
    // The decoder's own state dies with it, so nothing half-done can be seen afterwards.
    let bytes = catch_unwind(AssertUnwindSafe(read)).ok().flatten()?;
    if bytes.is_empty() {
        return None;
    }
    Some(match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => error.into_bytes().into_iter().map(char::from).collect(), // ISO 8859-1, the standard's default
    })
}
