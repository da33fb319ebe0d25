//! How a person stands with npm and its registries. None of it is a secret: no token, and no part of one.

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
}
