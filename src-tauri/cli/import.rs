//! `countersign import`: accounts out of another program's file.

use crate::outcome::{self, Exit, Trouble, printable};
use crate::{Carry, add, input};
use clap::Args;
use countersign_core::otp;
use countersign_core::secret::SecretText;
use countersign_core::transfer::{self, TransferError};
use countersign_core::view::Standing;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{SystemTime, UNIX_EPOCH};
use zeroize::Zeroizing;

/// The most links in one request, and the most bytes in them: one message to the agent holds that.
const REQUEST: (usize, usize) = (100, 32 * 1024);

/// Brings accounts in from another program's file, once you confirmed them in the app
#[derive(Debug, Args)]
pub(crate) struct Import {
    /// Says what is in the file, and adds nothing; needs no agent
    #[arg(long)]
    dry_run: bool,
    /// Prints one JSON object, with the code of every account
    #[arg(long, requires = "dry_run")]
    json: bool,
    /// The moment of those codes, in seconds since 1970; now if left out
    #[arg(long, value_name = "UNIX", requires = "json")]
    at: Option<u64>,
    /// The format, where it is not told by the content
    #[arg(long, value_name = "FORMAT")]
    from: Option<String>,
    /// A file whose first line is the password; - is standard input
    #[arg(long, value_name = "FILE")]
    password_file: Option<PathBuf>,
    /// The file; - is standard input
    file: PathBuf,
}

impl Carry for Import {
    fn json(&self) -> bool {
        self.json
    }

    fn carry_out(self) -> Result<ExitCode, Trouble> {
        let password = self.password_file.as_deref().map(input::password).transpose()?;
        let content = input::bytes(&self.file)?;
        let troubled = |error| trouble(&self.file, error);
        if !self.dry_run {
            return bring(&content, self.from.as_deref(), password.as_ref(), troubled);
        }
        let at = self.at.unwrap_or_else(now);
        let preview =
            transfer::dry_run(&content, self.from.as_deref(), password.as_ref(), at).map_err(troubled)?;
        if self.json {
            outcome::whole_object(&preview)?;
        } else {
            for entry in &preview.entries {
                outcome::line(&printable(&format!(
                    "{}: {}, {}",
                    word(&entry.status),
                    entry.issuer,
                    entry.account
                )))?;
            }
            preview.refused.iter().for_each(refused);
        }
        Ok(if preview.entries.is_empty() { Exit::Nothing } else { Exit::Done }.into())
    }
}

/// Has the person confirm every account that could be read, in as many requests as it takes.
fn bring(
    content: &[u8],
    from: Option<&str>,
    password: Option<&SecretText>,
    troubled: impl Fn(TransferError) -> Trouble,
) -> Result<ExitCode, Trouble> {
    let contents = transfer::read(content, from, password).map_err(troubled)?;
    let mut links = Vec::new();
    for entry in contents.entries {
        match entry {
            Ok(found) => links.push(Zeroizing::new(otp::link::write(&found.entry).expose().to_owned())),
            Err(entry) => refused(&entry),
        }
    }
    let requests = parts(links);
    if requests.is_empty() {
        return Err(Trouble::new(
            Exit::Nothing,
            "nothing-found",
            "The file holds no account that can be read.",
            "",
        ));
    }
    let mut count = 0;
    for links in requests {
        count += add::bring(links)?;
    }
    outcome::person(&format!("added {count} account{}", if count == 1 { "" } else { "s" }));
    Ok(Exit::Done.into())
}

/// Divides links into requests, in their order.
pub(crate) fn parts(links: Vec<Zeroizing<String>>) -> Vec<Vec<Zeroizing<String>>> {
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

fn refused(entry: &transfer::Refused) {
    outcome::person(&format!("{}: {}", entry.r#where, entry.reason));
}

fn trouble(file: &Path, error: TransferError) -> Trouble {
    let hint = match error {
        TransferError::WrongPassword => "Give it with --password-file.".to_owned(),
        TransferError::Unsupported | TransferError::UnknownFormat => {
            let names: Vec<_> = transfer::FORMATS.iter().map(|format| format.name()).collect();
            format!("Formats that can be read: {}.", names.join(", "))
        }
        TransferError::Restricted | TransferError::TooCostly => "Export it again in another way.".to_owned(),
        TransferError::TooLarge => "Split it.".to_owned(),
    };
    let message = format!("{} was not imported: {error}.", input::name(file));
    Trouble::new(Exit::Failed, error.code(), message, hint)
}

fn word(status: &Standing) -> &'static str {
    match status {
        Standing::New => "new",
        Standing::Duplicate => "duplicate",
        Standing::Conflict => "conflict",
    }
}

/// Seconds since 1970; a clock before that is taken for 1970.
fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
}

#[cfg(test)]
mod tests {
    use super::*;

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
