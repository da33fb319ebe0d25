//! The preferences of an app on Android: an XML map of texts by name, in `shared_prefs`.

use super::xml::{Document, Step};
use super::{ENTRY_LIMIT, TransferError};
use zeroize::Zeroizing;

/// Bytes at the beginning of a file that tell whether it is such a map.
const HEAD: usize = 512;

/// The texts of a map.
pub(super) struct Preferences(Vec<(String, Zeroizing<String>)>);

impl Preferences {
    /// Reads a file.
    pub(super) fn read(file: &[u8]) -> Result<Self, TransferError> {
        const MAP: &[u8] = b"<map";
        let head = file.get(..HEAD).unwrap_or(file);
        let text =
            std::str::from_utf8(file).ok().filter(|_| head.windows(MAP.len()).any(|bytes| bytes == MAP));
        let mut document = Document::new(text.ok_or(TransferError::Unsupported)?, "name");
        let mut texts = Vec::new();
        loop {
            match document.step()? {
                Step::Closed(element) if element.name == "string" && texts.len() <= ENTRY_LIMIT => {
                    texts.push((element.attribute.unwrap_or_default(), element.text));
                }
                Step::Opened | Step::Closed(_) => {}
                Step::Done => return Ok(Self(texts)),
            }
        }
    }

    /// Returns the text of this name.
    pub(super) fn text(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(found, _)| found == name).map(|(_, text)| text.as_str())
    }
}
