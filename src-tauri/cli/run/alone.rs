//! Is the command alone with its terminal? A script that shares it could have printed the prompt and would read the code.

use super::relay::Relay;
use std::path::Path;

impl Relay {
    /// Why the command's terminal may not have a code, for the person; none if it may.
    pub(super) fn company(&self) -> Option<String> {
        if !self.guest.leads_terminal() {
            return Some("another program has the terminal".to_owned());
        }
        company(self.guest.leader().as_raw_pid(), self.guest.device())
    }

    /// Whether the person typed something that the command has not got.
    pub(super) fn is_typing(&self) -> bool {
        !self.keys.is_empty()
    }
}

/// Why a terminal may not have a code, for the person; none if the command is alone with it.
///
/// `leader` is the command's process, `device` its terminal. Processes of other users and of the system count where they can
/// be seen; the wrapper itself holds the other end and does not count.
#[cfg(target_os = "linux")]
fn company(leader: i32, device: &Path) -> Option<String> {
    let Ok(all) = procfs::process::all_processes() else {
        return Some(unseen());
    };
    let own = i32::try_from(std::process::id()).unwrap_or_default();
    all.filter_map(Result::ok)
        .filter(|process| process.pid != leader && process.pid != own)
        .find_map(|process| shares(&process, leader, device))
        .map(|other| format!("another program ({other}) shares this terminal"))
}

/// Returns a process's name if it belongs to the command, to its session, or holds its terminal.
#[cfg(target_os = "linux")]
fn shares(process: &procfs::process::Process, leader: i32, device: &Path) -> Option<String> {
    // A process that ended meanwhile shares nothing.
    let stat = process.stat().ok()?;
    let related = stat.ppid == leader || stat.session == leader;
    // What ended and was not waited for reads no keys.
    (stat.state != 'Z' && (related || holds(process.pid, device).is_some()))
        .then(|| format!("{}, {}", stat.comm, stat.pid))
}

/// Returns whether a process has a file open. What may not be looked into (another user's) holds nothing of ours.
///
/// The person waits for this look at everything that every program has open, so it asks the system one thing a file.
#[cfg(target_os = "linux")]
fn holds(process: i32, device: &Path) -> Option<()> {
    use rustix::fs::{Mode, OFlags, RawDir, open, readlinkat_raw};
    use std::mem::MaybeUninit;
    let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
    let folder = open(format!("/proc/{process}/fd"), flags, Mode::empty()).ok()?;
    let (mut names, mut target) = ([MaybeUninit::uninit(); 4096], [0_u8; 256]);
    let (path, device) = (device, device.as_os_str().as_encoded_bytes());
    let mut files = RawDir::new(&folder, &mut names);
    while let Some(Ok(file)) = files.next() {
        // What is longer than there is room for is no terminal.
        let length = readlinkat_raw(&folder, file.file_name(), &mut target[..]).ok();
        if length.is_some_and(|length| target[..length] == *device) && is(&folder, file.file_name(), path) {
            return Some(());
        }
    }
    None
}

/// Whether a file that a process has open is the one of this name here. Each container has a `/dev/pts/0` of its own. What cannot be
/// looked at counts as the same.
#[cfg(target_os = "linux")]
fn is(files: &rustix::fd::OwnedFd, file: &std::ffi::CStr, path: &Path) -> bool {
    let held = rustix::fs::statat(files, file, rustix::fs::AtFlags::empty());
    let ours = rustix::fs::stat(path);
    held.ok()
        .zip(ours.ok())
        .is_none_or(|(held, ours)| (held.st_dev, held.st_ino) == (ours.st_dev, ours.st_ino))
}

/// As on Linux, by the system's own tools: who holds the terminal, who is the command's child.
#[cfg(target_os = "macos")]
fn company(leader: i32, device: &Path) -> Option<String> {
    let run = |program: &str, arguments: &[&std::ffi::OsStr]| {
        let output = std::process::Command::new(program).args(arguments).output().ok()?;
        String::from_utf8(output.stdout).ok()
    };
    let holders = run("/usr/sbin/lsof", &["-t".as_ref(), "--".as_ref(), device.as_ref()]);
    let family = run("/bin/ps", &["-A".as_ref(), "-o".as_ref(), "pid=,ppid=".as_ref()]);
    holders.zip(family).map_or_else(|| Some(unseen()), |(holders, family)| judged(&holders, &family, leader))
}

/// Reads the terminal's holders (a process a line) and everybody's parents (process and parent a line).
#[cfg(any(target_os = "macos", test))]
fn judged(holders: &str, family: &str, leader: i32) -> Option<String> {
    let number = |text: Option<&str>| text.and_then(|text| text.parse::<i32>().ok());
    let holders: Vec<i32> = holders.lines().filter_map(|line| number(Some(line.trim()))).collect();
    let parents = family.lines().map(str::split_whitespace);
    let parents: Vec<_> =
        parents.filter_map(|mut words| Some((number(words.next())?, number(words.next())?))).collect();
    // Where the command itself is not seen, others may not be either.
    if !holders.contains(&leader) || !parents.iter().any(|(process, _)| *process == leader) {
        return Some(unseen());
    }
    let child = parents.iter().find(|(_, parent)| *parent == leader).map(|(process, _)| *process);
    let other = holders.into_iter().find(|holder| *holder != leader).or(child)?;
    Some(format!("another program ({other}) shares this terminal"))
}

fn unseen() -> String {
    "the system does not show who shares this terminal".into()
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]
    use super::*;
    use std::io::{BufRead, BufReader};
    use std::process::{Command, Stdio};

    #[test]
    fn a_child_of_the_command_is_company() {
        let mut shell = Command::new("sh");
        shell.args(["-c", "sleep 30 & echo $!; wait"]).stdout(Stdio::piped());
        let mut shell = shell.spawn().unwrap();
        let mut child = String::new();
        BufReader::new(shell.stdout.take().unwrap()).read_line(&mut child).unwrap();
        let seen = company(i32::try_from(shell.id()).unwrap(), Path::new("/nowhere"));
        Command::new("kill").arg(child.trim()).status().unwrap();
        shell.wait().unwrap();
        assert!(seen.unwrap().contains(child.trim()));
    }

    #[test]
    fn a_stranger_that_holds_the_terminal_is_company() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let held = Stdio::from(file.reopen().unwrap());
        let mut child = Command::new("sleep").arg("30").stdin(held).spawn().unwrap();
        let seen = company(i32::MAX, file.path());
        child.kill().unwrap();
        child.wait().unwrap();
        assert!(seen.unwrap().contains(&child.id().to_string()));
        assert_eq!(company(i32::MAX, file.path()), None);
    }

    #[test]
    fn lists_of_the_systems_tools_are_read() {
        let family = "    1     0\n  700     1\n  701   700\n  800     1\n";
        assert_eq!(judged("800\n", family, 800), None);
        assert!(judged("800\n801\n", family, 800).unwrap().contains("801"));
        assert!(judged("700\n", family, 700).unwrap().contains("701"), "a child that closed the terminal");
        assert_eq!(judged("", family, 800), Some(unseen()));
        assert_eq!(judged("800\n", "", 800), Some(unseen()));
    }
}
