//! What a person should know before a version goes out: in words, and never a reason to stop by itself.

use super::Package;
use crate::view::{Change, FileView, FindingView, claim};
use std::collections::BTreeMap;

/// A version that is so many times as large as the one before is remarked upon ...
const TIMES: u64 = 3;
/// ... if it grew by this much, in bytes.
const GROWTH: u64 = 100_000;
/// How many things of one kind are named; the others are counted.
const NAMED: usize = 3;
/// The most files in a list that is shown.
const SHOWN: usize = 2_000;

/// Compares a version that is about to be published with the newest one that is; `taken` are the versions that exist.
#[must_use]
pub fn findings(new: &Package, old: Option<&Package>, taken: &[String]) -> Vec<FindingView> {
    let mut findings = Vec::new();
    if taken.contains(&new.version) {
        let version = claim::line(&new.version, claim::NAME);
        findings.push(FindingView::warning(&format!(
            "Version {version} is published already; publishing it again fails."
        )));
    }
    findings.extend(scripts(new, old));
    findings.extend(secrets(new, old));
    findings.extend(growth(new, old));
    findings.extend(dependencies(new, old));
    findings.push(summary(new, old));
    findings
}

/// Lists the files of a version beside those of the one before: what is new or changed first.
#[must_use]
pub fn files(new: &Package, old: Option<&Package>) -> Vec<FileView> {
    let empty = BTreeMap::new();
    let before = old.and_then(|old| old.files.as_ref());
    let now = new.files.as_ref().unwrap_or(&empty);
    let change = |path: &String, size: u64| match before {
        None => Change::Same,
        Some(before) => match before.get(path) {
            None => Change::New,
            Some(old) if *old != size => Change::Changed,
            Some(_) => Change::Same,
        },
    };
    let view = |path: &str, size: u64, change: Change| FileView {
        path: claim::line(path, claim::LINE),
        size: u32::try_from(size).unwrap_or(u32::MAX),
        change,
        sensitive: looks_secret(path),
    };
    let mut files: Vec<FileView> =
        now.iter().map(|(path, size)| view(path, *size, change(path, *size))).collect();
    let gone = before.into_iter().flatten().filter(|(path, _)| !now.contains_key(*path));
    files.extend(gone.map(|(path, size)| view(path, *size, Change::Removed)));
    files.sort_by_key(|file| (!file.sensitive, file.change == Change::Same));
    files.truncate(SHOWN);
    files
}

/// Returns whether a file looks like one that holds secrets.
#[must_use]
pub fn looks_secret(path: &str) -> bool {
    let name = path.rsplit(['/', '\\']).next().unwrap_or(path).to_ascii_lowercase();
    let example =
        ["example", "sample", "template", "dist", "defaults"].iter().any(|word| name.ends_with(word));
    let environment = (name == ".env" || name.starts_with(".env.")) && !example;
    let ending = |endings: &[&str]| endings.iter().any(|ending| name.ends_with(ending));
    environment
        || ending(&[".pem", ".key", ".p12", ".pfx", ".kdbx", ".keystore", ".jks", ".ppk", ".asc.key"])
        || (name.starts_with("id_") && ending(&["_rsa", "_dsa", "_ecdsa", "_ed25519"]))
        || matches!(
            name.as_str(),
            ".npmrc"
                | ".netrc"
                | ".pypirc"
                | ".git-credentials"
                | ".htpasswd"
                | "credentials"
                | "credentials.json"
                | "secrets.json"
                | "secrets.yml"
                | "secrets.yaml"
                | "service-account.json"
        )
}

fn scripts(new: &Package, old: Option<&Package>) -> Vec<FindingView> {
    let changed = |(name, script): (&String, &String)| {
        let before = old.and_then(|old| old.scripts.get(name));
        let what = match before {
            Some(before) if before == script => return None,
            Some(_) => "changed",
            None => "new",
        };
        let script = claim::line(script, claim::NAME);
        Some(FindingView::warning(&format!(
            "The script that runs where it is installed is {what}: {name}: {script}"
        )))
    };
    new.scripts.iter().filter_map(changed).collect()
}

fn secrets(new: &Package, old: Option<&Package>) -> Option<FindingView> {
    let before =
        |path: &String| old.and_then(|old| old.files.as_ref()).is_some_and(|files| files.contains_key(path));
    let secret =
        new.files.iter().flatten().map(|(path, _)| path).filter(|path| looks_secret(path) && !before(path));
    let names: Vec<String> = secret.map(|path| claim::line(path, claim::NAME)).collect();
    let which = if names.len() == 1 { "A file looks" } else { "Files look" };
    (!names.is_empty()).then(|| FindingView::warning(&format!("{which} like secrets: {}", named(&names))))
}

fn growth(new: &Package, old: Option<&Package>) -> Option<FindingView> {
    let (now, before) = (new.size?, old?.size.filter(|size| *size > 0)?);
    let much = now >= before.saturating_mul(TIMES) && now.saturating_sub(before) >= GROWTH;
    much.then(|| {
        let times = now / before;
        FindingView::warning(&format!(
            "It is {times} times as large as before: {}, not {}",
            bytes(now),
            bytes(before)
        ))
    })
}

fn dependencies(new: &Package, old: Option<&Package>) -> Vec<FindingView> {
    let foreign =
        |range: &str| ["git", "http:", "https:", "file:", "link:"].iter().any(|it| range.starts_with(it));
    let fresh = |name: &String| old.is_some_and(|old| !old.dependencies.contains_key(name));
    let moved =
        |name: &String, range: &String| old.is_none_or(|old| old.dependencies.get(name) != Some(range));
    let mut findings = Vec::new();
    let all = || new.dependencies.iter();
    let elsewhere: Vec<String> = all()
        .filter(|(name, range)| foreign(range) && moved(name, range))
        .map(|(name, range)| claim::line(&format!("{name} from {range}"), claim::NAME))
        .collect();
    if !elsewhere.is_empty() {
        findings.push(FindingView::warning(&format!(
            "A dependency comes from outside the registry: {}",
            named(&elsewhere)
        )));
    }
    let added: Vec<String> = all()
        .filter(|(name, range)| fresh(name) && !foreign(range))
        .map(|(name, range)| claim::line(&format!("{name} {range}"), claim::NAME))
        .collect();
    if !added.is_empty() {
        findings.push(FindingView::note(&format!("New dependencies: {}", named(&added))));
    }
    findings
}

fn summary(new: &Package, old: Option<&Package>) -> FindingView {
    let now = contents(new);
    let Some(old) = old else {
        let now = now.map_or(String::new(), |now| format!(" It has {now}."));
        return FindingView::note(&format!("Nothing of this name is published yet.{now}"));
    };
    let version = claim::line(&old.version, claim::NAME);
    match (now, contents(old)) {
        (Some(now), Some(before)) => {
            FindingView::note(&format!("{now}; {version}, the newest one, has {before}."))
        }
        (Some(now), None) => FindingView::note(&format!("{now}; the newest one is {version}.")),
        (None, _) => {
            FindingView::note(&format!("The newest one is {version}. The files were not looked at."))
        }
    }
}

fn contents(package: &Package) -> Option<String> {
    let (count, size) = (package.count?, package.size?);
    Some(format!("{count} file{}, {}", if count == 1 { "" } else { "s" }, bytes(size)))
}

/// Returns a size as people say it.
fn bytes(size: u64) -> String {
    match size {
        0..1_000 => format!("{size} B"),
        1_000..1_000_000 => format!("{} kB", size / 1_000),
        _ => format!("{}.{} MB", size / 1_000_000, size % 1_000_000 / 100_000),
    }
}

fn named(all: &[String]) -> String {
    let first = all.iter().take(NAMED).cloned().collect::<Vec<_>>().join(", ");
    match all.len().saturating_sub(NAMED) {
        0 => first,
        more => format!("{first} and {more} more"),
    }
}
