//! The computer is suspended in the middle of an approved run.

use serde_json::json;

use crate::support::authenticator::Authenticator;
use crate::support::desk::PASSPHRASE;
use crate::support::{Challenge, Client, Counter, Mock, eventually, mock};

/// Long enough for the computer to sleep and to wake up between two codes.
const PERIOD: u64 = 60;

#[test]
fn a_run_that_slept_gets_no_code_by_itself_and_is_asked_about_anew() {
    let mock = Mock::start(Challenge::Classic).refusing_replays().with_period(PERIOD);
    let (mut counter, session, _bus) = Counter::in_a_session(PERIOD);
    let hold = session.hold();
    let place = counter.at(&mock, &Client::named("npm 11"), "root", "1.0.0");
    let root = json!({ "name": "root", "private": true, "version": "1.0.0", "workspaces": ["packages/*"] });
    place.home.write("work/package.json", root.to_string());
    for name in ["kit-1", "kit-2", "kit-3"] {
        let manifest = json!({ "name": name, "version": "1.0.0" });
        place.home.write(&format!("work/packages/{name}/package.json"), manifest.to_string());
    }
    let mut terminal = place.types("", "npm publish --workspaces");
    counter.desk.is_asked("npm publish kit-1@1.0.0").answer("r");
    // The second code is approved, and its time has not come.
    eventually("the second code to wait for its time", || {
        terminal.text().split_once("kit-2")?.1.contains("the next code comes in").then_some(())
    });

    session.sleeps(true);
    hold.await_release();
    terminal.wait_for("the app is locked");
    session.sleeps(false);
    counter.desk.console().wait_for("Its passphrase:").enter(PASSPHRASE);
    place.home.says("is open");
    assert_eq!(mock.codes().len(), 1, "waking up gives no code");

    // The prompt is the person's. The next one is no longer covered by what was approved before.
    let phone = Authenticator::with_period(mock::SECRET, PERIOD);
    terminal.enter(&phone.code(1));
    counter.desk.is_asked("npm publish kit-3").deny();
    assert_eq!(mock.codes().len(), 2, "and no other than the person's");
    terminal.press_ctrl('c');
}
