//! Tools that start npm without a terminal: the registry's challenge is answered on the way, and the code is seen by no program.

use std::time::Duration;

use serde_json::json;

use crate::support::counter::Counter;
use crate::support::{Challenge, Client, Mock, Registry};

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

/// An approved code was lost where the registry closed the connection of its challenge while the person decided.
#[test]
fn a_code_is_not_sent_on_a_connection_that_the_registry_may_be_closing() {
    let mut counter = Counter::open();
    let mock = Mock::start(Challenge::Classic).closing_after(Duration::from_millis(2500));
    let place = counter.at(&mock, &Client::named("npm 11"), "demo", "1.0.0");
    let output = place.pipes("", "npm publish", || {
        counter.desk.is_asked("npm publish demo@1.0.0");
        // A person's thoughts.
        std::thread::sleep(Duration::from_secs(3));
        counter.desk.approve();
    });
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(mock.has("demo", "1.0.0"));
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

/// A registry that sends an approved request on to another one: whether to go there is the tool's to decide, which has no code.
#[test]
fn where_a_registry_leads_elsewhere_neither_the_code_nor_the_token_goes_along() {
    let mut counter = Counter::open();
    let elsewhere = Mock::start(Challenge::Classic);
    let mock = Mock::start(Challenge::Classic).leading_to(&elsewhere);
    let place = counter.at(&mock, &Client::named("npm 11"), "demo", "1.0.0");
    let output = place.pipes("", "npm publish", || {
        counter.desk.is_asked("npm publish").approve();
    });
    assert_ne!(output.status.code(), Some(0));
    assert!(!mock.codes().is_empty(), "the registry itself had the code");
    assert!(!elsewhere.requests().is_empty(), "the tool went where it was led");
    assert_eq!(elsewhere.codes(), Vec::<String>::new());
    let persons = format!("Bearer {}", crate::support::mock::TOKEN);
    assert!(elsewhere.requests().iter().all(|request| request.header("authorization") != Some(&persons)));
}

/// A registry that authenticates in the browser alone: the run says where, and waits for the outcome.
#[test]
fn a_page_in_the_browser_is_waited_for_where_a_tool_has_no_terminal() {
    let counter = Counter::open();
    let mock = Mock::start(Challenge::Web);
    let place = counter.at(&mock, &Client::named("npm 12"), "demo", "1.0.0");
    let output = place.pipes("", "npm publish --json", || {
        mock.waits_for_the_page();
        mock.authenticate();
    });
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{said}");
    assert!(said.contains(&format!("authenticate at {}auth/cli/", mock.url())), "{said}");
    assert_eq!(mock.codes(), [Mock::web_token()]);
    assert!(mock.has("demo", "1.0.0"));
}

/// Where the package itself names its registry, the run says that it cannot help.
#[test]
fn what_cannot_go_over_the_bridge_is_said_and_left_alone() {
    let counter = Counter::open();
    let mock = Mock::start(Challenge::Classic);
    let place = counter.at(&mock, &Client::named("npm 12"), "demo", "1.0.0");
    let config = json!({ "registry": mock.url() });
    let manifest = json!({ "name": "demo", "version": "1.0.0", "publishConfig": config });
    place.home.write("work/package.json", manifest.to_string());
    let output = place.pipes("", "npm publish", || {});
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(said.contains("publishConfig.registry") && said.contains("EOTP"), "{said}");
    assert_eq!(mock.codes(), Vec::<String>::new());
}

/// A code that was mailed is not ours to send.
#[test]
fn a_mailed_code_is_left_to_the_person_on_the_bridge_too() {
    let mut counter = Counter::open();
    let mock = Mock::start(Challenge::Email);
    let place = counter.at(&mock, &Client::named("npm 12"), "demo", "1.0.0");
    let output = place.pipes("", "npm publish", || {});
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(said.contains("by e-mail") && said.contains("EOTP"), "{said}");
    assert!(!counter.desk.console().text().contains("npm publish"), "nobody was asked");
    assert_eq!(mock.codes(), Vec::<String>::new());
}

/// TLS, an authority of the person's own, and a registry of a scope's own: a real registry behind all three.
#[test]
fn a_scope_with_an_encrypted_registry_of_its_own_is_reached_over_the_bridge() {
    let registry = Registry::encrypted();
    let user = registry.user("mona");
    let secret = registry.enroll(&user);
    let mut counter = Counter::open();
    counter.add(&user, &secret);
    let mock = Mock::start(Challenge::Classic);
    let place = counter.at(&mock, &Client::named("npm 11"), "demo", "1.0.0");
    let (url, address) = (registry.url(), registry.address());
    let npmrc = format!(
        "registry={}\n@kits:registry={url}\n//{address}/:_authToken={}\ncafile={}\n",
        mock.url(),
        user.token,
        registry.authority().display()
    );
    place.home.write(".npmrc", npmrc);
    let manifest =
        json!({ "name": "@kits/one", "version": "1.0.0", "publishConfig": { "access": "public" } });
    place.home.write("work/package.json", manifest.to_string());
    let output = place.pipes(&format!("--account {}", user.name), "npm publish", || {
        counter.desk.is_asked("npm publish @kits/one@1.0.0").approve();
    });
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(registry.has("@kits%2fone", "1.0.0"));
    assert_eq!(mock.codes(), Vec::<String>::new(), "the other registry heard nothing");
}

/// semantic-release brings an npm of its own, which nothing can stand in front of.
#[test]
fn a_tool_with_an_npm_of_its_own_is_reached_by_its_registry() {
    let mut counter = Counter::open();
    let mock = Mock::start(Challenge::Classic);
    let place = counter.at(&mock, &Client::named("np 12"), "demo", "1.0.0");
    let cli = crate::support::tools::package("semantic-release/bin/semantic-release.js");
    place.home.provide("semantic-release", &cli);
    let config = json!({ "branches": ["main"], "plugins": ["@semantic-release/commit-analyzer", "@semantic-release/npm"], "ci": false });
    place.home.write("work/.releaserc.json", config.to_string());
    for line in [
        "git branch -M main",
        "git --git-dir ../upstream.git symbolic-ref HEAD refs/heads/main",
        "git push -q origin main",
        "git commit -q --allow-empty -m feat:\u{a0}it",
        "git push -q origin main",
    ] {
        let mut words = line.split(' ');
        let mut git = place.home.command(words.next().unwrap());
        let done = git.args(words.map(|word| word.replace('\u{a0}', " "))).output().unwrap();
        assert!(done.status.success(), "{line}: {done:?}");
    }
    let output = place.pipes("", "semantic-release --no-ci --repository-url ../upstream.git", || {
        counter.desk.is_asked("npm publish demo@").approve();
    });
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{said}{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(mock.codes().len(), 1);
}
