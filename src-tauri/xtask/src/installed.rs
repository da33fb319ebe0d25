//! Packages named by a lock file, installed once.

use std::fs::{self, File};
use std::path::Path;
use std::process::Command;

use crate::step::{Outcome, run, tools};

/// Installs what the lock file in `from` names into the folder `into`, unless it is already there.
///
/// `npm` becomes the command that installs. Two commands that want the same packages at the same time wait for each other.
pub(crate) fn from_lock(
    what: &str,
    from: &Path,
    into: &Path,
    npm: impl FnOnce() -> Outcome<Command>,
) -> Outcome {
    let _one_at_a_time = lock().map_err(|error| format!("cannot write to {}: {error}", tools().display()))?;
    let wanted = fs::read(from.join("package-lock.json"))
        .map_err(|error| format!("cannot read the lock file in {}: {error}", from.display()))?;
    // Written last, so that an interrupted installation is begun again.
    let stamp = into.join("node_modules/.installed-lock.json");
    if fs::read(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    if from != into {
        copy_lists(from, into).map_err(|error| format!("cannot write to {}: {error}", into.display()))?;
    }
    // Not `npm ci`, which refuses a lock file without the packages that only other systems install. This takes the same
    // versions with the same checksums, and leaves the lock file alone.
    run(
        what,
        npm()?
            .args(["install", "--no-save", "--no-audit", "--no-fund", "--loglevel=error"])
            .current_dir(into),
    )?;
    fs::write(&stamp, wanted).map_err(|error| format!("cannot write {}: {error}", stamp.display()))
}

fn lock() -> std::io::Result<File> {
    fs::create_dir_all(tools())?;
    let lock = File::create(tools().join("installing.lock"))?;
    lock.lock()?;
    Ok(lock)
}

fn copy_lists(from: &Path, into: &Path) -> std::io::Result<()> {
    fs::create_dir_all(into)?;
    for name in ["package.json", "package-lock.json", ".npmrc"] {
        fs::copy(from.join(name), into.join(name))?;
    }
    Ok(())
}
