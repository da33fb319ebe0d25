//! Programs that are started beside a run, and the one moment at which a run must not be stopped.

use std::io;
use std::process::{Child, Command};
use std::sync::{Mutex, MutexGuard, PoisonError};

static STARTING: Mutex<()> = Mutex::new(());

/// Starts a program.
pub(crate) fn start(command: &mut Command) -> io::Result<Child> {
    let _starting = none();
    command.spawn()
}

/// Waits until no program is being started, and lets none be while this is held.
///
/// Between vfork(2) and exec(2) a child is of our process group and has our thread wait for it where no signal reaches. Were the
/// group stopped then, the child would stand still, and we could not stop because of it: the shell would wait for ever.
pub(crate) fn none() -> MutexGuard<'static, ()> {
    STARTING.lock().unwrap_or_else(PoisonError::into_inner)
}
