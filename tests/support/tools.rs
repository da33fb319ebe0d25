//! The programs of others that npm delivers: the Node that runs them, npm itself, the registry.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

static TOOLS: LazyLock<PathBuf> = LazyLock::new(|| {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    // Ends at once when everything is here.
    let fetched = Command::new(cargo).args(["xtask", "rig"]).current_dir(repository()).status();
    assert!(
        fetched.is_ok_and(|status| status.success()),
        "`cargo xtask rig` failed; its own words are above"
    );
    repository().join("target/tools")
});

/// Returns the folder of the repository.
pub(crate) fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Returns the Node that runs npm and the registry.
pub(crate) fn node() -> PathBuf {
    let cpus = ["x64", "arm64"].map(|cpu| TOOLS.join(format!("node/node_modules/node-linux-{cpu}/bin/node")));
    cpus.into_iter().find(|node| node.exists()).expect("there is a Node for this processor")
}

/// Returns a file of a package that the tests depend on.
pub(crate) fn package(path: &str) -> PathBuf {
    TOOLS.join("rig/node_modules").join(path)
}

/// Returns a file that `cargo xtask corpus` fetched.
pub(crate) fn fetched(path: &str) -> PathBuf {
    repository().join("target/tools").join(path)
}
