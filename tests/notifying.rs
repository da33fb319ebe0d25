//! A request is told as a notification, which opens the window and decides nothing.

use crate::support::desk::{Desk, add, link};
use crate::support::notifications::{Notifications, Seen};
use crate::support::{Home, Keyring};

#[test]
fn a_request_is_told_once_can_only_be_opened_and_is_taken_back() {
    let mut home = Home::new();
    let keyring = Keyring::unlocked(&mut home);
    let desktop = Notifications::start(&home);
    let mut desk = Desk::open(&home);
    let adding = add(&home, &link("npm", "mona", "TESTSECRETTESTSECRETTESTSECRET22"));
    desk.is_asked("");

    let Seen::Shown { id, summary, actions } = desktop.next() else { panic!("nothing was told") };
    assert_eq!(summary, "Add an account");
    assert_eq!(actions, ["default", "Open the request"], "there is no button that answers");
    // Neither the click that is offered nor any that is not.
    for action in ["default", "approve", "Approve"] {
        desktop.click(id, action);
    }
    home.says("a request waits for you");
    assert_eq!(keyring.count(&home), 0);

    desk.deny();
    assert!(!adding.wait_with_output().unwrap().status.success(), "denied at the console");
    assert_eq!(desktop.next(), Seen::Closed(id));
    assert_eq!(keyring.count(&home), 0);
}
