//! Hex, the registry of Elixir and Erlang, through `mix`.

use super::arguments::{Command, Grammar};
use super::question::Wording;
use super::{Asks, Client, Sources, Target};

/// Mix with Hex.
#[derive(Clone, Copy, Debug)]
pub(super) struct Hex;

const GRAMMAR: Grammar = Grammar {
    commands: &["hex.organization", "hex.owner", "hex.package", "hex.publish", "hex.retire", "hex.user"],
    aliases: &[],
    valued: &["organization", "revert"],
    shortened: false,
};

impl Client for Hex {
    fn name(&self) -> &'static str {
        "mix"
    }

    fn programs(&self) -> &'static [&'static str] {
        &["mix"]
    }

    fn grammar(&self) -> &'static Grammar {
        &GRAMMAR
    }

    fn asks(&self, command: &Command) -> Asks {
        if command.name.is_some() { Asks::Once } else { Asks::Never }
    }

    fn wordings(&self) -> &'static [Wording] {
        const ENTER: Wording = Wording::alone("Enter OTP code").in_lines();
        const AGAIN: Wording = Wording::alone("Invalid OTP code. Please try again").in_lines();
        &[ENTER, AGAIN]
    }

    fn refusals(&self) -> &'static [&'static str] {
        &["Invalid OTP code. Please try again:"]
    }

    fn target(&self, _command: &Command, _sources: &Sources<'_>) -> Target {
        Target { registry: Some("Hex".to_owned()), ..Target::default() }
    }
}
