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
}
