//! The process tree as `/proc` shows it.

use super::{GENERATIONS, Origin, ago, chain, fact};
use async_io::Async;
use countersign_core::npm;
use procfs::process::{Process, Stat};
use procfs::{Current, Uptime};
use rustix::process::{Pid, PidfdFlags, pidfd_open};
use std::ffi::OsStr;

/// The longest environment that is searched, in variables.
const VARIABLES: usize = 10_000;

pub(super) fn look_at(pid: u32, origin: &mut Origin) {
    let family = family(pid);
    let Some((process, stat)) = family.first() else {
        origin.verified.push(fact("Process", format!("{pid}, already ended")));
        return;
    };
    let uptime = Uptime::current().map_or(0.0, |uptime| uptime.uptime);
    origin.verified.push(fact("Process", described(stat, uptime)));
    let ancestors = family.iter().skip(1).map(|(_, stat)| described(stat, uptime));
    if let Some(shown) = chain(ancestors) {
        origin.verified.push(fact("Started by", shown));
    }
    origin.verified.push(fact("Terminal", terminal(stat.tty_nr())));
    if let Ok(folder) = process.cwd() {
        origin.verified.push(fact("Folder", folder.to_string_lossy()));
    }
    if let Ok(program) = process.exe() {
        origin.claimed.push(fact("Program", program.to_string_lossy()));
    }
    if let Some(names) = chain(family.iter().map(|(_, stat)| stat.comm.clone())) {
        origin.claimed.push(fact("Process names", names));
    }
    // A script that npm starts by itself is not hidden by one that it starts in turn.
    let scripts: Vec<String> = family.iter().filter_map(|(process, _)| lifecycle(process)).collect();
    let hook = scripts.iter().find(|script| npm::is_hook(script));
    origin.lifecycle = hook.or(scripts.first()).cloned();
}

/// Returns the process and its ancestors, as far as they can be seen.
fn family(pid: u32) -> Vec<(Process, Stat)> {
    let mut family = Vec::new();
    let mut next = i32::try_from(pid).unwrap_or(0);
    // A parent is older than its child; a number that was taken anew in between is not followed.
    let mut born = u64::MAX;
    while next > 0 && family.len() < GENERATIONS {
        let Ok(process) = Process::new(next) else { break };
        let Ok(stat) = process.stat() else { break };
        if stat.starttime > born {
            break;
        }
        born = stat.starttime;
        next = stat.ppid;
        family.push((process, stat));
    }
    family
}

fn described(stat: &Stat, uptime: f64) -> String {
    format!("{} ({})", stat.pid, age(uptime, stat.starttime))
}

/// Says how long ago a process started, from ticks since the system's start.
fn age(uptime: f64, starttime: u64) -> String {
    let now = std::time::Duration::try_from_secs_f64(uptime).unwrap_or_default().as_secs();
    ago(now.saturating_sub(starttime / procfs::ticks_per_second()))
}

/// Names a terminal by its device (Linux devices.txt: 136 to 143 are pseudo terminals of 256 each, 4 the consoles).
fn terminal((major, minor): (i32, i32)) -> String {
    match major {
        0 => "none".into(),
        4 => format!("/dev/tty{minor}"),
        136..=143 => format!("/dev/pts/{}", (major - 136) * 256 + minor),
        _ => format!("device {major}:{minor}"),
    }
}

/// Returns the lifecycle script that a process's environment names. npm and its like set this for every script they run.
fn lifecycle(process: &Process) -> Option<String> {
    let environment = process.environ().ok()?;
    let script = environment.get(OsStr::new("npm_lifecycle_event"))?;
    (environment.len() <= VARIABLES).then(|| script.to_string_lossy().into_owned())
}

pub(super) async fn death(pid: u32) {
    let pid = i32::try_from(pid).ok().and_then(Pid::from_raw);
    // Without a descriptor of the process (an old kernel) the end of the connection must do.
    let watched = pid.and_then(|pid| pidfd_open(pid, PidfdFlags::NONBLOCK).ok());
    match watched.and_then(|process| Async::new_nonblocking(process).ok()) {
        Some(process) => drop(process.readable().await),
        None => std::future::pending().await,
    }
}

#[cfg(test)]
mod tests {
    use super::super::origin;
    use super::*;
    use countersign_link::peer::Peer;
    use std::io::{Read, Write};
    use std::os::unix::process::CommandExt;
    use std::process::{Child, Command, Stdio};

    /// Starts a process and waits until it is fully there: it returns what it is told.
    fn started(command: &mut Command) -> Child {
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("it starts");
        child.stdin.as_mut().expect("a pipe").write_all(b"x").expect("it is told");
        child.stdout.as_mut().expect("a pipe").read_exact(&mut [0]).expect("it answers");
        child
    }

    fn ended(mut child: Child) {
        child.kill().expect("it ends");
        child.wait().expect("it ended");
    }

    fn peer(child: &Child) -> Peer {
        Peer { uid: Some(0), pid: Some(child.id()) }
    }

    fn value<'a>(facts: &'a [countersign_core::view::Fact], label: &str) -> &'a str {
        facts.iter().find(|fact| fact.label == label).map_or("", |fact| fact.value.as_str())
    }

    #[test]
    fn a_program_is_seen_with_its_parent_its_folder_and_its_script() {
        let script = ("npm_lifecycle_event", "prepublishOnly");
        let child = started(Command::new("cat").current_dir("/").env(script.0, script.1));
        let origin = origin(peer(&child));
        assert!(value(&origin.verified, "Process").starts_with(&child.id().to_string()));
        assert!(value(&origin.verified, "Started by").starts_with(&std::process::id().to_string()));
        assert_eq!(value(&origin.verified, "Folder"), "/");
        assert_eq!(origin.lifecycle.as_deref(), Some("prepublishOnly"));
        ended(child);
    }

    #[test]
    fn the_name_of_a_program_is_not_vouched_for() {
        let child = started(Command::new("cat").current_dir("/").arg0("npm publish"));
        let origin = origin(peer(&child));
        assert!(value(&origin.claimed, "Program").ends_with("/cat"));
        assert!(
            origin.verified.iter().all(|fact| !fact.value.contains("npm") && !fact.value.contains("/cat"))
        );
        ended(child);
    }

    #[tokio::test]
    async fn the_death_of_a_process_is_noticed() {
        let mut child = Command::new("sleep").arg("60").spawn().expect("it starts");
        let peer = peer(&child);
        let death = tokio::spawn(super::super::death(peer));
        tokio::task::yield_now().await;
        child.kill().expect("it ends");
        death.await.expect("it is noticed");
        child.wait().expect("it ended");
    }

    #[test]
    fn terminals_have_their_usual_names() {
        assert_eq!(terminal((0, 0)), "none");
        assert_eq!(terminal((136, 3)), "/dev/pts/3");
        assert_eq!(terminal((137, 1)), "/dev/pts/257");
        assert_eq!(terminal((4, 2)), "/dev/tty2");
    }

    #[test]
    fn ages_are_told_in_fitting_units() {
        let ticks = procfs::ticks_per_second();
        for (seconds, told) in
            [(5, "5 s ago"), (600, "10 min ago"), (7_200, "2 h ago"), (400_000, "4 days ago")]
        {
            assert_eq!(age(1_000_000.0, (1_000_000 - seconds) * ticks), told);
        }
    }
}
