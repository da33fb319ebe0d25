//! Ends what a killed test could not end itself.
//!
//! Destructors do not run for statics, nor when the whole test program is killed. A shell of its own hears of everything that
//! begins and ends; its input closes when the test program is gone, however it went, and then it ends what is still open.

use std::io::Write;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::{LazyLock, Mutex, PoisonError};

const SCRIPT: &str = r#"
awk '$1 == "begin" { open[$2 " " $3] = 1 } $1 == "end" { delete open[$2 " " $3] } END { for (one in open) print one }' |
sort --reverse |
while read -r kind what; do
    case $kind in
        group) kill -TERM "-$what" && sleep 0.2; kill -KILL "-$what" ;;
        folder) rm -rf -- "$what" ;;
    esac
done
"#;

static SHELL: LazyLock<Mutex<ChildStdin>> = LazyLock::new(|| {
    // In a group of its own, so that Ctrl-C at the terminal leaves it its work.
    let shell = Command::new("sh")
        .args(["-c", SCRIPT])
        .process_group(0)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn();
    let input = shell.ok().and_then(|mut shell: Child| shell.stdin.take());
    Mutex::new(input.expect("a shell can be started"))
});

/// Notes that a process group began or ended.
pub(crate) fn group(when: When, leader: u32) {
    note(when, &format!("group {leader}"));
}

/// Notes that a temporary folder was made or removed.
pub(crate) fn folder(when: When, path: &Path) {
    note(when, &format!("folder {}", path.display()));
}

/// Which end of a life is noted.
#[derive(Clone, Copy)]
pub(crate) enum When {
    /// It is there now.
    Begin,
    /// It is gone.
    End,
}

fn note(when: When, what: &str) {
    let verb = match when {
        When::Begin => "begin",
        When::End => "end",
    };
    let mut shell = SHELL.lock().unwrap_or_else(PoisonError::into_inner);
    // Without the shell a killed test leaves something behind, and every other test still holds.
    let _lost = writeln!(shell, "{verb} {what}");
}
