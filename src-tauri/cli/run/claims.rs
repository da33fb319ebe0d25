//! What a run says of the command whose prompt waits. All of it is shown to the person as a claim.

use super::About;
use super::command::Started;
use super::enrolment::Enrolment;
use super::publishing::Publishing;
use super::surroundings::{self, Seen, Surroundings};
use crate::npm::client::NO_LOG;
use countersign_core::npm::{self, Asks, Client, Sources};
use countersign_core::view::{Ask, FindingView, PromptClaim};
use countersign_link::public::ToAgent;
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What is known of a run when its command starts.
pub(super) struct Claims {
    started: Started,
    /// The enrolment that the command is for.
    pub(super) enrolment: Option<Arc<Enrolment>>,
    /// What the command is about, where its words do not say it.
    pub(super) about: Option<About>,
    account: Option<String>,
    folder: PathBuf,
    lifecycle: Option<String>,
    surroundings: Surroundings,
}

impl Claims {
    /// Takes note of where and how a command is started.
    pub(super) fn of(started: Started, account: Option<String>) -> Self {
        Self {
            started,
            enrolment: None,
            about: None,
            account,
            folder: std::env::current_dir().unwrap_or_default(),
            lifecycle: std::env::var("npm_lifecycle_event").ok().filter(|event| !event.is_empty()),
            surroundings: Surroundings::default(),
        }
    }

    /// Starts to look around while the command runs.
    pub(super) fn look_around(&self) {
        if self.started.asks() != Asks::Never {
            let npm = self.started.client.filter(|client| client.name() == "npm");
            self.surroundings.look(self.folder.clone(), npm.map(|_| self.config_query()));
            if let Some(query) = self.publishing().and_then(|publishing| publishing.query()) {
                self.surroundings.ask(query);
            }
        }
    }

    /// The command line by which npm tells its configuration, with the options that this command was given.
    fn config_query(&self) -> Vec<String> {
        let mut query: Vec<String> = self.started.words.first().cloned().into_iter().collect();
        query.extend(["config", "list", "--json", NO_LOG, "--no-update-notifier"].map(str::to_owned));
        let given = self.started.command.options.iter().filter(|(key, _)| key != "otp" && key != "json");
        query.extend(given.map(|(key, value)| match value.as_str() {
            "" => format!("--{key}"),
            value => format!("--{key}={value}"),
        }));
        query
    }

    /// What the command publishes, if it is npm's and publishes one version.
    fn publishing(&self) -> Option<Publishing> {
        let npm = self.started.client.filter(|client| client.name() == "npm");
        npm.and_then(|_| Publishing::of(&self.started.command, &self.folder))
    }

    /// What there is to say of the version that goes out; warnings come first.
    fn findings(&self, around: &Seen) -> Vec<FindingView> {
        if let Some(about) = &self.about {
            return about.findings.clone();
        }
        let Some(publishing) = self.publishing() else { return Vec::new() };
        let config: Value =
            around.config.as_deref().and_then(|it| serde_json::from_str(it).ok()).unwrap_or_default();
        let version = config["npm-version"].as_str().unwrap_or_default();
        let mut findings = publishing.compare(around.published.as_deref(), version);
        if let Some(git) = around.git.as_ref().filter(|git| git.ends_with("changed")) {
            let text = format!("The git tree has changes that are not committed: {git}");
            findings.insert(0, FindingView::warning(&text));
        }
        findings.sort_by_key(|finding| !finding.warning);
        findings
    }

    /// What the agent is told for one prompt: first, and once, which account is being enrolled.
    pub(super) fn message(&self, nonce: String) -> Result<ToAgent, String> {
        match self.enrolment.as_deref().filter(|enrolment| !enrolment.is_kept()) {
            Some(enrolment) => {
                let registry = enrolment.registry().to_owned();
                Ok(ToAgent::Enrol { nonce, link: enrolment.link()?, registry })
            }
            None => Ok(ToAgent::Ask { nonce, ask: Ask::Prompt(self.gather()) }),
        }
    }

    /// Puts everything together for one prompt. May wait a little for what is still being looked up.
    fn gather(&self) -> PromptClaim {
        let around = self.surroundings.seen();
        let Started { client, command, words } = &self.started;
        let manifest = client.and_then(|client| client.folder(command));
        let manifest = manifest.and_then(|folder| read_manifest(&self.folder.join(folder)));
        let sources = Sources { config: around.config.as_deref(), manifest: manifest.as_deref() };
        let target = client.map(|client| client.target(command, &sources)).unwrap_or_default();
        PromptClaim {
            client: client.or(npm::CLIENTS.first().copied()).map_or("", Client::name).to_owned(),
            command: words.clone(),
            package: self.about.as_ref().map(|about| about.package.clone()).or(target.package),
            version: self.about.as_ref().map(|about| about.version.clone()).or(target.version),
            registry: target.registry,
            folder: self.folder.to_string_lossy().into_owned(),
            account: self.account.clone(),
            several: matches!(self.started.asks(), Asks::Several | Asks::Nested),
            lifecycle: self.lifecycle.clone(),
            findings: self.findings(&around),
            git: around.git,
        }
    }
}

fn read_manifest(folder: &Path) -> Option<String> {
    surroundings::read_bounded(std::fs::File::open(folder.join("package.json")).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::ffi::OsString;

    fn claims(line: &str) -> Claims {
        Claims::of(Started::by(&line.split(' ').map(OsString::from).collect::<Vec<_>>()), None)
    }

    #[test]
    fn npm_is_asked_with_the_options_that_the_command_has() {
        let claims = claims("npm publish --registry=http://localhost:4873 --otp 1 -w kit");
        let query = claims.config_query();
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
