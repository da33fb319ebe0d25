//! One agent for one set of files. The lock of a file decides, because it ends with its process however that ends.

use anyhow::{Context, bail};
use countersign_link::paths::Paths;
use countersign_link::public::{FromAgent, ToAgent};
use countersign_link::socket::{ConnectError, Connection};
use std::fs::{File, TryLockError};
use std::thread;
use std::time::Duration;

/// How often, and at what distance, a second agent looks for the socket of a first that has just begun.
const LOOKS: usize = 30;
const DISTANCE: Duration = Duration::from_millis(100);

/// How long the first agent may take to answer.
const PATIENCE: Duration = Duration::from_secs(5);

/// The claim to be the agent of these files; it lasts as long as this value.
pub(crate) struct Instance {
    _lock: File,
}

impl Instance {
    /// Claims the files; none if another agent has them.
    ///
    /// # Errors
    /// Where the lock's file cannot be opened or locked.
    pub(crate) fn claim(paths: &Paths) -> anyhow::Result<Option<Self>> {
        let shown = paths.lock.display();
        let file = File::options()
            .create(true)
            .append(true)
            .open(&paths.lock)
            .with_context(|| format!("{shown} cannot be opened"))?;
        match file.try_lock() {
            Ok(()) => Ok(Some(Self { _lock: file })),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => {
                Err(error).with_context(|| format!("{shown} cannot be locked"))
            }
        }
    }
}

/// Hands a second start over to the agent that runs.
///
/// # Errors
/// Where that agent cannot be reached, or cannot show its window.
pub(crate) fn greet_the_first(paths: &Paths, open: bool) -> anyhow::Result<()> {
    let mut connection = reach(paths)?;
    if !open {
        return Ok(());
    }
    connection.say(&ToAgent::Open).context("the agent that runs does not listen")?;
    match connection.hear(PATIENCE).context("the agent that runs does not answer")? {
        FromAgent::Failed(failure) => bail!("{} {}", failure.message, failure.hint),
        _ => Ok(()),
    }
}

fn reach(paths: &Paths) -> anyhow::Result<Connection> {
    for _ in 0..LOOKS {
        match Connection::connect(paths) {
            Err(ConnectError::NotRunning) => thread::sleep(DISTANCE),
            other => return Ok(other?),
        }
    }
    bail!("another agent has the files in {}, and its socket cannot be found", paths.data.display())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_files_have_one_agent_at_a_time() {
        let home = tempfile::tempdir().expect("a temporary folder");
        let paths = Paths::under(home.path());
        let first = Instance::claim(&paths).expect("the lock").expect("nobody has it");
        assert!(Instance::claim(&paths).expect("the lock").is_none());
        drop(first);
        assert!(Instance::claim(&paths).expect("the lock").is_some());
    }
}
