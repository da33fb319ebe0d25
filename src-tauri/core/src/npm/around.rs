//! Tools that publish by starting npm or another client, and ask hardly anything themselves.

use super::arguments::{Command, Grammar};
use super::npm_cli::{self, CLASSIC};
use super::question::{Reads, Wording};
use super::{Asks, Client, Prompt, Reach, Sources, Target, Via};

/// A tool around a client.
#[derive(Clone, Copy, Debug)]
pub(super) struct Around {
    name: &'static str,
    programs: &'static [&'static str],
    /// The words after which it publishes; none where it always does.
    publishes: &'static [&'static str],
    wordings: &'static [Wording],
    reach: Reach,
}

const GRAMMAR: Grammar =
    Grammar { commands: &[], aliases: &[], valued: &["otp", "tag", "registry"], shortened: false };

/// Changesets.
pub(super) const CHANGESETS: Around = Around {
    name: "changesets",
    programs: &["changeset"],
    publishes: &["publish"],
    wordings: &[],
    reach: Reach::Path,
};

/// np. Its own question comes in the midst of a list that is drawn again and again, and takes no Enter.
pub(super) const NP: Around = Around {
    name: "np",
    programs: &["np"],
    publishes: &[],
    wordings: &[
        Wording { asks: Prompt::OneTimePassword, announced: None, asked: "Enter OTP", reads: Reads::SixKeys },
        Wording {
            asks: Prompt::OneTimePassword,
            announced: None,
            asked: "OTP was incorrect, try again",
            reads: Reads::SixKeys,
        },
    ],
    reach: Reach::Path,
};

/// release-it.
pub(super) const RELEASE_IT: Around = Around {
    name: "release-it",
    programs: &["release-it"],
    publishes: &[],
    wordings: &[Wording::alone("Please enter OTP for npm")],
    reach: Reach::Path,
};

/// Nx.
pub(super) const NX: Around =
    Around { name: "nx", programs: &["nx"], publishes: &["release"], wordings: &[], reach: Reach::Path };

/// semantic-release. It brings an npm of its own, which no search path leads to.
pub(super) const SEMANTIC_RELEASE: Around = Around {
    name: "semantic-release",
    programs: &["semantic-release"],
    publishes: &[],
    wordings: &[],
    reach: Reach::Registry,
};

impl Client for Around {
    fn name(&self) -> &'static str {
        self.name
    }

    fn programs(&self) -> &'static [&'static str] {
        self.programs
    }

    fn grammar(&self) -> &'static Grammar {
        &GRAMMAR
    }

    fn asks(&self, command: &Command) -> Asks {
        let word = command.written.as_deref().unwrap_or_default();
        let publishes = self.publishes.is_empty() || self.publishes.contains(&word);
        if publishes { Asks::Several } else { Asks::Nested }
    }

    fn publishing_words(&self) -> &'static [&'static str] {
        self.publishes
    }

    fn nests(&self) -> bool {
        true
    }

    fn asks_itself(&self) -> bool {
        false
    }

    fn reach(&self) -> Reach {
        self.reach
    }

    fn environment(&self) -> &'static [(&'static str, &'static str)] {
        CLASSIC
    }

    /// Some look for the token where build servers have it.
    fn bridged(&self, via: &Via<'_>) -> Vec<(String, String)> {
        let mut variables = via.in_npms_words();
        variables.push(("NPM_CONFIG_REGISTRY".to_owned(), via.general().unwrap_or_default().to_owned()));
        variables.push(("NPM_TOKEN".to_owned(), via.token.to_owned()));
        variables
    }

    fn wordings(&self) -> &'static [Wording] {
        self.wordings
    }

    fn configured_by(&self) -> Option<&'static str> {
        Some("npm")
    }

    fn folder(&self, _command: &Command) -> Option<String> {
        Some(".".to_owned())
    }

    fn target(&self, command: &Command, sources: &Sources<'_>) -> Target {
        npm_cli::target_of(command, true, sources)
    }
}
