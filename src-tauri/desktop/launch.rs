//! What happens when a person starts the program: the agent is asked to open it.

use anyhow::{Context, bail};
use countersign_link::paths::Paths;
use countersign_link::public::{FromAgent, ToAgent};
use countersign_link::socket::{ConnectError, Connection};
use std::process::{Command, Stdio};
use std::time::Duration;

/// How long the agent may take to answer.
const ANSWER: Duration = Duration::from_secs(5);

/// Asks the running agent to show the main window, or starts one that does.
pub(crate) fn ask_to_open() -> anyhow::Result<()> {
    match Connection::connect(&Paths::from_environment()?) {
        Ok(mut agent) => {
            agent.say(&ToAgent::Open)?;
            match agent.hear(ANSWER)? {
                FromAgent::Failed(failure) => bail!("{} {}", failure.message, failure.hint),
                _ => Ok(()),
            }
        }
        Err(ConnectError::NotRunning) => start_agent(),
        Err(error) => Err(error.into()),
    }
}

/// Starts the agent that stands beside this program, in a life of its own.
fn start_agent() -> anyhow::Result<()> {
    let mut program = std::env::current_exe().context("the program cannot find itself")?;
    program.set_file_name(format!("countersign-agent{}", std::env::consts::EXE_SUFFIX));
    let mut agent = Command::new(&program);
    agent.arg("--open").stdin(Stdio::null()).stdout(Stdio::null());
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut agent, 0);
    #[cfg(windows)]
    {
        /// `DETACHED_PROCESS`: no console, which would be a window of its own.
        const DETACHED_PROCESS: u32 = 0x0000_0008;
        std::os::windows::process::CommandExt::creation_flags(&mut agent, DETACHED_PROCESS);
    }
    agent.spawn().with_context(|| {
        format!("{} cannot be started; install it beside this program", program.display())
    })?;
    Ok(())
}
