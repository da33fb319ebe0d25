//! What may happen to the keychain, and that accounts endure it.

use std::fs;
use std::time::{Duration, Instant};

use countersign_core::view::{AccountState, StoreCondition};
use countersign_link::private::ToAgent;

use crate::support::desk::{Desk, link};
use crate::support::inside::Inside;
use crate::support::{Home, Keyring};

const SECRET: &str = "TESTSECRETTESTSECRETTESTSECRET22";

/// So many that a keychain takes a while to hand them out.
const MANY: usize = 200;

/// How often it is killed while it does.
const KILLS: u32 = 8;

#[test]
fn a_keychain_that_was_killed_and_is_back_takes_the_next_account() {
    let mut home = Home::new();
    let mut keyring = Keyring::unlocked(&mut home);
    let mut desk = Desk::open(&home);
    desk.add(&home, &link("npm", "before", SECRET));
    keyring.restart(&home);
    desk.add(&home, &link("npm", "after", &SECRET.replacen('T', "A", 1)));
    assert_eq!(keyring.count(&home), 2, "both are kept, by an agent that was not started anew");
    desk.quit();
    let mut desk = Desk::start(&home);
    desk.console().wait_for("Open: 2");
}

/// GNOME's keyring writes its items in clear where it has no password, line by line: a line break in one spoils them all.
#[test]
fn names_with_line_breaks_harm_no_item_of_a_keychain_without_a_password() {
    let mut home = Home::new();
    let mut keyring = Keyring::without_password(&mut home);
    let foreign = ["store", "--label", "Another program's", "service", "another.program", "user", "nina"];
    assert!(keyring.secret_tool(&home, &foreign, "a canary of a test").status.success());
    let mut desk = Desk::open(&home);
    for (number, issuer) in
        ["line%0Abreak", "%C3%9Cml%C3%A4ut%0D%0A%5Bitem%5D", "%E2%80%AEmirrored"].iter().enumerate()
    {
        let secret = SECRET.replacen('T', ["A", "B", "C"][number], 1);
        desk.add(&home, &link(issuer, "mona%0A%3Dsecret", &secret));
    }
    desk.quit();
    keyring.restart(&home);

    let mut desk = Desk::start(&home);
    desk.console().wait_for("Open: 3");
    assert_eq!(keyring.count(&home), 3);
    let canary = keyring.secret_tool(&home, &["lookup", "service", "another.program", "user", "nina"], "");
    assert_eq!(String::from_utf8_lossy(&canary.stdout), "a canary of a test");
}

/// Killed before it hands out the first item, after the last, or in between: no account is said to be gone, and the list stays.
#[test]
fn a_keychain_that_dies_while_it_is_read_makes_no_account_missing() {
    let mut home = Home::new();
    let mut keyring = Keyring::unlocked(&mut home);
    let mut inside = Inside::start(&home);
    inside.settled();
    inside.keep_many(MANY);
    inside.quit();
    let index = || fs::read(home.countersign().join("index.json")).unwrap();
    let before = index();

    let begun = Instant::now();
    let mut inside = Inside::start(&home);
    assert_eq!(ready(&mut inside), MANY);
    // Halved until the moment lies between its first answer and its last.
    let (mut early, mut late) = (Duration::ZERO, begun.elapsed());
    inside.quit();
    for _ in 0..KILLS {
        let moment = (early + late) / 2;
        let dies = keyring.dies_in(moment);
        let mut inside = Inside::start(&home);
        let seen = inside.settled();
        dies.join().unwrap();
        let open = seen.store.condition == StoreCondition::Open;
        let states: Vec<AccountState> = seen.accounts.into_iter().map(|row| row.state).collect();
        assert!(!open || states.len() == MANY, "{moment:?}: {} accounts", states.len());
        let amiss =
            states.iter().find(|state| !matches!(state, AccountState::Ready | AccountState::Unreadable));
        assert_eq!(amiss, None, "{moment:?}");
        if open && states.iter().all(|state| *state == AccountState::Ready) {
            late = moment;
        } else {
            early = moment;
        }
        keyring.restart(&home);
        inside.ask(ToAgent::Unlock { passphrase: None }).unwrap();
        assert_eq!(ready(&mut inside), MANY, "{moment:?}");
        inside.quit();
        assert!(index() == before, "{moment:?}: the list is as it was");
    }
}

/// How many accounts make codes.
fn ready(inside: &mut Inside) -> usize {
    let seen = inside.settled();
    seen.accounts.iter().filter(|row| row.state == AccountState::Ready).count()
}
