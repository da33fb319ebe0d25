//! The registries of a run, and who the person is there: what the bridge leads to, and nothing else.

use countersign_core::approval::registry::normalised;
use countersign_core::npm::npmrc::{Credential, Npmrc};
use std::path::{Path, PathBuf};

/// One registry.
#[derive(Clone, Debug)]
pub(crate) struct Registry {
    /// Its address, with the closing slash.
    pub(crate) url: String,
    /// What authenticates there, if anything does.
    pub(super) credential: Option<Credential>,
}

/// The registries of a run.
#[derive(Clone, Debug, Default)]
pub(crate) struct Registries {
    /// Every one of them once.
    pub(crate) all: Vec<Registry>,
    /// Which is meant for the packages of a scope (`@demo`); without a scope, for all others.
    pub(crate) of: Vec<(Option<String>, usize)>,
    /// Certificates of authorities of the person's own, as files.
    pub(super) authorities: Vec<PathBuf>,
}

impl Registries {
    /// Gathers them from the client's configuration, as JSON, and from the files that it is read from. `folder` is where the
    /// run is.
    pub(crate) fn of(config: Option<&str>, folder: &Path) -> Self {
        let mut npmrc = Npmrc::default();
        let config: serde_json::Value =
            config.and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default();
        for (key, value) in config.as_object().into_iter().flatten() {
            // What is secret is printed as that, and read from the files.
            if let Some(value) = value.as_str().filter(|_| !key.starts_with("//")) {
                npmrc.set(key, value.to_owned());
            }
        }
        for (key, value) in std::env::vars_os()
            .filter_map(|(key, value)| Some((key.into_string().ok()?, value.into_string().ok()?)))
        {
            if let Some(key) = key.strip_prefix("npm_config_").filter(|key| key.starts_with("//")) {
                npmrc.set(key, value);
            }
        }
        for file in files(&npmrc, folder) {
            if let Ok(text) = std::fs::read_to_string(file) {
                npmrc.read(&text, |name| std::env::var(name).ok());
            }
        }
        Self::in_settings(&npmrc)
    }

    fn in_settings(npmrc: &Npmrc) -> Self {
        let mut registries = Self::default();
        if let Some(url) = npmrc.get("registry") {
            registries.add(None, url, npmrc);
        }
        for (scope, url) in npmrc.scopes() {
            registries.add(Some(scope.to_owned()), url, npmrc);
        }
        registries.authorities.extend(npmrc.get("cafile").map(PathBuf::from));
        registries.authorities.extend(std::env::var_os("NODE_EXTRA_CA_CERTS").map(PathBuf::from));
        registries
    }

    fn add(&mut self, scope: Option<String>, url: &str, npmrc: &Npmrc) {
        if !(url.starts_with("https://") || url.starts_with("http://")) {
            return;
        }
        let url = format!("{}/", url.trim_end_matches('/'));
        let known = self.number(&url);
        let number = known.unwrap_or_else(|| {
            self.all.push(Registry { credential: npmrc.credential(&url), url });
            self.all.len() - 1
        });
        self.of.push((scope, number));
    }

    /// Finds a registry by its address.
    pub(crate) fn number(&self, url: &str) -> Option<usize> {
        self.all.iter().position(|registry| normalised(&registry.url) == normalised(url))
    }
}

/// The files that npm reads in this folder, the first to count in front: the package's, the workspace's around it, the
/// person's, the machine's.
fn files(npmrc: &Npmrc, folder: &Path) -> Vec<PathBuf> {
    let packages = folder.ancestors().filter(|folder| folder.join("package.json").exists());
    let mut files: Vec<PathBuf> = packages.take(2).map(|folder| folder.join(".npmrc")).collect();
    if files.is_empty() {
        files.push(folder.join(".npmrc"));
    }
    let home = std::env::var_os("HOME").map(|home| PathBuf::from(home).join(".npmrc"));
    files.extend(npmrc.get("userconfig").map(PathBuf::from).or(home));
    files.extend(npmrc.get("globalconfig").map(PathBuf::from));
    files
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scopes_have_registries_and_credentials_of_their_own() {
        let mut npmrc = Npmrc::default();
        let text = "registry=https://main.example\n@demo:registry=https://demo.example/npm/\n@other:registry=https://main.example/\n\
                    //demo.example/npm/:_authToken=d\n";
        npmrc.read(text, |_| None);
        let registries = Registries::in_settings(&npmrc);
        let urls: Vec<&str> = registries.all.iter().map(|registry| registry.url.as_str()).collect();
        assert_eq!(urls, ["https://main.example/", "https://demo.example/npm/"]);
        assert_eq!(registries.of, [(None, 0), (Some("@demo".into()), 1), (Some("@other".into()), 0)]);
        let credential =
            |number: usize| registries.all[number].credential.as_ref().map(|it| it.expose().to_owned());
        assert_eq!((credential(0), credential(1).as_deref()), (None, Some("Bearer d")));
        assert_eq!(registries.number("https://DEMO.example/npm"), Some(1));
        assert_eq!(registries.number("https://elsewhere.example/"), None);
    }
}
