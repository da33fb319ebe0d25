//! bun.

use super::arguments::{Command, Grammar};
use super::npm_cli::{self, ENTER_OTP};
use super::question::Wording;
use super::screen::Screen;
use super::{Asks, Client, Sources, Target, Via};

/// bun.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bun;

const GRAMMAR: Grammar = Grammar {
    commands: &[
        "add", "audit", "build", "create", "exec", "info", "init", "install", "link", "outdated", "patch",
        "pm", "publish", "remove", "repl", "run", "test", "unlink", "update", "upgrade", "why", "x",
    ],
    aliases: &[("i", "install"), ("a", "add"), ("rm", "remove"), ("c", "create")],
    valued: &["cwd", "registry", "tag", "access", "otp", "auth-type", "filter", "config"],
    shortened: false,
};

const NEVER: &[&str] =
    &["audit", "build", "info", "init", "link", "outdated", "pm", "unlink", "upgrade", "why"];

impl Client for Bun {
    fn name(&self) -> &'static str {
        "bun"
    }

    fn programs(&self) -> &'static [&'static str] {
        &["bun"]
    }

    fn grammar(&self) -> &'static Grammar {
        &GRAMMAR
    }

    fn asks(&self, command: &Command) -> Asks {
        match command.name {
            Some("publish")
                if command.option("recursive").is_some() || command.option("filter").is_some() =>
            {
                Asks::Several
            }
            Some("publish") => Asks::Once,
            Some(name) if NEVER.contains(&name) => Asks::Never,
            None if command.written.is_none() => Asks::Never,
            Some(_) | None => Asks::Nested,
        }
    }

    /// bun asks in the browser unless an option says otherwise; no variable does.
    fn options(&self, command: &Command) -> &'static [&'static str] {
        let asks = command.name == Some("publish") && command.option("auth-type").is_none();
        if asks { &["--auth-type=legacy"] } else { &[] }
    }

    fn bridged(&self, via: &Via<'_>) -> Vec<(String, String)> {
        let own =
            [("BUN_CONFIG_REGISTRY", via.general().unwrap_or_default()), ("BUN_CONFIG_TOKEN", via.token)];
        own.map(|(name, value)| (name.to_owned(), value.to_owned())).into()
    }

    fn wordings(&self) -> &'static [Wording] {
        const ENTER: Wording = ENTER_OTP.in_lines();
        &[ENTER]
    }

    fn refusals(&self) -> &'static [&'static str] {
        &["401 Unauthorized: ", " - invalid OTP"]
    }

    /// `Registry: http://localhost:4873/`, after every script of the package.
    fn announced(&self, screen: &Screen) -> Target {
        let mut said =
            screen.lines().filter_map(|line| line.strip_prefix("Registry: ").map(|it| it.trim().to_owned()));
        Target { registry: said.next_back(), ..Target::default() }
    }

    fn folder(&self, command: &Command) -> Option<String> {
        (command.name == Some("publish")).then(|| command.option("cwd").unwrap_or(".").to_owned())
    }

    fn target(&self, command: &Command, sources: &Sources<'_>) -> Target {
        npm_cli::target_of(command, self.folder(command).is_some(), sources)
    }
}
