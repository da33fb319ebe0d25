//! Yarn: the classic one (1) and the present one (2 to 4), which share a name and little else.

use super::arguments::{Command, Grammar, spec};
use super::npm_cli::{self, CLASSIC};
use super::question::Wording;
use super::screen::Screen;
use super::{Asks, Client, Sources, Target, Via};

/// Yarn.
#[derive(Clone, Copy, Debug)]
pub(super) struct Yarn;

const GRAMMAR: Grammar = Grammar {
    commands: &[
        "access",
        "add",
        "audit",
        "bin",
        "cache",
        "config",
        "dlx",
        "exec",
        "info",
        "install",
        "list",
        "login",
        "logout",
        "node",
        "npm",
        "outdated",
        "owner",
        "pack",
        "publish",
        "remove",
        "run",
        "stage",
        "tag",
        "team",
        "up",
        "upgrade",
        "version",
        "versions",
        "why",
        "workspace",
        "workspaces",
    ],
    aliases: &[],
    valued: &["cwd", "registry", "tag", "access", "new-version", "otp", "from", "include", "exclude"],
    shortened: false,
};

const NEVER: &[&str] =
    &["audit", "bin", "cache", "config", "info", "list", "logout", "outdated", "pack", "versions", "why"];
const ONCE: &[&str] = &["access", "login", "owner", "publish", "stage", "tag", "team"];

impl Client for Yarn {
    fn name(&self) -> &'static str {
        "yarn"
    }

    fn programs(&self) -> &'static [&'static str] {
        &["yarn", "yarnpkg"]
    }

    fn grammar(&self) -> &'static Grammar {
        &GRAMMAR
    }

    fn asks(&self, command: &Command) -> Asks {
        match command.name {
            Some("npm") => match command.word(0) {
                Some("audit" | "info" | "logout" | "whoami") => Asks::Never,
                _ => Asks::Once,
            },
            // "yarn workspaces foreach --all npm publish".
            Some("workspaces") if command.words.iter().any(|word| word == "publish") => Asks::Several,
            Some(name) if ONCE.contains(&name) => Asks::Once,
            Some(name) if NEVER.contains(&name) => Asks::Never,
            // Installing runs scripts, and any other word is a script's name.
            Some(_) | None => Asks::Nested,
        }
    }

    fn environment(&self) -> &'static [(&'static str, &'static str)] {
        CLASSIC
    }

    fn bridged(&self, via: &Via<'_>) -> Vec<(String, String)> {
        let mut variables = via.in_npms_words();
        let own = [
            ("YARN_NPM_REGISTRY_SERVER", via.general().unwrap_or_default().trim_end_matches('/')),
            ("YARN_NPM_AUTH_TOKEN", via.token),
            ("YARN_UNSAFE_HTTP_WHITELIST", "127.0.0.1"),
        ];
        variables.extend(own.map(|(name, value)| (name.to_owned(), value.to_owned())));
        variables
    }

    fn wordings(&self) -> &'static [Wording] {
        const { &[Wording::alone("npm one-time password"), Wording::alone("One-time password")] }
    }

    fn refusals(&self) -> &'static [&'static str] {
        &["Incorrect one-time password.", "Invalid OTP token"]
    }

    /// The present Yarn knows the first, the classic one the second.
    fn configuration(&self) -> &'static [&'static [&'static str]] {
        &[&["config", "get", "npmRegistryServer"], &["config", "get", "registry"]]
    }

    /// `➤ YN0000: Publishing to http://localhost:4873 with tag latest`. It follows every script of the package.
    fn announced(&self, screen: &Screen) -> Target {
        let mut said = screen.lines().filter_map(|line| {
            let (_, place) = line.split_once("Publishing to ")?;
            place.split(' ').next().map(str::to_owned)
        });
        Target { registry: said.next_back(), ..Target::default() }
    }

    fn folder(&self, command: &Command) -> Option<String> {
        let publishes = command.name == Some("publish")
            || command.name == Some("npm") && command.word(0) == Some("publish");
        publishes.then(|| command.option("cwd").unwrap_or(".").to_owned())
    }

    fn sentence(&self, command: &Command, package: Option<&str>, version: Option<&str>) -> String {
        let about = spec(package, version).filter(|_| self.folder(command).is_some());
        let words = command.words.iter().map(String::as_str).chain(about.as_deref());
        ["yarn"].into_iter().chain(command.written.as_deref()).chain(words).collect::<Vec<_>>().join(" ")
    }

    fn target(&self, command: &Command, sources: &Sources<'_>) -> Target {
        npm_cli::target_of(command, self.folder(command).is_some(), sources)
    }
}
