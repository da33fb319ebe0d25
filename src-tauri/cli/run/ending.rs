//! Ends as the command ended: with the same status, by the same signal.

use rustix::process::{Resource, Rlimit};
use std::os::unix::process::ExitStatusExt;
use std::process::{ExitCode, ExitStatus};

/// Returns the command's exit status as ours; where a signal ended the command, the same signal ends us.
pub(super) fn mirror(status: ExitStatus) -> ExitCode {
    if let Some(signal) = status.signal() {
        die_by(signal);
    }
    code(status)
}

/// Ends this process by a signal. Returns only from signals that end nothing.
fn die_by(signal: i32) {
    // The command left its own core file, if any; ours could hold a code.
    let none = Rlimit { current: Some(0), maximum: Some(0) };
    let _ = rustix::process::setrlimit(Resource::Core, none);
    // A signal without a name (a real-time signal) falls through to the shells' convention.
    drop(signal_hook::low_level::emulate_default_handler(signal));
}

/// Returns a status the way shells count: the command's own, or 128 + the signal.
fn code(status: ExitStatus) -> ExitCode {
    let number = status.code().or_else(|| status.signal().map(|signal| 128 + signal));
    number.and_then(|number| u8::try_from(number).ok()).map_or(ExitCode::FAILURE, ExitCode::from)
}
