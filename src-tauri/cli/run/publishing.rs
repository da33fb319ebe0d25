//! What goes out: the version that a command publishes, compared with the newest one that is published.
//!
//! Nothing of it runs a script: npm packs without them since version 9, and is not asked to before.

use crate::npm::client::{answer_within, program};
use countersign_core::npm::arguments::Command as Words;
use countersign_core::npm::npm_cli::NO_LOG;
use countersign_core::npm::package::comparison::findings;
use countersign_core::npm::package::{Package, published, tarball};
use countersign_core::view::FindingView;
use serde_json::Value;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

/// How long the files may be looked through while the prompt waits. npm takes half a second for it, and three on a busy machine;
/// what was not looked through is not warned of.
const PATIENCE: Duration = Duration::from_secs(5);

/// The largest archive that is read, in bytes.
const ARCHIVE: u64 = 128 << 20;

/// The oldest npm that packs without running scripts when it is told so.
const PACKS_ALONE: u32 = 9;

/// A command that publishes one version.
pub(super) struct Publishing {
    /// Where it runs.
    folder: PathBuf,
    /// What it publishes: a folder or an archive.
    source: PathBuf,
    /// The options that say which registry and which configuration are meant.
    options: Vec<String>,
}

impl Publishing {
    /// Reads npm's command line; none where it publishes nothing, or several packages.
    pub(super) fn of(command: &Words, folder: &Path) -> Option<Self> {
        let several = ["workspace", "workspaces"].iter().any(|key| command.option(key).is_some());
        if command.name != Some("publish") || several {
            return None;
        }
        let inside = command.option("prefix").unwrap_or(".");
        let source = folder.join(command.word(0).unwrap_or(inside));
        let about_registries = |(key, _): &&(String, String)| {
            key.ends_with("registry") || key.starts_with("//") || key == "userconfig" || key == "globalconfig"
        };
        let options = command.options.iter().filter(about_registries);
        let options = options.map(|(key, value)| format!("--{key}={value}")).collect();
        // A package's name that looks like a file's is npm's to tell.
        source.exists().then(|| Self { folder: folder.to_owned(), source, options })
    }

    /// The command line that asks the registry for the newest version; none where the package has no name.
    pub(super) fn query(&self) -> Option<Vec<String>> {
        let manifest = self.manifest()?;
        let name = manifest.get("name")?.as_str()?.to_owned();
        let mut query: Vec<String> = [program(), "view", &name, "--json", NO_LOG].map(str::to_owned).to_vec();
        query.extend(self.options.iter().cloned());
        // What the package says of its registry goes before the configuration, and npm asks so for publishing alone.
        let config = manifest.get("publishConfig").and_then(Value::as_object);
        let registries = config.into_iter().flatten().filter(|(key, _)| key.ends_with("registry"));
        query.extend(registries.filter_map(|(key, value)| Some(format!("--{key}={}", value.as_str()?))));
        Some(query)
    }

    /// Compares what goes out with what the query was answered. `npm` is npm's version.
    pub(super) fn compare(&self, answer: Option<&str>, npm: &str) -> Vec<FindingView> {
        let Some(new) = self.package(npm) else { return Vec::new() };
        match answer.map(said) {
            Some(Said::Published(old, taken)) => findings(&new, Some(&old), &taken),
            Some(Said::Nothing) => findings(&new, None, &[]),
            Some(Said::Unknown) | None => {
                vec![FindingView::note("The registry did not say what is published; nothing was compared.")]
            }
        }
    }

    fn package(&self, npm: &str) -> Option<Package> {
        if self.is_archive() {
            return tarball::read(&bytes(&self.source)?).ok();
        }
        let package = Package::of_manifest(&self.manifest()?);
        let major: u32 = npm.split('.').next()?.parse().ok()?;
        if major < PACKS_ALONE {
            return Some(package);
        }
        let mut pack = Command::new(program());
        pack.args(["pack", "--dry-run", "--json", "--ignore-scripts", NO_LOG]).args(&self.options);
        pack.current_dir(&self.source).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let packed = answer_within(pack, PATIENCE).ok().and_then(|it| serde_json::from_str(&it.output).ok());
        Some(packed.map_or_else(|| package.clone(), |packed: Value| package.clone().with_packed(&packed)))
    }

    fn manifest(&self) -> Option<Value> {
        let text = bytes(&self.source.join("package.json")).or_else(|| {
            // Of an archive the folder's own manifest has the name, if it was made here.
            self.is_archive().then(|| bytes(&self.folder.join("package.json"))).flatten()
        })?;
        serde_json::from_slice(text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&text)).ok()
    }

    fn is_archive(&self) -> bool {
        self.source.is_file()
    }
}

/// What the registry said.
enum Said {
    Published(Package, Vec<String>),
    /// There is no such package.
    Nothing,
    Unknown,
}

fn said(answer: &str) -> Said {
    let Ok(printed) = serde_json::from_str::<Value>(answer) else { return Said::Unknown };
    if printed["error"]["code"] == "E404" {
        return Said::Nothing;
    }
    published(&printed).map_or(Said::Unknown, |(package, versions)| Said::Published(package, versions))
}

fn bytes(path: &Path) -> Option<Vec<u8>> {
    let mut content = Vec::new();
    let length = File::open(path).ok()?.take(ARCHIVE + 1).read_to_end(&mut content).ok()?;
    u64::try_from(length).is_ok_and(|length| length <= ARCHIVE).then_some(content)
}
