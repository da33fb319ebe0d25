//! `countersign add`: brings accounts in; the person confirms them in the app.

use crate::outcome::{self, Exit, Trouble};
use crate::{Carry, agent, input, scan};
use clap::Args;
use countersign_core::view::Answer;
use countersign_link::passing::Passing;
use countersign_scan::Kind;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use zeroize::Zeroizing;

/// Adds accounts, once you confirmed them in the app
#[derive(Debug, Args)]
#[command(group(clap::ArgGroup::new("from").required(true).multiple(true)))]
pub(crate) struct Add {
    /// A picture with a QR code
    #[arg(long, value_name = "FILE", group = "from")]
    qr: Vec<PathBuf>,
    /// A text with `otpauth` links or with a QR code drawn in it; - is standard input
    #[arg(long, value_name = "FILE", group = "from")]
    text: Vec<PathBuf>,
    /// Reads `otpauth` links from standard input, one a line (as an argument every program could see them)
    #[arg(value_name = "-", value_parser = ["-"], group = "from")]
    links: Option<String>,
}

impl Carry for Add {
    fn carry_out(self) -> Result<ExitCode, Trouble> {
        let mut found = Vec::new();
        for picture in &self.qr {
            found.extend(drawn(picture, false)?);
        }
        for text in &self.text {
            let links = written(&input::text(text)?);
            found.extend(if links.is_empty() { drawn(text, true)? } else { links });
        }
        if self.links.is_some() {
            found.extend(written(&input::text(Path::new("-"))?));
        }
        if found.is_empty() {
            return Err(nothing("No `otpauth` link was found; nothing was added."));
        }
        let count = bring(found)?;
        outcome::person(&format!("added {count} account{}", if count == 1 { "" } else { "s" }));
        Ok(Exit::Done.into())
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

/// The links in the codes of a picture or a text. Of several codes those that are no links are left out.
fn drawn(source: &Path, text: bool) -> Result<Vec<Zeroizing<String>>, Trouble> {
    let reading = scan::read(source, text)?;
    if let Some(why) = reading.nothing {
        return Err(nothing(&format!("{}: {why}", input::name(source))));
    }
    let (links, others): (Vec<_>, Vec<_>) =
        reading.codes.into_iter().partition(|code| code.kind == Kind::Otpauth);
    if others.iter().any(|code| code.kind == Kind::Migration) {
        let message = format!("{} is an export of Google Authenticator.", input::name(source));
        let hint = "Bring it in with `countersign import`; nothing was added.";
        return Err(Trouble::new(Exit::Failed, "unsupported-file", message, hint));
    }
    if links.is_empty() {
        return Err(nothing(&format!("The code in {} adds no account.", input::name(source))));
    }
    Ok(links.into_iter().map(|code| code.text).collect())
}

/// The links that stand in a text, one a line.
fn written(text: &str) -> Vec<Zeroizing<String>> {
    let links = text.lines().map(str::trim).filter(|line| Kind::of(line) == Kind::Otpauth);
    links.map(|link| Zeroizing::new(link.to_owned())).collect()
}

fn nothing(message: &str) -> Trouble {
    Trouble::new(Exit::Nothing, "nothing-found", message, "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_found_among_other_lines() {
        let text = "My accounts\n  otpauth://totp/a?secret=MFRGG\r\nhttps://example.com\nOTPAUTH://totp/b?secret=MFRGG";
        assert_eq!(written(text).len(), 2);
    }
}
