//! `countersign export`: all accounts into a file, which the agent writes: no secret passes through here.

use crate::outcome::{self, Exit, Trouble};
use crate::{Carry, agent, input};
use clap::Args;
use clap::builder::PossibleValuesParser;
use countersign_core::secret::SecretText;
use countersign_core::transfer::writing::{Lock, WRITERS, writer};
use countersign_core::view::Answer;
use countersign_link::passing::Passing;
use std::io::{self, BufRead, IsTerminal, stderr, stdin};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Writes all accounts into a file, once you approved it in the app
#[derive(Debug, Args)]
pub(crate) struct Export {
    /// The format
    #[arg(long, value_name = "FORMAT", value_parser = formats())]
    to: String,
    /// A file whose first line is the password; - is standard input. Without it you are asked, if there is a terminal
    #[arg(long, value_name = "FILE")]
    password_file: Option<PathBuf>,
    /// The file to write
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
}

impl Carry for Export {
    fn carry_out(self) -> Result<ExitCode, Trouble> {
        let out = std::path::absolute(&self.out)
            .map_err(|error| Trouble::io("Finding the file's folder", &error))?;
        let Some(path) = out.to_str().map(str::to_owned) else {
            let message = "The file's name is no text.";
            return Err(Trouble::new(Exit::Failed, "no-text", message, "Give it another one."));
        };
        let replace = may_replace(&out)?;
        let lock = writer(&self.to).map_or(Lock::Never, countersign_core::transfer::writing::Writer::lock);
        let password = match &self.password_file {
            Some(file) => Some(input::password(file)?),
            None if stderr().is_terminal() => typed(lock)?,
            None => None,
        };
        let password = password.map(|password| Passing::new(password.expose().to_owned()));
        let Answer::Exported { count, left_out, .. } = agent::export(self.to, path, password, replace)?
        else {
            return Err(agent::strange());
        };
        let accounts = if count == 1 { "account" } else { "accounts" };
        outcome::person(&format!("{count} {accounts} written to {}", self.out.display()));
        if left_out > 0 {
            outcome::person(&format!("{left_out} cannot be held by this format, and were left out"));
        }
        Ok(Exit::Done.into())
    }
}

fn formats() -> PossibleValuesParser {
    WRITERS.iter().map(|writer| writer.name()).collect::<Vec<_>>().into()
}

/// Asks whether a file that is there may be replaced. Nobody answers for a script: it is left alone.
fn may_replace(out: &Path) -> Result<bool, Trouble> {
    if std::fs::symlink_metadata(out).is_err() {
        return Ok(false);
    }
    let there = || {
        let message = format!("{} is there already, and was left as it is.", out.display());
        Trouble::new(Exit::Failed, "file-exists", message, "Choose another name, or move it away.")
    };
    if !(stdin().is_terminal() && stderr().is_terminal()) {
        return Err(there());
    }
    outcome::person(&format!("{} is there already. Replace it? [y/N]", out.display()));
    let mut answer = String::new();
    let read: io::Result<usize> = stdin().lock().read_line(&mut answer);
    match (read, answer.trim().to_ascii_lowercase().as_str()) {
        (Ok(_), "y" | "yes") => Ok(true),
        _ => Err(there()),
    }
}

/// Asks for a password, twice because nobody sees what they type.
fn typed(lock: Lock) -> Result<Option<SecretText>, Trouble> {
    let question = match lock {
        Lock::Always => "Password that locks the file",
        Lock::Choice => "Password that locks the file (empty: it is not locked)",
        Lock::Never => return Ok(None),
    };
    let first = input::typed_password(question);
    if first.is_none() || input::typed_password("The same once more") == first {
        return Ok(first);
    }
    let message = "The two were not the same. Nothing was written.";
    Err(Trouble::new(Exit::Failed, "passwords-differ", message, "Try again."))
}
