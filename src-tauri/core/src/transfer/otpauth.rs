//! Text with one `otpauth` link a line, or several without a space between. Empty lines, and lines that begin with `#` or `//`, are passed over.

use super::ente;
use super::groups;
use super::spelling::Odd;
use super::{ENTRY_LIMIT, Entries, Format, Found, Refused, TransferError};
use crate::otp::link::{self, LinkError};
use crate::secret::SecretText;

/// How links begin, most of them.
const SCHEME: &[u8] = b"otpauth://";

/// The format.
pub(super) struct Links;

impl Format for Links {
    fn name(&self) -> &'static str {
        "otpauth"
    }

    fn title(&self) -> &'static str {
        "otpauth links"
    }

    fn sniff(&self, file: &[u8]) -> bool {
        const STARTS: [&[u8]; 2] = [b"otpauth://", b"motp://"];
        let is_link = |line: &[u8], start: &[u8]| {
            line.get(..start.len()).is_some_and(|found| found.eq_ignore_ascii_case(start))
        };
        lines(file).any(|(_, line)| STARTS.iter().any(|start| is_link(line, start)))
    }

    fn read(&self, file: &[u8], _: Option<&SecretText>) -> Result<Entries, TransferError> {
        let entries = lines(file).take(ENTRY_LIMIT + 1);
        let entries = entries.map(|(number, line)| {
            found(line).map_err(|odd| Refused { r#where: format!("line {number}"), reason: odd.to_string() })
        });
        Ok(entries.collect())
    }
}

fn found(line: &[u8]) -> Result<Found, Odd> {
    let line = std::str::from_utf8(line).map_err(|_| LinkError::NotOtpauth)?;
    let display = ente::display(line);
    if display.trashed {
        return Err(Odd::Deleted);
    }
    let entry = link::parse(line)?.with_note(display.note.as_ref().map_or("", SecretText::expose));
    Ok(Found { groups: groups::tags(display.tags), ..entry.into() })
}

/// Returns the lines that say something, with their numbers.
pub(super) fn lines(file: &[u8]) -> impl Iterator<Item = (usize, &[u8])> {
    // Editors of Windows begin a text with this mark.
    let text = file.strip_prefix(b"\xef\xbb\xbf").unwrap_or(file);
    let lines = text.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii);
    (1..)
        .zip(lines)
        .filter(|(_, line)| !(line.is_empty() || line.starts_with(b"#") || line.starts_with(b"//")))
        .flat_map(|(number, line)| links(line).map(move |link| (number, link)))
}

/// Returns the links of a line. `OTPClient` forgets the end of a line behind names that are not of ASCII alone.
fn links(line: &[u8]) -> impl Iterator<Item = &[u8]> {
    let starts =
        |text: &[u8]| text.get(..SCHEME.len()).is_some_and(|start| start.eq_ignore_ascii_case(SCHEME));
    let mut rest = Some(line);
    std::iter::from_fn(move || {
        let line = rest?;
        // What does not begin with a link is one line, whatever is in it.
        let ends = if starts(line) { 1..line.len() } else { 0..0 };
        let end = ends.into_iter().find(|at| line.get(*at..).is_some_and(starts));
        rest = end.and_then(|at| line.get(at..));
        line.get(..end.unwrap_or(line.len()))
    })
}
