//! The product's programs, as they were built for different ends.

use std::path::PathBuf;
use std::process::Command;

use super::home::Home;

/// A folder with the programs of one build.
#[derive(Clone)]
pub(crate) struct Programs(PathBuf);

impl Programs {
    /// Returns those that cargo built for this test: the agent and the companion, without a window.
    pub(crate) fn built() -> Self {
        // Whoever measures wants no others than those that people get.
        if let Some(folder) = std::env::var_os("COUNTERSIGN_TEST_BUILT") {
            return Self(PathBuf::from(folder));
        }
        // Cargo names them to tests; the demo finds its own folder's neighbours.
        let companion = option_env!("CARGO_BIN_EXE_countersign").map(PathBuf::from);
        let companion = companion
            .or_else(|| std::env::current_exe().ok()?.ancestors().nth(2).map(|dir| dir.join("countersign")));
        Self(companion.and_then(|path| path.parent().map(PathBuf::from)).expect("programs are in a folder"))
    }

    /// Returns those that people get.
    pub(crate) fn released() -> Self {
        Self::named("COUNTERSIGN_TEST_RELEASED")
    }

    /// Returns those that let a driver in, and are otherwise the same.
    pub(crate) fn drivable() -> Self {
        Self::named("COUNTERSIGN_TEST_DRIVABLE")
    }

    fn named(variable: &str) -> Self {
        let folder = std::env::var_os(variable);
        Self(PathBuf::from(
            folder.unwrap_or_else(|| panic!("{variable} is not set; run the tests with `cargo xtask test`")),
        ))
    }

    /// Returns the companion with arguments separated by blanks.
    pub(crate) fn countersign(&self, home: &Home, args: &str) -> Command {
        self.command(home, "countersign", args)
    }

    /// Returns the agent with arguments separated by blanks.
    pub(crate) fn agent(&self, home: &Home, args: &str) -> Command {
        self.command(home, "countersign-agent", args)
    }

    /// Returns the program of the windows, as a person starts it.
    pub(crate) fn desktop(&self, home: &Home, args: &str) -> Command {
        self.command(home, "countersign-desktop", args)
    }

    fn command(&self, home: &Home, name: &str, args: &str) -> Command {
        let mut command = home.command(self.0.join(name));
        command.args(args.split_whitespace());
        command
    }
}
