//! Clients that a command of the run starts: each is stood in front of on the search path, and let through with what it needs.
//!
//! A client that has a terminal gets one of its own, in which its prompt can be told from a script's. One that has none goes
//! over the bridge. Everything else is started as it is.

use super::command::Started;
use crate::bridge::Address;
use crate::outcome;
use countersign_core::npm::{self, Asks, Client, Reach, Via, manifest};
use std::ffi::{OsStr, OsString};
use std::fs;
use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::Duration;
use tempfile::{NamedTempFile, TempDir};

/// Tells a started client the folder that stands in front of it.
const FOLDER: &str = "COUNTERSIGN_RUN";

/// Tells it the bridge: port, path and token, and whether it is to be taken in any case.
const BRIDGE: &str = "COUNTERSIGN_BRIDGE";

/// Tells it the account that was named.
const ACCOUNT: &str = "COUNTERSIGN_ACCOUNT";

/// How the marks of clients begin that have a terminal of their own.
const ATTENDED: &str = "attended-";

/// How long the bridge may take to say what it leads to.
const PATIENCE: Duration = Duration::from_secs(10);

/// The folder in front of the search path.
pub(super) struct Shims {
    folder: TempDir,
    variables: Vec<(&'static str, OsString)>,
}

impl Shims {
    /// Stands in front of every client that is there.
    pub(super) fn lay(bridge: Option<&Address>, always: bool, account: Option<&str>) -> io::Result<Self> {
        let place = std::env::var_os("XDG_RUNTIME_DIR").map(PathBuf::from).filter(|place| place.is_dir());
        let place = place.unwrap_or_else(std::env::temp_dir);
        let folder = tempfile::Builder::new().prefix("countersign-run-").tempdir_in(place)?;
        let own = std::env::current_exe()?;
        let path = std::env::var_os("PATH").unwrap_or_default();
        let names =
            npm::CLIENTS.iter().filter(|client| client.asks_itself() && client.reach() == Reach::Path);
        for name in names.flat_map(|client| client.programs()).filter(|name| !name.contains('.')) {
            if found(OsStr::new(name), &path, None).is_some() {
                std::os::unix::fs::symlink(&own, folder.path().join(name))?;
            }
        }
        let own_first = std::iter::once(folder.path().to_owned()).chain(std::env::split_paths(&path));
        let mut variables = vec![
            ("PATH", std::env::join_paths(own_first).map_err(io::Error::other)?),
            (FOLDER, folder.path().as_os_str().to_owned()),
        ];
        if let Some(Address { port, path, token }) = bridge {
            let how = if always { "always" } else { "where-needed" };
            variables.push((BRIDGE, format!("{port} {path} {token} {how}").into()));
        }
        variables.extend(account.map(|account| (ACCOUNT, account.into())));
        Ok(Self { folder, variables })
    }

    /// The variables that a command of the run is to have.
    pub(super) fn variables(&self) -> &[(&'static str, OsString)] {
        &self.variables
    }

    /// Writes the person's own npm configuration with another way to the registries. Shells drop the variables that say the
    /// same, whose names are none to them.
    pub(super) fn userconfig(&self, bridge: &Bridged) -> io::Result<PathBuf> {
        let own =
            std::env::var_os("npm_config_userconfig").or_else(|| std::env::var_os("NPM_CONFIG_USERCONFIG"));
        let own = own.map(PathBuf::from);
        let own = own.or_else(|| Some(PathBuf::from(std::env::var_os("HOME")?).join(".npmrc")));
        let text = own.and_then(|file| fs::read_to_string(file).ok()).unwrap_or_default();
        let mut file = tempfile::Builder::new().prefix("npmrc-").tempfile_in(self.folder.path())?;
        write!(file, "{text}\n{}", bridge.via().in_npmrc())?;
        // The folder goes with the run.
        file.into_temp_path().keep().map_err(|error| error.error)
    }

    /// Whether a client has a terminal of its own now, and is watched there.
    pub(super) fn attended(&self) -> bool {
        let names = fs::read_dir(self.folder.path()).into_iter().flatten().flatten();
        names.into_iter().any(|entry| entry.file_name().as_encoded_bytes().starts_with(ATTENDED.as_bytes()))
    }
}

/// Finds a program on a search path, but not in one folder.
pub(super) fn found(name: &OsStr, path: &OsStr, not_in: Option<&Path>) -> Option<PathBuf> {
    use std::os::unix::fs::PermissionsExt;
    let runs = |file: &PathBuf| {
        fs::metadata(file).is_ok_and(|it| it.is_file() && it.permissions().mode() & 0o111 != 0)
    };
    let folders = std::env::split_paths(path).filter(|folder| Some(folder.as_path()) != not_in);
    folders.map(|folder| folder.join(name)).find(runs)
}

/// Does the work of the client under whose name this program was started, if it was.
pub(crate) fn entry() -> Option<ExitCode> {
    let mut words = std::env::args_os();
    let name = PathBuf::from(words.next()?).file_name()?.to_owned();
    let folder = PathBuf::from(std::env::var_os(FOLDER)?);
    // Under its own name it is the companion, wherever it runs.
    fs::symlink_metadata(folder.join(&name)).ok().filter(fs::Metadata::is_symlink)?;
    let path = std::env::var_os("PATH").unwrap_or_default();
    let Some(program) = found(&name, &path, Some(&folder)) else {
        outcome::person(&format!("{} could not be run: it is not on the path.", name.display()));
        return Some(ExitCode::from(127));
    };
    let client = Nested { folder, program, words: std::iter::once(name).chain(words).collect() };
    Some(client.carry_out())
}

/// A client that a command of the run started.
struct Nested {
    folder: PathBuf,
    program: PathBuf,
    words: Vec<OsString>,
}

impl Nested {
    fn carry_out(self) -> ExitCode {
        let started = Started::by(&self.words);
        let error = match started.asks() {
            Asks::Once | Asks::Several => match self.asking(started) {
                Ok(code) => return code,
                Err(error) => error,
            },
            Asks::Never | Asks::Nested => self.command().exec(),
        };
        outcome::person(&format!("{} could not be run: {error}.", self.program.display()));
        super::not_started(&error)
    }

    fn command(&self) -> Command {
        let mut command = Command::new(&self.program);
        command.arg0(&self.words[0]).args(&self.words[1..]);
        command
    }

    fn asking(&self, started: Started) -> io::Result<ExitCode> {
        let bridge = std::env::var(BRIDGE).ok();
        let always = bridge.as_deref().is_some_and(|bridge| bridge.ends_with(" always"));
        let terminal = if always { None } else { crate::terminal::Terminal::of_person() };
        if let Some(terminal) = terminal {
            let mut command = self.command();
            command.args(started.options()).envs(started.environment());
            let _mark: NamedTempFile = tempfile::Builder::new().prefix(ATTENDED).tempfile_in(&self.folder)?;
            let claims = super::Claims::of(started, std::env::var(ACCOUNT).ok());
            return super::attended(terminal, command, claims, None).map(super::ending::mirror);
        }
        let mut command = self.command();
        if let Some((client, bridge)) = started.client.zip(bridge) {
            match Bridged::by(&bridge).and_then(|bridge| self.over(&bridge, client, &started)) {
                Ok(over) => command = over,
                Err(why) => {
                    tell(&format!("{} goes to its registry by itself: {why}", self.words[0].display()));
                }
            }
        }
        Err(command.exec())
    }

    /// The command that goes over the bridge, or why it cannot.
    fn over(
        &self,
        bridge: &Bridged,
        client: &'static dyn Client,
        started: &Started,
    ) -> Result<Command, String> {
        let folder = client.folder(&started.command).unwrap_or_else(|| ".".to_owned());
        let manifest = fs::read_to_string(Path::new(&folder).join("package.json")).unwrap_or_default();
        if let Some(why) = cannot_pass(&started.command, &manifest) {
            return Err(why.to_owned());
        }
        let mut command = Command::new(&self.program);
        command.arg0(&self.words[0]);
        let words = self.words[1..].iter().map(|word| word.to_string_lossy().into_owned());
        command.args(bridge.rewritten(words.collect()));
        command.envs(client.environment().iter().copied()).envs(client.bridged(&bridge.via()));
        Ok(command)
    }
}

/// Why a command cannot go over a bridge, if it cannot.
pub(super) fn cannot_pass(command: &npm::arguments::Command, manifest: &str) -> Option<&'static str> {
    let config = manifest::read(manifest).publish_config;
    let set = |name: &str| config.iter().any(|(key, _)| key == name);
    let provenance = command.option("provenance").is_some_and(|value| value != "false")
        || manifest::provenance(manifest)
        || std::env::var("npm_config_provenance")
            .or_else(|_| std::env::var("NPM_CONFIG_PROVENANCE"))
            .is_ok_and(|it| it == "true");
    if provenance {
        Some("provenance is signed for the registry's own address")
    } else if set("registry") {
        Some("publishConfig.registry in package.json names the registry, and goes before what a run says")
    } else {
        None
    }
}

/// The bridge of the run, as a client is told of it.
pub(super) struct Bridged {
    token: String,
    /// The scope, the address over the bridge, the registry's own.
    registries: Vec<(Option<String>, String, String)>,
}

impl Bridged {
    /// Asks the bridge what it leads to.
    fn by(variable: &str) -> Result<Self, String> {
        let mut words = variable.split(' ');
        let port = words.next().and_then(|port| port.parse::<u16>().ok()).ok_or("the bridge is not known")?;
        let path = words.next().unwrap_or_default();
        let text = fetch(port, path).map_err(|error| format!("the bridge does not answer: {error}"))?;
        let list: serde_json::Value = serde_json::from_str(&text).map_err(|_| "the bridge says nothing")?;
        let text = |value: &serde_json::Value| value.as_str().map(str::to_owned);
        let registries = list["registries"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|one| Some((text(&one["scope"]), text(&one["url"])?, text(&one["upstream"])?)));
        let registries: Vec<_> = registries.collect();
        if registries.is_empty() {
            return Err("no registry is configured".into());
        }
        Ok(Self { token: text(&list["token"]).unwrap_or_default(), registries })
    }

    /// The same, for a command that the run itself starts.
    pub(super) fn of(address: &Address, registries: &crate::bridge::Registries) -> Self {
        let of = registries.of.iter().filter_map(|(scope, number)| {
            let upstream = registries.all.get(*number)?.url.clone();
            Some((scope.clone(), address.of_registry(*number), upstream))
        });
        Self { token: address.token.clone(), registries: of.collect() }
    }

    pub(super) fn via(&self) -> Via<'_> {
        let registries = self.registries.iter().map(|(scope, url, _)| (scope.as_deref(), url.as_str()));
        Via { registries: registries.collect(), token: &self.token }
    }

    /// Leads options that name one of the registries over the bridge, too.
    pub(super) fn rewritten(&self, words: Vec<String>) -> Vec<String> {
        let over = |url: &str| {
            let url = url.trim_end_matches('/');
            self.registries
                .iter()
                .find(|(_, _, own)| own.trim_end_matches('/') == url)
                .map(|(_, over, _)| over.clone())
        };
        let is_registry = |option: &str| {
            option == "--registry" || (option.starts_with("--@") && option.ends_with(":registry"))
        };
        let mut named = false;
        let rewrite = |word: String| {
            let was_named = std::mem::replace(&mut named, is_registry(&word));
            match word.split_once('=') {
                Some((option, url)) if is_registry(option) => {
                    over(url).map_or(word.clone(), |over| format!("{option}={over}"))
                }
                _ if was_named => over(&word).unwrap_or(word),
                _ => word,
            }
        };
        words.into_iter().map(rewrite).collect()
    }
}

/// Gets what the bridge says of itself.
fn fetch(port: u16, path: &str) -> io::Result<String> {
    let mut stream = TcpStream::connect(("127.0.0.1", port))?;
    stream.set_read_timeout(Some(PATIENCE))?;
    write!(stream, "GET /{path}/ HTTP/1.1\r\nhost: 127.0.0.1:{port}\r\nconnection: close\r\n\r\n")?;
    let mut text = String::new();
    stream.take(1 << 20).read_to_string(&mut text)?;
    text.split_once("\r\n\r\n")
        .map(|(_, body)| body.to_owned())
        .ok_or_else(|| io::ErrorKind::InvalidData.into())
}

/// Tells the person: the tool may read what the client writes.
fn tell(text: &str) {
    match fs::OpenOptions::new().write(true).open("/dev/tty") {
        Ok(mut terminal) => drop(write!(terminal, "\rcountersign: {}\r\n", outcome::printable(text))),
        Err(_) => outcome::person(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_option_that_names_a_registry_of_the_run_leads_over_the_bridge() {
        let own = |scope: Option<&str>, over: &str, url: &str| {
            (scope.map(str::to_owned), over.to_owned(), url.to_owned())
        };
        let bridge = Bridged {
            token: String::new(),
            registries: vec![own(None, "http://127.0.0.1:1/x/0/", "https://main.example/")],
        };
        let words = |line: &str| line.split(' ').map(str::to_owned).collect::<Vec<_>>();
        for (line, over) in [
            ("publish --registry=https://main.example", "publish --registry=http://127.0.0.1:1/x/0/"),
            ("publish --registry https://main.example/", "publish --registry http://127.0.0.1:1/x/0/"),
            (
                "publish --@demo:registry=https://main.example/",
                "publish --@demo:registry=http://127.0.0.1:1/x/0/",
            ),
            ("publish --registry=https://elsewhere.example", "publish --registry=https://elsewhere.example"),
            ("publish https://main.example", "publish https://main.example"),
        ] {
            assert_eq!(bridge.rewritten(words(line)), words(over));
        }
    }

    #[test]
    fn what_cannot_pass_is_known() {
        let cannot = |line: &str, manifest: &str| {
            let words: Vec<String> = line.split(' ').map(str::to_owned).collect();
            cannot_pass(&npm::arguments::Command::read(&words), manifest)
        };
        assert_eq!(cannot("publish", r#"{"publishConfig":{"access":"public"}}"#), None);
        assert!(cannot("publish", r#"{"publishConfig":{"registry":"https://own.example"}}"#).is_some());
        assert!(cannot("publish", r#"{"publishConfig":{"provenance":true}}"#).is_some());
        assert!(cannot("publish --provenance", "").is_some());
    }
}
