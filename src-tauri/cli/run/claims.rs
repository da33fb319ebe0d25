//! What a run says of the command whose prompt waits. All of it is shown to the person as a claim.

use super::surroundings::{self, Surroundings};
use countersign_core::npm::{self, Asks, Client, Sources};
use countersign_core::view::PromptClaim;
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// What is known of a command before it runs.
pub(super) struct Claims {
    words: Vec<String>,
    client: Option<&'static dyn Client>,
    command: npm::arguments::Command,
    account: Option<String>,
    folder: PathBuf,
    lifecycle: Option<String>,
    surroundings: Surroundings,
}

impl Claims {
    /// Reads a command line.
    pub(super) fn of(command: &[OsString], account: Option<String>) -> Self {
        let words: Vec<String> = command.iter().map(|word| word.to_string_lossy().into_owned()).collect();
        let client = npm::started_by(&words);
        let command = client.map(|client| client.command(words.get(1..).unwrap_or_default()));
        Self {
            words,
            client,
            command: command.unwrap_or_default(),
            account,
            folder: std::env::current_dir().unwrap_or_default(),
            lifecycle: std::env::var("npm_lifecycle_event").ok().filter(|event| !event.is_empty()),
            surroundings: Surroundings::default(),
        }
    }

    /// Whether and how often the command may ask.
    fn asks(&self) -> Asks {
        self.client.map_or(Asks::Nested, |client| client.asks(&self.command))
    }

    /// The variables that make the command ask in the terminal; those of every client where the command may start any.
    pub(super) fn environment(&self) -> BTreeMap<&'static str, &'static str> {
        let clients = match (self.asks(), self.client) {
            (Asks::Never, _) => Vec::new(),
            (_, Some(client)) => vec![client],
            (_, None) => npm::CLIENTS.to_vec(),
        };
        clients.into_iter().flat_map(Client::environment).copied().collect()
    }

    /// Starts to look around while the command runs.
    pub(super) fn look_around(&self) {
        if self.asks() != Asks::Never {
            let client = self.client.map(|client| (client.name(), self.words[0].clone()));
            let config =
                client.filter(|(name, _)| *name == "npm").map(|(_, program)| self.config_query(program));
            self.surroundings.look(self.folder.clone(), config);
        }
    }

    /// The command line by which npm tells its configuration, with the options that this command was given.
    fn config_query(&self, program: String) -> Vec<String> {
        let mut query = vec![program];
        query.extend(["config", "list", "--json", "--logs-max=0", "--no-update-notifier"].map(str::to_owned));
        let given = self.command.options.iter().filter(|(key, _)| key != "otp" && key != "json");
        query.extend(given.map(|(key, value)| match value.as_str() {
            "" => format!("--{key}"),
            value => format!("--{key}={value}"),
        }));
        query
    }

    /// Puts everything together for one prompt. May wait a little for what is still being looked up.
    pub(super) fn gather(&self) -> PromptClaim {
        let around = self.surroundings.seen();
        let manifest = self.client.and_then(|client| client.folder(&self.command));
        let manifest = manifest.and_then(|folder| read_manifest(&self.folder.join(folder)));
        let sources = Sources { config: around.config.as_deref(), manifest: manifest.as_deref() };
        let target = self.client.map(|client| client.target(&self.command, &sources)).unwrap_or_default();
        PromptClaim {
            client: self.client.or(npm::CLIENTS.first().copied()).map_or("", Client::name).to_owned(),
            command: self.words.clone(),
            package: target.package,
            version: target.version,
            registry: target.registry,
            folder: self.folder.to_string_lossy().into_owned(),
            account: self.account.clone(),
            several: matches!(self.asks(), Asks::Several | Asks::Nested),
            lifecycle: self.lifecycle.clone(),
            git: around.git,
        }
    }
}

fn read_manifest(folder: &Path) -> Option<String> {
    surroundings::read_bounded(std::fs::File::open(folder.join("package.json")).ok()?)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]
    use super::*;

    fn claims(line: &str) -> Claims {
        Claims::of(&line.split(' ').map(OsString::from).collect::<Vec<_>>(), None)
    }

    #[test]
    fn a_command_that_asks_does_so_in_the_terminal() {
        assert_eq!(claims("npm publish").environment()["npm_config_auth_type"], "legacy");
        assert_eq!(claims("make release").environment()["npm_config_auth_type"], "legacy");
        assert!(claims("npm view demo").environment().is_empty());
    }

    #[test]
    fn npm_is_asked_with_the_options_that_the_command_has() {
        let claims = claims("npm publish --registry=http://localhost:4873 --otp 1 -w kit");
        let query = claims.config_query("npm".into());
        assert_eq!(
            query[5..],
            ["--no-update-notifier", "--registry=http://localhost:4873", "--workspace=kit"]
        );
    }

    #[test]
    fn a_claim_names_the_command_and_where_it_goes() {
        let claim = claims("npm deprecate demo@1 old --registry http://localhost:4873/").gather();
        assert_eq!((claim.client.as_str(), claim.package.as_deref()), ("npm", Some("demo")));
        assert_eq!(claim.registry.as_deref(), Some("http://localhost:4873/"));
        assert!(!claim.several);
    }
}
