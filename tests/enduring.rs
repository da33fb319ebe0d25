//! What may happen to the keychain and to the agent at any moment, and that accounts endure it.

use std::thread::sleep;
use std::time::Duration;

use crate::support::desk::{self, Desk, link};
use crate::support::{Home, Keyring, eventually};

const SECRET: &str = "TESTSECRETTESTSECRETTESTSECRET22";

/// How often the agent is killed; more by this variable, for a long run.
const KILLS: u32 = 10;
const MORE: &str = "COUNTERSIGN_TEST_KILLS";

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

/// The agent ends at once while an account is on its way into the keychain and the index.
#[test]
fn killed_while_accounts_are_added_every_account_is_there_as_a_whole_or_not_at_all() {
    let kills = std::env::var(MORE).ok().and_then(|kills| kills.parse().ok()).unwrap_or(KILLS);
    let seed = fastrand::u64(..);
    let mut random = fastrand::Rng::with_seed(seed);
    let mut home = Home::new();
    let keyring = Keyring::unlocked(&mut home);
    let mut kept = 0;
    for number in 0..kills {
        let mut desk = Desk::start(&home);
        desk.console().wait_for(&format!("Open: {kept} account"));
        let secret: String = (0..32)
            .map(|_| char::from(random.choice(*b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567").unwrap_or(b'A')))
            .collect();
        let adding = desk::add(&home, &link("npm", &format!("mona-{number}"), &secret));
        desk.is_asked("").approve();
        // From before the first write to after the last.
        sleep(Duration::from_micros(random.u64(0..60_000)));
        desk.kill();
        let told = adding.wait_with_output().unwrap();

        let mut desk = Desk::start(&home);
        let now = eventually("the accounts that are there", || {
            let shown = desk.console().screen();
            [kept, kept + 1].into_iter().find(|count| shown.contains(&format!("Open: {count} account")))
        });
        let story = format!("seed {seed}, kill {number}: {kept} before, {now} after");
        assert_eq!(
            keyring.count(&home),
            now,
            "{story}: each has its secret, and no secret is without its account"
        );
        assert!(now > kept || !told.status.success(), "{story}: what was said to be kept is kept");
        kept = now;
        desk.quit();
    }
}
