//! `countersign run`: runs a command as if alone, and pushes an approved code into its prompt.

#[cfg(unix)]
mod alone;
#[cfg(unix)]
mod answering;
#[cfg(unix)]
mod claims;
#[cfg(unix)]
mod ending;
#[cfg(unix)]
mod episode;
#[cfg(unix)]
mod line;
#[cfg(unix)]
mod prompt;
#[cfg(unix)]
mod relay;
#[cfg(unix)]
mod signals;
#[cfg(unix)]
mod talk;
#[cfg(unix)]
mod veil;

use crate::Carry;
use crate::outcome::{self, Trouble};
use clap::Args;
use std::ffi::OsString;
use std::io;
use std::process::ExitCode;

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
}

impl Carry for Run {
    fn carry_out(self) -> Result<ExitCode, Trouble> {
        let environment = environment(&self.command);
        Ok(self.start(&environment).unwrap_or_else(|error| {
            outcome::person(&format!("{} could not be run: {error}.", self.command[0].display()));
            not_started(&error)
        }))
    }
}

/// What the command's environment has besides our own.
fn environment(_command: &[OsString]) -> Vec<(&'static str, &'static str)> {
    vec![("npm_config_auth_type", "legacy")]
}

#[cfg(unix)]
impl Run {
    fn start(&self, environment: &[(&str, &str)]) -> io::Result<ExitCode> {
        match crate::terminal::Terminal::of_person() {
            Some(terminal) => self.attended(terminal, environment),
            None => Err(self.untouched(environment)),
        }
    }

    /// Becomes the command. Returns only if that fails.
    fn untouched(&self, environment: &[(&str, &str)]) -> io::Error {
        use std::os::unix::process::CommandExt;
        let (program, arguments) = self.words();
        std::process::Command::new(program).args(arguments).envs(environment.iter().copied()).exec()
    }

    /// Runs the command in a terminal of its own, between the person and it.
    fn attended(
        &self,
        terminal: crate::terminal::Terminal,
        environment: &[(&str, &str)],
    ) -> io::Result<ExitCode> {
        let signals = signals::Signals::hear()?;
        let claims = claims::Claims::of(&self.command, self.account.clone());
        let guest = crate::pty::Guest::start(&self.command, environment, terminal.found(), terminal.size()?)?;
        let status = relay::Relay::new(terminal, guest, signals, claims.into()).carry()?;
        Ok(ending::mirror(status))
    }
}

/// Returns the exit status for a command that could not be run, as shells have it.
fn not_started(error: &io::Error) -> ExitCode {
    ExitCode::from(if error.kind() == io::ErrorKind::NotFound { 127 } else { 126 })
}

#[cfg(not(unix))]
impl Run {
    fn start(&self, environment: &[(&str, &str)]) -> io::Result<ExitCode> {
        let (program, arguments) = self.words();
        let status =
            std::process::Command::new(program).args(arguments).envs(environment.iter().copied()).status()?;
        // A status beyond eight bits is a failure to everybody who counts in them.
        std::process::exit(status.code().unwrap_or(1))
    }
}

impl Run {
    /// The program and its arguments; the parser let no empty command pass.
    fn words(&self) -> (&OsString, &[OsString]) {
        (&self.command[0], &self.command[1..])
    }
}
