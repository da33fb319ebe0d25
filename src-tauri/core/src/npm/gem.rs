//! `RubyGems`. It asks for the code of an account at a registry of gems.

use super::arguments::{Command, Grammar};
use super::question::Wording;
use super::{Asks, Client, Sources, Target};

/// `RubyGems`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Gem;

const GRAMMAR: Grammar = Grammar {
    commands: &["owner", "push", "signin", "yank"],
    aliases: &[],
    valued: &["host", "k", "key", "otp", "version", "v", "platform", "add", "a", "remove", "r"],
    shortened: true,
};

impl Client for Gem {
    fn name(&self) -> &'static str {
        "gem"
    }

    fn programs(&self) -> &'static [&'static str] {
        &["gem"]
    }

    fn grammar(&self) -> &'static Grammar {
        &GRAMMAR
    }

    fn asks(&self, command: &Command) -> Asks {
        if command.name.is_some() { Asks::Once } else { Asks::Never }
    }

    fn wordings(&self) -> &'static [Wording] {
        const CODE: Wording = Wording::after("Please enter OTP code.", "Code").in_lines();
        &[CODE]
    }

    fn refusals(&self) -> &'static [&'static str] {
        &["Your OTP code is incorrect."]
    }

    /// The registry that was named; otherwise the service, whose address the client keeps to itself.
    fn target(&self, command: &Command, _sources: &Sources<'_>) -> Target {
        let registry = command.option("host").filter(|host| !host.is_empty()).unwrap_or("RubyGems");
        let package = command.word(0).map(|word| word.trim_end_matches(".gem").to_owned());
        Target { package, registry: Some(registry.to_owned()), ..Target::default() }
    }
}
