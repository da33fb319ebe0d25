//! A command without a terminal of its own: it has our input and output, and we stay beside it for its bridge.

use super::signals::{Heard, Signals};
use rustix::event::{PollFd, PollFlags, poll};
use rustix::io::Errno;
use rustix::process::{Pid, Signal};
use std::fs::File;
use std::io;
use std::process::{Command, ExitStatus};

/// Runs a command to its end, and passes on to it what signals we hear.
pub(super) fn run(mut command: Command) -> io::Result<ExitStatus> {
    let mut signals = Signals::hear()?;
    let mut child = command.spawn()?;
    let leader = Pid::from_child(&child);
    // What a key sends goes to every process in front of the terminal, to the command too.
    let keys_reach_it = File::open("/dev/tty").is_ok();
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(status);
        }
        let mut arrived = [PollFd::from_borrowed_fd(signals.waiting(), PollFlags::IN)];
        match poll(&mut arrived, None) {
            Ok(_) | Err(Errno::INTR) => {}
            Err(error) => return Err(error.into()),
        }
        for heard in signals.arrived() {
            let signal = match heard {
                Heard::PassOn(Signal::INT | Signal::QUIT) if keys_reach_it => continue,
                Heard::PassOn(signal) => signal,
                Heard::HungUp => Signal::HUP,
                Heard::Child | Heard::Resized | Heard::Continued => continue,
            };
            // A command that ended needs no signal.
            let _ = rustix::process::kill_process(leader, signal);
        }
    }
}
