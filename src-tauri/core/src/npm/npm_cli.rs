//! npm itself, versions 6 to 12.

use super::arguments::{Command, spec, split_spec};
use super::manifest::{self, texts};
use super::screen::Screen;
use super::{Asks, Client, Prompt, Sources, Target};

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

    fn is(&self, program: &str) -> bool {
        let file = program.rsplit(['/', '\\']).next().unwrap_or(program);
        matches!(file.to_ascii_lowercase().as_str(), "npm" | "npm.cmd" | "npm.exe" | "npm.ps1" | "npm-cli.js")
    }

    fn command(&self, arguments: &[String]) -> Command {
        Command::read(arguments)
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

    /// npm 9 and later ask in the browser otherwise. npm's `otp` option would do the same and needs the code in advance.
    fn environment(&self) -> &'static [(&'static str, &'static str)] {
        &[("npm_config_auth_type", "legacy")]
    }

    fn prompt(&self, screen: &Screen) -> Prompt {
        if !screen.cursor_at_end() {
            return Prompt::None;
        }
        let lines: Vec<String> = screen.lines().collect();
        let Some((last, before)) = lines.split_last() else { return Prompt::None };
        match question(last) {
            Some(Question::EnterOtp) if before.last().is_some_and(|line| announces(line)) => {
                if mailed(before) { Prompt::Email } else { Prompt::OneTimePassword }
            }
            Some(Question::Password) => {
                if mailed(before) {
                    Prompt::Email
                } else {
                    Prompt::OneTimePassword
                }
            }
            Some(Question::Enrol) => Prompt::EnrolConfirmation,
            Some(Question::EnterOtp) | None => Prompt::None,
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
        let manifest = sources.manifest.map(manifest::read).unwrap_or_default();
        let (package, version) = match named_package(command) {
            Some((package, version)) => (Some(package), version),
            None if self.folder(command).is_some() => (manifest.name.clone(), manifest.version.clone()),
            None => (None, None),
        };
        let publishes = matches!(command.name, Some("publish" | "unpublish" | "stage"));
        let publish_config = if publishes { manifest.publish_config } else { Vec::new() };
        let config = sources.config.map(configuration).unwrap_or_default();
        let registry = registry(package.as_deref(), &[&command.options, &publish_config, &config]);
        Target { package, version, registry }
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

enum Question {
    /// The second line of the prompt that every command shows.
    EnterOtp,
    /// The one line of `profile` up to npm 10 and `login` up to npm 8.
    Password,
    /// The last question of `profile enable-2fa`.
    Enrol,
}

/// Reads the line that the cursor is in. A default in parentheses is what was typed before and not understood; anything
/// else after the colon is an answer that was begun.
fn question(line: &str) -> Option<Question> {
    let (question, rest) = line.rsplit_once(':')?;
    let rest = rest.trim();
    if !(rest.is_empty() || (rest.starts_with('(') && rest.ends_with(')'))) {
        return None;
    }
    match question.trim() {
        "Enter OTP" => Some(Question::EnterOtp),
        "Enter one-time password" | "Enter one-time password from your authenticator app" => {
            Some(Question::Password)
        }
        "And an OTP code from your authenticator" => Some(Question::Enrol),
        _ => None,
    }
}

fn announces(line: &str) -> bool {
    line.trim() == "This operation requires a one-time password."
}

/// Returns whether the registry's notices since the last question say that the code was sent by e-mail. The question is
/// the same one then, and a code of ours is no answer.
fn mailed(before: &[String]) -> bool {
    let notices =
        before.iter().rev().take_while(|line| !line.starts_with("Enter O") && !line.starts_with("Enter one"));
    let text: Vec<String> =
        notices.filter_map(|line| Some(line.trim().strip_prefix("npm notice")?.to_lowercase())).collect();
    let says = |words: &[&str]| text.iter().any(|line| words.iter().any(|word| line.contains(word)));
    says(&["email", "e-mail"]) && says(&["one-time", "one time", "otp"])
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

/// Returns npm's configuration as it prints it; nothing where it is no object.
fn configuration(text: &str) -> Vec<(String, String)> {
    if text.len() > CONFIG_LIMIT {
        return Vec::new();
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
