//! HTML that authenticators write to be printed or kept, with an `otpauth` link for each account.
//!
//! The markup differs with every program and is passed over: what counts is a link, in an attribute or in the text.
//! Pictures are not looked into, because nothing that decodes pictures stands beside the secrets.

use super::login::Login;
use super::migration::Migration;
use super::{ENTRY_LIMIT, Entries, Format, Refused, TransferError};
use crate::otp::link::LINK_LIMIT;
use crate::secret::SecretText;
use std::collections::HashSet;
use zeroize::Zeroizing;

const START: &str = "otpauth://";
const MIGRATION: &str = "otpauth-migration://";
const PICTURE: &str = "data:image/";
/// Bytes of a link that are looked at: escapes make it longer.
const LINK_READ: usize = 2 * LINK_LIMIT;
/// Bytes at the beginning of a file that tell whether it is HTML.
const HEAD: usize = 1_024;

/// The format.
pub(super) struct Html;

impl Format for Html {
    fn name(&self) -> &'static str {
        "html"
    }

    fn title(&self) -> &'static str {
        "HTML with otpauth links"
    }

    fn sniff(&self, file: &[u8]) -> bool {
        let head = file.get(..HEAD).unwrap_or(file);
        let head = String::from_utf8_lossy(head).to_ascii_lowercase();
        let markup = head.trim_start_matches('\u{feff}').trim_start().starts_with('<');
        markup
            && ["<html", "<!doctype html", "<body", "<table", "<div", "<img"]
                .iter()
                .any(|tag| head.contains(tag))
    }

    fn read(&self, file: &[u8], _: Option<&SecretText>) -> Result<Entries, TransferError> {
        let Ok(text) = std::str::from_utf8(file) else { return Err(TransferError::Unsupported) };
        // A link often stands twice: to be followed and to be read.
        let mut met = HashSet::new();
        let links = links(text, START).filter(|link| met.insert(*link));
        let mut entries: Entries = (1..)
            .zip(links.take(ENTRY_LIMIT + 1))
            .map(|(number, link): (u32, _)| {
                let found = Login::default().found(&unescaped(link));
                found.map_err(|odd| refused(format!("link {number}"), &odd.to_string()))
            })
            .collect();
        if entries.is_empty() {
            entries = migration(text)?;
        }
        if entries.is_empty() {
            let pictures = (1..).zip(text.matches(PICTURE).take(ENTRY_LIMIT + 1));
            entries.extend(pictures.map(|(number, _): (u32, _)| {
                let reason = "it is a picture; show the file in a browser and scan it from the screen";
                Err(refused(format!("picture {number}"), reason))
            }));
        }
        Ok(entries)
    }
}

fn refused(place: String, reason: &str) -> Refused {
    Refused { r#where: place, reason: reason.to_owned() }
}

/// Reads the links of Google Authenticator's export, of which each holds several accounts.
fn migration(text: &str) -> Result<Entries, TransferError> {
    let mut met = HashSet::new();
    let links = links(text, MIGRATION).filter(|link| met.insert(*link)).take(ENTRY_LIMIT + 1);
    let mut list = Zeroizing::new(String::with_capacity(text.len()));
    for link in links {
        list.push_str(&unescaped(link));
        list.push('\n');
    }
    if list.is_empty() { Ok(Entries::new()) } else { Migration.read(list.as_bytes(), None) }
}

/// Returns every link as it is written, up to what cannot be part of it. Goes on behind it, so that no text is read twice.
fn links<'a>(text: &'a str, start: &'static str) -> impl Iterator<Item = &'a str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        rest = rest.get(rest.find(start)?..)?;
        let ends = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '<' | '>' | '`');
        // What is too long to be a link is cut where that is certain, and refused for its length.
        let end = rest.char_indices().find(|(at, c)| ends(*c) || *at > LINK_READ);
        let (link, behind) = rest.split_at(end.map_or(rest.len(), |(at, _)| at));
        rest = behind;
        Some(link)
    })
}

/// Replaces the escapes of HTML that a link can have. Others stay, because a plain `&` begins the next parameter.
fn unescaped(link: &str) -> Zeroizing<String> {
    let mut text = Zeroizing::new(link.to_owned());
    for (escape, meant) in
        [("&quot;", "%22"), ("&#39;", "'"), ("&#43;", "+"), ("&#x2B;", "+"), ("&#61;", "=")]
    {
        text = Zeroizing::new(text.replace(escape, meant));
    }
    for escape in ["&amp;", "&#38;", "&#x26;"] {
        text = Zeroizing::new(text.replace(escape, "&"));
    }
    text
}
