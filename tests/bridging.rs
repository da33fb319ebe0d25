//! Tools that start npm without a terminal: the registry's challenge is answered on the way, and the code is seen by no program.

use serde_json::json;

use crate::support::counter::Counter;
use crate::support::{Challenge, Client, Mock};

/// Scripts run once, the output is npm's own, and the code was sent once.
#[test]
fn a_publish_without_a_terminal_is_answered_on_its_way() {
    let mut counter = Counter::open();
    let mock = Mock::start(Challenge::Classic);
    let place = counter.at(&mock, &Client::named("npm 12"), "demo", "1.0.0");
    let scripts = json!({ "prepublishOnly": "echo once >> ../scripts.log" });
    place.home.write(
        "work/package.json",
        json!({ "name": "demo", "version": "1.0.0", "scripts": scripts }).to_string(),
    );
    let output = place.pipes("", "npm publish --json", || {
        counter.desk.is_asked("npm publish demo@1.0.0").approve();
    });
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let printed: serde_json::Value = serde_json::from_slice(&output.stdout).expect("nothing but npm's JSON");
    assert_eq!(printed["demo"]["version"], "1.0.0", "{printed}");
    assert!(mock.has("demo", "1.0.0"));
    let log = std::fs::read_to_string(place.home.path().join("scripts.log")).unwrap();
    assert_eq!(log.lines().count(), 1, "its scripts run once");
    assert_eq!(mock.codes().len(), 1);
}

/// A script of the person's own, in a terminal: its npm has a prompt that can be told from the script.
#[test]
fn a_publish_in_a_script_asks_in_a_terminal_of_its_own() {
    let mut counter = Counter::open();
    let mock = Mock::start(Challenge::Classic);
    let place = counter.at(&mock, &Client::named("npm 11"), "demo", "1.0.0");
    let manifest = json!({ "name": "demo", "version": "1.0.0", "scripts": { "release": "npm publish" } });
    place.home.write("work/package.json", manifest.to_string());
    let mut terminal = place.types("", "npm run release");
    counter.desk.is_asked("npm publish demo@1.0.0").approve();
    let status = terminal.wait();
    assert!(status.success(), "{status:?} {}", terminal.screen());
    assert!(mock.has("demo", "1.0.0"));
    assert_eq!(mock.codes().len(), 1);
    assert_eq!(terminal.text().matches("typed a code of").count(), 1, "{}", terminal.text());
    assert!(!terminal.text().contains("shares this terminal"), "{}", terminal.text());
}

#[test]
fn a_denied_request_sends_no_code_and_the_tool_hears_what_the_registry_said() {
    let mut counter = Counter::open();
    let mock = Mock::start(Challenge::Classic);
    let place = counter.at(&mock, &Client::named("npm 11"), "demo", "1.0.0");
    let output = place.pipes("", "npm publish", || {
        counter.desk.is_asked("npm publish").deny();
    });
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("EOTP"));
    assert_eq!(mock.codes(), Vec::<String>::new());
}
