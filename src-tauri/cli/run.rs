//! `countersign run`: runs a command as if alone, and pushes an approved code into its prompt.

#[cfg(unix)]
mod alone;
#[cfg(unix)]
mod answering;
#[cfg(unix)]
mod claims;
mod command;
#[cfg(unix)]
mod ending;
#[cfg(unix)]
pub(crate) mod enrolment;
#[cfg(unix)]
mod episode;
#[cfg(unix)]
mod line;
#[cfg(unix)]
mod prompt;
#[cfg(unix)]
mod publishing;
#[cfg(unix)]
mod relay;
#[cfg(unix)]
mod signals;
#[cfg(unix)]
mod surroundings;
#[cfg(unix)]
mod talk;
#[cfg(unix)]
mod veil;

use crate::Carry;
use crate::outcome::{self, Trouble};
use clap::Args;
use command::Started;
use countersign_core::view::FindingView;
use std::ffi::OsString;
use std::io;
use std::process::{Command, ExitCode};
#[cfg(unix)]
use std::{process::ExitStatus, sync::Arc};

/// Runs a command; types a code, once you approved it, when the command asks for one
///
/// Ends as the command ends: with its status, by its signal; 127 and 126 say that it could not be started. Without a
/// terminal on both standard input and output the command runs untouched. On Windows it always does.
#[derive(Debug, Args)]
pub(crate) struct Run {
    /// The account that answers, by name
    #[arg(long, value_name = "NAME")]
    account: Option<String>,
    /// The command and its arguments, after `--`
    #[arg(last = true, required = true, value_name = "COMMAND")]
    command: Vec<OsString>,
    /// What the command is about, where its words do not say it
    #[arg(skip)]
    about: Option<About>,
}

/// What a command is about, where its own words do not say it.
#[derive(Clone, Debug)]
#[cfg_attr(not(unix), expect(dead_code, reason = "only a prompt that can be answered needs claims"))]
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
    #[cfg(unix)]
    pub(crate) fn of(command: Vec<OsString>) -> Self {
        Self { account: None, command, about: None }
    }

    /// Says what the command is about.
    #[cfg(unix)]
    pub(crate) fn about(self, about: About) -> Self {
        Self { about: Some(about), ..self }
    }

    /// The command, not started yet, with the environment of the run.
    fn untouched(&self, started: &Started) -> Command {
        let mut command = Command::new(&self.command[0]);
        command.args(&self.command[1..]).envs(started.environment());
        command
    }
}

#[cfg(unix)]
impl Run {
    fn start(self) -> io::Result<ExitCode> {
        use std::os::unix::process::CommandExt;
        let started = Started::by(&self.command);
        match crate::terminal::Terminal::of_person() {
            Some(terminal) => self.attended(terminal, started, None).map(ending::mirror),
            // Becomes the command; comes back only if that fails.
            None => Err(self.untouched(&started).exec()),
        }
    }

    /// Runs the command in the person's terminal, watching an enrolment if it is one.
    pub(crate) fn watched(
        self,
        terminal: crate::terminal::Terminal,
        enrolment: Option<Arc<enrolment::Enrolment>>,
    ) -> io::Result<ExitStatus> {
        let started = Started::by(&self.command);
        self.attended(terminal, started, enrolment)
    }

    /// Runs the command in a terminal of its own, between the person and it.
    fn attended(
        self,
        terminal: crate::terminal::Terminal,
        started: Started,
        enrolment: Option<Arc<enrolment::Enrolment>>,
    ) -> io::Result<ExitStatus> {
        let signals = signals::Signals::hear()?;
        let guest = crate::pty::Guest::start(self.untouched(&started), terminal.found(), terminal.size()?)?;
        let mut claims = claims::Claims::of(started, self.account);
        claims.enrolment = enrolment;
        claims.about = self.about;
        claims.look_around();
        relay::Relay::new(terminal, guest, signals, claims.into()).carry()
    }
}

#[cfg(not(unix))]
impl Run {
    fn start(self) -> io::Result<ExitCode> {
        let started = Started::by(&self.command);
        if self.account.is_some() {
            outcome::person("on this system no code is typed, so --account does nothing");
        }
        let status = self.untouched(&started).status()?;
        // Only this keeps all 32 bits of a status.
        std::process::exit(status.code().unwrap_or(1))
    }
}

/// Returns the exit status for a command that could not be run, as shells have it.
fn not_started(error: &io::Error) -> ExitCode {
    ExitCode::from(if error.kind() == io::ErrorKind::NotFound { 127 } else { 126 })
}
