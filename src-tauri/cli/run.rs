//! `countersign run`: runs a command as if alone, and pushes an approved code into its prompt.

#[cfg(unix)]
mod alone;
mod answering;
mod claims;
mod command;
#[cfg(unix)]
mod ending;
pub(crate) mod enrolment;
mod episode;
#[cfg(unix)]
mod hosted;
mod line;
#[cfg(unix)]
pub(crate) mod nested;
#[cfg(any(windows, test))]
#[path = "run/windows/program.rs"]
mod program;
mod prompt;
mod publishing;
#[cfg(unix)]
mod relay;
#[cfg(windows)]
#[path = "run/windows/relay.rs"]
mod relay;
#[cfg(unix)]
mod signals;
mod surroundings;
#[cfg(unix)]
mod talk;
#[cfg(windows)]
#[path = "run/windows/talk.rs"]
mod talk;
mod veil;

use crate::Carry;
use crate::outcome::{self, Trouble};
use clap::Args;
use command::Started;
#[cfg(unix)]
use countersign_core::npm;
#[cfg(not(unix))]
use countersign_core::npm::Asks;
use countersign_core::view::FindingView;
use std::ffi::OsString;
use std::io;
#[cfg(unix)]
use std::os::unix::process::CommandExt;
use std::process::{Command, ExitCode, ExitStatus};
use std::sync::Arc;

pub(crate) use claims::Claims;

/// Runs a command; types a code, once you approved it, when the command asks for one
///
/// Ends as the command ends: with its status, by its signal; 127 and 126 say that it could not be started. Without a
/// terminal on both standard input and output the command runs untouched. On Windows there is no bridge.
#[derive(Debug, Args)]
pub(crate) struct Run {
    /// The account that answers, by name
    #[arg(long, value_name = "NAME")]
    account: Option<String>,
    /// Send codes over a bridge to the registry, also where the command could ask in the terminal
    #[arg(long)]
    bridge: bool,
    /// Send no code over a bridge: what has no prompt is left alone
    #[arg(long, conflicts_with = "bridge")]
    no_bridge: bool,
    /// The command and its arguments, after `--`
    #[arg(last = true, required = true, value_name = "COMMAND")]
    command: Vec<OsString>,
    /// What the command is about, where its words do not say it
    #[arg(skip)]
    about: Option<About>,
}

/// What a command is about, where its own words do not say it.
#[derive(Clone, Debug)]
pub(crate) struct About {
    /// The package.
    pub(crate) package: String,
    /// Its version.
    pub(crate) version: String,
    /// What was found in it.
    pub(crate) findings: Vec<FindingView>,
}

impl Carry for Run {
    fn carry_out(self) -> Result<ExitCode, Trouble> {
        let name = self.command[0].display().to_string();
        Ok(self.start().unwrap_or_else(|error| {
            outcome::person(&format!("{name} could not be run: {error}."));
            not_started(&error)
        }))
    }
}

impl Run {
    /// Runs a command as if it had been typed after `countersign run --`.
    pub(crate) fn of(command: Vec<OsString>) -> Self {
        Self { account: None, bridge: false, no_bridge: true, command, about: None }
    }

    /// Says what the command is about.
    pub(crate) fn about(self, about: About) -> Self {
        Self { about: Some(about), ..self }
    }

    /// The command's program, found before anything stands in front of the search path.
    #[cfg(unix)]
    fn program(&self) -> Command {
        let path = std::env::var_os("PATH").unwrap_or_default();
        let name = &self.command[0];
        let alone = !name.as_encoded_bytes().contains(&b'/');
        let mut command = Command::new(
            alone.then(|| nested::found(name, &path, None)).flatten().unwrap_or_else(|| name.into()),
        );
        command.arg0(name);
        command
    }

    #[cfg(not(unix))]
    fn program(&self) -> Command {
        Command::new(program::resolved(&self.command[0]))
    }

    /// The command, not started yet, with the environment of the run.
    fn untouched(&self, started: &Started) -> Command {
        let mut command = self.program();
        command.args(&self.command[1..]).args(started.options()).envs(started.environment());
        command
    }

    /// Runs the command in the person's terminal, watching an enrolment if it is one.
    pub(crate) fn watched(
        self,
        terminal: crate::terminal::Terminal,
        enrolment: Option<Arc<enrolment::Enrolment>>,
    ) -> io::Result<ExitStatus> {
        let started = Started::by(&self.command);
        let command = self.untouched(&started);
        let mut claims = self.claims(started);
        claims.enrolment = enrolment;
        attended(terminal, command, claims, None)
    }

    /// What is known of the run as its command starts.
    fn claims(self, started: Started) -> Claims {
        let mut claims = Claims::of(started, self.account);
        claims.about = self.about;
        claims
    }
}

#[cfg(unix)]
impl Run {
    fn start(self) -> io::Result<ExitCode> {
        let started = Started::by(&self.command);
        let terminal = crate::terminal::Terminal::of_person();
        let bridged = self.is_bridged(&started, terminal.is_some());
        if !bridged && (self.no_bridge || !started.starts_others()) {
            return match terminal {
                Some(terminal) => {
                    let command = self.untouched(&started);
                    attended(terminal, command, self.claims(started), None).map(ending::mirror)
                }
                // Becomes the command; comes back only if that fails.
                None => Err(self.untouched(&started).exec()),
            };
        }
        let claims = Arc::new(claims::Claims::of(Started::by(&self.command), self.account.clone()));
        let say: crate::bridge::Say = match &terminal {
            Some(_) if !bridged => Arc::new(in_between),
            _ => Arc::new(outcome::person),
        };
        let address = crate::bridge::open(Arc::clone(&claims), say)?;
        let shims = nested::Shims::lay(Some(&address), self.bridge, self.account.as_deref())?;
        let mut command = self.untouched(&started);
        command.envs(shims.variables().iter().map(|(name, value)| (name, value)));
        if let Some(terminal) = terminal.filter(|_| !bridged) {
            return attended(terminal, command, self.claims(started), Some(shims)).map(ending::mirror);
        }
        if bridged {
            command = self.over(&address, &claims, &started, &shims)?;
        }
        let status = hosted::run(command)?;
        drop(shims);
        Ok(ending::mirror(status))
    }

    /// Whether the whole command goes over a bridge: no prompt of it could be answered.
    fn is_bridged(&self, started: &Started, terminal: bool) -> bool {
        let script = |name: &str| {
            let text = std::fs::read_to_string("package.json").ok()?;
            let manifest: serde_json::Value = serde_json::from_str(&text).ok()?;
            manifest["scripts"][name].as_str().map(str::to_owned)
        };
        let needed = || (started.asks_itself() && !terminal) || started.by_registry_alone(script);
        if self.no_bridge || !(self.bridge || needed()) {
            return false;
        }
        let manifest = std::fs::read_to_string("package.json").unwrap_or_default();
        let why = if started.asks_itself() { nested::cannot_pass(&started.command, &manifest) } else { None };
        if let Some(why) = why {
            outcome::person(&format!("the command goes to its registry by itself: {why}"));
        }
        why.is_none()
    }

    /// The command, led over the bridge.
    fn over(
        &self,
        address: &crate::bridge::Address,
        claims: &claims::Claims,
        started: &Started,
        shims: &nested::Shims,
    ) -> io::Result<Command> {
        let bridge = nested::Bridged::of(address, &claims.registries());
        let mut command = self.program();
        let words = self.command[1..].iter().map(|word| word.to_string_lossy().into_owned());
        command.args(bridge.rewritten(words.collect())).envs(started.environment());
        command.envs(shims.variables().iter().map(|(name, value)| (name, value)));
        let clients = started.client.map_or_else(|| npm::CLIENTS.to_vec(), |client| vec![client]);
        for client in clients {
            command.envs(client.bridged(&bridge.via()));
        }
        command.env("npm_config_userconfig", shims.userconfig(&bridge)?);
        Ok(command)
    }
}

/// Runs a command in a terminal of its own, between the person and it.
#[cfg(unix)]
fn attended(
    terminal: crate::terminal::Terminal,
    command: Command,
    claims: Claims,
    shims: Option<nested::Shims>,
) -> io::Result<ExitStatus> {
    let signals = signals::Signals::hear()?;
    let guest = crate::pty::Guest::start(command, terminal.found(), terminal.size()?)?;
    claims.look_around();
    relay::Relay::new(terminal, guest, signals, claims.into(), shims).carry()
}

/// Says a line while a command has the screen.
#[cfg(unix)]
fn in_between(text: &str) {
    use std::io::Write;
    // A terminal that went away cannot be told.
    drop(write!(io::stderr().lock(), "\r\x1b[Kcountersign: {}\r\n", outcome::printable(text)));
}

#[cfg(not(unix))]
impl Run {
    fn start(self) -> io::Result<ExitCode> {
        let started = Started::by(&self.command);
        if self.bridge {
            outcome::person(
                "on this system there is no bridge; a code is typed where the command asks for one",
            );
        }
        let mut command = self.untouched(&started);
        let asks = started.asks() != Asks::Never;
        let status = match asks.then(crate::terminal::Terminal::of_person).flatten() {
            Some(terminal) => attended(terminal, command, self.claims(started), None)?,
            None => command.status()?,
        };
        // Only this keeps all 32 bits of a status.
        std::process::exit(status.code().unwrap_or(1))
    }
}

/// What stands in front of the clients that a command starts: nothing does here.
#[cfg(not(unix))]
type Shims = std::convert::Infallible;

/// Runs a command in a console of its own, between the person and it.
#[cfg(not(unix))]
#[expect(clippy::needless_pass_by_value, reason = "on Unix it is consumed")]
fn attended(
    terminal: crate::terminal::Terminal,
    command: Command,
    claims: Claims,
    _: Option<Shims>,
) -> io::Result<ExitStatus> {
    relay::Relay::start(terminal, &command, Arc::new(claims))?.carry()
}

/// Returns the exit status for a command that could not be run, as shells have it.
fn not_started(error: &io::Error) -> ExitCode {
    ExitCode::from(if error.kind() == io::ErrorKind::NotFound { 127 } else { 126 })
}
