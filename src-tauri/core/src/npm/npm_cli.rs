//! npm itself, versions 6 to 12.

use super::arguments::{Command, Grammar, NPM, spec, split_spec};
use super::manifest::{self, texts};
use super::question::{Wording, noticed};
use super::screen::Screen;
use super::{Asks, Client, Prompt, Sources, Target};

/// The variables that make npm ask in the terminal. npm 9 and later ask in the browser otherwise; npm's `otp` option would do
/// the same and needs the code in advance.
pub(super) const CLASSIC: &[(&str, &str)] = &[("npm_config_auth_type", "legacy")];

/// The question of npm 6 to 12, and of those who took it over.
pub(super) const ENTER_OTP: Wording =
    Wording::after("This operation requires a one-time password.", "Enter OTP");

/// The option that keeps a question to npm out of its logs, by a folder where it cannot write. (`--logs-max=0` would have it
/// delete the person's own logs.)
pub const NO_LOG: &str = if cfg!(windows) { "--logs-dir=NUL\\none" } else { "--logs-dir=/dev/null/none" };

/// The largest configuration that is read, in bytes.
const CONFIG_LIMIT: usize = 1 << 20;

/// npm.
#[derive(Clone, Copy, Debug)]
pub struct NpmCli;

/// Commands that may ask once for what they do (their requests go through npm's `otplease`).
const ASK_ONCE: &[&str] = &[
    "access",
    "adduser",
    "deprecate",
    "dist-tag",
    "hook",
    "login",
    "org",
    "owner",
    "profile",
    "publish",
    "stage",
    "team",
    "token",
    "trust",
    "undeprecate",
    "unpublish",
];

/// Commands that run others, npm among them.
const RUN_OTHERS: &[&str] = &[
    "ci",
    "exec",
    "explore",
    "init",
    "install",
    "install-ci-test",
    "install-test",
    "rebuild",
    "restart",
    "run",
    "start",
    "stop",
    "test",
    "update",
    "version",
];

impl Client for NpmCli {
    fn name(&self) -> &'static str {
        "npm"
    }

    fn programs(&self) -> &'static [&'static str] {
        &["npm", "npm-cli.js"]
    }

    fn grammar(&self) -> &'static Grammar {
        &NPM
    }

    fn asks(&self, command: &Command) -> Asks {
        match command.name {
            Some(name) if ASK_ONCE.contains(&name) => {
                let workspaces =
                    command.option("workspaces").is_some() || command.option("workspace").is_some();
                let tokens = name == "token" && command.words.len() > 2;
                if workspaces || tokens { Asks::Several } else { Asks::Once }
            }
            Some(name) if RUN_OTHERS.contains(&name) => Asks::Nested,
            // What we do not know may ask; nothing at all prints npm's help.
            None if command.written.is_some() => Asks::Nested,
            Some(_) | None => Asks::Never,
        }
    }

    fn environment(&self) -> &'static [(&'static str, &'static str)] {
        CLASSIC
    }

    /// `profile` up to npm 10 and `login` up to npm 8 ask in one line; `profile enable-2fa` ends with a question of its own.
    fn wordings(&self) -> &'static [Wording] {
        const ENROL: Wording = Wording {
            asks: Prompt::EnrolConfirmation,
            ..Wording::alone("And an OTP code from your authenticator")
        };
        const {
            &[
                ENTER_OTP,
                Wording::alone("Enter one-time password"),
                Wording::alone("Enter one-time password from your authenticator app"),
                ENROL,
            ]
        }
    }

    fn refused(&self, screen: &Screen) -> bool {
        screen.lines().any(|line| {
            let line = line.trim();
            matches!(line, "npm error code EOTP" | "npm ERR! code EOTP")
                || line
                    .strip_prefix("\"code\":")
                    .is_some_and(|code| code.trim().trim_end_matches(',') == "\"EOTP\"")
        })
    }

    fn configuration(&self) -> &'static [&'static [&'static str]] {
        &[&["config", "list", "--json", NO_LOG, "--no-update-notifier"]]
    }

    fn announced(&self, screen: &Screen) -> Target {
        noticed(screen)
    }

    fn folder(&self, command: &Command) -> Option<String> {
        let written = match command.name? {
            "publish" => command.word(0),
            "stage" if command.word(0) == Some("publish") => command.word(1),
            "access" | "unpublish" | "dist-tag" | "owner" | "trust" => None,
            _ => return None,
        };
        let inside = command.option("prefix").unwrap_or(".");
        match written {
            None => Some(inside.to_owned()),
            Some(folder) if is_folder(folder) => Some(folder.to_owned()),
            Some(_) => None,
        }
    }

    fn target(&self, command: &Command, sources: &Sources<'_>) -> Target {
        let inside = self.folder(command).is_some();
        let mut target = target_of(command, inside, sources);
        if let Some((package, version)) = named_package(command) {
            (target.package, target.version) = (Some(package), version);
            target.registry = registry_of(command, target.package.as_deref(), inside, sources);
        }
        target
    }

    fn sentence(&self, command: &Command, package: Option<&str>, version: Option<&str>) -> String {
        let mut words = vec!["npm".to_owned()];
        words.extend(command.name.map(str::to_owned).or_else(|| command.written.clone()));
        let about = spec(package, version);
        // The folder or file that is published says less than the package in it.
        let publishes = command.name == Some("publish");
        // The identity of a staged version says nothing to a person.
        let settles = command.name == Some("stage") && matches!(command.word(0), Some("approve" | "reject"));
        if publishes && about.is_some() {
            words.extend(about);
        } else if settles && about.is_some() {
            words.extend(command.word(0).map(str::to_owned));
            words.extend(about);
        } else {
            words.extend(command.words.iter().cloned());
            if named_package(command).is_none() && self.folder(command).is_some() {
                words.extend(about);
            }
        }
        words.join(" ")
    }
}

/// Returns what a command addresses that is about the package of a folder, or about none.
pub(super) fn target_of(command: &Command, in_folder: bool, sources: &Sources<'_>) -> Target {
    let manifest = sources.manifest.filter(|_| in_folder).map(manifest::read).unwrap_or_default();
    let registry = registry_of(command, manifest.name.as_deref(), in_folder, sources);
    Target { package: manifest.name, version: manifest.version, registry, page: None }
}

/// Returns the registry of a command: by its options, by what the package says of its publishing, by configuration.
fn registry_of(
    command: &Command,
    package: Option<&str>,
    in_folder: bool,
    sources: &Sources<'_>,
) -> Option<String> {
    let publishes = matches!(command.name, Some("publish" | "unpublish" | "stage")) || command.name.is_none();
    let manifest = sources.manifest.filter(|_| in_folder && publishes);
    let publish_config =
        manifest.map(manifest::read).map(|manifest| manifest.publish_config).unwrap_or_default();
    let config = sources.config.map(configuration).unwrap_or_default();
    registry(package, &[&command.options, &publish_config, &config])
}

/// Returns whether npm takes a word for a folder, and not for a package, an archive or an address.
fn is_folder(word: &str) -> bool {
    let drive = word.get(1..3).is_some_and(|rest| matches!(rest, ":\\" | ":/"));
    !is_archive(word) && (word.starts_with(['.', '/', '\\']) || word.starts_with("~/") || drive)
}

fn is_archive(word: &str) -> bool {
    let word = word.to_ascii_lowercase();
    [".tgz", ".tar.gz", ".tar"].iter().any(|ending| word.ends_with(ending))
}

/// Returns the package that a command names itself.
fn named_package(command: &Command) -> Option<(String, Option<String>)> {
    let place = match (command.name?, command.word(0)) {
        ("deprecate" | "undeprecate" | "unpublish", _) => 0,
        ("publish", Some(word)) if !is_folder(word) && !word.contains(['/', ':', '\\']) => 0,
        ("publish", Some(word)) if word.starts_with('@') => 0,
        ("dist-tag", Some("add" | "rm" | "remove" | "set" | "ls" | "list"))
        | ("trust", Some("github" | "gitlab" | "circleci" | "list" | "revoke")) => 1,
        ("owner", Some("add" | "rm" | "remove")) | ("access", Some("set" | "get" | "revoke")) => 2,
        ("access", Some("grant")) => 3,
        _ => return None,
    };
    let word = command.word(place).filter(|word| !is_archive(word))?;
    Some(split_spec(word))
}

/// Returns a client's configuration as it prints it: an object, or the registry alone.
fn configuration(text: &str) -> Vec<(String, String)> {
    if text.len() > CONFIG_LIMIT {
        return Vec::new();
    }
    let alone = text.trim().trim_matches('"');
    if alone.starts_with("http") && !alone.contains(char::is_whitespace) {
        return vec![("registry".to_owned(), alone.to_owned())];
    }
    let value: serde_json::Value = serde_json::from_str(text).unwrap_or_default();
    value.as_object().map(texts).unwrap_or_default()
}

/// Picks the registry as npm does (`npm-registry-fetch`, `pickRegistry`): the one of the package's scope, else the one
/// of the configured scope, else the general one. Sources that come first win.
fn registry(package: Option<&str>, sources: &[&[(String, String)]]) -> Option<String> {
    let get = |key: &str| {
        let value =
            |source: &&[(String, String)]| source.iter().rev().find(|(known, _)| known == key).cloned();
        sources.iter().find_map(value).map(|(_, value)| value).filter(|value| !value.is_empty())
    };
    let of_scope = |scope: &str| get(&format!("@{}:registry", scope.trim_start_matches('@')));
    let own = package.filter(|name| name.starts_with('@')).and_then(|name| of_scope(name.split('/').next()?));
    own.or_else(|| get("scope").and_then(|scope| of_scope(&scope))).or_else(|| get("registry"))
}
