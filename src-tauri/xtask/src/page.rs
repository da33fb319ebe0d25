//! The page that the windows show.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use crate::installed;
use crate::node::Node;
use crate::step::{Outcome, root, run, target};

/// Builds the page, so that a program with windows can be built around it.
pub(crate) fn build() -> Outcome {
    run("Building the page", npm()?.args(["run", "build"]))
}

/// Builds the page on made-up accounts, with the means to look for what assistive technology stumbles over, and returns its
/// folder.
pub(crate) fn build_made_up() -> Outcome<PathBuf> {
    let folder = target().join("made-up-page");
    let mut npm = npm()?;
    npm.args(["run", "build", "--", "--mode", "fake", "--emptyOutDir", "--outDir"]).arg(&folder);
    run("Building the page on made-up accounts", &mut npm)?;
    let axe = root().join("ui/node_modules/axe-core/axe.min.js");
    fs::copy(&axe, folder.join("axe.min.js"))
        .map_err(|error| format!("cannot copy {}: {error}", axe.display()))?;
    Ok(folder)
}

/// Runs the page's own tests.
pub(crate) fn test() -> Outcome {
    run("Testing the page", npm()?.arg("test"))
}

/// Checks the page's types and style.
pub(crate) fn check() -> Outcome {
    run("Checking the page's types and style", npm()?.args(["run", "check"]))
}

/// Returns npm in the page's folder, with everything installed that its lock file names.
fn npm() -> Outcome<Command> {
    let folder = root().join("ui");
    let node = Node::for_the_page()?;
    installed::from_lock("Fetching what the page is built with", &folder, &folder, || Ok(node.npm()))?;
    let mut npm = node.npm();
    npm.current_dir(folder);
    Ok(npm)
}
