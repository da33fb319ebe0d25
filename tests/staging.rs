//! `countersign npm stage`: versions that wait to be published, looked through and settled one at a time.

use std::process::{Child, Stdio};

use serde_json::{Value, json};

use crate::support::{Maintainer, Npm, Programs, Registry, eventually};

fn write(mona: &Maintainer, version: &str, more: &Value) {
    let mut manifest = json!({ "name": mona.package, "version": version });
    manifest.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    mona.home.write("work/package.json", manifest.to_string());
}

/// Stages a version, which needs no code, and returns its identity.
fn stage(mona: &Maintainer, version: &str, more: &Value) -> String {
    write(mona, version, more);
    let staged = mona.home.npm("stage publish").output().unwrap();
    assert!(staged.status.success(), "{}", String::from_utf8_lossy(&staged.stderr));
    inbox(mona).into_iter().find(|it| it["version"] == version).expect("it is in the inbox")["id"]
        .as_str()
        .unwrap()
        .to_owned()
}

/// Everything of Mona's that waits.
fn inbox(mona: &Maintainer) -> Vec<Value> {
    let output = mona.home.companion("npm stage --json");
    let inbox: Value = serde_json::from_slice(&output.stdout).unwrap();
    let staged = inbox["registries"][0]["staged"].as_array().unwrap().clone();
    staged.into_iter().filter(|it| it["package"] == mona.package).collect()
}

fn starts(mona: &Maintainer, command: &str) -> Child {
    let mut command = Programs::built().countersign(&mona.home, command);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
}

fn answer(child: Child) -> (Option<i32>, Value) {
    let output = child.wait_with_output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let value = serde_json::from_str(&text)
        .unwrap_or_else(|_| panic!("{text}{}", String::from_utf8_lossy(&output.stderr)));
    (output.status.code(), value)
}

#[test]
fn a_staged_version_is_looked_through_beside_the_one_that_is_published() {
    let mut mona = Maintainer::with(Npm::Twelve);
    write(&mona, "1.0.0", &json!({ "dependencies": { "left-pad": "^1.0.0" } }));
    mona.home.write("work/index.js", "1\n");
    let mut terminal = mona.runs("npm publish");
    mona.desk.is_asked("npm publish").approve();
    assert_eq!(terminal.exit_code(), 0, "{}", terminal.screen());

    mona.home.write("work/index.js", "1; 2\n");
    mona.home.write("work/.env", "TOKEN=test\n");
    mona.home.write("work/bundle.js", "x".repeat(300_000));
    let worm = json!({ "scripts": { "preinstall": "node bundle.js" }, "dependencies": { "left-pad": "^1.0.0", "fresh": "^2.0.0" } });
    let id = stage(&mona, "1.0.1", &worm);
    let output = mona.home.companion(&format!("npm stage show {id} --json"));
    let shown: Value = serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&output.stderr)));
    assert_eq!(shown["before"], "1.0.0");
    let findings: Vec<&str> =
        shown["findings"].as_array().unwrap().iter().map(|it| it["text"].as_str().unwrap()).collect();
    for part in [
        "installed is new: preinstall: node bundle.js",
        "looks like secrets: .env",
        "times as large",
        "New dependencies: fresh ^2.0.0",
    ] {
        assert!(findings.iter().any(|it| it.contains(part)), "{part} is missing in {findings:?}");
    }
    assert!(
        !findings.iter().any(|it| it.contains("checksums") || it.contains("calls itself")),
        "{findings:?}"
    );
    let change = |path: &str| {
        let files = shown["files"].as_array().unwrap();
        files.iter().find(|it| it["path"] == path).map(|it| it["change"].as_str().unwrap().to_owned())
    };
    assert_eq!(change("bundle.js").as_deref(), Some("new"));
    assert_eq!(change("index.js").as_deref(), Some("changed"));
    assert_eq!(change("README.md").as_deref(), Some("same"));
    assert!(!mona.has_published("1.0.1"), "looking publishes nothing");
}

#[test]
fn one_is_approved_in_the_terminal_with_an_approval_of_its_own() {
    let mut mona = Maintainer::with(Npm::Twelve);
    let id = stage(&mona, "1.0.0", &json!({ "scripts": { "install": "node x" } }));
    let mut terminal = mona.runs_companion(&format!("npm stage approve {id}"));
    terminal.wait_for("installed is new: install: node x");
    mona.desk.is_asked(&format!("npm stage approve {}@1.0.0", mona.package));
    let asked = mona.desk.console().text();
    assert!(asked.contains("Warning: The script that runs where it is installed is new"), "{asked}");
    assert!(!mona.has_published("1.0.0"));
    mona.desk.approve();
    assert_eq!(terminal.exit_code(), 0, "{}", terminal.screen());
    assert!(mona.has_published("1.0.0"));
    assert!(inbox(&mona).is_empty());
}

/// As the app's window does it: nobody sits at a terminal.
#[test]
fn without_a_terminal_one_is_approved_and_another_rejected() {
    let mut mona = Maintainer::with(Npm::Eleven);
    let first = stage(&mona, "1.0.0", &json!({}));
    let approving = starts(&mona, &format!("npm stage approve {first} --json"));
    mona.desk.is_asked("npm stage approve").approve();
    assert_eq!(answer(approving), (Some(0), json!({ "version": 1, "id": first, "settled": "approved" })));
    assert!(mona.has_published("1.0.0"));

    let second = stage(&mona, "1.0.1", &json!({}));
    let rejecting = starts(&mona, &format!("npm stage reject {second} --json"));
    mona.desk.is_asked("npm stage reject").approve();
    assert_eq!(answer(rejecting), (Some(0), json!({ "version": 1, "id": second, "settled": "rejected" })));
    assert!(inbox(&mona).is_empty() && !mona.has_published("1.0.1"));
}

#[test]
fn denied_without_a_terminal_nothing_happens_and_nothing_hangs() {
    let mut mona = Maintainer::with(Npm::Twelve);
    let id = stage(&mona, "1.0.0", &json!({}));
    let approving = starts(&mona, &format!("npm stage approve {id} --json"));
    mona.desk.is_asked("npm stage approve").deny();
    let (status, said) = answer(approving);
    assert_eq!((status, said["error"]["code"].as_str()), (Some(3), Some("not-settled")), "{said}");
    assert!(said["error"]["message"].as_str().unwrap().contains("refused"), "{said}");
    assert_eq!(inbox(&mona).len(), 1);
    assert!(!mona.has_published("1.0.0"));
}

/// Killing the companion, as closing the page does, leaves no npm behind and nothing published.
#[test]
fn cancelled_without_a_terminal_nothing_is_left() {
    let mut mona = Maintainer::with(Npm::Twelve);
    let id = stage(&mona, "1.0.0", &json!({}));
    let mut approving = starts(&mona, &format!("npm stage approve {id} --json"));
    mona.desk.is_asked("npm stage approve");
    approving.kill().unwrap();
    approving.wait().unwrap();
    mona.desk.console().wait_for("settled");
    eventually("npm to end", || {
        let left = mona.home.command("pgrep").args(["-f", &id]).output().unwrap();
        (!left.status.success()).then_some(())
    });
    assert!(!mona.has_published("1.0.0"));
}

#[test]
fn what_is_not_there_is_said() {
    let mona = Maintainer::with(Npm::Twelve);
    let nothing = "00000000-0000-4000-8000-000000000000";
    let output = mona.home.companion(&format!("npm stage show {nothing} --json"));
    assert_eq!(output.status.code(), Some(5));
    assert!(String::from_utf8_lossy(&output.stdout).contains("not-staged"));
    assert_eq!(mona.home.companion("npm stage show --registry=http://evil.test").status.code(), Some(2));
    // A registry that knows no staged versions has none that wait.
    let elsewhere = Registry::shared().url().replace("127.0.0.1", "localhost");
    let output = mona.home.companion(&format!("npm stage --json --registry {elsewhere}no-such-registry/"));
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(said.contains("\"staged\":[]"), "{said}{}", String::from_utf8_lossy(&output.stderr));
}
