//! The [`line`](mod@crate::vault::line) a sheet becomes in a keychain or sealed file: `R1`, and a JSON object with these members.
//!
//! | member | content |
//! |---|---|
//! | `id` | the sheet's identity, which must be the item's |
//! | `account` | the identity of the account it recovers |
//! | `created` | seconds since 1970 |
//! | `codes` | the codes in the order in which they were printed |

use super::{CODE_LIMIT, Sheet};
use crate::ports::{ID_LIMIT, Id};
use crate::secret::SecretText;
use crate::vault::line::{self, Kind, LineError, OBJECT_LIMIT};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// The object inside; like an account's it borrows the secrets from memory that wipes itself.
#[derive(Serialize, Deserialize)]
struct Wire<'a> {
    id: Cow<'a, str>,
    account: Cow<'a, str>,
    created: u64,
    #[serde(borrow)]
    codes: Vec<Text<'a>>,
}

/// A code on the wire. Only a code with `"` or `\` in it comes out of JSON as a text of its own; it is wiped then.
#[derive(Serialize, Deserialize)]
#[serde(transparent)]
struct Text<'a>(#[serde(borrow)] Cow<'a, str>);

impl Drop for Text<'_> {
    fn drop(&mut self) {
        if let Cow::Owned(text) = &mut self.0 {
            zeroize::Zeroize::zeroize(text);
        }
    }
}

/// Writes a sheet.
#[must_use]
pub fn encode(sheet: &Sheet) -> SecretText {
    line::encode(Kind::Recovery, &wire(sheet))
}

/// Reads what was stored under an id.
///
/// # Errors
/// Any [`LineError`].
pub fn decode(id: &Id, payload: &str) -> Result<Sheet, LineError> {
    let json = line::decode(Kind::Recovery, payload)?;
    let wire: Wire<'_> = serde_json::from_slice(json.bytes()).map_err(|_| LineError::Damaged)?;
    if wire.id != id.0 {
        return Err(LineError::WrongId);
    }
    let fit = wire.account.len() <= ID_LIMIT
        && !wire.codes.is_empty()
        && wire.codes.iter().all(|code| (1..=CODE_LIMIT).contains(&code.0.len()));
    if !fit {
        return Err(LineError::Damaged);
    }
    Ok(Sheet {
        id: id.clone(),
        account: Id(wire.account.into_owned()),
        created: wire.created,
        codes: wire.codes.iter().map(|code| SecretText::new(code.0.to_string())).collect(),
    })
}

/// Returns how many bytes of codes an empty sheet takes.
pub(super) fn room(sheet: &Sheet) -> usize {
    let used = serde_json::to_vec(&wire(sheet)).map_or(OBJECT_LIMIT, |empty| empty.len());
    OBJECT_LIMIT.saturating_sub(used)
}

/// Returns how many bytes a code takes in a sheet: JSON puts quotes around it, a comma after it, and escapes two signs.
pub(super) fn room_for(code: &SecretText) -> usize {
    let escaped = code.expose().bytes().filter(|byte| matches!(byte, b'"' | b'\\')).count();
    code.expose().len() + escaped + "\"\",".len()
}

fn wire(sheet: &Sheet) -> Wire<'_> {
    Wire {
        id: Cow::Borrowed(&sheet.id.0),
        account: Cow::Borrowed(&sheet.account.0),
        created: sheet.created,
        codes: sheet.codes.iter().map(|code| Text(Cow::Borrowed(code.expose()))).collect(),
    }
}
