//! pnpm, versions 10 to 12. Version 10 publishes with npm, which asks then; the later ones ask themselves.

use super::arguments::{Command, Grammar, split_spec};
use super::npm_cli::{self, CLASSIC, ENTER_OTP};
use super::question::Wording;
use super::screen::Screen;
use super::{Asks, Client, Sources, Target, Via};

/// pnpm.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pnpm;

const GRAMMAR: Grammar = Grammar {
    commands: &[
        "access",
        "add",
        "audit",
        "config",
        "create",
        "deprecate",
        "dist-tag",
        "dlx",
        "exec",
        "install",
        "list",
        "login",
        "org",
        "outdated",
        "owner",
        "pack",
        "profile",
        "publish",
        "rebuild",
        "remove",
        "root",
        "run",
        "stage",
        "start",
        "store",
        "team",
        "test",
        "token",
        "undeprecate",
        "unpublish",
        "update",
        "version",
        "view",
        "whoami",
        "why",
    ],
    aliases: &[("i", "install"), ("ls", "list"), ("rm", "remove"), ("up", "update"), ("info", "view")],
    valued: &[
        "C",
        "F",
        "dir",
        "filter",
        "filter-prod",
        "otp",
        "tag",
        "access",
        "registry",
        "publish-branch",
        "loglevel",
        "config",
    ],
    shortened: false,
};

const NEVER: &[&str] =
    &["audit", "config", "list", "outdated", "pack", "root", "store", "view", "whoami", "why"];
const NESTED: &[&str] = &[
    "add", "create", "dlx", "exec", "install", "rebuild", "remove", "run", "start", "test", "update",
    "version",
];

impl Client for Pnpm {
    fn name(&self) -> &'static str {
        "pnpm"
    }

    fn programs(&self) -> &'static [&'static str] {
        &["pnpm", "pn"]
    }

    fn grammar(&self) -> &'static Grammar {
        &GRAMMAR
    }

    fn asks(&self, command: &Command) -> Asks {
        match command.name {
            Some(name) if NEVER.contains(&name) => Asks::Never,
            Some(name) if NESTED.contains(&name) => Asks::Nested,
            Some("publish") if is_recursive(command) => Asks::Several,
            Some(_) => Asks::Once,
            // Any other word is a script's name.
            None if command.written.is_some() => Asks::Nested,
            None => Asks::Never,
        }
    }

    /// Version 10 starts npm.
    fn nests(&self) -> bool {
        true
    }

    fn environment(&self) -> &'static [(&'static str, &'static str)] {
        CLASSIC
    }

    /// Version 10 and its npm read npm's, the later ones their own.
    fn bridged(&self, via: &Via<'_>) -> Vec<(String, String)> {
        [via.in_npms_words(), via.in_words_with("pnpm_config_")].concat()
    }

    fn wordings(&self) -> &'static [Wording] {
        &[ENTER_OTP]
    }

    fn refusals(&self) -> &'static [&'static str] {
        &["ERR_PNPM_OTP_SECOND_CHALLENGE", "npm error code EOTP", "npm ERR! code EOTP"]
    }

    fn configuration(&self) -> &'static [&'static [&'static str]] {
        &[&["config", "list", "--json"]]
    }

    /// `📦 demo@1.0.0 → http://localhost:4873/`.
    fn announced(&self, screen: &Screen) -> Target {
        let mut said = screen.lines().filter_map(|line| {
            let (spec, registry) = line.trim().strip_prefix('📦')?.split_once('→')?;
            let (package, version) = split_spec(spec.trim());
            let registry = Some(registry.trim().to_owned());
            Some(Target { package: Some(package), version, registry, page: None })
        });
        said.next_back().unwrap_or_else(|| super::question::noticed(screen))
    }

    fn folder(&self, command: &Command) -> Option<String> {
        let inside = command.option("dir").or_else(|| command.option("C"));
        (command.name == Some("publish") && !is_recursive(command))
            .then(|| command.word(0).or(inside).unwrap_or(".").to_owned())
    }

    fn target(&self, command: &Command, sources: &Sources<'_>) -> Target {
        npm_cli::target_of(command, self.folder(command).is_some(), sources)
    }
}

fn is_recursive(command: &Command) -> bool {
    ["recursive", "r", "filter", "F"].iter().any(|option| command.option(option).is_some())
}
