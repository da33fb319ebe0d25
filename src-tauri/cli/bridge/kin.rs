//! Who talks to the bridge: a program of the run, and whether a lifecycle script stands between.

use countersign_core::npm;

/// What is known of a program that connected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kin {
    /// A program of the run; the lifecycle script that it was started by, if one was.
    OfTheRun(Option<String>),
    /// A program from elsewhere, or one that cannot be found.
    Stranger,
    /// This system does not tell.
    Unknown,
}

/// Finds the program at the other end of a connection from a port of this machine to one of ours. Its own port alone does not tell:
/// the system lends one to several connections, if they go to different places, and one that is over is remembered for a minute.
#[cfg(target_os = "linux")]
pub(super) fn at(port: u16, ours: u16) -> Kin {
    use procfs::process::{FDTarget, Process, all_processes};
    let own = i32::try_from(std::process::id()).unwrap_or_default();
    let Ok(table) = procfs::net::tcp() else { return Kin::Unknown };
    let entry = table.into_iter().find(|entry| {
        let (near, far) = (entry.local_address, entry.remote_address);
        near.port() == port && far.port() == ours && far.ip().is_loopback()
    });
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

/// By the system's own tools: who holds the connection, who started whom, and in what environment.
#[cfg(target_os = "macos")]
pub(super) fn at(port: u16, ours: u16) -> Kin {
    let run = |program: &str, arguments: &[&str]| {
        let output = std::process::Command::new(program).args(arguments).output().ok()?;
        String::from_utf8(output.stdout).ok()
    };
    let connection = format!("-iTCP@127.0.0.1:{port}");
    let holders = run("/usr/sbin/lsof", &["-nP", "-a", &connection, "-sTCP:ESTABLISHED", "-Fpn"]);
    let family = run("/bin/ps", &["-A", "-o", "pid=,ppid="]);
    let environment =
        |process: u32| run("/bin/ps", &["-E", "-ww", "-o", "command=", "-p", &process.to_string()]);
    let Some((holders, family)) = holders.zip(family) else { return Kin::Unknown };
    judged(&holders, &family, (port, ours), std::process::id(), environment)
}

/// Reads who holds the connection from one port to another (`lsof -F`: a line with `p` and a process, then lines with `n` and the connections
/// that it has) and everybody's parents (process and parent a line).
#[cfg(any(target_os = "macos", test))]
fn judged(
    holders: &str,
    family: &str,
    (port, ours): (u16, u16),
    run: u32,
    environment: impl Fn(u32) -> Option<String>,
) -> Kin {
    let near = format!("n127.0.0.1:{port}->127.0.0.1:{ours}");
    let (mut process, mut found) = (None, Vec::new());
    for line in holders.lines() {
        if let Some(number) = line.strip_prefix('p') {
            process = number.parse::<u32>().ok();
        } else if line == near {
            found.extend(process.filter(|process| *process != run));
        }
    }
    // Where the system shows nobody, it does not say either that it is a stranger.
    if found.is_empty() {
        return Kin::Unknown;
    }
    let parents = family.lines().map(str::split_whitespace);
    let parents: std::collections::HashMap<u32, u32> = parents
        .filter_map(|mut words| Some((words.next()?.parse().ok()?, words.next()?.parse().ok()?)))
        .collect();
    let lines = found.into_iter().map(|process| {
        let up = std::iter::successors(Some(process), |process| parents.get(process).copied());
        up.take(64).take_while(|process| *process > 1).collect::<Vec<_>>()
    });
    let Some(line) = lines.into_iter().find(|line| line.contains(&run)) else { return Kin::Stranger };
    let between = line.iter().take_while(|process| **process != run);
    let hooks = between.filter_map(|process| hook(&environment(*process)?));
    Kin::OfTheRun(hooks.last())
}

/// Finds the lifecycle script in a process's command and environment, all in one line.
#[cfg(any(target_os = "macos", test))]
fn hook(line: &str) -> Option<String> {
    let mut events = line.split_whitespace().filter_map(|word| word.strip_prefix("npm_lifecycle_event="));
    events.find(|event| npm::is_hook(event)).map(str::to_owned)
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
            assert_eq!(at(from.port(), port), Kin::OfTheRun(hook.map(str::to_owned)));
            child.kill().unwrap();
            child.wait().unwrap();
        }
    }

    /// The port of a connection to the bridge was taken for that of another connection, whose holder was a stranger.
    #[test]
    fn a_port_that_another_connection_has_too_is_not_mistaken_for_it() {
        let [bridge, other] = [(), ()].map(|()| TcpListener::bind(("127.0.0.1", 0)).unwrap());
        let ports = [&bridge, &other].map(|listener| listener.local_addr().unwrap().port());
        let mut child = Command::new("bash")
            .args(["-c", &format!("exec 3<>/dev/tcp/127.0.0.1/{}; echo x >&3; sleep 30", ports[0])])
            .spawn()
            .unwrap();
        let (mut stream, from) = bridge.accept().unwrap();
        stream.read_exact(&mut [0]).unwrap();
        assert_eq!(at(from.port(), ports[0]), Kin::OfTheRun(None));
        assert_eq!(at(from.port(), ports[1]), Kin::Stranger, "there is no such connection");
        child.kill().unwrap();
        child.wait().unwrap();
    }

    #[test]
    fn lists_of_the_systems_tools_are_read() {
        let holders =
            "p500\nf9\nn127.0.0.1:4000->127.0.0.1:61000\np700\nf20\nn127.0.0.1:61000->127.0.0.1:4000\n";
        let family = "  500   400\n  600   500\n  700   600\n  800     1\n";
        let environment = |process: u32| {
            Some(format!(
                "node x HOME=/h npm_lifecycle_event={}",
                if process == 600 { "prepack" } else { "x" }
            ))
        };
        let judged = |port: u16, run: u32| judged(holders, family, (port, 4000), run, environment);
        assert_eq!(judged(61000, 500), Kin::OfTheRun(Some("prepack".to_owned())));
        assert_eq!(judged(61000, 800), Kin::Stranger);
        assert_eq!(judged(61001, 500), Kin::Unknown);
    }

    #[test]
    fn a_program_that_the_run_did_not_start_is_a_stranger() {
        assert_eq!(descent(1, i32::MAX), Kin::Stranger);
    }
}
