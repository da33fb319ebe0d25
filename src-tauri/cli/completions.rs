//! `countersign completions`: a script that completes the command line.

use crate::outcome::{Exit, Trouble};
use crate::{Arguments, Carry};
use clap::{Args, CommandFactory};
use clap_complete::Shell;
use std::process::ExitCode;

/// Prints a script that completes this command line in a shell
#[derive(Debug, Args)]
pub(crate) struct Completions {
    /// The shell
    shell: Shell,
}

impl Carry for Completions {
    fn carry_out(self) -> Result<ExitCode, Trouble> {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut Arguments::command(), "countersign", &mut script);
        std::io::Write::write_all(&mut std::io::stdout(), &script)
            .map_err(|error| Trouble::io("Writing the script", &error))?;
        Ok(Exit::Done.into())
    }
}
