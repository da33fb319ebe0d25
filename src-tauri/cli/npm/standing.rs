//! How a person stands with each registry, gathered from npm.

use super::client::{Npm, SOON, makers_registry};
use super::clock;
use super::login::Logins;
use crate::outcome::{Exit, Trouble};
use countersign_core::npm::clock::TOLERATED_S;
use countersign_core::npm::credential::Found;
use countersign_core::npm::diagnosis::{Around, Case, diagnose};
use countersign_core::npm::profile::Profile;
use countersign_core::npm::registries::{self, Registry};
use countersign_core::npm::token;
use countersign_core::view::{NpmStatus, RegistryView, claim};
use serde_json::{Map, Value};
use std::thread;
use std::time::{SystemTime, UNIX_EPOCH};

/// Gathers everything; at one registry alone if one is named.
pub(crate) fn gather(only: Option<&str>) -> Result<NpmStatus, Trouble> {
    let npm = Npm::default();
    let configuration = npm.configuration()?;
    let makers = makers_registry()?;
    let logins = Logins::of(&configuration);
    let registries = match only {
        Some(url) => vec![Registry { url: url.to_owned(), scopes: Vec::new(), general: true }],
        None => registries::of(&configuration),
    };
    let version = text(&configuration, "npm-version").unwrap_or_default();
    let setting = text(&configuration, "auth-type").unwrap_or_default();
    let way = way(&version, &setting);
    let views = thread::scope(|scope| {
        let asked: Vec<_> = registries
            .iter()
            .map(|registry| {
                let (logins, makers, way) = (&logins, makers.as_str(), way.as_str());
                scope.spawn(move || one(registry, logins, makers, way))
            })
            .collect();
        asked
            .into_iter()
            .map(|asked| asked.join().unwrap_or_else(|_| Err(lost())))
            .collect::<Result<Vec<_>, _>>()
    });
    Ok(NpmStatus { npm: claim::line(&version, claim::NAME), registries: views? })
}

/// Asks one registry, everything at once.
fn one(registry: &Registry, logins: &Logins, makers: &str, way: &str) -> Result<RegistryView, Trouble> {
    let npm = Npm { registry: Some(registry.url.clone()), ..Npm::default() };
    let login = logins.at(&registry.url);
    let found = login.as_ref().map(|(found, _)| found);
    let (skew_s, who, tokens) = thread::scope(|scope| {
        let skew = scope.spawn(|| clock::ahead_of(&registry.url));
        let tokens = scope.spawn(|| tokens(&npm, found));
        let who = who(&npm);
        (skew.join().unwrap_or(None), who, tokens.join().unwrap_or(None))
    });
    let (profile, words) = match who? {
        Ok(profile) => (Some(profile), String::new()),
        Err(words) => (None, words),
    };
    let around = Around {
        skew_s,
        credential: found.map(|found| found.credential.clone()),
        registry: Some(registry.url.clone()),
    };
    let trouble = profile.is_none().then(|| diagnose(&Case::read(&words, around))).flatten();
    let away =
        trouble.as_ref().is_some_and(|it| matches!(it.name.as_str(), "name-not-found" | "nobody-answers"));
    let mode = profile.as_ref().and_then(|profile| profile.mode);
    Ok(RegistryView {
        url: claim::line(&registry.url, claim::LINE),
        serves: serves(registry),
        makers: registry.url.trim_end_matches('/') == makers.trim_end_matches('/'),
        reached: skew_s.is_some() || !away,
        user: profile.and_then(|profile| profile.name).map(|name| claim::line(&name, claim::NAME)),
        login: login.map(|(found, place)| {
            claim::line(&format!("{}, in {place}", found.credential.in_words()), claim::LINE)
        }),
        mode: mode.map(|mode| mode.to_string()),
        asks: mode
            .map_or("The registry does not say whether it asks for codes.", |mode| mode.asks())
            .to_owned(),
        way: way.to_owned(),
        skew_s,
        clock_differs: skew_s.is_some_and(|skew| skew.abs() >= TOLERATED_S),
        tokens,
        trouble,
    })
}

/// A person as a registry knows them.
struct Known {
    name: Option<String>,
    /// None where the registry does not tell.
    mode: Option<countersign_core::npm::profile::Mode>,
}

/// Asks who the person is: by the profile, or by the name alone where a registry has no profiles. npm's words otherwise.
fn who(npm: &Npm) -> Result<Result<Known, String>, Trouble> {
    let asked = npm.json(&[&["profile", "get"], &SOON[..]].concat())?;
    let words = match asked {
        Ok(printed) => {
            let Profile { name, mode, .. } = Profile::read(&printed);
            return Ok(Ok(Known { name, mode: Some(mode) }));
        }
        Err(answered) => answered.text(),
    };
    let name = npm.ask(&[&["whoami"], &SOON[..]].concat())?;
    if name.succeeded {
        return Ok(Ok(Known { name: Some(name.output.trim().to_owned()), mode: None }));
    }
    Ok(Err(words))
}

fn tokens(npm: &Npm, current: Option<&Found>) -> Option<Vec<countersign_core::view::TokenView>> {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).ok()?.as_secs();
    let printed = npm.json(&[&["token", "list"], &SOON[..]].concat()).ok()?.ok()?;
    Some(token::read(&printed, current, now))
}

fn serves(registry: &Registry) -> String {
    let mut served: Vec<&str> = if registry.general { vec!["all packages"] } else { Vec::new() };
    served.extend(registry.scopes.iter().map(String::as_str));
    claim::line(&served.join(", "), claim::LINE)
}

/// Says where npm asks for codes.
fn way(version: &str, setting: &str) -> String {
    let major: u32 = version.split('.').next().and_then(|major| major.parse().ok()).unwrap_or(0);
    if major < 9 || setting == "legacy" {
        return "npm asks in the terminal.".to_owned();
    }
    "npm asks in the browser where the registry offers a page, in the terminal otherwise; `countersign run` has it ask in the terminal.".to_owned()
}

fn text(configuration: &Map<String, Value>, key: &str) -> Option<String> {
    configuration.get(key).and_then(Value::as_str).map(str::to_owned)
}

fn lost() -> Trouble {
    Trouble::new(Exit::Failed, "npm-failed", "npm could not be asked.", "Try `npm ping`.")
}
