//! What importing a file would do, as programs read it. Nothing is kept and nobody is asked.
//!
//! These types hold one code of each account, for a moment that the caller names: no secret, and no `Debug`.

use super::{Contents, Found, Refused, TransferError, read};
use crate::known::Known;
use crate::otp;
use crate::secret::SecretText;
use crate::view::{CodeKind, Standing};
use serde::Serialize;
use zeroize::Zeroizing;

/// Why an entry that can be kept is shown without a code.
pub const NO_PIN: &str =
    "its PIN is not in the file; it can be kept, and makes codes once the PIN is typed in its details";
/// The version of what is printed.
const VERSION: u32 = 1;

/// What a file holds and what would become of it.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct Preview {
    version: u32,
    /// The format's name; of several formats all names.
    pub format: String,
    /// What could be read, in the file's order.
    pub entries: Vec<PreviewEntry>,
    /// What could not.
    pub refused: Vec<Refused>,
}

/// An entry of a file.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct PreviewEntry {
    /// How it stands to the entries before it.
    pub status: Standing,
    /// Who issued it.
    pub issuer: String,
    /// Whose account it is.
    pub account: String,
    /// How its codes are made.
    #[serde(rename = "type")]
    pub kind: CodeKind,
    /// SHA1, SHA256, SHA512, and MD5 of mOTP.
    pub algorithm: String,
    /// Characters in a code.
    pub digits: u8,
    /// Seconds in a time step; means nothing for a counter.
    pub period: u32,
    /// The next counter, of HOTP alone.
    pub counter: Option<u64>,
    /// The code of the moment, or of the counter.
    pub code: String,
    /// The groups it is in.
    pub groups: Vec<String>,
}

/// Reads a file without keeping anything. `at` is in seconds since 1970.
///
/// # Errors
/// Any [`TransferError`].
pub fn dry_run(
    file: &[u8],
    from: Option<&str>,
    password: Option<&SecretText>,
    at: u64,
) -> Result<Preview, TransferError> {
    Ok(preview(&[(String::new(), read(file, from, password)?)], at))
}

/// Shows several files as one, each with its name: what an entry is to those before it does not end with its file.
#[must_use]
pub fn preview(files: &[(String, Contents)], at: u64) -> Preview {
    let (mut earlier, mut read, mut refused) = (Known::default(), Vec::new(), Vec::new());
    let mut formats: Vec<&str> = Vec::new();
    for (name, Contents { format, entries }) in files {
        if !formats.contains(&format.name()) {
            formats.push(format.name());
        }
        let mut refuse = |place: &str, reason: &str| {
            let r#where = if files.len() > 1 { format!("{name}, {place}") } else { place.to_owned() };
            refused.push(Refused { r#where, reason: reason.to_owned() });
        };
        for (number, found) in (1..).zip(entries) {
            match found {
                Ok(found) => match code(found, at) {
                    Some(code) => read.push(shown(found, earlier.meet(&found.entry), &code)),
                    None => refuse(&format!("entry {number}"), NO_PIN),
                },
                Err(refusal) => refuse(&refusal.r#where, &refusal.reason),
            }
        }
    }
    Preview { version: VERSION, format: formats.join(", "), entries: read, refused }
}

/// Returns the code of the moment, or of the counter; none for want of a PIN.
fn code(found: &Found, at: u64) -> Option<Zeroizing<String>> {
    found.entry.code(otp::step(found.entry.parameters(), at))
}

fn shown(found: &Found, status: Standing, code: &str) -> PreviewEntry {
    let Found { entry, groups, .. } = found;
    let parameters = entry.parameters();
    PreviewEntry {
        status,
        issuer: entry.issuer().to_owned(),
        account: entry.name().to_owned(),
        kind: parameters.kind(),
        algorithm: parameters.algorithm().to_string(),
        digits: parameters.digits(),
        period: parameters.period(),
        counter: (parameters.kind() == CodeKind::Hotp).then(|| parameters.counter()),
        code: code.to_owned(),
        groups: groups.clone(),
    }
}
