//! Countersign locks by itself when the person is away.

use std::process::Stdio;
use std::time::{Duration, Instant};

use countersign_link::passing::Passing;
use countersign_link::private::ToAgent;

use crate::support::desk::{Desk, link};
use crate::support::inside::Inside;
use crate::support::session::{Hold, Session};
use crate::support::{Home, Keyring, Programs, Running, eventually};

const MONA: &str = "TESTSECRETTESTSECRETTESTSECRET22";

/// An agent that has an account and listens to a session of this user.
fn open(settings: &str, uid: u32) -> (Home, Keyring, Session, Running) {
    let mut home = Home::new();
    let keyring = Keyring::unlocked(&mut home);
    let mut desk = Desk::open(&home);
    desk.add(&home, &link("npm", "mona", MONA));
    desk.quit();
    home.write("countersign/settings.json", settings);
    let session = Session::start(&mut home, uid);
    let mut agent = Programs::built().agent(&home, "--background");
    agent.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let agent = Running::start(agent);
    home.says("is open");
    (home, keyring, session, agent)
}

/// For how long about an agent is kept busy.
const BUSY: Duration = Duration::from_millis(300);

/// Settings that say nothing.
const USUAL: &str = r#"{ "version": 1 }"#;

fn me() -> u32 {
    rustix::process::getuid().as_raw()
}

#[test]
fn it_locks_before_the_computer_sleeps_and_holds_that_up_no_longer() {
    let (home, _keyring, session, _agent) = open(USUAL, me());
    let hold = session.hold();
    session.sleeps(true);
    hold.await_release();
    home.says("is locked");
    session.sleeps(false);
    session.hold();
}

/// What the computer waits for is the lock, however much there is to do before it, and not that somebody heard of the sleep.
#[test]
fn a_busy_agent_has_locked_when_it_lets_the_computer_sleep() {
    let mut home = Home::new();
    let _keyring = Keyring::unlocked(&mut home);
    let session = Session::start(&mut home, me());
    let mut inside = Inside::start(&home);
    inside.settled();
    let hold = session.hold();
    let work = || ToAgent::Draft { links: vec![Passing::new(link("npm", "mona", MONA)); 10] };
    let begun = Instant::now();
    inside.ask(work()).unwrap();
    // As much as takes a while on this machine, and is far from what the computer would wait for.
    for _ in 0..(BUSY.as_micros() / begun.elapsed().as_micros().max(1)).clamp(1, 900) {
        inside.begin(work());
    }
    session.sleeps(true);
    hold.await_release();
    let log = std::fs::read_to_string(home.countersign().join("agent.log")).unwrap();
    assert!(log.ends_with(" locked\n"), "it let go before it had locked: {log}");
}

/// A sleep that comes while the store is in the midst of keeping an account and its keychain hangs.
struct Amid {
    inside: Inside,
    hold: Hold,
    /// The call that keeps the account.
    keeping: u64,
}

impl Amid {
    fn of(home: &Home, keyring: &Keyring, session: &Session) -> Self {
        let mut inside = Inside::start(home);
        inside.settled();
        let hold = session.hold();
        let drafts = inside.drafts(vec![Passing::new(link("npm", "mona", MONA))]);
        keyring.pause(true);
        let keeping = inside.begin(ToAgent::Keep { drafts });
        // The two come on different ways: what is answered now is answered after that was begun.
        inside.overview();
        session.sleeps(true);
        Self { inside, hold, keeping }
    }
}

/// The store may be in the midst of something, and holds what it needs for that until it is done.
#[test]
fn the_computer_sleeps_once_the_store_has_dropped_what_it_held() {
    let mut home = Home::new();
    let keyring = Keyring::unlocked(&mut home);
    let session = Session::start(&mut home, me());
    let Amid { inside: _inside, hold, .. } = Amid::of(&home, &keyring, &session);
    eventually("the lock", || {
        let log = std::fs::read_to_string(home.countersign().join("agent.log")).unwrap();
        log.ends_with(" locked\n").then_some(())
    });
    assert!(hold.is_held(), "the store has not locked yet");
    keyring.pause(false);
    hold.await_release();
}

/// A keychain that never answers again keeps no computer awake; two seconds later the agent lets go by itself.
#[test]
fn a_store_that_hangs_holds_the_sleep_up_for_a_moment_only() {
    let mut home = Home::new();
    let keyring = Keyring::unlocked(&mut home);
    let session = Session::start(&mut home, me());
    let Amid { mut inside, hold, keeping } = Amid::of(&home, &keyring, &session);
    hold.await_release();
    assert_eq!(inside.answer_to(keeping, Duration::from_millis(1)), None, "the store hangs still");
    session.sleeps(false);
    assert!(session.hold().is_held(), "the next sleep is held up again");
    keyring.pause(false);
    home.says("is locked");
}

#[test]
fn it_locks_with_the_screen_and_with_the_session() {
    let (home, _keyring, session, _agent) = open(USUAL, me());
    session.hold();
    session.covers_the_screen(false);
    // Nobody says when the agent has begun to listen to the screen: it is told until it has.
    eventually("the lock to follow the screen", || {
        session.covers_the_screen(true);
        String::from_utf8_lossy(&home.companion("status").stdout).contains("is locked").then_some(())
    });

    let (home, _keyring, session, _agent) = open(USUAL, me());
    session.hold();
    session.lock();
    home.says("is locked");
}

#[test]
fn it_stays_open_where_that_was_set_and_for_sessions_of_others() {
    let settings = r#"{ "version": 1, "lock": { "on_screen_lock": false, "on_suspend": false } }"#;
    let (home, _keyring, session, _agent) = open(settings, me());
    let hold = session.hold();
    session.covers_the_screen(true);
    session.sleeps(true);
    hold.await_release();
    home.says("is open");

    let (home, _keyring, session, _agent) = open(USUAL, me() + 1);
    session.hold();
    session.lock();
    // What comes after it was heard, so it was heard as well.
    session.sleeps(false);
    session.hold();
    home.says("is open");
}

#[test]
fn settings_that_cannot_be_read_are_kept_and_harm_nothing() {
    let (home, _keyring, session, _agent) = open("{ \"version\": 1, \"lock\":", me());
    session.hold();
    let kept: Vec<_> = std::fs::read_dir(home.countersign())
        .unwrap()
        .filter_map(|file| file.unwrap().file_name().into_string().ok())
        .filter(|name| name.starts_with("settings.json.unreadable-"))
        .collect();
    assert_eq!(kept.len(), 1, "{kept:?}");
}
