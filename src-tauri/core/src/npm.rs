//! What npm and its like ask, and how: knowledge, no I/O.
//!
//! A [`Client`] is a program that asks for one-time passwords. They are one ordered list: a new one is a file and a line.
//!
//! * [`screen`]: a terminal's recent output as lines of text
//! * [`question`]: how questions are worded and read
//! * [`browser`]: the pages where clients have a person authenticate
//! * [`manifest`]: what `package.json` says
//! * [`enrolment`]: what is printed while an authenticator is enrolled
//! * [`package`], [`stage`]: what a version consists of, and those that wait to be published
//! * [`diagnosis`]: what a failure means
//! * [`registries`], [`clock`], [`credential`], [`token`]: how a person stands with a registry
//! * [`profile`]: what a registry says of a person
//! * [`api`]: what requests to a registry do, and when its answers ask
//! * [`npmrc`]: who the person is at a registry
//! * [`npm_cli`]: npm itself, with its [`arguments`]; the others stand beside it

pub mod api;
pub mod arguments;
mod around;
pub mod browser;
mod bun;
pub mod clock;
pub mod credential;
pub mod diagnosis;
pub mod enrolment;
mod gem;
mod hex;
mod lerna;
pub mod manifest;
pub mod npm_cli;
pub mod npmrc;
pub mod package;
mod pnpm;
pub mod profile;
pub mod question;
pub mod registries;
pub mod screen;
pub mod stage;
pub mod token;
mod yarn;

use crate::view::PromptClaim;
use arguments::{Command, Grammar, spec};
use question::{Question, Reads, Wording};
use screen::Screen;

/// Every client, the one to try first in front.
pub const CLIENTS: &[&dyn Client] = &[
    &npm_cli::NpmCli,
    &pnpm::Pnpm,
    &yarn::Yarn,
    &bun::Bun,
    &lerna::Lerna,
    &around::CHANGESETS,
    &around::NP,
    &around::RELEASE_IT,
    &around::NX,
    &around::SEMANTIC_RELEASE,
    &gem::Gem,
    &hex::Hex,
];

/// A program that asks for one-time passwords in the terminal, or starts one that does.
pub trait Client: Sync {
    /// Returns its name, as a request claims it.
    fn name(&self) -> &'static str;

    /// Lists the names of its program, without what systems append.
    fn programs(&self) -> &'static [&'static str];

    /// Returns whether a program, by its path or name, is this client.
    fn is(&self, program: &str) -> bool {
        let file = program.rsplit(['/', '\\']).next().unwrap_or(program).to_ascii_lowercase();
        let name =
            [".cmd", ".exe", ".ps1"].iter().find_map(|ending| file.strip_suffix(ending)).unwrap_or(&file);
        self.programs().contains(&name)
    }

    /// Returns what its command line may hold.
    fn grammar(&self) -> &'static Grammar;

    /// Reads a command line without the program.
    fn command(&self, arguments: &[String]) -> Command {
        Command::by(self.grammar(), arguments)
    }

    /// Lists words that no grammar knows, after which it publishes.
    fn publishing_words(&self) -> &'static [&'static str] {
        &[]
    }

    /// Returns whether its command, written as one word, may ask.
    fn word_asks(&self, word: &str) -> bool {
        matches!(self.asks(&self.command(&[word.to_owned()])), Asks::Once | Asks::Several)
    }

    /// Returns whether and how often a command may ask.
    fn asks(&self, command: &Command) -> Asks;

    /// Returns whether it may start another client to do what it is told.
    fn nests(&self) -> bool {
        false
    }

    /// Returns whether it talks to registries itself.
    fn asks_itself(&self) -> bool {
        true
    }

    /// Returns how it can be reached where another program starts it.
    fn reach(&self) -> Reach {
        Reach::Path
    }

    /// Returns the variables that make it ask in the terminal and not in the browser.
    fn environment(&self) -> &'static [(&'static str, &'static str)] {
        &[]
    }

    /// Returns the options that do the same, to be appended to a command.
    fn options(&self, _command: &Command) -> &'static [&'static str] {
        &[]
    }

    /// Returns the variables that lead it to its registries another way.
    fn bridged(&self, via: &Via<'_>) -> Vec<(String, String)> {
        via.in_npms_words()
    }

    /// Lists its questions, as it words them.
    fn wordings(&self) -> &'static [Wording];

    /// Returns whether it reads every answer with a line editor of its own.
    fn reads_keys(&self) -> bool {
        self.wordings().iter().all(|wording| wording.reads == Reads::Keys)
    }

    /// Returns what it asks, if that is the last thing on the screen and nobody has begun to answer.
    fn question(&self, screen: &Screen) -> Option<Question> {
        self.wordings().iter().find_map(|wording| wording.read(screen))
    }

    /// Lists the words by which it says that a code was refused, or that none was given.
    fn refusals(&self) -> &'static [&'static str] {
        &[]
    }

    /// Returns whether the screen says that a code was refused or is missing. Begin with a new screen after a code was
    /// typed, because the two cannot be told apart by the words.
    fn refused(&self, screen: &Screen) -> bool {
        screen.lines().any(|line| self.refusals().iter().any(|words| line.contains(words)))
    }

    /// Lists what it is to be told so that it prints its configuration: the registry alone, or everything as JSON. The first
    /// that gives an answer counts.
    fn configuration(&self) -> &'static [&'static [&'static str]] {
        &[]
    }

    /// Names the client whose configuration it uses, where that is another.
    fn configured_by(&self) -> Option<&'static str> {
        None
    }

    /// Returns what it last said it does, and where.
    fn announced(&self, _screen: &Screen) -> Target {
        Target::default()
    }

    /// Returns the folder whose `package.json` a command is about, as it was written; `.` where it names none.
    fn folder(&self, _command: &Command) -> Option<String> {
        None
    }

    /// Returns what a command addresses.
    fn target(&self, command: &Command, sources: &Sources<'_>) -> Target;

    /// Returns what a command does, in a few words: `npm publish demo@1.0.0`.
    fn sentence(&self, command: &Command, package: Option<&str>, version: Option<&str>) -> String {
        let words = [self.name()].into_iter().chain(command.written.as_deref());
        let mut words: Vec<String> = words.map(str::to_owned).collect();
        let about = spec(package, version);
        match (about, self.folder(command)) {
            (Some(about), Some(_)) => words.push(about),
            _ => words.extend(command.words.iter().cloned()),
        }
        words.join(" ")
    }
}

/// Another way to the registries of a run.
#[derive(Clone, Debug)]
pub struct Via<'a> {
    /// Its addresses, with the closing slash: for the packages of a scope (`@demo`), and for all others.
    pub registries: Vec<(Option<&'a str>, &'a str)>,
    /// What authenticates there.
    pub token: &'a str,
}

impl Via<'_> {
    /// The variables that npm reads, and those who took its configuration over.
    fn in_npms_words(&self) -> Vec<(String, String)> {
        self.in_words_with("npm_config_")
    }

    fn in_words_with(&self, prefix: &str) -> Vec<(String, String)> {
        let mut variables = Vec::new();
        for (scope, url) in &self.registries {
            let key = scope.map_or("registry".to_owned(), |scope| format!("{scope}:registry"));
            variables.push((format!("{prefix}{key}"), (*url).to_owned()));
            let address = url.split_once(':').map_or(*url, |(_, address)| address);
            variables.push((format!("{prefix}{address}:_authToken"), self.token.to_owned()));
        }
        variables
    }

    /// The lines that say the same in an `.npmrc`.
    #[must_use]
    pub fn in_npmrc(&self) -> String {
        let lines = self.in_words_with("").into_iter().map(|(key, value)| [key, value].join("=") + "\n");
        lines.collect()
    }

    /// The address for packages without a scope.
    fn general(&self) -> Option<&str> {
        self.registries.iter().find(|(scope, _)| scope.is_none()).map(|(_, url)| *url)
    }
}

/// How a client can be reached where another program starts it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// It is found by the search path, so that another may stand in front of it.
    Path,
    /// Nothing leads to it but the registry that it talks to.
    Registry,
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
    /// To authenticate at a page in the browser. Nothing is typed there.
    Page,
    /// Nothing that we know.
    None,
}

/// What is known of the surroundings of a command, as texts that others wrote.
#[derive(Clone, Copy, Debug, Default)]
pub struct Sources<'a> {
    /// The client's own configuration: the registry, or everything as JSON (`npm config list --json`).
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
    /// The page in the browser where it has the person authenticate.
    pub page: Option<String>,
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
    // A command that starts another client says less than what that client does.
    let own = started_by(&claim.command).filter(|client| client.name() == claim.client);
    if let Some(client) = own.filter(|_| claim.bridged.is_none()) {
        let command = client.command(claim.command.get(1..).unwrap_or_default());
        return client.sentence(&command, package, version);
    }
    let about = spec(package, version);
    let asks = match (&claim.bridged, about) {
        (Some(bridged), Some(about)) => format!("{} {} {about}", claim.client, bridged.action),
        (Some(bridged), None) => format!("{} {}", claim.client, bridged.action),
        (None, Some(about)) => format!("{} asks about {about}", claim.client),
        (None, None) => format!("{} asks", claim.client),
    };
    if claim.command.is_empty() { asks } else { format!("{}: {asks}", without_secrets(&claim.command)) }
}

/// Returns whether npm starts a script of this name by itself, for any package: scripts that a person calls are named by them.
#[must_use]
pub fn is_hook(script: &str) -> bool {
    let own = script.strip_prefix("pre").or_else(|| script.strip_prefix("post")).unwrap_or(script);
    matches!(
        own,
        "install" | "uninstall" | "prepare" | "publish" | "publishOnly" | "pack" | "version" | "shrinkwrap"
    ) || matches!(script, "prepare" | "prepublishOnly" | "dependencies")
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
#[path = "npm/recorded_tests.rs"]
mod recorded_tests;
#[cfg(test)]
#[path = "npm/tests.rs"]
mod tests;
