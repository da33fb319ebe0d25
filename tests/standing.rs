//! `countersign npm status` and `tokens`: how one stands with each registry.

use std::fs;

use serde_json::Value;

use crate::support::refusals::{Refusals, TOKEN, WELCOME};
use crate::support::{Home, Npm, Registry};

fn json(home: &Home, command: &str) -> Value {
    let output = home.companion(command);
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    serde_json::from_str(&text)
        .unwrap_or_else(|_| panic!("{text}{}", String::from_utf8_lossy(&output.stderr)))
}

/// A home whose npm is configured so.
fn home(npm: Npm, configuration: &str) -> Home {
    let home = Home::new();
    npm.install(&home);
    home.write(".npmrc", format!("{configuration}\nupdate-notifier=false\n"));
    home
}

/// A real registry, with and without a second factor.
#[test]
fn a_real_registry_says_who_one_is_and_what_asks() {
    let registry = Registry::shared();
    for npm in Npm::ALL {
        let user = registry.user("rosa");
        let home = Home::new();
        npm.install(&home);
        home.sign_in(registry, &user);
        let before = json(&home, "npm status --json")["registries"][0].take();
        assert_eq!(
            (before["user"].as_str(), before["mode"].as_str()),
            (Some(user.name.as_str()), Some("disabled"))
        );
        registry.enroll(&user);
        let after = json(&home, "npm status --json")["registries"][0].take();
        assert_eq!(after["mode"], "auth-and-writes");
        assert!(after["asks"].as_str().unwrap().contains("publish"), "{after}");
        assert!(after["login"].as_str().unwrap().ends_with("in ~/.npmrc"), "{after}");
        assert!(after["skew_s"].as_i64().is_some_and(|skew| skew.abs() <= 2), "{after}");
        assert_eq!(after["trouble"], Value::Null);
        assert!(!after.to_string().contains(&user.token));
    }
}

#[test]
fn tokens_are_listed_with_their_ends_and_never_shown() {
    let refusals = Refusals::start(0);
    let home = Home::new();
    Npm::Eleven.install(&home);
    home.sign_in_to_be_refused(&refusals, WELCOME);
    let listed = json(&home, "npm tokens --json");
    let tokens = listed["registries"][0]["tokens"].as_array().unwrap();
    let facts = tokens
        .iter()
        .map(|it| (it["name"].as_str().unwrap(), it["days_left"].as_i64(), it["in_use"] == true));
    let facts: Vec<_> = facts.collect();
    assert_eq!(facts, [("laptop", Some(2), true), ("ci", Some(80), false), ("old", Some(-1), false)]);
    assert!(tokens[0]["warning"].as_str().unwrap().contains("2 days"));
    assert_eq!(tokens[1]["warning"], Value::Null);
    let output = home.companion("npm tokens");
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(said.contains("in use here") && said.contains("January 2027"), "{said}");
    assert!(!said.contains("npm_") && !listed.to_string().contains("npm_"), "{said}");
}

#[test]
fn every_registry_of_the_configuration_is_asked_for_itself() {
    let refusals = Refusals::start(40);
    let address = refusals.address().to_owned();
    let team = format!("http://{address}/{WELCOME}/");
    let home = home(
        Npm::Twelve,
        &format!(
            "registry=http://127.0.0.1:9/\n@team:registry={team}\n//{address}/{WELCOME}/:_authToken={TOKEN}"
        ),
    );
    let status = json(&home, "npm status --json");
    let [away, team] = [0, 1].map(|place| &status["registries"][place]);
    assert_eq!((away["serves"].as_str(), away["reached"].as_bool()), (Some("all packages"), Some(false)));
    assert_eq!(away["trouble"]["name"], "nobody-answers");
    assert_eq!((team["serves"].as_str(), team["user"].as_str()), (Some("@team"), Some("mona")), "{team}");
    assert_eq!((team["mode"].as_str(), team["clock_differs"].as_bool()), (Some("auth-only"), Some(true)));
    assert!(team["skew_s"].as_i64().is_some_and(|skew| (-41..=-39).contains(&skew)), "{team}");

    let output = home.companion("npm status");
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert_eq!(output.status.code(), Some(1), "something is the matter");
    assert!(said.contains("behind: codes will be refused") && said.contains("$ npm ping"), "{said}");
    assert!(!said.contains(TOKEN));
}

#[test]
fn without_a_login_and_without_npm_one_is_told_what_to_do() {
    let registry = Registry::shared();
    let home = home(Npm::Eleven, &format!("registry={}", registry.url()));
    let status = json(&home, "npm status --json");
    let trouble = &status["registries"][0]["trouble"];
    assert!(["not-logged-in", "login-expired"].contains(&trouble["name"].as_str().unwrap()), "{status}");
    assert!(trouble["command"].as_str().unwrap().starts_with("npm login --registry=http"));
    fs::remove_file(home.path().join("bin/npm")).unwrap();
    let status = home.companion("npm status --json");
    // A system may have an npm of its own.
    let text = String::from_utf8_lossy(&status.stdout).into_owned();
    assert!(text.contains("no-npm") || text.contains("registries"), "{text}");
}
