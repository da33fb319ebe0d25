//! What this program was built from and for.

use serde::Serialize;

/// The facts that a bug report needs.
#[derive(Debug, Serialize)]
pub(crate) struct BuildFacts {
    /// The version.
    countersign: &'static str,
    /// The commit it was built from, where a package was made of it.
    commit: Option<&'static str>,
    /// The operating system.
    system: &'static str,
    /// The processor.
    processor: &'static str,
    /// Whether it was built for people: optimised, without checks for developers.
    release: bool,
}

impl BuildFacts {
    /// The version of this program.
    pub(crate) const VERSION: &str = env!("CARGO_PKG_VERSION");

    /// The facts of this program.
    pub(crate) const HERE: Self = Self {
        countersign: Self::VERSION,
        commit: option_env!("COUNTERSIGN_COMMIT"),
        system: std::env::consts::OS,
        processor: std::env::consts::ARCH,
        release: cfg!(not(debug_assertions)),
    };

    /// In one line.
    pub(crate) fn in_words(&self) -> String {
        let commit = self.commit.map(|commit| format!(", commit {commit}")).unwrap_or_default();
        let kind = if self.release { "" } else { ", not a release" };
        format!("{} for {} on {}{commit}{kind}", self.countersign, self.system, self.processor)
    }
}
