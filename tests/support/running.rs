//! A program that runs beside a test and ends with it.

use std::os::unix::process::CommandExt;
use std::process::{Child, Command, ExitStatus};
use std::thread::sleep;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process, kill_process_group};

use super::leftovers::{self, When};
use super::waiting::eventually;

/// A started program, leader of a process group that is killed when this value goes.
pub(crate) struct Running {
    name: String,
    child: Child,
}

impl Running {
    /// Starts a program in a process group of its own.
    pub(crate) fn start(mut command: Command) -> Self {
        let name = command.get_program().display().to_string();
        command.process_group(0);
        let child = eventually(&format!("{name} to start"), || match command.spawn() {
            Ok(child) => Some(child),
            // It was written a moment ago, and a program that another test started meanwhile still has it open for that.
            Err(error) if error.kind() == std::io::ErrorKind::ExecutableFileBusy => None,
            Err(error) => panic!("cannot start {name}: {error}"),
        });
        Self::leading_its_group(name, child)
    }

    /// Takes care of a child that already leads a group.
    pub(crate) fn leading_its_group(name: String, child: Child) -> Self {
        leftovers::group(When::Begin, child.id());
        Self { name, child }
    }

    /// Returns the process id.
    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// Returns the pipes of the child that were asked for.
    pub(crate) fn child(&mut self) -> &mut Child {
        &mut self.child
    }

    /// Returns how it ended, or `None` while it runs.
    pub(crate) fn ended(&mut self) -> Option<ExitStatus> {
        self.child.try_wait().unwrap_or_else(|error| panic!("cannot wait for {}: {error}", self.name))
    }

    /// Waits until it ends by itself and returns how.
    pub(crate) fn wait(&mut self) -> ExitStatus {
        let what = format!("{} to end", self.name);
        eventually(&what, || self.ended())
    }

    /// Sends a signal to the program alone, not to what it started.
    pub(crate) fn signal(&self, signal: Signal) {
        // An ended program takes no signals, and that is no fault of the test.
        let _gone = kill_process(self.pid(), signal);
    }

    /// Kills the program and everything in its group.
    pub(crate) fn kill(&mut self) {
        let _gone = kill_process_group(self.pid(), Signal::KILL);
        let _reaped = self.child.wait();
    }

    /// Asks the program to end, and kills what is left after a moment.
    pub(crate) fn stop(&mut self) {
        self.signal(Signal::TERM);
        let end = Instant::now() + Duration::from_secs(2);
        while self.ended().is_none() && Instant::now() < end {
            sleep(Duration::from_millis(10));
        }
        self.kill();
    }

    fn pid(&self) -> Pid {
        Pid::from_child(&self.child)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.kill();
        leftovers::group(When::End, self.id());
    }
}
