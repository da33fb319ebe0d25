//! A request is told as a notification, which opens the window and decides nothing.

use std::thread::sleep;

use countersign_core::view::{Decision, Window};
use countersign_link::private::{Reply, ToAgent};

use crate::support::desk::{ARMED, Desk, add, link};
use crate::support::inside::Inside;
use crate::support::notifications::{Notifications, Seen};
use crate::support::{Home, Keyring, eventually};

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
    // From now on a yes would be taken; from neither the click that is offered nor any that is not.
    sleep(ARMED);
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

/// U9: no tray and nothing that shows notifications.
#[test]
fn where_nothing_shows_notifications_or_a_tray_a_request_comes_to_the_window_and_is_answered_there() {
    let mut home = Home::new();
    let keyring = Keyring::unlocked(&mut home);
    let mut inside = Inside::start(&home);
    inside.settled();
    let adding = add(&home, &link("npm", "mona", "TESTSECRETTESTSECRETTESTSECRET22"));
    inside.shows(&Window::Approve);
    let Ok(Reply::Pending(Some(request))) = inside.ask(ToAgent::Pending) else { panic!("a request waits") };
    eventually("the window to know that nothing shows a tray", || {
        (inside.overview().tray == Some(false)).then_some(())
    });
    inside.ask(ToAgent::Shown { id: request.id.clone() }).unwrap();
    sleep(ARMED);
    inside.ask(ToAgent::Decide { id: request.id, decision: Decision::Approve { account: None } }).unwrap();
    assert!(adding.wait_with_output().unwrap().status.success());
    assert_eq!(keyring.count(&home), 1);
}
