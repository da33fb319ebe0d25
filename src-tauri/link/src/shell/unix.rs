//! The channel as a socket pair.

use super::{AgentEnd, Reader, ShellEnd, Writer};
use rustix::io::fcntl_dupfd_cloexec;
use rustix::stdio::{dup2_stdin, stdin};
use std::fs::File;
use std::io;
use std::os::fd::{BorrowedFd, OwnedFd};
use std::os::unix::net::UnixStream;
use std::process::{Command, Stdio};

pub(super) fn start(command: &mut Command) -> io::Result<AgentEnd> {
    let (ours, theirs) = UnixStream::pair()?;
    let child = command.stdin(Stdio::from(OwnedFd::from(theirs))).spawn()?;
    // The command still owns the shell's end; while it does, the shell's death is not seen as the end of the channel.
    command.stdin(Stdio::null());
    let input = ours.try_clone()?;
    Ok(AgentEnd { child, calls: Reader::new(input), replies: Writer::new(ours) })
}

pub(super) fn inherited() -> io::Result<Option<ShellEnd>> {
    if !is_from_our_parent(stdin()) {
        return Ok(None);
    }
    let channel = UnixStream::from(fcntl_dupfd_cloexec(stdin(), 3)?);
    dup2_stdin(File::open("/dev/null")?)?;
    let input = channel.try_clone()?;
    Ok(Some(ShellEnd { calls: Writer::new(channel), replies: Reader::new(input) }))
}

/// Says whether this is one end of a socket pair that the parent process made.
fn is_from_our_parent(input: BorrowedFd<'_>) -> bool {
    use rustix::net::{AddressFamily, getsockname};
    let unix = getsockname(input).is_ok_and(|name| name.address_family() == AddressFamily::UNIX);
    unix && names_our_parent(input)
}

#[cfg(target_os = "linux")]
fn names_our_parent(input: BorrowedFd<'_>) -> bool {
    crate::peer::of(input).is_ok_and(|peer| peer.is_own() && peer.pid.is_some() && peer.pid == parent())
}

/// A Mac names whoever used the other end last: the agent, who made it and alone has it. Where it names nobody, that it is of our
/// own user must do.
#[cfg(not(target_os = "linux"))]
fn names_our_parent(input: BorrowedFd<'_>) -> bool {
    let ours = |pid: u32| Some(pid) == parent();
    crate::peer::of(input).is_ok_and(|peer| peer.is_own() && peer.pid.is_none_or(ours))
}

fn parent() -> Option<u32> {
    rustix::process::getppid().and_then(|pid| u32::try_from(pid.as_raw_pid()).ok())
}
