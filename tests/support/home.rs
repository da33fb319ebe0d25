//! A home folder of one test's own, and the environment programs see in it.

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::fs::{self, Permissions};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

use super::leftovers::{self, When};

/// A sandbox: everything that programs started by [`Home::command`] keep is below one temporary folder.
pub(crate) struct Home {
    folder: TempDir,
    environment: BTreeMap<OsString, OsString>,
}

impl Home {
    /// Makes an empty home without a keychain, a screen or a registry.
    pub(crate) fn new() -> Self {
        // Not below TMPDIR, which may be long: the path of a socket has 107 bytes.
        let folder = tempfile::Builder::new().prefix("cs-").tempdir_in("/tmp").expect("/tmp takes a folder");
        leftovers::folder(When::Begin, folder.path());
        let mut home = Self { folder, environment: BTreeMap::new() };
        for name in ["bin", "run", "work"] {
            let path = home.path().join(name);
            fs::create_dir(&path).unwrap();
            fs::set_permissions(path, Permissions::from_mode(0o700)).unwrap();
        }
        home.set_environment();
        home
    }

    fn set_environment(&mut self) {
        let path = self.path().to_owned();
        let path_variable = format!("{}:/usr/local/bin:/usr/bin:/bin", path.join("bin").display());
        // Names a bus that is not there. Without a name, D-Bus libraries would start one of their own.
        let no_bus = format!("unix:path={}", path.join("run/no-bus").display());
        self.set("HOME", &path);
        self.set("PATH", path_variable);
        self.set("XDG_RUNTIME_DIR", path.join("run"));
        self.set("XDG_CONFIG_HOME", path.join("config"));
        self.set("XDG_DATA_HOME", path.join("data"));
        self.set("XDG_CACHE_HOME", path.join("cache"));
        self.set("COUNTERSIGN_HOME", self.countersign());
        self.set("DBUS_SESSION_BUS_ADDRESS", no_bus);
        self.set("LANG", "C.UTF-8");
        self.set("TERM", "xterm-256color");
        self.set("TZ", "UTC");
        self.set("NO_AT_BRIDGE", "1");
    }

    /// Returns the home folder itself.
    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Returns the folder where commands run.
    pub(crate) fn work(&self) -> PathBuf {
        self.path().join("work")
    }

    /// Returns the folder that holds every file of the product.
    pub(crate) fn countersign(&self) -> PathBuf {
        self.path().join("countersign")
    }

    /// Sets a variable for every program started from now on.
    pub(crate) fn set(&mut self, name: impl AsRef<OsStr>, value: impl AsRef<OsStr>) {
        self.environment.insert(name.as_ref().to_owned(), value.as_ref().to_owned());
    }

    /// Returns a command that sees this home and nothing of the machine's own environment.
    pub(crate) fn command(&self, program: impl AsRef<OsStr>) -> Command {
        let mut command = Command::new(program);
        command.env_clear().envs(&self.environment).current_dir(self.work());
        command
    }

    /// Writes a file below the home folder and returns its path.
    pub(crate) fn write(&self, name: &str, contents: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, contents).unwrap();
        path
    }

    /// Lets commands find a program under a name.
    pub(crate) fn provide(&self, name: &str, program: &Path) {
        symlink(program, self.path().join("bin").join(name)).unwrap();
    }

    /// Returns every file below the home folder that contains `needle`.
    pub(crate) fn files_containing(&self, needle: &[u8]) -> Vec<PathBuf> {
        let mut found = Vec::new();
        let mut folders = vec![self.path().to_owned()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
                let kind = entry.file_type().unwrap();
                if kind.is_dir() {
                    folders.push(entry.path());
                } else if kind.is_file() && contains(&fs::read(entry.path()).unwrap_or_default(), needle) {
                    found.push(entry.path());
                }
            }
        }
        found
    }
}

impl Drop for Home {
    fn drop(&mut self) {
        leftovers::folder(When::End, self.folder.path());
    }
}

fn contains(haystack: &[u8], needle: &[u8]) -> bool {
    haystack.windows(needle.len()).any(|window| window == needle)
}
