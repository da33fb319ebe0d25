//! The companion for the terminal: asks the agent, and runs commands that will be asked for a code.

mod add;
mod agent;
#[cfg(unix)]
mod bridge;
mod build_facts;
mod clipboard;
mod code;
mod completions;
mod doctor;
mod export;
mod import;
mod import_files;
mod input;
mod list;
mod lock;
mod man;
mod npm;
mod open;
mod outcome;
mod password_store;
#[cfg(unix)]
mod pty;
#[cfg(windows)]
#[path = "pty/windows.rs"]
mod pty;
mod run;
mod scan;
mod shell_init;
mod sources;
mod starting;
mod status;
#[cfg(unix)]
mod terminal;
#[cfg(windows)]
#[path = "terminal/windows.rs"]
mod terminal;
mod words;

use build_facts::BuildFacts;
use clap::error::ErrorKind;
use clap::{Parser, Subcommand};
use outcome::{Exit, Trouble};
use std::process::ExitCode;

/// Fresh one-time codes for the command that waits for one. Every code is approved by you, in the app.
#[derive(Debug, Parser)]
#[command(name = "countersign", version, max_term_width = 100)]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

/// What the companion can do, in the order in which it is shown.
#[derive(Debug, Subcommand)]
enum Task {
    Run(run::Run),
    Code(code::Code),
    Add(add::Add),
    List(list::List),
    Scan(scan::Scan),
    Import(import::Import),
    Npm(npm::Npm),
    Export(export::Export),
    Open(open::Open),
    Toggle(open::Toggle),
    Lock(lock::Lock),
    Status(status::Status),
    ShellInit(shell_init::ShellInit),
    Doctor(doctor::Doctor),
    Completions(completions::Completions),
    Man(man::Man),
}

/// One subcommand.
trait Carry {
    /// Whether a script asked for one JSON object on standard output.
    fn json(&self) -> bool {
        false
    }

    /// Does it.
    fn carry_out(self) -> Result<ExitCode, Trouble>;
}

impl Task {
    fn carry_out(self) -> ExitCode {
        match self {
            Self::Run(task) => finish(task),
            Self::Code(task) => finish(task),
            Self::Add(task) => finish(task),
            Self::List(task) => finish(task),
            Self::Scan(task) => finish(task),
            Self::Import(task) => finish(task),
            Self::Npm(task) => finish(task),
            Self::Export(task) => finish(task),
            Self::Open(task) => finish(task),
            Self::Toggle(task) => finish(task),
            Self::Lock(task) => finish(task),
            Self::Status(task) => finish(task),
            Self::ShellInit(task) => finish(task),
            Self::Doctor(task) => finish(task),
            Self::Completions(task) => finish(task),
            Self::Man(task) => finish(task),
        }
    }
}

/// Carries one subcommand out and says what went wrong.
fn finish(task: impl Carry) -> ExitCode {
    let json = task.json();
    task.carry_out().unwrap_or_else(|trouble| trouble.say(json))
}

fn main() -> ExitCode {
    #[cfg(unix)]
    if let Some(code) = run::nested::entry() {
        return code;
    }
    #[cfg(windows)]
    pty::host::entry();
    match words::parse() {
        Ok(arguments) => arguments.task.carry_out(),
        Err(problem) => misused(&problem),
    }
}

/// Answers help, version and wrong usage; a script that asked for JSON gets its object here too.
fn misused(problem: &clap::Error) -> ExitCode {
    let json = std::env::args_os().skip(1).take_while(|word| word != "--").any(|word| word == "--json");
    if problem.use_stderr() && json {
        let message =
            problem.to_string().lines().next().unwrap_or_default().trim_start_matches("error: ").to_owned();
        return Trouble::new(Exit::Usage, "usage", message, "See `countersign --help`.").say(true);
    }
    if json && problem.kind() == ErrorKind::DisplayVersion {
        return outcome::object(&BuildFacts::HERE)
            .map_or_else(|trouble| trouble.say(true), |()| Exit::Done.into());
    }
    // A terminal that went away cannot be told.
    drop(problem.print());
    if problem.use_stderr() { Exit::Usage.into() } else { Exit::Done.into() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_consistent() {
        Arguments::command().debug_assert();
    }
}
