//! `countersign open` and `countersign toggle`: the main window or the palette, from the terminal or a shortcut of the desktop.

use crate::outcome::{Exit, Trouble};
use crate::{Carry, agent};
use clap::Args;
use countersign_link::public::ToAgent;
use std::io;
use std::process::{Child, Command, ExitCode, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// How long an agent may take to start.
const START: Duration = Duration::from_secs(10);

/// Shows the main window; starts the agent if none runs
#[derive(Debug, Args)]
pub(crate) struct Open {}

/// Shows the main window, or hides it; starts the agent if none runs
#[derive(Debug, Args)]
pub(crate) struct Toggle {
    /// Shows the palette instead: type what an account is called, and Enter copies its code
    #[arg(long)]
    palette: bool,
}

impl Carry for Open {
    fn carry_out(self) -> Result<ExitCode, Trouble> {
        show(&ToAgent::Open)
    }
}

impl Carry for Toggle {
    fn carry_out(self) -> Result<ExitCode, Trouble> {
        show(if self.palette { &ToAgent::Palette } else { &ToAgent::Toggle })
    }
}

fn show(message: &ToAgent) -> Result<ExitCode, Trouble> {
    match agent::order(message) {
        Err(trouble) if trouble.failure.code == agent::NOT_RUNNING => start()?,
        other => drop(other?),
    }
    Ok(Exit::Done.into())
}

/// Starts the agent with its window, and waits until it listens.
fn start() -> Result<(), Trouble> {
    let mut agent = spawn().map_err(|error| failed(&format!("it could not be started ({error})")))?;
    let end = Instant::now() + START;
    while Instant::now() < end {
        if agent::connect().is_ok() {
            return Ok(());
        }
        if agent.try_wait().is_ok_and(|ended| ended.is_some_and(|status| !status.success())) {
            return Err(failed("it ended at once"));
        }
        sleep(Duration::from_millis(30));
    }
    Err(failed("it does not answer"))
}

fn failed(why: &str) -> Trouble {
    let hint = "Run `countersign-agent --console` in a terminal to see what it says.";
    Trouble::new(
        Exit::Unavailable,
        "agent-not-started",
        format!("The agent is not running, and {why}."),
        hint,
    )
}

/// Starts the agent that stands beside this program, out of reach of this terminal's keys.
fn spawn() -> io::Result<Child> {
    let beside =
        std::env::current_exe()?.with_file_name(format!("countersign-agent{}", std::env::consts::EXE_SUFFIX));
    let mut command = Command::new(beside);
    command.arg("--open").stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut command, 0);
    #[cfg(windows)]
    {
        /// `DETACHED_PROCESS`: no console, so closing one does not end it.
        const DETACHED_PROCESS: u32 = 0x0000_0008;
        std::os::windows::process::CommandExt::creation_flags(&mut command, DETACHED_PROCESS);
    }
    command.spawn()
}
