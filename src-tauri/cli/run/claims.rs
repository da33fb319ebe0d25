//! What a run says of the command whose prompt waits. All of it is shown to the person as a claim.

use super::About;
use super::command::Started;
use super::enrolment::Enrolment;
use super::publishing::Publishing;
use super::surroundings::{self, Seen, Surroundings};
#[cfg(unix)]
use crate::bridge::Registries;
use countersign_core::npm::{self, Asks, Client, Sources, Target};
#[cfg(unix)]
use countersign_core::view::Bridged;
use countersign_core::view::{Ask, FindingView, PromptClaim};
use countersign_link::public::ToAgent;
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Options of a command that `npm config` is not given: it prints JSON anyway, and refuses those of workspaces.
const NOT_FOR_CONFIG: [&str; 5] = ["otp", "json", "workspace", "workspaces", "include-workspace-root"];

/// What is known of a run when its command starts.
pub(crate) struct Claims {
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
            lifecycle: std::env::var("npm_lifecycle_event").ok().filter(|event| npm::is_hook(event)),
            surroundings: Surroundings::default(),
        }
    }

    /// Starts to look around while the command runs.
    pub(super) fn look_around(&self) {
        if self.started.asks() != Asks::Never {
            self.surroundings.look(&self.folder);
            if let Some(query) = self.publishing().and_then(|publishing| publishing.query()) {
                self.surroundings.ask(query);
            }
        }
        if matches!(self.started.asks(), Asks::Once | Asks::Several) {
            self.look_for_config();
        }
    }

    fn look_for_config(&self) {
        self.surroundings.look_for_config(&self.folder, self.config_queries());
    }

    /// The clients whose prompts may come.
    pub(super) fn asking(&self) -> Vec<&'static dyn Client> {
        self.started.asking()
    }

    /// Where the run is.
    #[cfg(unix)]
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// The registries of the run. May wait a little for what is still being looked up.
    #[cfg(unix)]
    pub(crate) fn registries(&self) -> Registries {
        self.look_for_config();
        Registries::of(self.surroundings.seen().config.as_deref(), &self.folder)
    }

    /// Puts everything together for a request to the registry that passes through the run.
    #[cfg(unix)]
    pub(crate) fn gather_bridged(
        &self,
        client: &str,
        target: Target,
        bridged: Bridged,
        lifecycle: Option<String>,
    ) -> PromptClaim {
        let around = self.surroundings.seen();
        PromptClaim {
            client: npm::client(client).map_or_else(|| client.to_owned(), |client| client.name().to_owned()),
            command: self.started.words.clone(),
            package: target.package,
            version: target.version,
            registry: target.registry,
            folder: self.folder.to_string_lossy().into_owned(),
            account: self.account.clone(),
            several: true,
            lifecycle: lifecycle.or_else(|| self.lifecycle.clone()),
            findings: self.findings(&around),
            git: around.git,
            page: target.page,
            bridged: Some(bridged),
        }
    }

    /// The command lines by which the client tells its configuration, with the options that this command was given.
    fn config_queries(&self) -> Vec<Vec<String>> {
        // Whatever it starts uses npm's configuration, if anything does.
        let Some(client) = self.started.client.or_else(|| npm::CLIENTS.first().copied()) else {
            return Vec::new();
        };
        let named = self
            .started
            .client
            .map_or(Some(client.name().to_owned()), |_| self.started.words.first().cloned());
        let (program, by) = match client.configured_by().and_then(npm::client) {
            Some(other) => (Some(other.name().to_owned()), other),
            None => (named, client),
        };
        let given =
            self.started.command.options.iter().filter(|(key, _)| !NOT_FOR_CONFIG.contains(&key.as_str()));
        let given: Vec<String> = given
            .filter(|_| by.name() == client.name() && client.name() == "npm" && self.started.client.is_some())
            .map(|(key, value)| match value.as_str() {
                "" => format!("--{key}"),
                value => format!("--{key}={value}"),
            })
            .collect();
        let words = by.configuration().iter().map(|words| words.iter().map(|word| (*word).to_owned()));
        words
            .map(|words| program.iter().cloned().chain(words).chain(given.iter().cloned()).collect())
            .collect()
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
    pub(super) fn message(
        &self,
        nonce: String,
        asks: &'static dyn Client,
        about: &Target,
    ) -> Result<ToAgent, String> {
        match self.enrolment.as_deref().filter(|enrolment| !enrolment.is_kept()) {
            Some(enrolment) => {
                let registry = enrolment.registry().to_owned();
                Ok(ToAgent::Enrol { nonce, link: enrolment.link()?, registry })
            }
            None => Ok(ToAgent::Ask { nonce, ask: Ask::prompt(self.gather(asks, about)) }),
        }
    }

    /// Puts everything together for one prompt of a client, which said what it does. May wait a little for what is still
    /// being looked up.
    pub(super) fn gather(&self, asks: &'static dyn Client, about: &Target) -> PromptClaim {
        let around = self.surroundings.seen();
        let Started { client, command, words } = &self.started;
        let manifest = client.and_then(|client| client.folder(command));
        let manifest = manifest.and_then(|folder| read_manifest(&self.folder.join(folder)));
        let sources = Sources { config: around.config.as_deref(), manifest: manifest.as_deref() };
        let target = client.map(|client| client.target(command, &sources)).unwrap_or_default();
        // The command line says one package, the client's own words the one that it is at.
        let (package, version) = match &about.package {
            Some(package) => (Some(package.clone()), about.version.clone()),
            None => (target.package, target.version),
        };
        PromptClaim {
            client: asks.name().to_owned(),
            command: words.clone(),
            package: self.about.as_ref().map(|about| about.package.clone()).or(package),
            version: self.about.as_ref().map(|about| about.version.clone()).or(version),
            // Its configuration before its words: those of a script stand in the same output.
            registry: target.registry.or_else(|| about.registry.clone()),
            folder: self.folder.to_string_lossy().into_owned(),
            account: self.account.clone(),
            several: matches!(self.started.asks(), Asks::Several | Asks::Nested),
            lifecycle: self.lifecycle.clone(),
            findings: self.findings(&around),
            git: around.git,
            page: about.page.clone(),
            bridged: None,
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
        let query = claims.config_queries().remove(0);
        assert_eq!(query[5..], ["--no-update-notifier", "--registry=http://localhost:4873"]);
    }

    #[test]
    fn a_claim_names_the_command_and_where_it_goes() {
        let claim = claims("npm deprecate demo@1 old --registry http://localhost:4873/")
            .gather(npm::CLIENTS[0], &Target::default());
        assert_eq!((claim.client.as_str(), claim.package.as_deref()), ("npm", Some("demo")));
        assert_eq!(claim.registry.as_deref(), Some("http://localhost:4873/"));
        assert!(!claim.several);
    }
}
