//! Lerna and Lerna-Lite, which publish with npm's library and ask themselves. One code serves several packages.

use super::arguments::{Command, Grammar};
use super::npm_cli::{self, CLASSIC};
use super::question::{Wording, noticed};
use super::screen::Screen;
use super::{Asks, Client, Reach, Sources, Target};

/// Lerna.
#[derive(Clone, Copy, Debug)]
pub(super) struct Lerna;

const GRAMMAR: Grammar = Grammar {
    commands: &[
        "changed", "clean", "create", "diff", "exec", "info", "init", "list", "publish", "run", "version",
        "watch",
    ],
    aliases: &[("ls", "list"), ("ll", "list"), ("la", "list")],
    valued: &[
        "registry",
        "dist-tag",
        "otp",
        "scope",
        "ignore",
        "loglevel",
        "concurrency",
        "preid",
        "npm-tag",
    ],
    shortened: false,
};

impl Client for Lerna {
    fn name(&self) -> &'static str {
        "lerna"
    }

    fn programs(&self) -> &'static [&'static str] {
        &["lerna", "lerna-lite"]
    }

    fn grammar(&self) -> &'static Grammar {
        &GRAMMAR
    }

    fn asks(&self, command: &Command) -> Asks {
        match command.name {
            Some("publish") => Asks::Several,
            Some("exec" | "run" | "version" | "watch") => Asks::Nested,
            _ => Asks::Never,
        }
    }

    fn reach(&self) -> Reach {
        Reach::Registry
    }

    fn environment(&self) -> &'static [(&'static str, &'static str)] {
        CLASSIC
    }

    fn wordings(&self) -> &'static [Wording] {
        const { &[Wording::alone("This operation requires a one-time password"), Wording::alone("Enter OTP")] }
    }

    fn refusals(&self) -> &'static [&'static str] {
        &["OTP expired, requesting a new OTP", "EOTP"]
    }

    fn configured_by(&self) -> Option<&'static str> {
        Some("npm")
    }

    fn announced(&self, screen: &Screen) -> Target {
        Target { registry: None, ..noticed(screen) }
    }

    fn target(&self, command: &Command, sources: &Sources<'_>) -> Target {
        npm_cli::target_of(command, false, sources)
    }
}
