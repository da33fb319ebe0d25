//! Every control has a role and a name for those who do not see it.

use std::process::Stdio;

use crate::support::assistive::Assistive;
use crate::support::desk::{Desk, link};
use crate::support::windows::quiet;
use crate::support::{Home, Keyring, Programs, Running, Screen};

/// The roles of what can be used.
const CONTROLS: [&str; 7] =
    ["push button", "button", "toggle button", "entry", "check box", "combo box", "link"];

#[test]
fn a_screen_reader_finds_every_control_of_the_windows_by_role_and_name() {
    let mut home = Home::new();
    let _screen = Screen::start(&mut home);
    let _keyring = Keyring::unlocked(&mut home);
    let mut desk = Desk::open(&home);
    desk.add(&home, &link("npm", "mona", "TESTSECRETTESTSECRETTESTSECRET22"));
    desk.quit();
    let reader = Assistive::start(&mut home);
    let _agent = Running::start(quiet(Programs::drivable().agent(&home, "--open")));

    reader.finds("frame", "Countersign");
    reader.finds("entry", "Search accounts");
    reader.finds("list", "Accounts");
    for name in ["npm", "Add", "Menu", "Copy code for npm, mona"] {
        reader.finds("push button", name);
    }
    let nameless: Vec<_> = reader
        .everything()
        .into_iter()
        .filter(|it| CONTROLS.contains(&it.role.as_str()) && it.name.is_empty())
        .collect();
    assert_eq!(nameless, [], "controls without a name");

    let mut asking = Programs::drivable().countersign(&home, "list");
    asking.stdin(Stdio::null());
    let _asking = Running::start(quiet(asking));
    reader.finds("frame", "Approval request");
    for name in ["Deny", "Approve"] {
        reader.finds("push button", name);
    }
}
