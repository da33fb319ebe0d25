//! Where the files and the socket are.

use std::path::{Path, PathBuf};

/// The places of one Countersign. Two with different places know nothing of each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paths {
    /// The folder of the files; only its owner may look inside.
    pub data: PathBuf,
    /// The folder of the socket, of mode 0700.
    pub runtime: PathBuf,
    /// The socket's file (on Windows what the pipe's name is made from).
    pub socket: PathBuf,
    /// The index: order, bindings, hashes. No secrets.
    pub index: PathBuf,
    /// The settings. No secrets.
    pub settings: PathBuf,
    /// The last decisions. No secrets.
    pub decisions: PathBuf,
    /// The sealed file.
    pub sealed: PathBuf,
    /// The folder of the accounts' pictures. No secrets.
    pub icons: PathBuf,
    /// The log. No secrets.
    pub log: PathBuf,
    /// The file whose lock an agent holds as long as it lives. It stands with the data, which it protects.
    pub lock: PathBuf,
}

/// No folder for the files is known.
#[derive(Debug, thiserror::Error)]
#[error("no home folder is known; set COUNTERSIGN_HOME to a folder of your own")]
pub struct NoHome;

impl Paths {
    /// Returns the places of this user: below `COUNTERSIGN_HOME` if that is set, where the system keeps such files otherwise.
    ///
    /// # Errors
    /// [`NoHome`].
    pub fn from_environment() -> Result<Self, NoHome> {
        match std::env::var_os("COUNTERSIGN_HOME").filter(|home| !home.is_empty()) {
            Some(home) => Ok(Self::under(&std::path::absolute(home).map_err(|_| NoHome)?)),
            None => Self::of_the_system(dirs::data_local_dir(), dirs::runtime_dir()),
        }
    }

    /// Returns the places below one folder.
    #[must_use]
    pub fn under(home: &Path) -> Self {
        Self::at(home.to_owned(), home.join("run"))
    }

    fn of_the_system(data: Option<PathBuf>, runtime: Option<PathBuf>) -> Result<Self, NoHome> {
        let data = data.ok_or(NoHome)?.join("countersign");
        let runtime = runtime.map_or_else(|| data.join("run"), |runtime| runtime.join("countersign"));
        Ok(Self::at(data, runtime))
    }

    fn at(data: PathBuf, runtime: PathBuf) -> Self {
        Self {
            socket: runtime.join("agent.socket"),
            index: data.join("index.json"),
            settings: data.join("settings.json"),
            decisions: data.join("decisions.json"),
            sealed: data.join("sealed.vault"),
            icons: data.join("icons"),
            log: data.join("agent.log"),
            lock: data.join("agent.lock"),
            data,
            runtime,
        }
    }

    /// Returns the name of the named pipe that stands for the socket on Windows: a different one for different places.
    #[cfg(windows)]
    #[must_use]
    pub fn pipe(&self) -> std::ffi::OsString {
        use sha2::{Digest, Sha256};
        use std::fmt::Write;
        let mut name = String::from(r"\\.\pipe\countersign-");
        for byte in Sha256::digest(self.socket.as_os_str().as_encoded_bytes()).iter().take(16) {
            write!(name, "{byte:02x}").unwrap_or_else(|_| unreachable!("writing to a String does not fail"));
        }
        name.into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_home_holds_every_file_and_the_socket() {
        let home = Path::new("/somewhere/portable");
        let paths = Paths::under(home);
        for path in [
            &paths.data,
            &paths.runtime,
            &paths.socket,
            &paths.index,
            &paths.settings,
            &paths.decisions,
            &paths.sealed,
            &paths.icons,
            &paths.log,
            &paths.lock,
        ] {
            assert!(path.starts_with(home), "{} is outside", path.display());
        }
    }

    #[test]
    fn without_a_runtime_folder_the_socket_stands_with_the_data() {
        let paths =
            Paths::of_the_system(Some("/home/a/.local/share".into()), None).expect("a data folder is known");
        assert_eq!(paths.socket, Path::new("/home/a/.local/share/countersign/run/agent.socket"));
    }

    #[test]
    fn without_any_folder_the_person_is_told_what_to_set() {
        let text = Paths::of_the_system(None, None).expect_err("no folder is known").to_string();
        assert!(text.contains("COUNTERSIGN_HOME"));
    }
}
