//! Who talks to the bridge: a program of the run, and whether a lifecycle script stands between.

use countersign_core::npm;

/// What is known of a program that connected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kin {
    /// A program of the run; the lifecycle script that it was started by, if one was.
    OfTheRun(Option<String>),
    /// A program from elsewhere, or one that cannot be found.
    #[cfg_attr(not(target_os = "linux"), expect(dead_code, reason = "only Linux is asked who connected"))]
    Stranger,
    /// This system does not tell.
    Unknown,
}

/// Finds the program at the other end of a connection from `port` of this machine.
#[cfg(target_os = "linux")]
pub(super) fn at(port: u16) -> Kin {
    use procfs::process::{FDTarget, Process, all_processes};
    let own = i32::try_from(std::process::id()).unwrap_or_default();
    let Ok(table) = procfs::net::tcp() else { return Kin::Unknown };
    let entry = table
        .into_iter()
        .find(|entry| entry.local_address.port() == port && entry.remote_address.ip().is_loopback());
    let Some(inode) = entry.map(|entry| entry.inode) else { return Kin::Stranger };
    let holds = |process: &Process| {
        let mut files = process.fd().ok()?.filter_map(Result::ok);
        files.find(|file| matches!(file.target, FDTarget::Socket(held) if held == inode))
    };
    let Ok(all) = all_processes() else { return Kin::Unknown };
    // A socket is handed down to children: the oldest holder of the run is the one that opened it.
    let mut holders: Vec<Process> =
        all.filter_map(Result::ok).filter(|process| process.pid != own && holds(process).is_some()).collect();
    holders.sort_by_key(|process| process.stat().map_or(u64::MAX, |stat| stat.starttime));
    holders.first().map_or(Kin::Stranger, |process| descent(process.pid, own))
}

/// Goes up from a process to the run.
#[cfg(target_os = "linux")]
fn descent(from: i32, run: i32) -> Kin {
    use procfs::process::Process;
    let (mut next, mut hook) = (from, None);
    for _ in 0..64 {
        if next == run {
            return Kin::OfTheRun(hook);
        }
        let Ok(process) = Process::new(next) else { break };
        let Ok(stat) = process.stat() else { break };
        let environment = process.environ().unwrap_or_default();
        let event = environment.get(std::ffi::OsStr::new("npm_lifecycle_event"));
        let event = event.map(|event| event.to_string_lossy().into_owned());
        hook = event.filter(|event| npm::is_hook(event)).or(hook);
        next = stat.ppid;
    }
    Kin::Stranger
}

/// Elsewhere the system is not asked.
#[cfg(not(target_os = "linux"))]
pub(super) fn at(_port: u16) -> Kin {
    // What the run itself is started by still counts.
    let own = std::env::var("npm_lifecycle_event").ok().filter(|event| npm::is_hook(event));
    own.map_or(Kin::Unknown, |event| Kin::OfTheRun(Some(event)))
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]
    use super::*;
    use std::io::Read;
    use std::net::TcpListener;
    use std::process::Command;

    #[test]
    fn a_program_of_the_run_is_known_with_the_script_that_started_it() {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        for (event, hook) in [("prepublishOnly", Some("prepublishOnly")), ("release", None)] {
            let script = format!("exec 3<>/dev/tcp/127.0.0.1/{port}; echo x >&3; sleep 30");
            let mut child =
                Command::new("bash").args(["-c", &script]).env("npm_lifecycle_event", event).spawn().unwrap();
            let (mut stream, from) = listener.accept().unwrap();
            stream.read_exact(&mut [0]).unwrap();
            assert_eq!(at(from.port()), Kin::OfTheRun(hook.map(str::to_owned)));
            child.kill().unwrap();
            child.wait().unwrap();
        }
    }

    #[test]
    fn a_program_that_the_run_did_not_start_is_a_stranger() {
        assert_eq!(descent(1, i32::MAX), Kin::Stranger);
    }
}
