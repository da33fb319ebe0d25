//! A keychain of one's own: unlocked, without password, absent.

use crate::support::keyring::SERVICE;
use crate::support::{Bus, Home, Keyring};

fn store(keyring: &Keyring, home: &Home, user: &str) {
    let stored =
        keyring.secret_tool(home, &["store", "--label=A test", "service", SERVICE, "username", user], "A1.x");
    assert!(stored.status.success(), "{}", String::from_utf8_lossy(&stored.stderr));
}

#[test]
fn items_outlive_the_keychain_that_took_them() {
    for start in [Keyring::unlocked, Keyring::without_password] {
        let mut home = Home::new();
        let mut keyring = start(&mut home);
        store(&keyring, &home, "first");
        store(&keyring, &home, "second");
        keyring.restart(&home);
        assert_eq!(keyring.count(&home), 2);
        keyring.wipe(&home);
        assert_eq!(keyring.count(&home), 0);
    }
}

#[test]
fn a_keychain_without_password_is_kept_in_clear() {
    let mut home = Home::new();
    let keyring = Keyring::without_password(&mut home);
    store(&keyring, &home, "first");
    assert_eq!(home.files_containing(b"A1.x").len(), 1);
}

#[test]
fn a_bus_may_have_no_keychain() {
    let mut home = Home::new();
    let _bus = Bus::start(&mut home);
    let search = home.command("secret-tool").args(["search", "service", SERVICE]).output().unwrap();
    assert!(String::from_utf8_lossy(&search.stderr).contains("org.freedesktop.secrets"));
}

#[test]
fn a_home_has_no_bus_unless_a_test_gives_it_one() {
    let search = Home::new().command("secret-tool").args(["search", "service", SERVICE]).output().unwrap();
    assert!(!search.status.success());
}

#[test]
fn a_locked_keychain_gives_nothing() {
    let mut home = Home::new();
    let keyring = Keyring::unlocked(&mut home);
    store(&keyring, &home, "first");
    keyring.lock(&home);
    let lookup = keyring.secret_tool(&home, &["lookup", "service", SERVICE], "");
    assert!(!lookup.status.success() && lookup.stdout.is_empty());
}
