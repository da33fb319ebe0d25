//! `countersign npm doctor`: explains a failure, and names the command that mends it.

use super::client::Npm;
use super::clock;
use super::login::Logins;
use crate::outcome::{self, Exit, Trouble};
use crate::{Carry, input};
use clap::Args;
use countersign_core::npm::diagnosis::{Around, Case, diagnose};
use serde_json::Value;
use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;
use zeroize::Zeroizing;

/// Explains why npm, pnpm, Yarn or bun failed, and names the one command that mends it
///
/// Reads the error that you paste, a file, or npm's latest log. Nothing of it leaves this machine; your registry is asked for
/// the time, because a clock that is wrong makes wrong codes.
#[derive(Debug, Args)]
pub(crate) struct Doctor {
    /// A file with the error; - is standard input. Without it, npm's latest log that has an error in it
    #[arg(value_name = "FILE")]
    source: Option<PathBuf>,
    /// Prints one JSON object
    #[arg(long)]
    json: bool,
}

impl Carry for Doctor {
    fn json(&self) -> bool {
        self.json
    }

    fn carry_out(self) -> Result<ExitCode, Trouble> {
        let text = match &self.source {
            Some(source) => input::text(source)?,
            None => latest_log()?,
        };
        let Some(found) = diagnose(&Case::read(&text, around())) else {
            return Err(Trouble::new(
                Exit::Nothing,
                "not-known",
                "Nothing in it is a failure that this program knows.",
                "Paste the whole error, from the line with `code` on. `countersign npm status` shows how you stand.",
            ));
        };
        if self.json {
            outcome::object(&found)?;
        } else {
            outcome::line(&format!("{}\n{}\n\n    {}", found.message, found.hint, found.command))?;
        }
        Ok(Exit::Done.into())
    }
}

/// What is known of this machine. Without npm, nothing is.
fn around() -> Around {
    let Ok(configuration) = Npm::default().configuration() else { return Around::default() };
    let registry = configuration.get("registry").and_then(Value::as_str).map(str::to_owned);
    let logins = Logins::of(&configuration);
    let login = registry.as_deref().and_then(|registry| logins.at(registry));
    Around {
        skew_s: registry.as_deref().and_then(clock::ahead_of),
        credential: login.map(|(found, _)| found.credential),
        registry,
    }
}

/// Reads npm's latest log that tells of an error.
fn latest_log() -> Result<Zeroizing<String>, Trouble> {
    let folder = logs()?;
    let mut logs: Vec<PathBuf> = fs::read_dir(&folder)
        .into_iter()
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|ending| ending == "log"))
        .collect();
    // Their names begin with the moment.
    logs.sort();
    let tells = |text: &Zeroizing<String>| text.lines().any(|line| line.split(' ').nth(1) == Some("error"));
    logs.iter().rev().filter_map(|path| input::text(path).ok()).find(tells).ok_or_else(|| {
        let message = format!("No log with an error is in {}.", folder.display());
        let hint = "Paste the error: `countersign npm doctor -`, then Ctrl-D.";
        Trouble::new(Exit::Nothing, "no-log", message, hint)
    })
}

/// Returns where npm keeps its logs.
fn logs() -> Result<PathBuf, Trouble> {
    let set = |key: &str| {
        let value = Npm::default().setting(key)?;
        Ok(Some(PathBuf::from(value)).filter(|path| path.is_absolute()))
    };
    let below_cache = || Ok(set("cache")?.map(|cache| cache.join("_logs")));
    set("logs-dir")?.map_or_else(below_cache, |folder| Ok(Some(folder)))?.ok_or_else(|| {
        Trouble::new(
            Exit::Failed,
            "no-log",
            "npm does not say where its logs are.",
            "Paste the error instead.",
        )
    })
}
