//! What `package.json` says of a package: name, version, where it is published.

use serde::Deserialize;
use serde_json::{Map, Value};

/// The largest manifest that is read, in bytes.
const LIMIT: usize = 1 << 20;

/// What is of interest in `package.json`. Everything in it is a claim.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Manifest {
    /// The package's name.
    pub name: Option<String>,
    /// Its version.
    pub version: Option<String>,
    /// Configuration that counts when it is published (`publishConfig`), texts alone.
    pub publish_config: Vec<(String, String)>,
}

/// Reads a manifest; nothing is known of one that cannot be read.
#[must_use]
pub fn read(text: &str) -> Manifest {
    /// Of each member whatever it is: one of the wrong kind does not spoil the others.
    #[derive(Deserialize)]
    struct Members {
        #[serde(default)]
        name: Value,
        #[serde(default)]
        version: Value,
        #[serde(default, rename = "publishConfig")]
        publish_config: Value,
    }
    // npm accepts a byte order mark, and so do editors that write one.
    let text = text.trim_start_matches('\u{feff}');
    if text.len() > LIMIT {
        return Manifest::default();
    }
    let Ok(members) = serde_json::from_str::<Members>(text) else { return Manifest::default() };
    let publish_config = members.publish_config.as_object().map(texts).unwrap_or_default();
    let text = |value: Value| value.as_str().map(str::to_owned);
    Manifest { name: text(members.name), version: text(members.version), publish_config }
}

/// Returns whether a manifest asks for provenance when it is published.
#[must_use]
pub fn provenance(text: &str) -> bool {
    let value: Value = serde_json::from_str(text.get(..LIMIT).unwrap_or(text)).unwrap_or_default();
    value["publishConfig"]["provenance"] == true
}

/// Returns the members of an object that are texts.
pub(super) fn texts(object: &Map<String, Value>) -> Vec<(String, String)> {
    object.iter().filter_map(|(key, value)| Some((key.clone(), value.as_str()?.to_owned()))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_manifest_names_the_package_and_where_it_goes() {
        let manifest = read(
            "\u{feff}{\"name\":\"@demo/kit\",\"version\":\"1.0.0\",\"publishConfig\":{\"registry\":\"http://localhost:4873\",\"access\":\"public\",\"provenance\":true}}",
        );
        assert_eq!(manifest.name.as_deref(), Some("@demo/kit"));
        assert_eq!(manifest.version.as_deref(), Some("1.0.0"));
        assert!(manifest.publish_config.contains(&("registry".into(), "http://localhost:4873".into())));
        assert!(!manifest.publish_config.iter().any(|(key, _)| key == "provenance"));
    }

    #[test]
    fn what_is_wrong_in_one_place_spoils_nothing_else() {
        let manifest = read(r#"{"name":42,"version":"1.0.0","publishConfig":"no"}"#);
        assert_eq!(manifest, Manifest { version: Some("1.0.0".into()), ..Manifest::default() });
    }

    #[test]
    fn nothing_is_known_of_what_cannot_be_read() {
        let long = format!("{{\"name\":\"{}\"}}", "x".repeat(LIMIT));
        for text in ["", "not json", "[]", "{\"name\":\"demo\"", long.as_str()] {
            assert_eq!(read(text), Manifest::default());
        }
    }
}
