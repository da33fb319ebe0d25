//! The list in the real window, by keyboard alone: arranged, found, copied, and as it was after a restart.

use std::fs;
use std::path::Path;

use crate::support::desk::link;
use crate::support::windows::{Windows, add};
use crate::support::{Browser, eventually};

/// The names of the rows, from the first to the last.
fn rows(browser: &Browser) -> Vec<String> {
    let name = |row| browser.name(&row).replace("Copy code for ", "");
    browser.select("button.row").into_iter().map(name).collect()
}

/// Returns what axe-core objects to on the page, but for names of rows, which their codes describe.
fn objections(browser: &Browser) -> Vec<String> {
    let folder = std::env::var_os("COUNTERSIGN_TEST_PAGE").expect("`cargo xtask test` puts axe-core there");
    let axe = fs::read_to_string(Path::new(&folder).join("axe.min.js")).unwrap();
    let run = "return axe.run().then(({ violations }) => violations.flatMap(({ id, nodes }) => nodes
        .filter(({ target }) => id !== 'label-content-name-mismatch' ||
            !document.querySelector(target.join(' '))?.matches('button.row'))
        .map(({ target }) => `${id}: ${target.join(' ')}`)))";
    let found = browser.run(&format!("{axe}; {run}"), &[]);
    found.as_array().into_iter().flatten().map(ToString::to_string).collect()
}

#[test]
fn arranged_and_searched_by_keyboard_and_the_same_after_a_restart() {
    let mut windows = Windows::open();
    eventually("the list to be known as empty", || (!windows.browser.select("h1").is_empty()).then_some(()));
    assert_eq!(objections(&windows.browser), [""; 0], "with no account");
    for (issuer, account, secret) in [
        ("GitHub", "octo", "TESTSECRETTESTSECRETTESTSECRET22"),
        ("npm", "mona", "TESTSECRETTESTSECRETTESTSECRET33"),
        ("RubyGems", "nina", "TESTSECRETTESTSECRETTESTSECRET44"),
    ] {
        add(&windows.browser, "Add", &link(issuer, account, secret));
    }
    let browser = &windows.browser;
    eventually("three accounts", || (rows(browser).len() == 3).then_some(()));
    assert_eq!(objections(browser), [""; 0], "with three accounts");

    // A slip of the finger, and the arrows into the list.
    let press = |key: &str| windows.screen.press(&windows.home, key);
    press("slash");
    windows.screen.type_text(&windows.home, "rubygmes");
    eventually("the one that is meant", || (rows(browser) == ["RubyGems, nina"]).then_some(()));
    press("Escape");
    eventually("all of them", || (rows(browser).len() == 3).then_some(()));
    press("Down");
    eventually("the first row", || {
        (browser.name(&browser.focused()) == "Copy code for GitHub, octo").then_some(())
    });
    press("alt+Down");
    eventually("GitHub below npm", || {
        (rows(browser) == ["npm, mona", "GitHub, octo", "RubyGems, nina"]).then_some(())
    });
    press("End");
    press("p");
    let arranged = ["RubyGems, nina", "npm, mona", "GitHub, octo"];
    eventually("RubyGems pinned", || (rows(browser) == arranged).then_some(()));
    assert_eq!(browser.name(&browser.focused()), "Copy code for RubyGems, nina");
    press("Return");
    eventually("the code to be copied", || {
        let said = browser.select("output.notices").into_iter().next()?;
        browser.text(&said).contains("Code for RubyGems, nina copied").then_some(())
    });
    press("question");
    browser.find("heading", "Keyboard shortcuts");
    assert_eq!(objections(browser), [""; 0], "with the sheet of shortcuts");

    windows.restart();
    eventually("the same order", || (rows(&windows.browser) == arranged).then_some(()));
}
