//! `countersign add`: brings accounts in; the person confirms them in the app.

use crate::outcome::{self, Exit, Trouble};
use crate::sources::{Seen, Source, files, texts};
use crate::{Carry, agent};
use clap::Args;
use countersign_capture::{bare_secret, is_nameless, paste};
use countersign_core::otp::entry::Entry;
use countersign_core::otp::link;
use countersign_core::transfer;
use countersign_core::view::{Answer, claim};
use countersign_link::passing::Passing;
use countersign_scan::{Code, Kind};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use zeroize::Zeroizing;

/// The most links in one request, and the most bytes in them: one message to the agent holds that.
const REQUEST: (usize, usize) = (100, 32 * 1024);

/// Adds accounts, once you confirmed them in the app
#[derive(Debug, Args)]
#[command(group(clap::ArgGroup::new("from").required(true).multiple(true)))]
pub(crate) struct Add {
    /// A picture with a QR code; - is standard input
    #[arg(long, value_name = "FILE", group = "from")]
    qr: Vec<PathBuf>,
    /// Looks for QR codes on all monitors
    #[arg(long, group = "from")]
    screen: bool,
    /// Takes what was copied last: a picture, files, links, or a secret
    #[arg(long, group = "from")]
    clipboard: bool,
    /// A text with `otpauth` links or with a QR code drawn in it; - is standard input
    #[arg(long, value_name = "FILE", group = "from")]
    text: Vec<PathBuf>,
    /// What a bare secret is for, which it does not say itself
    #[arg(long, value_name = "ISSUER:ACCOUNT")]
    name: Option<String>,
    /// Reads `otpauth` links from standard input, one a line (as an argument every program could see them)
    #[arg(value_name = "-", value_parser = ["-"], group = "from")]
    links: Option<String>,
}

impl Carry for Add {
    fn carry_out(self) -> Result<ExitCode, Trouble> {
        let mut found = Found::default();
        let mut complete = true;
        for source in self.sources() {
            let seen = source.look(paste);
            let any = seen.iter().any(Seen::found);
            for one in seen {
                if let Some(why) = one.why_not().filter(|_| !any) {
                    outcome::person(&format!("{}: {why}", one.name));
                }
                found.take(one);
            }
            complete &= any;
        }
        let links = found.links(self.name.as_deref())?;
        if links.is_empty() {
            return Err(Trouble::new(
                Exit::Nothing,
                "nothing-found",
                "Nothing that can be added was found.",
                "",
            ));
        }
        let mut count = 0;
        for links in parts(links) {
            count += bring(links)?;
        }
        outcome::person(&format!("added {count} account{}", if count == 1 { "" } else { "s" }));
        Ok(if complete { Exit::Done } else { Exit::Nothing }.into())
    }
}

impl Add {
    fn sources(&self) -> impl Iterator<Item = Source<'_>> {
        let screen = self.screen.then_some(Source::Screen);
        let others = self.clipboard.then_some(Source::Clipboard).into_iter().chain(files(&self.qr));
        let links = self.links.as_ref().map(|_| Source::Text(Path::new("-")));
        screen.into_iter().chain(others).chain(texts(&self.text)).chain(links)
    }
}

/// Has the person confirm these links, and says how many accounts were added.
pub(crate) fn bring(links: Vec<Zeroizing<String>>) -> Result<u32, Trouble> {
    let links = links.into_iter().map(|mut link| Passing::new(std::mem::take(&mut *link))).collect();
    match agent::add(links)? {
        Answer::Added { count, .. } => Ok(count),
        _ => Err(agent::strange()),
    }
}

/// What was found in all sources together: the parts of an export may be in several of them.
#[derive(Default)]
struct Found {
    links: Vec<Zeroizing<String>>,
    exports: Zeroizing<String>,
}

impl Found {
    /// Takes what can be added, and tells the person of what cannot.
    fn take(&mut self, seen: Seen) {
        for Code { text, kind, .. } in seen.outcome.into_iter().flat_map(|reading| reading.codes) {
            match kind {
                Kind::Otpauth if !self.links.contains(&text) => self.links.push(text),
                Kind::Otpauth => {}
                Kind::Migration => {
                    self.exports.push_str(&text);
                    self.exports.push('\n');
                }
                Kind::Link => outcome::person(&format!(
                    "{}: a code is a link to a page, such as a login with the browser; it adds no account",
                    seen.name
                )),
                Kind::Other => {
                    if let Some(link) = bare_secret(&text) {
                        self.links.push(link);
                    } else {
                        let said = claim::line(&text, claim::NAME);
                        outcome::person(&format!("{}: a code adds no account; it says: {said}", seen.name));
                    }
                }
            }
        }
    }

    /// Returns links alone: those of exports and named secrets too.
    fn links(self, name: Option<&str>) -> Result<Vec<Zeroizing<String>>, Trouble> {
        let mut links = Vec::new();
        for link in self.links {
            links.push(if is_nameless(&link) { named(&link, name)? } else { link });
        }
        if !self.exports.is_empty() {
            let exported = transfer::read(self.exports.as_bytes(), Some("otpauth-migration"), None).map_err(
                |error| Trouble::new(Exit::Failed, error.code(), sentence(&error), "Nothing was added."),
            )?;
            for entry in exported.entries {
                match entry {
                    Ok(found) => links.push(Zeroizing::new(link::write(&found.entry).expose().to_owned())),
                    Err(refused) => outcome::person(&format!("{}: {}", refused.r#where, refused.reason)),
                }
            }
        }
        Ok(links)
    }
}

/// Gives a bare secret its name.
fn named(secret: &str, name: Option<&str>) -> Result<Zeroizing<String>, Trouble> {
    let Some(name) = name else {
        let message = "A bare secret was found, which does not say what it is for. Nothing was added.";
        return Err(Trouble::new(
            Exit::Usage,
            "nameless",
            message,
            "Give it a name with --name ISSUER:ACCOUNT.",
        ));
    };
    let wrong = |error: &dyn std::fmt::Display| {
        Trouble::new(Exit::Failed, "bad-link", sentence(error), "Copy the secret again; nothing was added.")
    };
    let read = link::parse(secret).map_err(|error| wrong(&error))?;
    let (issuer, account) = name.split_once(':').unwrap_or(("", name));
    let entry = Entry::new(issuer, account, *read.parameters(), read.secret().clone());
    Ok(Zeroizing::new(link::write(&entry.map_err(|error| wrong(&error))?).expose().to_owned()))
}

fn sentence(error: &dyn std::fmt::Display) -> String {
    let text = error.to_string();
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| format!("{}{}.", first.to_uppercase(), letters.as_str()))
}

/// Divides links into requests, in their order.
fn parts(links: Vec<Zeroizing<String>>) -> Vec<Vec<Zeroizing<String>>> {
    let mut parts: Vec<Vec<Zeroizing<String>>> = Vec::new();
    let mut room = (0, 0);
    for link in links {
        if room.0 == 0 || room.1 < link.len() {
            parts.push(Vec::new());
            room = REQUEST;
        }
        room = (room.0 - 1, room.1.saturating_sub(link.len()));
        if let Some(part) = parts.last_mut() {
            part.push(link);
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]
    use super::*;

    const SECRET: &str = "TESTSECRETTESTSECRETTESTSECRET22";

    fn seen(text: &str) -> Seen {
        Seen { name: "here".into(), outcome: Ok(paste(text, None)) }
    }

    #[test]
    fn links_are_found_among_other_lines_and_taken_once() {
        let text = "My accounts\n  otpauth://totp/a?secret=MFRGG\r\nhttps://example.com\nOTPAUTH://totp/b?secret=MFRGG";
        let mut found = Found::default();
        found.take(seen(text));
        found.take(seen(text));
        assert_eq!(found.links(None).unwrap().len(), 2);
    }

    #[test]
    fn a_bare_secret_needs_a_name() {
        let mut found = Found::default();
        found.take(seen(SECRET));
        assert_eq!(found.links(None).unwrap_err().exit, Exit::Usage);
        let mut found = Found::default();
        found.take(seen(SECRET));
        let links = found.links(Some("npm:mona")).unwrap();
        assert!(
            links[0].starts_with(&format!("otpauth://totp/npm:mona?secret={SECRET}")),
            "the name comes with it"
        );
    }

    fn sizes(links: usize, length: usize) -> Vec<usize> {
        let links = vec![Zeroizing::new("x".repeat(length)); links];
        parts(links).iter().map(Vec::len).collect()
    }

    #[test]
    fn many_links_take_several_requests() {
        assert_eq!(sizes(0, 0), Vec::<usize>::new());
        assert_eq!(sizes(250, 100), [100, 100, 50]);
        assert_eq!(sizes(3, 20_000), [1, 1, 1]);
        assert_eq!(sizes(2, 100_000), [1, 1]);
    }
}
