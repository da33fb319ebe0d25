//! Accounts come in from a picture, from a link and by hand, and are there after a restart.

use crate::support::desk::link;
use crate::support::eventually;
use crate::support::windows::{Windows, keep};

#[test]
fn from_a_picture_from_a_link_and_by_hand_and_there_after_a_restart() {
    let mut windows = Windows::open();
    let browser = &windows.browser;

    browser.click(&browser.find("button", "Add"));
    let file = windows.home.code("code.png", &link("GitHub", "octo", "TESTSECRETTESTSECRETTESTSECRET22"));
    let chooser = browser.select("input[type=file]");
    browser.type_into(&chooser[0], file.to_str().unwrap());
    keep(browser);

    browser.click(&browser.find("button", "Add"));
    let field = browser.find("textbox", "Link or text");
    browser.type_into(&field, &link("npm", "mona", "TESTSECRETTESTSECRETTESTSECRET33"));
    browser.click(&browser.find("button", "Read"));
    keep(browser);

    browser.click(&browser.find("button", "Add"));
    browser.click(&browser.select("details.by-hand > summary")[0]);
    for (field, text) in
        [("Issuer", "RubyGems"), ("Account", "nina"), ("Secret", "TEST SECR ETTE STSE CRET TEST SECR ET44")]
    {
        browser.type_into(&browser.find("textbox", field), text);
    }
    browser.click(&browser.find("button", "Continue"));
    keep(browser);

    let rows = ["Copy code for GitHub, octo", "Copy code for npm, mona", "Copy code for RubyGems, nina"];
    for row in rows {
        browser.find("button", row);
    }
    assert_eq!(windows.keyring.count(&windows.home), 3);
    windows.restart();
    for row in rows {
        let row = windows.browser.find("button", row);
        // The row is there a moment before its code.
        eventually("its code", || {
            let digits = windows.browser.text(&row).chars().filter(char::is_ascii_digit).count();
            (digits >= 6).then_some(())
        });
    }
}
