//! Approves or rejects one staged version through `run`: the code goes into npm's prompt and nowhere else.

#[cfg(unix)]
mod unattended;

use super::{contents, inbox};
use crate::npm::client;
use crate::outcome::{self, Exit, Trouble};
use crate::run::{About, Run};
use crate::terminal::Terminal;
use serde::Serialize;
use std::ffi::OsString;
use std::process::ExitCode;
#[cfg(unix)]
use unattended::unattended;

/// What a script gets.
#[derive(Serialize)]
struct Settled<'a> {
    id: &'a str,
    settled: &'a str,
}

/// Settles one, `how` being npm's word for it.
pub(super) fn settle(
    id: &str,
    registry: Option<&str>,
    how: &'static str,
    json: bool,
) -> Result<ExitCode, Trouble> {
    let Some(terminal) = Terminal::of_person() else {
        unattended(id, registry, how)?;
        let settled = if how == "approve" { "approved" } else { "rejected" };
        if json {
            outcome::object(&Settled { id, settled })?;
        } else {
            outcome::person(settled);
        }
        return Ok(Exit::Done.into());
    };
    let staged = inbox::find(id, registry)?;
    let contents = contents::look(&staged)?;
    super::tell(&contents)?;
    let mut command: Vec<OsString> = [client::program(), "stage", how, id].map(OsString::from).to_vec();
    command.push(format!("--registry={}", staged.registry).into());
    let about = About { package: staged.package, version: staged.version, findings: contents.findings };
    let status = Run::of(command).about(about).watched(terminal, None);
    let status = status.map_err(|error| Trouble::io("Running npm", &error))?;
    Ok(if status.success() { Exit::Done } else { Exit::Failed }.into())
}

/// No terminal is made for a person who is not there.
#[cfg(not(unix))]
fn unattended(id: &str, _: Option<&str>, how: &str) -> Result<(), Trouble> {
    Err(Trouble::new(
        Exit::Failed,
        "no-terminal",
        "On this system a staged version is settled in a terminal alone. Nothing was changed.",
        format!("Run `countersign npm stage {how} {id}` in one."),
    ))
}
