//! A keychain that is locked: said at once, and opened by its own prompt, however long that stands.

use std::process::Stdio;

use countersign_core::view::{AccountState, StoreCondition};
use countersign_link::private::{Reply, ToAgent};

use crate::support::desk::{Desk, link};
use crate::support::inside::Inside;
use crate::support::keyring::PASSWORD;
use crate::support::screen::hand;
use crate::support::{Bus, Home, Keyring, Running, Screen, eventually};

const SECRET: &str = "TESTSECRETTESTSECRETTESTSECRET22";

/// An account is in a keychain, which another program has locked since.
fn locked(home: &mut Home) -> Keyring {
    let keyring = Keyring::unlocked(home);
    let mut desk = Desk::open(home);
    desk.add(home, &link("npm", "mona", SECRET));
    desk.quit();
    keyring.lock(home);
    keyring
}

/// The program that asks for the passwords of GNOME's keychain, which desktops start by its name on the bus.
fn prompter(home: &Home) -> Running {
    let mut prompter = home.command("/usr/libexec/gcr-prompter");
    prompter.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let prompter = Running::start(prompter);
    eventually("the prompter", || Bus::has(home, "org.gnome.keyring.SystemPrompter"));
    prompter
}

/// S4: the prompt stands for longer than a call may take; everything that needs no keychain is answered meanwhile, and what the
/// person types at last counts.
#[test]
fn while_the_keychains_prompt_stands_the_window_is_answered_and_the_late_password_counts() {
    let mut home = Home::new();
    let _screen = Screen::start(&mut home);
    let _keyring = locked(&mut home);
    let _prompter = prompter(&home);
    let mut inside = Inside::start(&home);
    assert_eq!(inside.settled().store.condition, StoreCondition::Locked, "said without a prompt");

    inside.begin(ToAgent::Unlock { passphrase: None });
    let prompt = ["search", "--onlyvisible", "--class", "gcr-prompter"];
    eventually("the prompt", || hand(&home, &prompt).then_some(()));
    let waiting = eventually("the agent to say that it waits", || {
        // Each of these is what a click in the window asks for.
        assert!(matches!(inside.ask(ToAgent::Settings), Ok(Reply::Settings(_))));
        assert_eq!(inside.ask(ToAgent::Pending), Ok(Reply::Pending(None)));
        let store = inside.overview().store;
        (store.condition == StoreCondition::Waiting).then_some(store)
    });
    assert_eq!(waiting.failure.map(|failure| failure.code).as_deref(), Some("store-waiting"));
    // A second click is answered as well, and does no harm.
    let again = inside.ask(ToAgent::Unlock { passphrase: None }).unwrap_err();
    assert_eq!(again.code, "store-waiting");
    let code = crate::support::Programs::built().countersign(&home, "code npm").output().unwrap();
    assert_eq!(code.status.code(), Some(4), "and nobody gets a code");

    assert!(hand(&home, &["type", "--delay", "20", "--", PASSWORD]) && hand(&home, &["key", "Return"]));
    let rows = eventually("the store to open", || {
        let overview = inside.overview();
        (overview.store.condition == StoreCondition::Open).then_some(overview.accounts)
    });
    assert_eq!((rows.len(), &rows[0].state), (1, &AccountState::Ready));
}

/// S4: a prompt that stands holds nobody up who wants to end.
#[test]
fn quitting_does_not_wait_for_a_prompt() {
    let mut home = Home::new();
    let _screen = Screen::start(&mut home);
    let _keyring = locked(&mut home);
    let _prompter = prompter(&home);
    let mut inside = Inside::start(&home);
    inside.settled();
    inside.begin(ToAgent::Unlock { passphrase: None });
    let prompt = ["search", "--onlyvisible", "--class", "gcr-prompter"];
    eventually("the prompt", || hand(&home, &prompt).then_some(()));
    inside.quit();
}

/// S3: nobody can ask for the password. It is said, and once the keychain was opened elsewhere the same agent opens it.
#[test]
fn a_locked_keychain_without_a_display_is_said_and_opens_once_it_was_unlocked_elsewhere() {
    let mut home = Home::new();
    let mut keyring = locked(&mut home);
    let mut desk = Desk::start(&home);
    desk.console().wait_for("Locked. Type u to unlock.");
    desk.console().enter("u").wait_for("locked");
    let status = home.companion("code npm");
    assert_eq!(status.status.code(), Some(4), "{}", String::from_utf8_lossy(&status.stderr));
    keyring.restart(&home);
    desk.console().enter("u").wait_for("Open: 1");
}
