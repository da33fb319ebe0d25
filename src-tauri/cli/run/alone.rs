//! Is the command alone with its terminal? A script that shares it could have printed the prompt and would read the code.

use std::path::Path;

/// Why a terminal may not have a code, for the person; none if the command is alone with it.
///
/// `leader` is the command's process, `device` its terminal. Processes of other users and of the system count where they can
/// be seen; the wrapper itself holds the other end and does not count.
#[cfg(target_os = "linux")]
pub(super) fn company(leader: i32, device: &Path) -> Option<String> {
    let Ok(all) = procfs::process::all_processes() else {
        return Some("the system does not show who shares this terminal".into());
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
    use procfs::process::FDTarget;
    // A process that ended meanwhile shares nothing.
    let stat = process.stat().ok()?;
    let related = stat.ppid == leader || stat.session == leader;
    // What may not be looked into (another user's) holds nothing of ours unless it is related.
    let holds = || {
        let mut files = process.fd().ok()?.filter_map(Result::ok);
        files.find(|file| matches!(&file.target, FDTarget::Path(path) if path == device))
    };
    // What ended and was not waited for reads no keys.
    (stat.state != 'Z' && (related || holds().is_some())).then(|| format!("{}, {}", stat.comm, stat.pid))
}

/// Where the system cannot be asked, a code is not typed.
#[cfg(not(target_os = "linux"))]
pub(super) fn company(_leader: i32, _device: &Path) -> Option<String> {
    Some("this system does not show who shares this terminal".into())
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]
    use super::*;
    use std::process::{Command, Stdio};

    #[test]
    fn a_child_of_the_command_is_company() {
        let mut child = Command::new("sleep").arg("30").spawn().unwrap();
        // Seen from this test's parent, the test itself is the company; seen from here, the sleeper is.
        let me = i32::try_from(std::process::id()).unwrap();
        let seen = company(me, Path::new("/nowhere")).unwrap();
        child.kill().unwrap();
        child.wait().unwrap();
        assert!(seen.contains("sleep") || seen.contains("another program"), "{seen}");
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
}
