//! What is set in the window is in force at once, in the agent's file, and there after a restart.

use serde_json::{Value, json};

use crate::support::desk::link;
use crate::support::windows::Windows;
use crate::support::{Browser, Tray, eventually};

fn show(browser: &Browser) {
    browser.click(&browser.find("button", "Menu"));
    browser.click(&browser.find("button", "Settings…"));
    browser.find("heading", "Settings");
}

/// Brings something into view first: the page is longer than the window.
fn click(browser: &Browser, role: &str, name: &str) {
    let element = browser.find(role, name);
    browser.run("arguments[0].scrollIntoView({ block: 'center' })", &[element.reference()]);
    browser.click(&element);
}

#[test]
fn a_setting_is_in_force_at_once_and_after_a_restart() {
    let mut windows = Windows::open();
    let browser = &windows.browser;
    browser.click(&browser.find("button", "Add"));
    let secret = "TESTSECRETTESTSECRETTESTSECRET22";
    browser.type_into(&browser.find("textbox", "Link or text"), &link("npm", "mona", secret));
    browser.click(&browser.find("button", "Read"));
    browser.click(&browser.find("button", "Keep 1 account"));
    eventually("the dialog to close", || browser.select("dialog[open]").is_empty().then_some(()));
    let tray = Tray::start(&windows.home);
    let item = tray.item();
    item.shows(&["npm · mona", "Open Countersign", "Scan the screen", "Lock", "Quit"]);

    show(browser);
    click(browser, "checkbox", "Show codes in its menu");
    eventually("a code in the tray's menu", || {
        item.lines().iter().any(|line| line.starts_with("npm · mona   ")).then_some(())
    });
    let file = || -> Value {
        let bytes = std::fs::read(windows.home.countersign().join("settings.json")).unwrap_or_default();
        serde_json::from_slice(&bytes).unwrap_or_default()
    };
    assert_eq!(file()["tray"], json!({ "shown": true, "codes": true }));

    drop(tray);
    windows.restart();
    show(&windows.browser);
    let codes = windows.browser.find("checkbox", "Show codes in its menu");
    eventually("the box to be checked", || {
        (windows.browser.run("return arguments[0].checked", &[codes.reference()]) == true).then_some(())
    });
}
