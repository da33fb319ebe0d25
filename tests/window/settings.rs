//! What is set in the window is in force at once, in the agent's file, and there after a restart.

use serde_json::{Value, json};

use crate::support::desk::link;
use crate::support::windows::{Windows, add, show_settings};
use crate::support::{Browser, Tray, eventually};

fn click(browser: &Browser, role: &str, name: &str) {
    let element = browser.find(role, name);
    browser.scroll_to(&element);
    browser.click(&element);
}

fn add_mona(browser: &Browser) {
    add(browser, "Add", &link("npm", "mona", "TESTSECRETTESTSECRETTESTSECRET22"));
}

#[test]
fn a_setting_is_in_force_at_once_and_after_a_restart() {
    let mut windows = Windows::open();
    let browser = &windows.browser;
    add_mona(browser);
    let tray = Tray::start(&windows.home);
    let item = tray.item();
    item.shows(&["npm · mona", "Open Countersign", "Scan the screen", "Lock", "Quit"]);

    show_settings(browser);
    click(browser, "checkbox", "Show codes in its menu");
    eventually("a code in the tray's menu", || {
        item.lines().iter().any(|line| line.starts_with("npm · mona   ")).then_some(())
    });
    let file = || -> Value {
        let bytes = std::fs::read(windows.home.countersign().join("settings.json")).unwrap_or_default();
        serde_json::from_slice(&bytes).unwrap_or_default()
    };
    assert_eq!(file()["tray"], json!({ "shown": true, "codes": true, "absence_known": false }));

    drop(tray);
    windows.restart();
    show_settings(&windows.browser);
    let codes = windows.browser.find("checkbox", "Show codes in its menu");
    eventually("the box to be checked", || {
        (windows.browser.run("return arguments[0].checked", &[codes.reference()]) == true).then_some(())
    });
}

/// Types into the password boxes that are shown, in their order.
fn fill(browser: &Browser, texts: &[&str]) {
    let boxes = eventually("the boxes for passphrases", || {
        Some(browser.select("main input[type=password]")).filter(|boxes| boxes.len() == texts.len())
    });
    for (one, text) in boxes.iter().zip(texts) {
        browser.scroll_to(one);
        browser.type_into(one, text);
    }
}

#[test]
fn everything_moves_into_a_sealed_file_which_its_passphrase_opens_and_back() {
    let mut windows = Windows::open();
    add_mona(&windows.browser);
    show_settings(&windows.browser);
    let browser = &windows.browser;
    let says = |browser: &Browser, words: &str| {
        eventually(words, || {
            let page = browser.select("main").first().map(|main| browser.text(main)).unwrap_or_default();
            page.contains(words).then_some(())
        });
    };
    click(browser, "button", "Move them into a sealed file…");
    fill(browser, &["correct horse", "correct horse"]);
    click(browser, "button", "Move everything");
    says(browser, "In a file that is sealed with your passphrase.");
    eventually("the keychain to be empty", || (windows.keyring.count(&windows.home) == 0).then_some(()));

    windows.restart();
    let browser = &windows.browser;
    fill(browser, &["correct horse"]);
    browser.click(&browser.find("button", "Unlock"));
    browser.find("button", "Copy code for npm, mona");
    show_settings(browser);
    click(browser, "button", "Move them into the keychain…");
    click(browser, "button", "Move everything");
    says(browser, "In the system’s keychain");
    eventually("the file to be gone", || {
        let files = std::fs::read_dir(windows.home.countersign()).unwrap();
        let left = files.flatten().any(|file| file.file_name().to_string_lossy().contains("sealed"));
        (!left).then_some(())
    });
    assert_eq!(windows.keyring.count(&windows.home), 1);
    windows.restart();
    windows.browser.find("button", "Copy code for npm, mona");
}
