//! `countersign import`: accounts out of another program's file.

use crate::import_files::{self, File};
use crate::outcome::{self, Exit, Trouble, printable};
use crate::{Carry, agent, input};
use clap::Args;
use countersign_core::secret::SecretText;
use countersign_core::transfer::writing::passing;
use countersign_core::transfer::{self, Contents, Found, Refused, TransferError};
use countersign_core::view::{Answer, Standing};
use std::io::{IsTerminal, stderr};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::{SystemTime, UNIX_EPOCH};

/// How often a password is asked for.
const TRIES: usize = 3;

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
    /// A file whose first line is the password; - is standard input. Without it you are asked, if there is a terminal
    #[arg(long, value_name = "FILE")]
    password_file: Option<PathBuf>,
    /// Files, pictures of QR codes, folders of pass or gopass; - is standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
}

impl Carry for Import {
    fn json(&self) -> bool {
        self.json
    }

    fn carry_out(self) -> Result<ExitCode, Trouble> {
        let password = self.password_file.as_deref().map(input::password).transpose()?;
        let mut files = Vec::new();
        for source in import_files::read(&self.files)? {
            let contents = self.open(&source, password.as_ref()).map_err(|why| trouble(&source.name, why))?;
            files.push((source, contents));
        }
        let files: Vec<(String, Contents)> = files.into_iter().map(with_refused).collect();
        if self.dry_run { self.tell(&files) } else { bring(&files) }
    }
}

impl Import {
    /// Reads a file, and asks for its password where nothing gave it and someone is there to type it.
    fn open(&self, source: &File, password: Option<&SecretText>) -> Result<Contents, TransferError> {
        let read =
            |password: Option<&SecretText>| transfer::read(&source.content, self.from.as_deref(), password);
        let mut opened = read(password);
        let asks = password.is_none() && !self.json && stderr().is_terminal();
        for _ in 0..TRIES {
            if !asks || !matches!(opened, Err(TransferError::WrongPassword)) {
                break;
            }
            let Some(typed) = input::typed_password(&format!("Password of {}", source.name)) else { break };
            opened = read(Some(&typed));
        }
        opened
    }

    /// Says what the files hold.
    fn tell(&self, files: &[(String, Contents)]) -> Result<ExitCode, Trouble> {
        let preview = transfer::preview::preview(files, self.at.unwrap_or_else(now));
        if self.json {
            outcome::whole_object(&preview)?;
        } else {
            for entry in &preview.entries {
                let (status, issuer, account) = (word(&entry.status), &entry.issuer, &entry.account);
                outcome::line(&printable(&format!("{status}: {issuer}, {account}")))?;
            }
            preview.refused.iter().for_each(refused);
        }
        Ok(if preview.entries.is_empty() { Exit::Nothing } else { Exit::Done }.into())
    }
}

/// Has the person confirm every account that could be read.
fn bring(files: &[(String, Contents)]) -> Result<ExitCode, Trouble> {
    let mut left_out = 0_u32;
    let mut found: Vec<&Found> = Vec::new();
    for (_, contents) in files {
        for entry in &contents.entries {
            match entry {
                Ok(entry) => found.push(entry),
                Err(entry) => {
                    refused(entry);
                    left_out = left_out.saturating_add(1);
                }
            }
        }
    }
    if found.is_empty() {
        let message = "There is no account in it that can be read.";
        return Err(Trouble::new(Exit::Nothing, "nothing-found", message, ""));
    }
    let name = match files {
        [(name, _)] => name.clone(),
        [(name, _), others @ ..] => format!("{name} and {} more", others.len()),
        [] => String::new(),
    };
    let json = passing(&found);
    let json = std::str::from_utf8(&json).map_err(|_| agent::strange())?;
    let Answer::Added { count, .. } = agent::import(&name, left_out, json)? else {
        return Err(agent::strange());
    };
    outcome::person(&format!("added {count} account{}", if count == 1 { "" } else { "s" }));
    let there = found.len().saturating_sub(usize::try_from(count).unwrap_or(usize::MAX));
    if there > 0 {
        outcome::person(&format!("{there} were there already"));
    }
    Ok(Exit::Done.into())
}

/// Adds what could not even be opened to what could not be read.
fn with_refused((source, mut contents): (File, Contents)) -> (String, Contents) {
    contents.entries.extend(source.refused.into_iter().map(Err));
    (source.name, contents)
}

fn refused(entry: &Refused) {
    outcome::person(&format!("{}: {}", entry.r#where, entry.reason));
}

fn trouble(name: &str, error: TransferError) -> Trouble {
    let hint = match error {
        TransferError::WrongPassword => "Give it with --password-file, or type it at a terminal.".to_owned(),
        TransferError::Unsupported | TransferError::UnknownFormat => {
            let names: Vec<_> = transfer::FORMATS.iter().map(|format| format.name()).collect();
            format!("Formats that can be read: {}.", names.join(", "))
        }
        TransferError::Restricted | TransferError::TooCostly => "Export it again in another way.".to_owned(),
        TransferError::TooLarge => "Split it.".to_owned(),
    };
    let message = format!("{name} was not imported: {error}.");
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
