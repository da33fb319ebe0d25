//! What npm logs in with. The files are npm's; what is secret in them is compared in memory and goes nowhere.

use countersign_core::npm::credential::{Found, Lines};
use serde_json::{Map, Value};
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use zeroize::Zeroizing;

/// The largest file that is read, in bytes.
const LIMIT: u64 = 1 << 20;

/// What logs in somewhere, by the files in which npm looks and the environment, the strongest first.
pub(crate) struct Logins(Vec<(String, Lines)>);

impl Logins {
    /// Reads what npm would read, given its own configuration.
    pub(crate) fn of(configuration: &Map<String, Value>) -> Self {
        let file = |key: &str| configuration.get(key).and_then(Value::as_str).map(PathBuf::from);
        let project =
            file("local-prefix").or_else(|| std::env::current_dir().ok()).map(|it| it.join(".npmrc"));
        let files = [project, file("userconfig"), file("globalconfig")];
        let mut logins = vec![("the environment".to_owned(), environment())];
        for path in files.into_iter().flatten() {
            if let Some(text) = read(&path) {
                logins.push((short(&path), Lines::read(&text)));
            }
        }
        Self(logins)
    }

    /// Finds what logs in at a registry, and where it stands.
    pub(crate) fn at(&self, registry: &str) -> Option<(Found, &str)> {
        let variable = |name: &str| std::env::var(name).ok().filter(|it| !it.is_empty()).map(Zeroizing::new);
        self.0.iter().find_map(|(place, lines)| Some((lines.of(registry, variable)?, place.as_str())))
    }
}

/// The settings in variables: `npm_config_//registry.example/:_authToken`.
fn environment() -> Lines {
    let mut lines = Lines::default();
    for (name, value) in std::env::vars() {
        let begins = name.get(..11).is_some_and(|start| start.eq_ignore_ascii_case("npm_config_"));
        if let Some(key) = name.get(11..).filter(|key| begins && key.starts_with("//")) {
            lines.add(key.to_owned(), Zeroizing::new(value));
        }
    }
    lines
}

fn read(path: &Path) -> Option<Zeroizing<String>> {
    let mut text = Zeroizing::new(String::new());
    File::open(path).ok()?.take(LIMIT).read_to_string(&mut text).ok()?;
    Some(text)
}

/// Returns a path as people write it.
fn short(path: &Path) -> String {
    let home = std::env::var_os("HOME").map(PathBuf::from).filter(|home| home.is_absolute());
    let below = home.and_then(|home| path.strip_prefix(home).ok().map(Path::to_owned));
    below.map_or_else(|| path.display().to_string(), |below| format!("~/{}", below.display()))
}
