//! Packages of Python, in environments of their own.

use std::fs;
use std::path::Path;

use crate::packages::{self, Package};
use crate::step::{Outcome, command, run};

/// Installs what a list of requirements names into the environment `into`, unless it is already there.
pub(crate) fn install(requirements: &Path, into: &Path) -> Outcome {
    let wanted =
        fs::read(requirements).map_err(|error| format!("cannot read {}: {error}", requirements.display()))?;
    // Written last, so that an interrupted installation is begun again.
    let stamp = into.join("installed-requirements.txt");
    if fs::read(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    packages::install(&[Package("python3-venv")])?;
    run("Making an environment for Python", command("python3").args(["-m", "venv", "--clear"]).arg(into))?;
    let mut pip = command(into.join("bin/pip"));
    // The list names everything: what a package asks for besides is another form of what is there.
    pip.args([
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--only-binary=:all:",
        "--no-deps",
        "--requirement",
    ]);
    run("Fetching packages of Python", pip.arg(requirements))?;
    fs::write(&stamp, wanted).map_err(|error| format!("cannot write {}: {error}", stamp.display()))
}
