//! Files and standard input, read within bounds and wiped afterwards.

use crate::outcome::{Exit, Trouble};
use countersign_core::secret::SecretText;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use zeroize::Zeroizing;

/// The largest file that is read, in bytes.
const LIMIT: u64 = 64 << 20;

/// Reads a file whole; `-` is standard input.
pub(crate) fn bytes(source: &Path) -> Result<Zeroizing<Vec<u8>>, Trouble> {
    read(source).map_err(|error| {
        let message = format!("{} could not be read: {error}.", name(source));
        Trouble::new(Exit::Failed, "unreadable", message, "Nothing was changed.")
    })
}

fn read(source: &Path) -> io::Result<Zeroizing<Vec<u8>>> {
    let mut content = Zeroizing::new(Vec::new());
    let length = if source == Path::new("-") {
        io::stdin().lock().take(LIMIT + 1).read_to_end(&mut content)?
    } else {
        File::open(source)?.take(LIMIT + 1).read_to_end(&mut content)?
    };
    if u64::try_from(length).is_ok_and(|length| length <= LIMIT) {
        Ok(content)
    } else {
        Err(io::Error::new(io::ErrorKind::FileTooLarge, "it is larger than 64 MiB"))
    }
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
