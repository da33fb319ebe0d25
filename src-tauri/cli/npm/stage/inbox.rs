//! What waits, at every registry of npm's configuration.

use crate::npm::client::{Answered, Npm, SOON};
use crate::outcome::{Exit, Trouble};
use countersign_core::npm::diagnosis::{Around, Case, diagnose};
use countersign_core::npm::registries::{self, Registry};
use countersign_core::npm::stage;
use countersign_core::view::{DiagnosisView, StagedView, StagesView, claim};
use std::thread;

/// The first npm that knows staged versions.
const KNOWS: (u32, u32) = (11, 15);

/// Asks every registry, or one alone.
pub(super) fn gather(only: Option<&str>) -> Result<Vec<StagesView>, Trouble> {
    let configuration = Npm::default().configuration()?;
    let version = configuration.get("npm-version").and_then(|it| it.as_str()).unwrap_or_default();
    if !knows(version) {
        return Err(Trouble::new(
            Exit::Failed,
            "npm-too-old",
            format!("npm {} knows no staged versions.", claim::line(version, claim::NAME)),
            "npm 11.15 and newer do: `npm install --global npm@latest`.",
        ));
    }
    let registries = match only {
        Some(url) => vec![Registry { url: url.to_owned(), scopes: Vec::new(), general: true }],
        None => registries::of(&configuration),
    };
    thread::scope(|scope| {
        let asked: Vec<_> = registries.iter().map(|it| scope.spawn(|| one(&it.url))).collect();
        asked.into_iter().map(|asked| asked.join().unwrap_or_else(|_| Err(lost()))).collect()
    })
}

/// Finds one by its identity.
pub(super) fn find(id: &str, registry: Option<&str>) -> Result<StagedView, Trouble> {
    let registries = gather(registry)?;
    let trouble = registries.iter().find_map(|registry| registry.trouble.clone());
    let found = registries.into_iter().flat_map(|registry| registry.staged).find(|staged| staged.id == id);
    found.ok_or_else(|| match trouble {
        Some(DiagnosisView { name, message, hint, .. }) => Trouble::new(Exit::Failed, &name, message, hint),
        None => Trouble::new(
            Exit::Nothing,
            "not-staged",
            "No version of this identity waits to be published.",
            "`countersign npm stage` lists those that do; it may have been settled meanwhile.",
        ),
    })
}

fn one(url: &str) -> Result<StagesView, Trouble> {
    let npm = Npm { registry: Some(url.to_owned()), ..Npm::default() };
    let (staged, trouble) = match npm.json(&[&["stage", "list"], &SOON[..]].concat())? {
        Ok(printed) => (stage::read(&printed, url), None),
        Err(answered) => (Vec::new(), trouble(&answered, url)),
    };
    Ok(StagesView { registry: claim::line(url, claim::LINE), staged, trouble })
}

/// Says what is the matter. A registry that has no such thing has nothing that waits.
fn trouble(answered: &Answered, url: &str) -> Option<DiagnosisView> {
    let around = Around { registry: Some(url.to_owned()), ..Around::default() };
    let found = diagnose(&Case::read(&answered.text(), around));
    if found.as_ref().is_some_and(|found| found.name == "not-found-to-you") {
        return None;
    }
    found.or_else(|| {
        Some(DiagnosisView {
            name: "npm-failed".to_owned(),
            message: format!("npm says: {}.", claim::line(&answered.why(), claim::LINE)),
            hint: "Ask npm itself.".to_owned(),
            command: "npm stage list".to_owned(),
        })
    })
}

fn knows(version: &str) -> bool {
    let mut numbers = version.split('.').map(|number| number.parse::<u32>().unwrap_or(0));
    (numbers.next().unwrap_or(0), numbers.next().unwrap_or(0)) >= KNOWS
}

fn lost() -> Trouble {
    Trouble::new(Exit::Failed, "npm-failed", "npm could not be asked.", "Try `npm stage list`.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn npms_that_know_staged_versions_are_told_from_those_that_do_not() {
        assert!(knows("11.15.0") && knows("12.2.0"));
        assert!(!knows("11.14.9") && !knows("10.9.9") && !knows(""));
    }
}
