//! `countersign npm stage`: versions that wait to be published, looked through and settled one at a time.

mod contents;
mod inbox;
mod settle;

use crate::Carry;
use crate::outcome::{self, Exit, Trouble};
use clap::{Args, Subcommand};
use countersign_core::npm::stage::is_id;
use countersign_core::view::{Change, FileView, StagedContents, StagedView, StagesView};
use serde::Serialize;
use std::process::ExitCode;

/// Lists the versions that wait to be published, shows what is in them, approves or rejects them one at a time
#[derive(Debug, Args)]
pub(crate) struct Stage {
    #[command(subcommand)]
    task: Option<Task>,
    #[command(flatten)]
    list: List,
}

#[derive(Debug, Subcommand)]
enum Task {
    /// Shows what is in one: its files beside those of the version that is published, new scripts, new dependencies
    Show(One),
    /// Publishes one; the code that npm asks for is approved in the app
    Approve(One),
    /// Deletes one from the registry; the code that npm asks for is approved in the app
    Reject(One),
}

#[derive(Debug, Args)]
struct List {
    /// This registry alone
    #[arg(long, value_name = "URL")]
    registry: Option<String>,
    /// Prints one JSON object
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Args)]
struct One {
    /// Its identity, as the list shows it
    #[arg(value_name = "ID", value_parser = id)]
    id: String,
    /// The registry at which it waits, where it is not to be looked for
    #[arg(long, value_name = "URL")]
    registry: Option<String>,
    /// Prints one JSON object
    #[arg(long)]
    json: bool,
}

/// What a script gets of the list.
#[derive(Serialize)]
struct Inbox {
    registries: Vec<StagesView>,
}

impl Carry for Stage {
    fn json(&self) -> bool {
        match &self.task {
            None => self.list.json,
            Some(Task::Show(one) | Task::Approve(one) | Task::Reject(one)) => one.json,
        }
    }

    fn carry_out(self) -> Result<ExitCode, Trouble> {
        match self.task {
            None => list(&self.list),
            Some(Task::Show(one)) => show(&one),
            Some(Task::Approve(one)) => settle(&one, "approve"),
            Some(Task::Reject(one)) => settle(&one, "reject"),
        }
    }
}

fn list(list: &List) -> Result<ExitCode, Trouble> {
    let registries = inbox::gather(list.registry.as_deref())?;
    let any = registries.iter().any(|registry| !registry.staged.is_empty());
    if list.json {
        outcome::object(&Inbox { registries })?;
    } else {
        for registry in &registries {
            registry.staged.iter().try_for_each(|staged| outcome::line(&in_words(staged)))?;
            if let Some(trouble) = &registry.trouble {
                outcome::person(&format!("{}: {} {}", registry.registry, trouble.message, trouble.hint));
            }
        }
        if any {
            outcome::person("`countersign npm stage show ID` says what is in one");
        } else {
            outcome::person("nothing waits to be published");
        }
    }
    Ok(if any { Exit::Done } else { Exit::Nothing }.into())
}

fn show(one: &One) -> Result<ExitCode, Trouble> {
    let staged = inbox::find(&one.id, one.registry.as_deref())?;
    let contents = contents::look(&staged)?;
    if one.json {
        outcome::object(&contents)?;
    } else {
        outcome::line(&in_words(&staged))?;
        tell(&contents)?;
    }
    Ok(Exit::Done.into())
}

fn settle(one: &One, how: &'static str) -> Result<ExitCode, Trouble> {
    settle::settle(&one.id, one.registry.as_deref(), how, one.json)
}

fn id(text: &str) -> Result<String, String> {
    is_id(text).then(|| text.to_owned()).ok_or_else(|| "it has the form of a UUID".to_owned())
}

fn in_words(staged: &StagedView) -> String {
    let StagedView { id, package, version, tag, created, by, registry, .. } = staged;
    format!("{id}  {package}@{version}  tag {tag}, staged on {created} by {by}, at {registry}")
}

fn tell(contents: &StagedContents) -> Result<(), Trouble> {
    for finding in &contents.findings {
        outcome::line(&format!("  {} {}", if finding.warning { "!" } else { " " }, finding.text))?;
    }
    contents.files.iter().try_for_each(|file| outcome::line(&file_in_words(file)))
}

fn file_in_words(file: &FileView) -> String {
    let mark = match file.change {
        Change::New => "+",
        Change::Changed => "~",
        Change::Removed => "-",
        Change::Same => " ",
    };
    let sensitive = if file.sensitive { "  ! looks like secrets" } else { "" };
    format!("  {mark} {:>9}  {}{sensitive}", file.size, file.path)
}
