//! The process tree of macOS and Windows. Both name parents by number alone, and numbers are taken anew: a parent is older.

#[cfg(target_os = "macos")]
#[path = "macos.rs"]
mod processes;
#[cfg(windows)]
#[path = "windows.rs"]
mod processes;

use super::{GENERATIONS, Origin, ago, chain, fact};
use countersign_core::npm;
use processes::Processes;
use std::path::PathBuf;
use std::time::SystemTime;

pub(super) use processes::death;

/// What a system tells of a process.
struct Process {
    pid: u32,
    parent: u32,
    born: SystemTime,
    /// The file that it was started from.
    program: Option<PathBuf>,
}

impl Process {
    fn described(&self) -> String {
        let age = SystemTime::now().duration_since(self.born).unwrap_or_default();
        format!("{} ({})", self.pid, ago(age.as_secs()))
    }

    fn name(&self) -> String {
        let name = self.program.as_deref().and_then(|program| program.file_name());
        name.map_or_else(|| self.pid.to_string(), |name| name.to_string_lossy().into_owned())
    }
}

pub(super) fn look_at(pid: u32, origin: &mut Origin) {
    let system = Processes::now();
    let family = family(&system, pid);
    let Some(process) = family.first() else {
        origin.verified.push(fact("Process", format!("{pid}, already ended")));
        return;
    };
    origin.verified.push(fact("Process", process.described()));
    if let Some(shown) = chain(family.iter().skip(1).map(Process::described)) {
        origin.verified.push(fact("Started by", shown));
    }
    if let Some(terminal) = system.terminal(pid) {
        origin.verified.push(fact("Terminal", terminal));
    }
    if let Some(folder) = system.folder(pid) {
        origin.verified.push(fact("Folder", folder.to_string_lossy()));
    }
    if let Some(program) = &process.program {
        origin.claimed.push(fact("Program", program.to_string_lossy()));
    }
    if let Some(names) = chain(family.iter().map(Process::name)) {
        origin.claimed.push(fact("Process names", names));
    }
    // A script that npm starts by itself is not hidden by one that it starts in turn.
    let scripts: Vec<String> = family.iter().filter_map(|process| system.lifecycle(process.pid)).collect();
    let hook = scripts.iter().find(|script| npm::is_hook(script));
    origin.lifecycle = hook.or(scripts.first()).cloned();
}

/// Returns the process and its ancestors, as far as they can be seen.
fn family(system: &Processes, pid: u32) -> Vec<Process> {
    let mut family: Vec<Process> = Vec::new();
    let mut next = pid;
    while next != 0 && family.len() < GENERATIONS {
        let Some(process) = system.find(next) else { break };
        if family.last().is_some_and(|child| process.born > child.born) {
            break;
        }
        next = process.parent;
        family.push(process);
    }
    family
}
