//! Files and standard input, read within bounds and wiped afterwards.

use crate::outcome::{Exit, Trouble};
use countersign_capture::{FileError, file, pipe};
use countersign_core::secret::SecretText;
use std::io;
use std::path::Path;
use zeroize::Zeroizing;

/// Reads a file whole; `-` is standard input.
pub(crate) fn bytes(source: &Path) -> Result<Zeroizing<Vec<u8>>, Trouble> {
    content(source).map_err(|error| {
        let message = format!("{} could not be read: {error}.", name(source));
        Trouble::new(Exit::Failed, "unreadable", message, "Nothing was changed.")
    })
}

/// The same, where the failure is told in other words.
pub(crate) fn content(source: &Path) -> Result<Zeroizing<Vec<u8>>, FileError> {
    if source == Path::new("-") { pipe(io::stdin().lock()) } else { file(source) }
}

/// Reads a text whole.
pub(crate) fn text(source: &Path) -> Result<Zeroizing<String>, Trouble> {
    let content = bytes(source)?;
    std::str::from_utf8(&content).map(|text| Zeroizing::new(text.to_owned())).map_err(|_| {
        let message = format!("{} is no text.", name(source));
        Trouble::new(Exit::Failed, "no-text", message, "Nothing was changed.")
    })
}

/// Reads the first line of a file that holds a password.
pub(crate) fn password(source: &Path) -> Result<SecretText, Trouble> {
    let text = text(source)?;
    Ok(SecretText::new(text.lines().next().unwrap_or_default().to_owned()))
}

/// Asks the person for a password on the terminal; none where there is no terminal, or nothing was typed.
pub(crate) fn typed_password(question: &str) -> Option<SecretText> {
    let question = crate::outcome::printable(question);
    let typed = rpassword::prompt_password(format!("countersign: {question}: ")).ok()?;
    Some(SecretText::new(typed)).filter(|typed| !typed.expose().is_empty())
}

/// What a source is called.
pub(crate) fn name(source: &Path) -> String {
    if source == Path::new("-") { "standard input".into() } else { source.display().to_string() }
}
