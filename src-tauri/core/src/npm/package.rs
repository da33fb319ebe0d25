//! What a package consists of, and how it differs from the version that was published before it.
//!
//! * [`tarball`]: what is in an archive
//! * [`comparison`]: what a person should know before a version goes out

pub mod comparison;
pub mod tarball;

use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// The most files that are looked at.
pub(crate) const FILES_LIMIT: usize = 20_000;
/// The most scripts and dependencies that are looked at, of each.
const NAMES_LIMIT: usize = 5_000;

/// Scripts that run on the machine of whoever installs a package.
const INSTALL_SCRIPTS: [&str; 3] = ["preinstall", "install", "postinstall"];

/// A version of a package. Everything in it was written by others.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Package {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// Its files with their sizes in bytes, by path; none where only the sum is known.
    pub files: Option<BTreeMap<String, u64>>,
    /// How many files it has, where that is known.
    pub count: Option<u64>,
    /// The size of all of them, in bytes, where that is known.
    pub size: Option<u64>,
    /// The scripts that run where it is installed.
    pub scripts: BTreeMap<String, String>,
    /// What it depends on, optional and peer dependencies included.
    pub dependencies: BTreeMap<String, String>,
}

impl Package {
    /// Reads a manifest (`package.json`, or a version's document in a registry).
    #[must_use]
    pub fn of_manifest(manifest: &Value) -> Self {
        let text = |key: &str| manifest.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
        let table = |key: &str| manifest.get(key).and_then(Value::as_object);
        let mut scripts = table("scripts").map(texts).unwrap_or_default();
        scripts.retain(|name, _| INSTALL_SCRIPTS.contains(&name.as_str()));
        let kinds = ["peerDependencies", "optionalDependencies", "dependencies"];
        let dependencies = kinds.into_iter().filter_map(table).flat_map(texts).take(NAMES_LIMIT).collect();
        let dist = |key: &str| manifest.get("dist")?.get(key)?.as_u64();
        Self {
            name: text("name"),
            version: text("version"),
            files: None,
            count: dist("fileCount"),
            size: dist("unpackedSize"),
            scripts,
            dependencies,
        }
    }

    /// Adds what `npm pack --json` says of the files: npm 12 has an object of packages, older ones a list.
    #[must_use]
    pub fn with_packed(mut self, printed: &Value) -> Self {
        let mut packed = match printed {
            Value::Array(list) => list.iter().collect::<Vec<_>>(),
            Value::Object(named) => named.values().collect(),
            _ => Vec::new(),
        };
        packed.retain(|packed| packed.get("name").and_then(Value::as_str) == Some(self.name.as_str()));
        let files = packed.first().and_then(|packed| packed.get("files")?.as_array());
        if let Some(files) = files {
            let file =
                |file: &Value| Some((file.get("path")?.as_str()?.to_owned(), file.get("size")?.as_u64()?));
            self.set_files(files.iter().filter_map(file).take(FILES_LIMIT).collect());
        }
        self
    }

    /// Sets the files. A package with a recipe for node-gyp and no install script of its own is built where it is
    /// installed, as if it had one.
    pub(crate) fn set_files(&mut self, files: BTreeMap<String, u64>) {
        self.count = u64::try_from(files.len()).ok();
        self.size = Some(files.values().fold(0, |sum: u64, size| sum.saturating_add(*size)));
        let own = ["preinstall", "install"].iter().any(|name| self.scripts.contains_key(*name));
        if files.contains_key("binding.gyp") && !own {
            self.scripts.insert("install".to_owned(), "node-gyp rebuild".to_owned());
        }
        self.files = Some(files);
    }
}

/// Reads what `npm view NAME --json` says: the newest version, and which versions are taken.
#[must_use]
pub fn published(printed: &Value) -> Option<(Package, Vec<String>)> {
    // Several matches come as a list, the newest last.
    let printed = printed.as_array().and_then(|list| list.last()).unwrap_or(printed);
    let package = Package::of_manifest(printed);
    let versions = match printed.get("versions") {
        Some(Value::Array(list)) => list.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        // npm prints a list of one as its only member.
        Some(Value::String(only)) => vec![only.clone()],
        _ => vec![package.version.clone()],
    };
    (!package.name.is_empty() && !package.version.is_empty()).then_some((package, versions))
}

fn texts(object: &Map<String, Value>) -> BTreeMap<String, String> {
    let text = |(key, value): (&String, &Value)| Some((key.clone(), value.as_str()?.to_owned()));
    object.iter().filter_map(text).take(NAMES_LIMIT).collect()
}

#[cfg(test)]
#[path = "package/tests.rs"]
mod tests;
