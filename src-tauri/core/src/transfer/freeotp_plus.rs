//! `FreeOTP+`: its JSON backup.

use super::freeotp_token::Token;
use super::json::{self, Rows};
use super::{Entries, Format, TransferError};
use crate::secret::SecretText;
use serde::Deserialize;

/// Tokens that are looked at where nothing else tells the format.
const SAMPLE: usize = 16;

/// The format.
pub(super) struct FreeOtpPlus;

impl Format for FreeOtpPlus {
    fn name(&self) -> &'static str {
        "freeotp-plus"
    }

    fn title(&self) -> &'static str {
        "FreeOTP+"
    }

    fn sniff(&self, file: &[u8]) -> bool {
        let token = |backup: Backup| {
            backup
                .tokens
                .raw()
                .iter()
                .take(SAMPLE)
                .any(|row| json::has(row.get().as_bytes(), &["secret", "type"]))
        };
        json::has(file, &["tokens", "tokenOrder"])
            || (json::has(file, &["tokens"]) && json::parse::<Backup>(file).is_ok_and(token))
    }

    fn read(&self, file: &[u8], _: Option<&SecretText>) -> Result<Entries, TransferError> {
        let backup: Backup = json::parse(file)?;
        Ok(backup.tokens.read(Token::found))
    }
}

#[derive(Deserialize)]
struct Backup<'a> {
    #[serde(borrow)]
    tokens: Rows<'a>,
}
