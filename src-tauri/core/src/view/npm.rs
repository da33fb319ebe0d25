//! How a person stands with npm and its registries. None of it is a secret: no token, and no part of one.

use super::claim;
use serde::{Deserialize, Serialize};

view! {
    /// What a failure means, and the one command that mends it.
    pub struct DiagnosisView {
        /// Its name, in kebab-case.
        pub name: String,
        /// What happened, and what it means.
        pub message: String,
        /// What to do.
        pub hint: String,
        /// The one command that mends it, or shows where.
        pub command: String,
    }

    /// A token that a registry lists.
    pub struct TokenView {
        /// The beginning of its key, by which it is revoked.
        pub id: String,
        /// Its name.
        pub name: String,
        /// When it was made, as a date.
        pub created: String,
        /// What it may do, in words.
        pub kind: String,
        /// Whether it works from certain addresses alone.
        pub addresses: bool,
        /// Whole days until it ends; negative afterwards, none where the registry does not say.
        pub days_left: Option<i32>,
        /// Whether npm logs in with it.
        pub in_use: bool,
        /// What the person should know.
        pub warning: Option<String>,
    }

    /// How a person stands with npm.
    pub struct NpmStatus {
        /// npm's version.
        pub npm: String,
        /// The registries of its configuration, the general one first.
        pub registries: Vec<RegistryView>,
    }

    /// How a person stands with one registry.
    pub struct RegistryView {
        /// Its address.
        pub url: String,
        /// What it is for: `all packages`, or its scopes.
        pub serves: String,
        /// Whether it is the one that npm's makers run.
        pub makers: bool,
        /// Whether it answered.
        pub reached: bool,
        /// Who the person is there; none while not logged in.
        pub user: Option<String>,
        /// What npm logs in with, in words; none where nothing is configured.
        pub login: Option<String>,
        /// The mode of the second factor, as npm names it; none where the registry does not say.
        pub mode: Option<String>,
        /// Which commands ask for a code.
        pub asks: String,
        /// Where they ask: in the terminal or in the browser.
        pub way: String,
        /// Seconds that this computer's clock is ahead of the registry's; none where that is not known.
        pub skew_s: Option<i32>,
        /// Whether the clocks differ by more than codes bear.
        pub clock_differs: bool,
        /// The tokens that it lists; none where it lists none.
        pub tokens: Option<Vec<TokenView>>,
        /// What is the matter, if something is.
        pub trouble: Option<DiagnosisView>,
    }

    /// Something that a person should know of a version before it goes out.
    pub struct FindingView {
        /// Whether it is a warning.
        pub warning: bool,
        /// What, in words.
        pub text: String,
    }

    /// A version that waits to be published.
    pub struct StagedView {
        /// Its identity.
        pub id: String,
        /// The registry at which it waits.
        pub registry: String,
        /// The package's name.
        pub package: String,
        /// The version.
        pub version: String,
        /// The tag that it will get.
        pub tag: String,
        /// When it was staged, as a date.
        pub created: String,
        /// Who staged it.
        pub by: String,
        /// The SHA-1 of its archive, as the registry tells it.
        pub shasum: String,
    }

    /// What waits at one registry, or why that is not known.
    pub struct StagesView {
        /// The registry.
        pub registry: String,
        /// What waits.
        pub staged: Vec<StagedView>,
        /// Why nothing is known; none where the registry answered.
        pub trouble: Option<DiagnosisView>,
    }

    /// What is in a staged version.
    pub struct StagedContents {
        /// Its identity.
        pub id: String,
        /// The version that is published now; none where there is none.
        pub before: Option<String>,
        /// What a person should know.
        pub findings: Vec<FindingView>,
        /// Its files, what is new or changed first.
        pub files: Vec<FileView>,
    }

    /// A file of a version.
    pub struct FileView {
        /// Its path.
        pub path: String,
        /// Its size in bytes.
        pub size: u32,
        /// What became of it since the version before.
        pub change: Change,
        /// Whether it looks like one that holds secrets.
        pub sensitive: bool,
    }

    /// What became of a file.
    #[serde(rename_all = "kebab-case")]
    pub enum Change {
        /// It was not there before.
        New,
        /// It has another size.
        Changed,
        /// It is gone.
        Removed,
        /// It has the same size, or there is nothing to compare with.
        Same,
    }
}

impl FindingView {
    /// Makes a warning, fit to be shown.
    #[must_use]
    pub fn warning(text: &str) -> Self {
        Self { warning: true, text: claim::line(text, claim::LINE) }
    }

    /// Makes a finding that is no warning.
    #[must_use]
    pub fn note(text: &str) -> Self {
        Self { warning: false, text: claim::line(text, claim::LINE) }
    }
}
