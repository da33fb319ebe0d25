//! What is in a staged version: its archive, fetched by npm into a folder that goes when it was looked through.

use crate::npm::client::{Answered, Npm};
use crate::outcome::{Exit, Trouble};
use countersign_core::npm::package::comparison::{files, findings};
use countersign_core::npm::package::{Package, published, tarball};
use countersign_core::view::{FindingView, StagedContents, StagedView};
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;
use tempfile::TempDir;

/// The largest archive that is read, in bytes.
const ARCHIVE: u64 = 256 << 20;

/// Looks through one, beside the version that is published.
pub(super) fn look(staged: &StagedView) -> Result<StagedContents, Trouble> {
    let folder =
        TempDir::with_prefix("countersign-").map_err(|error| Trouble::io("Making a folder", &error))?;
    let npm = Npm { registry: Some(staged.registry.clone()), folder: Some(folder.path().to_owned()) };
    let archive = fetched(&npm, &["stage", "download", &staged.id], folder.path())?;
    let new = tarball::read(&archive).map_err(|why| unreadable(&why.to_string()))?;
    let (old, taken) = newest(&npm, &staged.package)?;
    let mut findings = findings(&new, old.as_ref(), &taken);
    findings.extend(misnamed(&new, staged));
    if !staged.shasum.is_empty() && tarball::shasum(&archive) != staged.shasum {
        findings.push(FindingView::warning(
            "The archive is not the one that the registry lists: their checksums differ.",
        ));
    }
    findings.sort_by_key(|finding| !finding.warning);
    let before = old.as_ref().map(|old| old.version.clone());
    Ok(StagedContents { id: staged.id.clone(), before, findings, files: files(&new, old.as_ref()) })
}

/// Fetches the newest version that is published, and says which versions there are.
fn newest(npm: &Npm, name: &str) -> Result<(Option<Package>, Vec<String>), Trouble> {
    let Ok(printed) = npm.json(&["view", name])? else { return Ok((None, Vec::new())) };
    let Some((told, versions)) = published(&printed) else { return Ok((None, Vec::new())) };
    let folder =
        TempDir::with_prefix("countersign-").map_err(|error| Trouble::io("Making a folder", &error))?;
    let npm = Npm { folder: Some(folder.path().to_owned()), ..npm.clone() };
    let spec = format!("{name}@{}", told.version);
    // Of an archive that cannot be had, the registry's word on its size is left.
    let archive = fetched(&npm, &["pack", &spec, "--ignore-scripts"], folder.path());
    let package = archive.ok().and_then(|archive| tarball::read(&archive).ok());
    Ok((Some(package.unwrap_or(told)), versions))
}

/// Has npm write one archive into a folder, and reads it.
fn fetched(npm: &Npm, arguments: &[&str], folder: &Path) -> Result<Vec<u8>, Trouble> {
    let answered = npm.ask(&[arguments, &["--json"]].concat())?;
    if !answered.succeeded {
        return Err(unfetched(&answered));
    }
    only_archive(folder).map_err(|error| Trouble::io("Reading the archive", &error))
}

fn only_archive(folder: &Path) -> io::Result<Vec<u8>> {
    let archives = fs::read_dir(folder)?.filter_map(|entry| Some(entry.ok()?.path()));
    let archive = archives.filter(|path| path.extension().is_some_and(|ending| ending == "tgz")).last();
    let archive = archive.ok_or_else(|| io::Error::new(io::ErrorKind::NotFound, "npm wrote none"))?;
    let mut bytes = Vec::new();
    let length = File::open(archive)?.take(ARCHIVE + 1).read_to_end(&mut bytes)?;
    let fits = u64::try_from(length).is_ok_and(|length| length <= ARCHIVE);
    fits.then_some(bytes).ok_or_else(|| io::ErrorKind::FileTooLarge.into())
}

/// The list is the registry's, the manifest the archive's: what is approved is what is inside.
fn misnamed(new: &Package, staged: &StagedView) -> Option<FindingView> {
    let differs = new.name != staged.package || new.version != staged.version;
    differs.then(|| FindingView::warning(&format!("Inside it calls itself {}@{}.", new.name, new.version)))
}

fn unreadable(why: &str) -> Trouble {
    Trouble::new(
        Exit::Failed,
        "unreadable-archive",
        format!("It cannot be looked through: {why}."),
        "Do not approve what cannot be looked through; `npm stage download ID` fetches it.",
    )
}

fn unfetched(answered: &Answered) -> Trouble {
    let why = answered.why();
    Trouble::new(
        Exit::Failed,
        "not-fetched",
        format!("The archive could not be fetched: {why}."),
        "Try again.",
    )
}
