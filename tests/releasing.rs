//! A release of many packages is approved once, on registries of both kinds; a long build does not outlive its code.
//!
//! Codes stand for five seconds here, not for thirty, so that a release spans a dozen steps and more within a minute: the account
//! says so (`period=5`), and so does the registry. Nothing else is shortened.

use serde_json::json;

use crate::support::counter::Place;
use crate::support::{Challenge, Client, Counter, Mock};

const PACKAGES: usize = 15;
const PERIOD: u64 = 5;

fn names() -> Vec<String> {
    (1..=PACKAGES).map(|number| format!("kit-{number:02}")).collect()
}

/// A workspace of fifteen packages, and a script that publishes each without a terminal.
fn workspace(place: &Place) {
    let release = "for each in packages/*; do (cd $each && npm publish > ../../$(basename $each).log 2>&1) || exit 1; done";
    let root = json!({
        "name": "root", "private": true, "version": "1.0.0", "workspaces": ["packages/*"], "scripts": { "release": release },
    });
    place.home.write("work/package.json", root.to_string());
    for name in names() {
        let manifest = json!({ "name": name, "version": "1.0.0" });
        place.home.write(&format!("work/packages/{name}/package.json"), manifest.to_string());
    }
}

fn all_are_there(mock: &Mock) {
    for name in names() {
        assert!(mock.has(&name, "1.0.0"), "{name} is missing");
    }
}

/// How many requests the person was asked about, adding the account aside.
fn asked(counter: &mut Counter) -> usize {
    counter.desk.console().text().matches("== Approval request:").count() - 1
}

#[test]
fn fifteen_packages_are_published_with_one_approval_where_every_code_is_taken_once() {
    let mock = Mock::start(Challenge::Classic).refusing_replays().with_period(PERIOD);
    let mut counter = Counter::with_period(PERIOD);
    let place = counter.at(&mock, &Client::named("npm 11"), "root", "1.0.0");
    workspace(&place);
    let mut terminal = place.types("", "npm publish --workspaces");
    counter.desk.is_asked("npm publish kit-01@1.0.0").answer("r");
    let status = terminal.wait_within(300);
    assert!(status.success(), "{}", terminal.screen());
    all_are_there(&mock);
    assert_eq!(asked(&mut counter), 1);
    let codes = mock.codes();
    assert_eq!(codes.len(), PACKAGES, "each code was sent once, and none was refused");
}

#[test]
fn fifteen_packages_are_published_with_one_approval_where_a_code_is_taken_again() {
    let mock = Mock::start(Challenge::Classic).with_period(PERIOD);
    let mut counter = Counter::with_period(PERIOD);
    let place = counter.at(&mock, &Client::named("npm 11"), "root", "1.0.0");
    workspace(&place);
    let mut terminal = place.types("", "npm run release");
    counter.desk.is_asked("npm run release: npm publish kit-01@1.0.0");
    let text = counter.desk.console().text();
    assert!(text.contains("Packages of the run: 16: kit-01, kit-02"), "{text}");
    counter.desk.answer("r");
    let status = terminal.wait_within(300);
    assert!(status.success(), "{}", terminal.screen());
    all_are_there(&mock);
    assert_eq!(asked(&mut counter), 1);
    assert_eq!(mock.codes().len(), PACKAGES, "none was refused");
}

/// A registry that refuses a code it has seen is found out by one refusal, which no tool notices.
#[test]
fn what_a_registry_refuses_to_take_again_is_sent_anew_and_the_tool_hears_nothing_of_it() {
    let mock = Mock::start(Challenge::Classic).refusing_replays().with_period(PERIOD);
    let mut counter = Counter::with_period(PERIOD);
    let place = counter.at(&mock, &Client::named("npm 11"), "root", "1.0.0");
    workspace(&place);
    let some =
        "for each in packages/kit-0[1-4]; do (cd $each && npm publish > /dev/null 2>&1) || exit 1; done";
    let root = json!({ "name": "root", "version": "1.0.0", "scripts": { "release": some } });
    place.home.write("work/package.json", root.to_string());
    let mut terminal = place.types("", "npm run release");
    counter.desk.is_asked("npm publish kit-01@1.0.0").answer("r");
    let status = terminal.wait_within(120);
    assert!(status.success(), "{}", terminal.screen());
    assert!(mock.has("kit-04", "1.0.0"));
    assert_eq!(asked(&mut counter), 1);
    let sent = mock.codes().len();
    assert!(sent <= 5, "at most one was sent in vain, of {sent}");
}

/// A build of two and a half steps: the code is of the moment in which npm asks. (70 s with codes of 30 s.)
#[test]
fn a_long_build_before_the_prompt_does_not_outlive_the_code() {
    let mock = Mock::start(Challenge::Classic).with_period(PERIOD);
    let mut counter = Counter::with_period(PERIOD);
    let place = counter.at(&mock, &Client::named("npm 12"), "demo", "1.0.0");
    let scripts = json!({ "prepublishOnly": "sleep 12" });
    place.home.write(
        "work/package.json",
        json!({ "name": "demo", "version": "1.0.0", "scripts": scripts }).to_string(),
    );
    let mut terminal = place.runs("");
    counter.desk.is_asked("npm publish demo@1.0.0").approve();
    assert_eq!(terminal.exit_code(), 0, "{}", terminal.screen());
    assert_eq!(mock.codes().len(), 1);
}
