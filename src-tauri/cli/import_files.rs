//! What an import reads: files, standard input, pictures of QR codes, password stores.

use crate::outcome::Trouble;
use crate::{input, password_store};
use countersign_core::transfer::{Refused, sqlite_log};
use countersign_scan::{Budget, text_of_file};
use std::path::{Path, PathBuf};
use std::time::Duration;
use zeroize::Zeroizing;

/// How long one picture may take: here nobody waits for a window.
const TIME: Duration = Duration::from_secs(5);

/// A file, or what stands for one.
pub(crate) struct File {
    /// What it is called.
    pub(crate) name: String,
    /// Its content.
    pub(crate) content: Zeroizing<Vec<u8>>,
    /// What of it could not be opened.
    pub(crate) refused: Vec<Refused>,
}

/// Reads all of these. What the codes in pictures say is put together, because exports are shown in several of them.
pub(crate) fn read(paths: &[PathBuf]) -> Result<Vec<File>, Trouble> {
    let mut files: Vec<File> = Vec::new();
    let mut pictures: Option<usize> = None;
    for path in paths.iter().filter(|path| !sqlite_log::is_beside(path, paths)) {
        let (file, is_picture) = file(path)?;
        let first = pictures.and_then(|place| files.get_mut(place)).filter(|_| is_picture);
        if let Some(first) = first {
            first.content = joined(&first.content, &file.content);
        } else {
            if is_picture {
                pictures = Some(files.len());
            }
            files.push(file);
        }
    }
    Ok(files)
}

fn file(path: &Path) -> Result<(File, bool), Trouble> {
    let name = input::name(path);
    if path.is_dir() {
        return Ok((password_store::read(path)?, false));
    }
    let content = with_log(input::bytes(path)?, path)?;
    let text = text_of_file(&content, &Budget { time: TIME, ..Budget::default() });
    let is_picture = text.as_ref().is_some_and(|text| !text.starts_with('<'));
    let content = text.map_or(content, |mut text| Zeroizing::new(std::mem::take(&mut *text).into_bytes()));
    Ok((File { name, content, refused: Vec::new() }, is_picture))
}

/// Puts into a database what is in the log beside it.
fn with_log(content: Zeroizing<Vec<u8>>, path: &Path) -> Result<Zeroizing<Vec<u8>>, Trouble> {
    let log = sqlite_log::of(path);
    if !sqlite_log::may_have_one(&content) || !log.is_file() {
        return Ok(content);
    }
    let log = input::bytes(&log)?;
    Ok(sqlite_log::applied(&content, &log).unwrap_or(content))
}

/// Puts texts together. Never grows, because growing would leave copies of secrets behind.
fn joined(one: &[u8], other: &[u8]) -> Zeroizing<Vec<u8>> {
    let mut both = Zeroizing::new(Vec::with_capacity(one.len() + other.len()));
    both.extend_from_slice(one);
    both.extend_from_slice(other);
    both
}
