//! Everything that can happen to the agent, in one list, and the clock it is measured by.

use crate::requester::Origin;
use crate::session::FromSession;
use countersign_core::app::{Caller, For, ReplyTo, StoreAnswer, Ticket, Waiter};
use countersign_core::ports::StoreError;
use countersign_core::time::Now;
use countersign_core::transfer::{Contents, TransferError};
use countersign_core::vault::backup::Plan;
use countersign_core::view::Failure;
use countersign_link::private::{Call, Reply};
use countersign_link::public::{FromAgent, ToAgent};
use std::sync::mpsc::Sender;
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use tokio::sync::mpsc::UnboundedSender;
use tokio::sync::oneshot;

/// Where the threads report to.
pub(crate) type Events = Sender<Event>;

/// One thing that happened.
pub(crate) enum Event {
    /// A program did something on the public socket.
    Program(Caller, FromProgram),
    /// The store thread finished a call.
    Store(Ticket, Result<StoreAnswer, StoreError>),
    /// A shell did something on its private channel.
    Shell(u64, FromShell),
    /// The person chose something in the tray.
    Tray(FromTray),
    /// Something happened to the session.
    Session(FromSession),
    /// The keys for the palette were pressed.
    Palette,
    /// A code was put on the clipboard, or could not be; who asked for it waits for the reply.
    Copied(For, Result<Reply, Failure>),
    /// A file was read, or could not be; the shell waits for what is in it.
    Read { to: ReplyTo, name: String, contents: Result<Result<Contents, TransferError>, Failure> },
    /// A file was written: the accounts in it and those left out.
    Exported { waiter: Waiter, result: Result<(u32, u32), Failure> },
    /// A backup was written.
    BackedUp { to: Option<ReplyTo>, digest: String, result: Result<Plan, Failure> },
    /// A shell's call was answered by another thread.
    Answered(ReplyTo, Result<Reply, Failure>),
    /// The system wants the agent to end.
    Quit,
}

/// What a program does on the public socket.
pub(crate) enum FromProgram {
    /// It connected and greeted. Answers to it go out through the sender.
    Came(Origin, UnboundedSender<FromAgent>),
    /// It said something. Until the receipt is dropped it is not heard further.
    Said(Box<ToAgent>, oneshot::Sender<()>),
    /// Its connection ended, or its process died.
    Left,
}

/// What a shell does on its private channel.
pub(crate) enum FromShell {
    /// It calls.
    Called(Call),
    /// Its channel ended.
    Left,
}

/// What the tray reports.
pub(crate) enum FromTray {
    /// Whether there is a tray host to show it.
    Shown(bool),
    /// Open the main window.
    Open,
    /// Show the request that waits.
    ShowRequest,
    /// Copy this account's code.
    Copy(String),
    /// Look for codes on the screen.
    ScanScreen,
    /// Lock.
    Lock,
    /// End the agent.
    Quit,
}

/// The system's clock and a steady one, which goes on while the computer sleeps.
pub(crate) struct Clock(Duration);

impl Clock {
    /// Starts the steady clock.
    pub(crate) fn start() -> Self {
        Self(awake_and_asleep())
    }

    /// Reads both clocks. A system clock before 1970 reads as 1970.
    pub(crate) fn now(&self) -> Now {
        let steady = awake_and_asleep().saturating_sub(self.0);
        Now { wall_ms: millis(since_1970(SystemTime::now())), steady_ms: millis(steady) }
    }
}

fn since_1970(moment: SystemTime) -> Duration {
    moment.duration_since(UNIX_EPOCH).unwrap_or_default()
}

/// How long the computer has run. What the standard library measures stands still while a Linux or a Mac sleeps.
#[cfg(unix)]
fn awake_and_asleep() -> Duration {
    use rustix::time::{ClockId, clock_gettime};
    #[cfg(target_os = "linux")]
    let clock = ClockId::Boottime;
    #[cfg(not(target_os = "linux"))]
    let clock = ClockId::Monotonic;
    Duration::try_from(clock_gettime(clock)).unwrap_or_default()
}

#[cfg(not(unix))]
fn awake_and_asleep() -> Duration {
    static BEGIN: std::sync::LazyLock<std::time::Instant> = std::sync::LazyLock::new(std::time::Instant::now);
    BEGIN.elapsed()
}

fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_before_1970_reads_as_1970() {
        let second = Duration::from_secs(1);
        assert_eq!(since_1970(UNIX_EPOCH - second), Duration::ZERO);
        assert_eq!(since_1970(UNIX_EPOCH + second), second);
    }
}
