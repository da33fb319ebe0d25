//! npm itself, asked what it knows. It holds the tokens and speaks with the registries; this program does neither.

use crate::outcome::{Exit, Trouble};
use crate::starting;
use countersign_core::npm::npm_cli::NO_LOG;
use serde_json::{Map, Value};
use std::ffi::OsStr;
use std::io::{self, Read};
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// How much of an answer is read, in bytes: the document of a package with thousands of versions has some megabytes.
const LIMIT: u64 = 64 << 20;

/// How long npm may take, retries of its own included.
const PATIENCE: Duration = Duration::from_secs(60);

/// npm, as a person's command line finds it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Npm {
    /// The registry that is meant, where it is not the one of npm's configuration.
    pub(crate) registry: Option<String>,
    /// The folder it runs in, where that is not ours.
    pub(crate) folder: Option<std::path::PathBuf>,
}

/// What npm answered.
#[derive(Debug)]
pub(crate) struct Answered {
    /// Whether it says that it succeeded.
    pub(crate) succeeded: bool,
    /// Its standard output.
    pub(crate) output: String,
    /// Its standard error.
    pub(crate) errors: String,
}

impl Answered {
    /// Returns everything that it said.
    pub(crate) fn text(&self) -> String {
        format!("{}\n{}", self.output, self.errors)
    }

    /// Returns the sentence in which npm says what is wrong.
    pub(crate) fn why(&self) -> String {
        let marks = ["npm error ", "npm ERR! "];
        let lines =
            self.errors.lines().filter_map(|line| marks.iter().find_map(|mark| line.strip_prefix(mark)));
        let told =
            lines.filter(|line| !line.starts_with("code ")).map(str::trim).find(|line| !line.is_empty());
        told.unwrap_or("npm gives no reason").trim_end_matches('.').to_owned()
    }
}

impl Npm {
    /// The command line, not started yet. Nothing in it prompts, prints advertisements or writes a log.
    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = self.quiet();
        command.args(arguments).arg(NO_LOG);
        command
    }

    fn quiet(&self) -> Command {
        let mut command = Command::new(program());
        command.args(["--no-update-notifier", "--no-fund", "--no-audit"]);
        if let Some(registry) = &self.registry {
            command.arg(format!("--registry={registry}"));
        }
        if let Some(folder) = &self.folder {
            command.current_dir(folder);
        }
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    /// Asks, and waits for the answer.
    pub(crate) fn ask(&self, arguments: &[&str]) -> Result<Answered, Trouble> {
        answer(self.command(arguments)).map_err(|error| not_asked(&error))
    }

    /// Asks for JSON; npm's own words where it failed or printed none.
    pub(crate) fn json(&self, arguments: &[&str]) -> Result<Result<Value, Answered>, Trouble> {
        let answered = self.ask(&[arguments, &["--json"]].concat())?;
        if answered.succeeded
            && let Ok(value) = serde_json::from_str(&answered.output)
        {
            return Ok(Ok(value));
        }
        Ok(Err(answered))
    }

    /// Returns npm's whole configuration; what is secret in it npm keeps to itself.
    pub(crate) fn configuration(&self) -> Result<Map<String, Value>, Trouble> {
        match self.json(&["config", "list"])? {
            Ok(Value::Object(configuration)) => Ok(configuration),
            Ok(_) | Err(_) => Err(Trouble::new(
                Exit::Failed,
                "npm-config",
                "npm does not tell its configuration.",
                "Try `npm config list`; it says what is wrong with it.",
            )),
        }
    }

    /// Returns one setting. npm may write a log of this, because where it does is a setting, too.
    pub(crate) fn setting(&self, key: &str) -> Result<String, Trouble> {
        let mut command = self.quiet();
        command.args(["config", "get", key]);
        let answered = answer(command).map_err(|error| not_asked(&error))?;
        Ok(answered.output.trim().to_owned())
    }
}

/// Returns the registry that npm uses where nothing is configured. It is the one that its makers run.
pub(crate) fn makers_registry() -> Result<String, Trouble> {
    let nowhere = ["--userconfig=/nonexistent/user", "--globalconfig=/nonexistent/global"];
    let mut command = Npm::default().command(&[&["config", "get", "registry"], &nowhere[..]].concat());
    // A folder without a configuration of its own.
    command.current_dir(if cfg!(windows) { Path::new("C:\\") } else { Path::new("/") });
    for (name, _) in std::env::vars_os() {
        if is_setting(&name) {
            command.env_remove(name);
        }
    }
    let answered = answer(command).map_err(|error| not_asked(&error))?;
    Ok(answered.output.trim().to_owned())
}

/// What has npm give up soon, where a person waits and an answer can be had later.
pub(crate) const SOON: [&str; 2] = ["--fetch-retries=0", "--fetch-timeout=8000"];

/// Windows finds `npm.cmd` only by its whole name.
pub(crate) fn program() -> &'static str {
    if cfg!(windows) { "npm.cmd" } else { "npm" }
}

/// Whether a variable is one by which npm is configured.
fn is_setting(name: &OsStr) -> bool {
    name.to_string_lossy().to_ascii_lowercase().starts_with("npm_config_")
}

fn not_asked(error: &io::Error) -> Trouble {
    if error.kind() == io::ErrorKind::NotFound {
        return Trouble::new(
            Exit::Failed,
            "no-npm",
            "There is no npm on the PATH of this program.",
            "Install Node.js; with nvm or fnm, start this from a terminal in which `npm --version` works.",
        );
    }
    Trouble::new(Exit::Failed, "npm-failed", format!("npm could not be asked: {error}."), "Try `npm ping`.")
}

/// Starts a command, and reads what it writes until it ends or its time is over.
pub(crate) fn answer(command: Command) -> io::Result<Answered> {
    answer_within(command, PATIENCE)
}

/// As [`answer`], within another time.
pub(crate) fn answer_within(mut command: Command, patience: Duration) -> io::Result<Answered> {
    let mut child = starting::start(&mut command)?;
    let (output, errors) = (reader(child.stdout.take()), reader(child.stderr.take()));
    let end = Instant::now() + patience;
    let status = loop {
        if let Some(status) = child.try_wait()? {
            break status;
        }
        if Instant::now() >= end {
            child.kill()?;
            child.wait()?;
            return Err(io::Error::new(io::ErrorKind::TimedOut, "it took too long"));
        }
        thread::sleep(Duration::from_millis(5));
    };
    let text = |reader: thread::JoinHandle<Vec<u8>>| {
        String::from_utf8_lossy(&reader.join().unwrap_or_default()).into_owned()
    };
    Ok(Answered { succeeded: status.success(), output: text(output), errors: text(errors) })
}

fn reader(source: Option<impl Read + Send + 'static>) -> thread::JoinHandle<Vec<u8>> {
    thread::spawn(move || {
        let mut bytes = Vec::new();
        // A pipe that breaks has said what it had to say.
        drop(source.map(|source| source.take(LIMIT).read_to_end(&mut bytes)));
        bytes
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_of_npm_are_known_in_any_case() {
        for name in ["npm_config_registry", "NPM_CONFIG_REGISTRY"] {
            assert!(is_setting(OsStr::new(name)));
        }
        assert!(!is_setting(OsStr::new("npm_lifecycle_event")));
    }

    #[test]
    #[cfg(unix)]
    fn an_answer_is_read_whole() {
        let mut shell = Command::new("sh");
        shell.args(["-c", "echo out; echo err >&2; exit 3"]);
        shell.stdout(Stdio::piped()).stderr(Stdio::piped());
        let answered = answer(shell).expect("it starts");
        assert_eq!((answered.output.as_str(), answered.errors.as_str()), ("out\n", "err\n"));
        assert!(!answered.succeeded);
    }
}
