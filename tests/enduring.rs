//! What may happen to the keychain, and that accounts endure it.

use crate::support::desk::{Desk, link};
use crate::support::{Home, Keyring};

const SECRET: &str = "TESTSECRETTESTSECRETTESTSECRET22";

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
