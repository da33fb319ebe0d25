//! Whatever a person points at, looked at: monitors, the clipboard, files, pictures and texts.

use crate::clipboard::{ClipboardError, Copied, clipboard};
use crate::file::{FileError, file};
use crate::paste::distinct;
use crate::screens::Shot;
use crate::search::search;
use countersign_scan::{Budget, Nothing, Picture, PictureError, Reading, picture};
use std::path::Path;

/// What came of looking at one thing.
pub struct Look {
    /// What it is called: a monitor (empty for all in one), a file, the clipboard.
    pub name: String,
    /// The picture, where it was one.
    pub picture: Option<Picture>,
    /// What it says, each payload once; or why it could not be looked at.
    pub outcome: Result<Reading, LookError>,
}

/// Why something could not be looked at, for the person.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LookError {
    /// It could not be read.
    #[error("It could not be read: {0}.")]
    File(#[from] FileError),
    /// It is no picture that can be used.
    #[error(transparent)]
    Picture(#[from] PictureError),
    /// It was to be a text, and is none.
    #[error("This is no text. If it is a picture, give it as one.")]
    NoText,
}

/// How a text is read: [`crate::paste`] or [`crate::drawn`].
pub type ReadText = fn(&str, Option<&str>) -> Reading;

/// Looks at what all monitors showed, at the same time; each has the budget's time.
#[must_use]
pub fn monitors(shots: Vec<Shot>, budget: &Budget) -> Vec<Look> {
    let pictures: Vec<&Picture> = shots.iter().map(|shot| &shot.picture).collect();
    let readings = search(&pictures, budget);
    let looks = shots.into_iter().zip(readings);
    looks.map(|(shot, reading)| Look::of(shot.name, Some(shot.picture), Ok(reading))).collect()
}

/// Looks at what was copied last: at its forms, the one that says most first, until one gives a code.
///
/// # Errors
/// Those of the [`clipboard`].
pub fn copied(read_text: ReadText, budget: &Budget) -> Result<Vec<Look>, ClipboardError> {
    let mut looks = Vec::new();
    for form in clipboard()? {
        let looked = match form {
            Copied::Files(files) => files.iter().map(|path| look_at_file(path, read_text, budget)).collect(),
            Copied::Picture(shown) => vec![look_at_picture(CLIPBOARD.to_owned(), shown, budget)],
            Copied::Text { plain, html } => {
                let reading = read_text(&plain, html.as_ref().map(|html| html.as_str()));
                vec![Look::of(CLIPBOARD.to_owned(), None, Ok(reading))]
            }
        };
        if looked.iter().any(Look::found) {
            return Ok(looked);
        }
        if looks.is_empty() {
            looks = looked; // says best why there is nothing
        }
    }
    Ok(looks)
}

/// What the clipboard is called.
const CLIPBOARD: &str = "clipboard";

/// Looks at a file: at a picture, or else at a text that holds a code, or did before it was damaged.
#[must_use]
pub fn look_at_file(path: &Path, read_text: ReadText, budget: &Budget) -> Look {
    let name = path.display().to_string();
    match file(path) {
        Ok(bytes) => look_at_bytes(name, &bytes, read_text, budget),
        Err(error) => Look::of(name, None, Err(error.into())),
    }
}

/// Looks at the content of a file.
#[must_use]
pub fn look_at_bytes(name: String, bytes: &[u8], read_text: ReadText, budget: &Budget) -> Look {
    let shown = Picture::decode(bytes);
    if let (Err(PictureError::NotAPicture), Ok(text)) = (&shown, std::str::from_utf8(bytes)) {
        let reading = read_text(text, None);
        if reading.nothing != Some(Nothing::NoCodeInText) {
            return Look::of(name, None, Ok(reading));
        }
    }
    look_at_picture(name, shown, budget)
}

/// Looks at what must be a text.
#[must_use]
pub fn look_at_text(name: String, bytes: &[u8], read_text: ReadText) -> Look {
    let outcome = std::str::from_utf8(bytes).map(|text| read_text(text, None));
    Look::of(name, None, outcome.map_err(|_| LookError::NoText))
}

fn look_at_picture(name: String, shown: Result<Picture, PictureError>, budget: &Budget) -> Look {
    match shown {
        Ok(shown) => {
            let reading = picture(&shown, budget);
            Look::of(name, Some(shown), Ok(reading))
        }
        Err(error) => Look::of(name, None, Err(error.into())),
    }
}

impl Look {
    fn of(name: String, picture: Option<Picture>, mut outcome: Result<Reading, LookError>) -> Self {
        if let Ok(reading) = &mut outcome {
            distinct(&mut reading.codes);
        }
        Self { name, picture, outcome }
    }

    /// Whether it gave a code.
    #[must_use]
    pub fn found(&self) -> bool {
        self.outcome.as_ref().is_ok_and(|reading| !reading.codes.is_empty())
    }
}
