//! Real npm, in the generations people have.

use std::process::Command;

use super::home::Home;
use super::tools;

/// A generation of npm.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Npm {
    /// The last whose Node is the one of long-lived systems.
    Eleven,
    /// The latest.
    Twelve,
}

impl Npm {
    /// Every generation the product promises to work with.
    pub(crate) const ALL: [Self; 2] = [Self::Eleven, Self::Twelve];

    /// Puts `npm` and `node` on the path of a home.
    pub(crate) fn install(self, home: &Home) {
        let package = match self {
            Self::Eleven => "npm-11",
            Self::Twelve => "npm-12",
        };
        home.provide("node", &tools::node());
        home.provide("npm", &tools::package(package).join("bin/npm-cli.js"));
    }
}

impl Home {
    /// Returns npm as a person would type it in this home, arguments separated by blanks.
    pub(crate) fn npm(&self, args: &str) -> Command {
        let mut npm = self.command(self.path().join("bin/npm"));
        npm.args(args.split_whitespace());
        npm
    }

    /// Makes the working folder a package that can be published.
    pub(crate) fn package(&self, name: &str, version: &str) {
        let manifest =
            serde_json::json!({ "name": name, "version": version, "description": "A package of a test." });
        self.write("work/package.json", manifest.to_string());
        self.write("work/README.md", "A package of a test.\n");
    }
}
