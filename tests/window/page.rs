//! The page where a client has the person authenticate, in the real window.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;

use crate::support::clients::Stage;
use crate::support::desk::link;
use crate::support::mock::{SECRET, TOKEN};
use crate::support::screen::until_visible;
use crate::support::windows::{Windows, add};
use crate::support::{Browser, Challenge, Client, Mock, Programs, Terminal, eventually};

/// Clicks a button of the request once it takes a click.
pub(super) fn click(browser: &Browser, name: &str, leaves: bool) {
    let button = eventually("the button to be armed", || {
        let button = browser.all("button").into_iter().find(|button| browser.name(button) == name)?;
        let unarmed = "return arguments[0].getAttribute('aria-disabled') === 'true'";
        (browser.run(unarmed, &[button.reference()]) == false).then_some(button)
    });
    if leaves { browser.click_to_leave(&button) } else { browser.click(&button) }
}

/// Nothing is opened without a click; then the very page is, and a code for it is copied and not typed.
#[test]
fn a_page_is_opened_by_a_click_and_a_code_for_it_is_copied() {
    let windows = Windows::open();
    let (home, browser) = (&windows.home, &windows.browser);
    add(browser, "Add", &link("npm", "mona", SECRET));

    // What a person's desktop opens addresses with.
    let program = home.path().join("bin/xdg-open");
    home.write("bin/xdg-open", "#!/bin/sh\necho \"$1\" >> \"$HOME/opened\"\n");
    fs::set_permissions(&program, Permissions::from_mode(0o755)).unwrap();
    let opened = || fs::read_to_string(home.path().join("opened")).unwrap_or_default();

    let (mock, client) = (Mock::start(Challenge::Web), Client::named("npm 12"));
    home.sign_in_at(&mock);
    client.install(home);
    let url = mock.url();
    let stage = Stage { home, registry: &url, token: TOKEN, package: "demo", version: "1.0.0" };
    let line = client.prepare(&stage);
    let mut terminal = Terminal::start(Programs::drivable().countersign(home, &format!("run -- {line}")));
    until_visible(home, "Approval request");
    browser.look_at("Approval request");
    eventually("the page to be shown", || {
        let shown = browser.select(".page .host");
        (browser.text(shown.first()?) == mock.address()).then_some(())
    });
    let words = browser.text(&browser.select("#words .pair")[0]);
    terminal.wait_for(&format!("compare \"{words}\""));
    assert_eq!(opened(), "", "nobody clicked yet");

    click(browser, "Open in browser", false);
    let page = format!("{url}auth/cli/8b4f6f3c-0000-4000-8000-000000000000\n");
    eventually("the browser to be opened", || (opened() == page).then_some(()));
    if let Some(folder) = std::env::var_os("COUNTERSIGN_TEST_PICTURES") {
        browser.picture(&std::path::Path::new(&folder).join("page.png"));
    }
    click(browser, "Copy code", true);
    terminal.wait_for("is on the clipboard, for the page");
    mock.authenticate();
    assert_eq!(terminal.exit_code(), 0, "{}", terminal.screen());
    assert_eq!(mock.codes(), [Mock::web_token()]);
    assert_eq!(opened(), page, "once");
}
