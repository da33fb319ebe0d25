//! Locked means gone: not hidden, but no longer in memory.

use crate::support::desk::{Desk, link};
use crate::support::{Bus, Home, Keyring, eventually, memory, spelled};

const CANARY: &str = "CANARYOFATESTCANARYOFATEST234567";

/// Whether the secret stands in memory, however it is spelled.
fn is_in(agent: u32) -> bool {
    let spelled = spelled(CANARY);
    let needles: Vec<&[u8]> = spelled.iter().map(Vec::as_slice).collect();
    memory::holds(agent, &needles).expect("only root looks into the agent")
}

fn is_root() -> bool {
    rustix::process::geteuid().is_root()
}

/// Locks what is open, as the console says with these words, and looks for what is left.
fn forgets(home: &Home, mut desk: Desk, locked: &str) {
    desk.add(home, &link("npm", "mona", CANARY));
    let agent = desk.console().id();
    if !is_root() {
        let refused = memory::holds(agent, &[CANARY.as_bytes()]).unwrap_err();
        assert_eq!(refused.kind(), std::io::ErrorKind::PermissionDenied, "nobody of the same user looks");
        return;
    }
    assert!(is_in(agent), "while open it is there, so that its absence means something");
    desk.console().enter("l").wait_for(locked);
    eventually("the secret to leave the agent's memory", || (!is_in(agent)).then_some(()));
}

#[test]
fn a_locked_agent_with_a_keychain_holds_no_secret_in_memory() {
    let mut home = Home::new();
    let _keyring = Keyring::unlocked(&mut home);
    let desk = Desk::open(&home);
    forgets(&home, desk, "Locked.");
}

#[test]
fn a_locked_agent_with_a_sealed_file_holds_no_secret_in_memory() {
    let mut home = Home::new();
    let _bus = Bus::start(&mut home);
    let desk = Desk::with_sealed_file(&home);
    forgets(&home, desk, "The sealed file is locked.");
}
