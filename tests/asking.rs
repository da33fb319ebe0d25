//! What other programs may ask of the agent, and what they hear.

use std::io::{Read, Write};
use std::os::unix::net::UnixStream;
use std::process::Stdio;
use std::time::Duration;

use serde_json::Value;

use crate::support::desk::{ARMED, link};
use crate::support::{Authenticator, Desk, Home, Keyring, Programs, Running, eventually};

const SECRET: &str = "TESTSECRETTESTSECRETTESTSECRET22";

/// What a program says that wants a code.
const ASK: &str = concat!(
    r#"{"type":"hello","protocol":1,"program":"a test"}"#,
    "\n",
    r#"{"type":"ask","nonce":"0123456789abcdef0123","ask":{"want":"code","account":"npm"}}"#,
    "\n",
);

/// A desk with one account in a real keychain.
fn desk(home: &mut Home) -> (Keyring, Desk) {
    let keyring = Keyring::unlocked(home);
    let mut desk = Desk::open(home);
    desk.add(home, &link("npm", "mona", SECRET));
    (keyring, desk)
}

#[test]
fn one_code_is_given_after_an_approval() {
    let mut home = Home::new();
    let (_keyring, mut desk) = desk(&mut home);
    let mut asking = Programs::built().countersign(&home, "code npm --json");
    let asking = asking.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    desk.is_asked("npm").approve();
    let answer = asking.wait_with_output().unwrap();
    assert_eq!(answer.status.code(), Some(0));
    let answer: Value = serde_json::from_slice(&answer.stdout).unwrap();
    assert_eq!(answer["version"], 1);
    let phone = Authenticator::new(SECRET);
    assert!((-1..=1).any(|steps| answer["code"] == phone.code(steps)), "it is the account's code");
}

#[test]
fn names_leave_only_after_an_approval() {
    let mut home = Home::new();
    let (_keyring, mut desk) = desk(&mut home);
    for (answer, status) in [("d", 3), ("a", 0)] {
        let mut asking = Programs::built().countersign(&home, "list --json");
        let asking = asking.stdout(Stdio::piped()).spawn().unwrap();
        desk.is_asked("").answer(answer);
        let heard = asking.wait_with_output().unwrap();
        assert_eq!(heard.status.code(), Some(status));
        assert_eq!(String::from_utf8_lossy(&heard.stdout).contains("mona"), status == 0);
    }
}

/// I7: one request at a time, and its answer goes to nobody else.
#[test]
fn a_second_request_is_told_that_one_waits() {
    let mut home = Home::new();
    let (_keyring, mut desk) = desk(&mut home);
    let mut first = Programs::built().countersign(&home, "code npm");
    let first = first.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    desk.is_asked("npm");
    let second = home.companion("code npm --json");
    assert_eq!(second.status.code(), Some(1), "{}", String::from_utf8_lossy(&second.stdout));
    let second: Value = serde_json::from_slice(&second.stdout).unwrap();
    assert_eq!(second["error"]["code"], "busy");
    desk.approve();
    let first = first.wait_with_output().unwrap();
    assert_eq!(first.status.code(), Some(0));
    assert_eq!(String::from_utf8_lossy(&first.stdout).trim().len(), 6);
}

/// I6: a requester that died is asked for no more.
#[test]
fn a_request_ends_with_its_requester() {
    let mut home = Home::new();
    let (_keyring, mut desk) = desk(&mut home);
    let mut asking = Programs::built().countersign(&home, "code npm");
    asking.stdout(Stdio::null()).stderr(Stdio::null());
    let mut asking = Running::start(asking);
    desk.is_asked("npm");
    asking.kill();
    desk.console().wait_for("settled");
}

/// I6: it died, and a program that it started holds on to its connection.
#[test]
fn a_request_ends_with_its_requester_although_its_connection_lives_on() {
    let mut home = Home::new();
    let (_keyring, mut desk) = desk(&mut home);
    let script = r"
        const socket = require('net').connect(process.argv[1], () => {
            const heir = require('child_process').spawn('sleep', ['300'], { stdio: [socket, 'ignore', 'ignore'] });
            heir.on('spawn', () => socket.write(process.argv[2]));
        });
    ";
    let mut asking = home.command(crate::support::tools::node());
    asking.args(["-e", script]).arg(socket(&home)).arg(ASK).stdout(Stdio::null()).stderr(Stdio::null());
    let asking = Running::start(asking);
    desk.is_asked("npm");
    asking.signal(rustix::process::Signal::KILL);
    desk.console().wait_for("settled");
}

#[test]
fn a_denied_code_ends_with_status_3() {
    let mut home = Home::new();
    let (_keyring, mut desk) = desk(&mut home);
    let mut asking = Programs::built().countersign(&home, "code npm");
    let asking = asking.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    desk.is_asked("npm").deny();
    let answer = asking.wait_with_output().unwrap();
    assert_eq!(answer.status.code(), Some(3));
    assert!(answer.stdout.is_empty());
}

/// I8: what was asked once is not asked again by the same nonce.
#[test]
fn a_repeated_request_hears_nothing_it_could_use() {
    let mut home = Home::new();
    let (_keyring, mut desk) = desk(&mut home);
    let mut first = UnixStream::connect(socket(&home)).unwrap();
    first.write_all(ASK.as_bytes()).unwrap();
    desk.is_asked("npm").deny();

    let mut second = UnixStream::connect(socket(&home)).unwrap();
    second.write_all(ASK.as_bytes()).unwrap();
    let heard = heard(&mut second);
    assert!(!heard.contains("pending") && !heard.contains("\"code\":\"0"), "{heard}");
    assert!(heard.contains("failed"), "{heard}");
}

/// I2: another user's program is hung up on, without a byte.
#[test]
fn another_users_program_hears_nothing() {
    if !rustix::process::geteuid().is_root() {
        // Only root can be two users. The same rule is a test of the link's own on any machine.
        return;
    }
    let home = Home::new();
    let (_agent, socket) = agent_of_nobody(&home);
    let mut root = UnixStream::connect(socket).unwrap();
    let _closed = root.write_all(b"{\"type\":\"hello\",\"protocol\":1,\"program\":\"a test\"}\n");
    assert_eq!(heard(&mut root), "");
}

/// I13: another user listens where one's own agent should.
#[test]
fn another_users_agent_is_not_spoken_to() {
    if !rustix::process::geteuid().is_root() {
        return; // as above
    }
    let home = Home::new();
    let (_agent, theirs) = agent_of_nobody(&home);
    let own = socket(&home);
    std::fs::create_dir_all(own.parent().unwrap()).unwrap();
    std::fs::set_permissions(own.parent().unwrap(), std::os::unix::fs::PermissionsExt::from_mode(0o700))
        .unwrap();
    std::fs::rename(theirs, own).unwrap();
    let told = home.companion("status");
    assert_ne!(told.status.code(), Some(0));
    let told = String::from_utf8_lossy(&told.stderr).into_owned();
    assert!(told.contains("another user listens"), "{told}");
}

/// Starts an agent of the user nobody; returns its socket too.
fn agent_of_nobody(home: &Home) -> (Running, std::path::PathBuf) {
    let shared = home.path().join("nobody");
    std::fs::create_dir(&shared).unwrap();
    std::os::unix::fs::chown(&shared, Some(65534), Some(65534)).unwrap();
    for open in [home.path(), &shared] {
        std::fs::set_permissions(open, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    }
    let agent = Programs::built().agent(home, "--background");
    // The folder with the programs may be closed to others, so they get a copy.
    let copy = home.path().join("agent");
    std::fs::copy(agent.get_program(), &copy).unwrap();
    let mut nobody = home.command("setpriv");
    nobody.args(["--reuid=65534", "--regid=65534", "--clear-groups"]).arg(copy).arg("--background");
    nobody.env("COUNTERSIGN_HOME", &shared).env("HOME", &shared).current_dir("/");
    let agent = Running::start(nobody);
    let socket = shared.join("run/agent.socket");
    eventually("the agent's socket", || socket.exists().then_some(()));
    (agent, socket)
}

/// U6, of the agent at work: what the kernel says of it.
#[test]
fn the_agent_at_work_is_not_dumped_and_leaves_no_core() {
    let home = Home::new();
    let agent = if rustix::process::geteuid().is_root() {
        agent_of_nobody(&home).0
    } else {
        let agent = Running::start(Programs::built().agent(&home, "--background"));
        let socket = socket(&home);
        eventually("the agent's socket", || socket.exists().then_some(()));
        agent
    };
    let of = |what: &str| format!("/proc/{}/{what}", agent.id());
    let says = |what: &str, line: &str| {
        let text = std::fs::read_to_string(of(what)).unwrap();
        let words = text.lines().find_map(|it| it.strip_prefix(line)).expect("Linux says it");
        words.split_whitespace().map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(says("limits", "Max core file size"), ["0", "0", "bytes"]);
    assert_eq!(says("status", "Umask:"), ["0077"], "what it writes is its owner's alone");
    // proc(5): the files of a process that is not dumped belong to root, whosever it is.
    assert_eq!(std::os::unix::fs::MetadataExt::uid(&std::fs::metadata(of("maps")).unwrap()), 0);
}

#[test]
fn status_says_how_the_agent_is_and_no_more() {
    let mut home = Home::new();
    let before = home.companion("status --json");
    assert_eq!(before.status.code(), Some(4));
    let (_keyring, _desk) = desk(&mut home);
    let after = home.companion("status --json");
    assert_eq!(after.status.code(), Some(0));
    let text = String::from_utf8_lossy(&after.stdout).into_owned();
    assert!(text.contains("\"version\":1") && !text.contains("mona"), "{text}");
}

/// I10: locked is locked, and unlocking answers no earlier request.
#[test]
fn a_locked_app_gives_nothing() {
    let mut home = Home::new();
    let (_keyring, mut desk) = desk(&mut home);
    assert_eq!(home.companion("lock").status.code(), Some(0));
    desk.console().wait_for("Locked");
    assert_eq!(home.companion("code npm").status.code(), Some(4));
    desk.console().enter("u").wait_for("Open: 1");
}

/// U4: neither a second start nor what shows windows answers for the person.
#[test]
fn a_second_start_and_what_shows_windows_decide_nothing() {
    let mut home = Home::new();
    let (_keyring, mut desk) = desk(&mut home);
    let mut asking = Programs::built().countersign(&home, "code npm");
    let asking = asking.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    desk.is_asked("npm");
    // From now on a yes would be taken.
    std::thread::sleep(ARMED);
    for shows in ["open", "toggle", "toggle --palette", "status"] {
        home.companion(shows);
    }
    for start in ["--open", "--background"] {
        Programs::built().agent(&home, start).stdin(Stdio::null()).output().unwrap();
    }
    home.says("a request waits for you");
    desk.deny();
    let answer = asking.wait_with_output().unwrap();
    assert_eq!(answer.status.code(), Some(3));
    assert!(answer.stdout.is_empty());
}

fn socket(home: &Home) -> std::path::PathBuf {
    home.countersign().join("run/agent.socket")
}

fn heard(stream: &mut UnixStream) -> String {
    stream.set_read_timeout(Some(Duration::from_secs(2))).unwrap();
    let (mut heard, mut buffer) = (Vec::new(), [0; 4096]);
    // Ends when the other side hangs up, or has nothing more to say.
    while let Ok(count @ 1..) = stream.read(&mut buffer) {
        heard.extend_from_slice(&buffer[..count]);
    }
    String::from_utf8_lossy(&heard).into_owned()
}

/// I9: a hundred requests, withdrawn as soon as they are shown, bring a handful of windows and then a pause.
#[test]
fn a_flood_of_requests_is_shown_a_handful_of_times_and_then_kept_waiting() {
    let mut home = Home::new();
    let (_keyring, mut desk) = desk(&mut home);
    let before = desk.console().text().matches("Approval request:").count();
    let mut asked = Vec::new();
    for _ in 0..100 {
        let mut asking = Programs::built().countersign(&home, "code npm");
        asking.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        asked.push(Running::start(asking));
        // As many as may talk to the agent at a time, and a moment for it to see them.
        if asked.len() == 5 {
            std::thread::sleep(Duration::from_millis(150));
            asked.clear();
        }
    }
    drop(asked);
    eventually("a pause", || {
        let refused = home.companion("code npm --json");
        let refused: Value = serde_json::from_slice(&refused.stdout).unwrap();
        (refused["error"]["code"] == "cooling-down").then_some(())
    });
    let shown = desk.console().text().matches("Approval request:").count() - before;
    assert!((1..=5).contains(&shown), "{shown} were shown");
}
