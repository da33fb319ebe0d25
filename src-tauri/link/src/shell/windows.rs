//! The channel as the two pipes at standard input and output.

use super::{AgentEnd, Reader, ShellEnd, Writer};
use std::io;
use std::process::{Command, Stdio};

/// Says that standard input and output are the channel. A process that was not started by the agent and claims it only talks to
/// whoever started it.
const MARK: &str = "--shell";

pub(super) fn start(command: &mut Command) -> io::Result<AgentEnd> {
    let mut child = command.arg(MARK).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
    let (Some(input), Some(output)) = (child.stdout.take(), child.stdin.take()) else {
        return Err(io::Error::other("the shell was started without its pipes"));
    };
    Ok(AgentEnd { child, calls: Reader::new(input), replies: Writer::new(output) })
}

#[expect(clippy::unnecessary_wraps, reason = "on Unix it can fail")]
pub(super) fn inherited() -> io::Result<Option<ShellEnd>> {
    if !std::env::args_os().skip(1).any(|argument| argument == MARK) {
        return Ok(None);
    }
    Ok(Some(ShellEnd { calls: Writer::new(io::stdout()), replies: Reader::new(io::stdin()) }))
}
