//! `FreeOTP` 1: the preferences it keeps its tokens in (`tokens.xml`), each a text of JSON.

use super::freeotp_token::Token;
use super::spelling::Odd;
use super::xml::{Document, Step};
use super::{ENTRY_LIMIT, Entries, Format, TransferError};
use crate::secret::SecretText;

/// The format.
pub(super) struct FreeOtp;

/// The text that holds their order and no token.
const ORDER: &str = "tokenOrder";

impl Format for FreeOtp {
    fn name(&self) -> &'static str {
        "freeotp"
    }

    fn title(&self) -> &'static str {
        "FreeOTP 1"
    }

    fn sniff(&self, file: &[u8]) -> bool {
        let token =
            |text: &str| text.contains(ORDER) || (text.contains("issuerExt") && text.contains("secret"));
        std::str::from_utf8(file).is_ok_and(|text| text.contains("<map") && token(text))
    }

    fn read(&self, file: &[u8], _: Option<&SecretText>) -> Result<Entries, TransferError> {
        let text = std::str::from_utf8(file).map_err(|_| TransferError::Unsupported)?;
        let mut document = Document::new(text, "name");
        let mut entries = Entries::new();
        while entries.len() <= ENTRY_LIMIT {
            match document.step()? {
                Step::Closed(text) if text.name == "string" && text.attribute.as_deref() != Some(ORDER) => {
                    let token = serde_json::from_str(&text.text).map_err(|_| Odd::Form);
                    let number = entries.len() + 1;
                    entries.push(token.and_then(Token::found).map_err(|odd| odd.refused(number)));
                }
                Step::Opened | Step::Closed(_) => {}
                Step::Done => break,
            }
        }
        Ok(entries)
    }
}
