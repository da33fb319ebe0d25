//! The registries of npm's configuration: `npm config list --json`.

use crate::approval::registry::normalised;
use serde_json::{Map, Value};

/// The most registries that are asked.
const LIMIT: usize = 12;

/// A registry, and what it is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Registry {
    /// Its address, as it is configured.
    pub url: String,
    /// The scopes that are its own; none where it serves everything else.
    pub scopes: Vec<String>,
    /// Whether it serves what no scope says otherwise of.
    pub general: bool,
}

/// Lists the registries, the general one first, each once.
#[must_use]
pub fn of(configuration: &Map<String, Value>) -> Vec<Registry> {
    let mut registries: Vec<Registry> = Vec::new();
    let mut note = |url: &str, scope: Option<&str>| {
        let known = registries.iter().position(|known| normalised(&known.url) == normalised(url));
        let scopes = scope.map(str::to_owned);
        if let Some(known) = known {
            registries[known].scopes.extend(scopes);
        } else if registries.len() < LIMIT {
            let general = scope.is_none();
            registries.push(Registry { url: url.to_owned(), scopes: scopes.into_iter().collect(), general });
        }
    };
    if let Some(url) = configuration.get("registry").and_then(Value::as_str) {
        note(url, None);
    }
    for (key, value) in configuration {
        if let (Some(scope), Some(url)) = (key.strip_suffix(":registry"), value.as_str())
            && scope.starts_with('@')
        {
            note(url, Some(scope));
        }
    }
    registries
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of_json(text: &str) -> Vec<Registry> {
        of(serde_json::from_str::<Value>(text).unwrap_or_default().as_object().unwrap_or(&Map::new()))
    }

    #[test]
    fn every_registry_is_listed_once_with_its_scopes() {
        let found = of_json(
            r#"{"@b:registry":"https://main.example","@team:registry":"https://team.example/","registry":"https://main.example/","tag":"latest","@x:registry":4}"#,
        );
        assert_eq!(found.len(), 2);
        assert_eq!((found[0].url.as_str(), found[0].general), ("https://main.example/", true));
        assert_eq!(found[0].scopes, ["@b"]);
        assert_eq!((found[1].url.as_str(), found[1].general), ("https://team.example/", false));
    }

    #[test]
    fn a_hostile_configuration_has_an_end() {
        let many: Map<String, Value> = (0..1_000)
            .map(|it| (format!("@s{it}:registry"), Value::String(format!("http://h{it}/"))))
            .collect();
        assert_eq!(of(&many).len(), LIMIT);
        assert!(of_json("{}").is_empty());
    }
}
