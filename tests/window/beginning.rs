//! The first start without a keychain, what was decided, and a clock that is wrong: as a person meets them in the window.

use std::process::Stdio;

use crate::support::desk::{ARMED, PASSPHRASE, link};
use crate::support::refusals::{Refusals, TOKEN, WELCOME};
use crate::support::windows::{Windows, add, opened, show_settings};
use crate::support::{Authenticator, Browser, Door, Home, Npm, Programs, Screen, eventually};

const SECRET: &str = "TESTSECRETTESTSECRETTESTSECRET22";

fn add_mona(browser: &Browser, button: &str) {
    add(browser, button, &link("npm", "mona", SECRET));
}

fn shown(browser: &Browser, words: &str) {
    eventually(&format!("{words:?} on the page"), || {
        let body = browser.select("body");
        body.first().is_some_and(|body| browser.text(body).contains(words)).then_some(())
    });
}

fn click(browser: &Browser, name: &str) {
    let button = eventually(name, || {
        browser.all("button").into_iter().find(|button| browser.name(button).starts_with(name))
    });
    browser.scroll_to(&button);
    browser.click(&button);
}

/// Digits of the account's code, once it is there.
fn code(browser: &Browser) -> String {
    eventually("its code", || {
        let shown = browser.text(browser.select(".code .digits").first()?);
        let digits: String = shown.chars().filter(char::is_ascii_digit).collect();
        (digits.len() == 6).then_some(digits)
    })
}

#[test]
fn without_a_keychain_a_first_start_is_a_passphrase_an_empty_list_and_an_account() {
    let mut home = Home::new();
    let _screen = Screen::start(&mut home);
    let door = Door::in_the(&mut home);
    let (mut agent, browser) = opened(&home, door);

    browser.find("heading", "No keychain answers");
    for field in ["Passphrase", "Passphrase again"] {
        let field = browser.find("textbox", field);
        browser.scroll_to(&field);
        browser.type_into(&field, PASSPHRASE);
    }
    click(&browser, "Create the sealed file");
    browser.find("heading", "Add your first account");
    add_mona(&browser, "Add an account");
    browser.find("button", "Copy code for npm, mona");
    assert!(home.files_containing(SECRET.as_bytes()).is_empty());

    agent.kill();
    eventually("the windows to leave", || (!door.is_open()).then_some(()));
    drop(browser);
    let (_agent, browser) = opened(&home, door);
    browser.find("heading", "Locked");
    browser.type_into(&browser.find("textbox", "Passphrase"), PASSPHRASE);
    browser.click(&browser.find("button", "Unlock"));
    browser.find("button", "Copy code for npm, mona");
}

#[test]
fn what_was_decided_stands_in_the_log_and_is_found_by_words() {
    let windows = Windows::open();
    let browser = &windows.browser;
    add_mona(browser, "Add");
    let mut asking = Programs::drivable().countersign(&windows.home, "code npm");
    asking.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let asking = asking.spawn().unwrap();
    browser.look_at("Approval request");
    std::thread::sleep(ARMED);
    browser.click_to_leave(&browser.find("button", "Deny"));
    assert!(!asking.wait_with_output().unwrap().status.success());

    browser.look_at("Countersign");
    show_settings(browser);
    click(browser, "Show decisions");
    shown(browser, "Denied");
    let search = browser.find("searchbox", "Search decisions");
    browser.type_into(&search, "denied");
    shown(browser, "Denied");
    browser.type_into(&search, " of another");
    shown(browser, "No decision is like that.");
}

#[test]
fn a_clock_that_is_behind_is_warned_of_and_codes_follow_the_registrys_once_that_is_wished() {
    let registry = Refusals::start(60);
    let windows = Windows::open();
    let (home, browser) = (&windows.home, &windows.browser);
    Npm::Twelve.install(home);
    let address = registry.address();
    home.write(
        ".npmrc",
        format!(
            "registry={}\n//{address}/{WELCOME}/:_authToken={TOKEN}\nupdate-notifier=false\n",
            registry.at(WELCOME)
        ),
    );
    add_mona(browser, "Add");
    let authenticator = Authenticator::new(SECRET);
    let ours = code(browser);
    assert!([-1, 0].map(|step| authenticator.code(step)).contains(&ours), "by this computer's clock");

    browser.click(&browser.find("button", "npm"));
    shown(browser, "s behind: codes will be refused");
    browser.click(&browser.find("button", "Accounts"));
    show_settings(browser);
    click(browser, "Make codes by the clock of ");
    shown(browser, "s beside the clock");
    browser.click(&browser.find("button", "Done"));
    eventually("a code by the registry's clock", || {
        let now = code(browser);
        [1, 2, 3].map(|step| authenticator.code(step)).contains(&now).then_some(())
    });
}
