//! What npm and its like ask, and how: knowledge, no I/O.
//!
//! A [`Client`] is a program that asks for one-time passwords. They are one ordered list: a new one is a file and a line.
//!
//! * [`screen`]: a terminal's recent output as lines of text
//! * [`manifest`]: what `package.json` says
//! * [`enrolment`]: what is printed while an authenticator is enrolled
//! * [`package`], [`stage`]: what a version consists of, and those that wait to be published
//! * [`diagnosis`]: what a failure means
//! * [`registries`], [`clock`], [`credential`], [`token`]: how a person stands with a registry
//! * [`profile`]: what a registry says of a person
//! * [`npm_cli`]: npm itself, with its [`arguments`]

pub mod arguments;
pub mod clock;
pub mod credential;
pub mod diagnosis;
pub mod enrolment;
pub mod manifest;
pub mod npm_cli;
pub mod package;
pub mod profile;
pub mod registries;
pub mod screen;
pub mod stage;
pub mod token;

use crate::view::PromptClaim;
use arguments::Command;
use screen::Screen;

/// Every client, the one to try first in front.
pub const CLIENTS: &[&dyn Client] = &[&npm_cli::NpmCli];

/// A program that asks for one-time passwords in the terminal.
pub trait Client: Sync {
    /// Returns its name, as a request claims it.
    fn name(&self) -> &'static str;

    /// Returns whether a program, by its path or name, is this client.
    fn is(&self, program: &str) -> bool;

    /// Reads a command line without the program.
    fn command(&self, arguments: &[String]) -> Command;

    /// Returns whether and how often a command may ask.
    fn asks(&self, command: &Command) -> Asks;

    /// Returns the variables that make it ask in the terminal and not in the browser.
    fn environment(&self) -> &'static [(&'static str, &'static str)];

    /// Returns what it asks, if the last thing on the screen is a question of its own that nobody has begun to answer.
    fn prompt(&self, screen: &Screen) -> Prompt;

    /// Returns whether the screen says that a code was refused or is missing. Begin with a new screen after a code was
    /// typed, because the two cannot be told apart by the words.
    fn refused(&self, screen: &Screen) -> bool;

    /// Returns the folder whose `package.json` a command is about, as it was written; `.` where it names none.
    fn folder(&self, command: &Command) -> Option<String>;

    /// Returns what a command addresses.
    fn target(&self, command: &Command, sources: &Sources<'_>) -> Target;

    /// Returns what a command does, in a few words: `npm publish demo@1.0.0`.
    fn sentence(&self, command: &Command, package: Option<&str>, version: Option<&str>) -> String;
}

/// Whether and how often a command may ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asks {
    /// It never asks.
    Never,
    /// It asks once at most.
    Once,
    /// It may ask again for every package or item.
    Several,
    /// It runs other commands, which may ask.
    Nested,
}

/// What is asked at the end of the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Prompt {
    /// A one-time password of an account that is enrolled.
    OneTimePassword,
    /// The first code of an account that is being enrolled; only the person knows which one that is.
    EnrolConfirmation,
    /// The code that was sent by e-mail. Never answered.
    Email,
    /// Nothing that we know.
    None,
}

/// What is known of the surroundings of a command, as texts that others wrote.
#[derive(Clone, Copy, Debug, Default)]
pub struct Sources<'a> {
    /// The client's own configuration as JSON (`npm config list --json`).
    pub config: Option<&'a str>,
    /// The text of `package.json`.
    pub manifest: Option<&'a str>,
}

/// What a command addresses.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Target {
    /// The package.
    pub package: Option<String>,
    /// Its version.
    pub version: Option<String>,
    /// The registry.
    pub registry: Option<String>,
}

/// Finds the client that a command line starts.
#[must_use]
pub fn started_by(command: &[String]) -> Option<&'static dyn Client> {
    let program = command.first()?;
    CLIENTS.iter().copied().find(|client| client.is(program))
}

/// Finds a client by its name.
#[must_use]
pub fn client(name: &str) -> Option<&'static dyn Client> {
    CLIENTS.iter().copied().find(|client| client.name() == name)
}

/// Returns what the command of a prompt does, in one sentence; for a command that only runs the client, the client too.
#[must_use]
pub fn sentence(claim: &PromptClaim) -> String {
    let (package, version) = (claim.package.as_deref(), claim.version.as_deref());
    if let Some(client) = started_by(&claim.command) {
        let command = client.command(claim.command.get(1..).unwrap_or_default());
        return client.sentence(&command, package, version);
    }
    let about = arguments::spec(package, version).map_or(String::new(), |spec| format!(" about {spec}"));
    let asks = format!("{} asks{about}", claim.client);
    if claim.command.is_empty() { asks } else { format!("{}: {asks}", without_secrets(&claim.command)) }
}

/// Returns a command line for people, without the values of options that are secrets.
#[must_use]
pub fn without_secrets(command: &[String]) -> String {
    let secret = |option: &str| {
        let option = option.to_lowercase();
        option.starts_with('-')
            && ["otp", "auth", "token", "password"].iter().any(|word| option.contains(word))
    };
    let mut shown = Vec::with_capacity(command.len());
    let mut hide = false;
    for argument in command {
        match argument.split_once('=') {
            Some((option, _)) if secret(option) => shown.push(format!("{option}=…")),
            _ if hide && !argument.starts_with('-') => shown.push("…".to_owned()),
            _ => shown.push(argument.clone()),
        }
        hide = secret(argument) && !argument.contains('=');
    }
    shown.join(" ")
}

#[cfg(test)]
#[path = "npm/tests.rs"]
mod tests;
