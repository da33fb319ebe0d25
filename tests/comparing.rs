//! What goes out is compared with what is published, before anybody approves it.

use std::fs;

use serde_json::{Value, json};

use crate::support::{Maintainer, Npm, Registry};

/// What the request claims of the version, warnings and contents.
fn findings(mona: &mut Maintainer) -> String {
    mona.desk.is_asked("npm publish");
    let text = mona.desk.console().text();
    let request = text.rsplit("== Approval request").next().unwrap();
    let claimed = request.split("Claimed by the request").nth(1).expect("there are claims");
    claimed
        .lines()
        .filter(|line| line.contains("Warning:") || line.contains("Contents:"))
        .collect::<Vec<_>>()
        .join("\n")
}

fn write(mona: &Maintainer, version: &str, more: &Value) {
    let mut manifest = json!({ "name": mona.package, "version": version });
    manifest.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    mona.home.write("work/package.json", manifest.to_string());
    mona.home.write("work/index.js", "module.exports = 1\n");
}

#[test]
fn a_first_and_an_ordinary_next_version_are_told_without_a_warning() {
    let mut mona = Maintainer::with(Npm::Twelve);
    write(&mona, "1.0.0", &json!({}));
    let mut terminal = mona.runs("npm publish");
    let told = findings(&mut mona);
    assert!(told.contains("Nothing of this name is published yet") && !told.contains("Warning"), "{told}");
    mona.desk.approve();
    assert_eq!(terminal.exit_code(), 0, "{}", terminal.screen());

    write(&mona, "1.0.1", &json!({}));
    let _terminal = mona.runs("npm publish");
    let told = findings(&mut mona);
    assert!(told.contains("1.0.0, the newest one") || told.contains("the newest one is 1.0.0"), "{told}");
    assert!(!told.contains("Warning"), "{told}");
    mona.desk.deny();
}

/// A worm's version: a new install script, a file of secrets, a jump in size. Its scripts run once, with the publish.
#[test]
fn what_a_worm_would_publish_is_warned_of_and_no_script_is_run_for_it() {
    let mut mona = Maintainer::with(Npm::Eleven);
    write(&mona, "1.0.0", &json!({}));
    let mut terminal = mona.runs("npm publish");
    mona.desk.is_asked("npm publish").approve();
    assert_eq!(terminal.exit_code(), 0, "{}", terminal.screen());

    let note = |script: &str| format!("echo {script} >> ../scripts");
    let scripts = json!({ "postinstall": "node bundle.js", "prepack": note("prepack"), "prepare": note("prepare"),
        "prepublishOnly": format!("{} && node -e \"require('fs').writeFileSync('late.key','x')\"", note("prepublishOnly")) });
    write(
        &mona,
        "1.0.1",
        &json!({ "scripts": scripts, "dependencies": { "x": "git+https://example.com/x.git" } }),
    );
    mona.home.write("work/.env", "TOKEN=test\n");
    mona.home.write("work/bundle.js", "x".repeat(400_000));
    let mut terminal = mona.runs("npm publish");
    let told = findings(&mut mona);
    for part in [
        "Warning: The script that runs where it is installed is new: postinstall: node bundle.js",
        "Warning: Files look like secrets: .env, late.key",
        "Warning: A dependency comes from outside the registry: x from git+https",
    ] {
        assert!(told.contains(part), "{part} is missing in:\n{told}");
    }
    mona.desk.approve();
    assert_eq!(terminal.exit_code(), 0, "a warning blocks nothing: {}", terminal.screen());
    assert!(mona.has_published("1.0.1"));
    let ran = fs::read_to_string(mona.home.path().join("scripts")).unwrap();
    let mut ran: Vec<&str> = ran.lines().collect();
    ran.sort_unstable();
    assert_eq!(ran, ["prepack", "prepare", "prepublishOnly"], "each once, by npm itself");
}

#[test]
fn a_version_that_is_taken_and_a_dirty_tree_are_warned_of() {
    let mut mona = Maintainer::with(Npm::Twelve);
    write(&mona, "1.0.0", &json!({}));
    let mut terminal = mona.runs("npm publish");
    mona.desk.is_asked("npm publish").approve();
    assert_eq!(terminal.exit_code(), 0, "{}", terminal.screen());
    let git = |line: &str| {
        let mut git = mona.home.command("git");
        git.args(line.split(' ')).env("GIT_CONFIG_GLOBAL", "/dev/null");
        assert!(git.output().unwrap().status.success(), "git {line}");
    };
    git("init -q -b main");
    git("-c user.name=mona -c user.email=mona@example.com add index.js");
    let _terminal = mona.runs("npm publish --force");
    let told = findings(&mut mona);
    assert!(told.contains("Warning: The git tree has changes that are not committed: main"), "{told}");
    assert!(told.contains("Warning: Version 1.0.0 is published already"), "{told}");
    mona.desk.deny();
}

/// An archive is looked through as it is.
#[test]
fn an_archive_is_compared_too() {
    let mut mona = Maintainer::with(Npm::Twelve);
    write(&mona, "1.0.0", &json!({ "scripts": { "install": "node index.js" } }));
    assert!(mona.home.npm("pack").output().unwrap().status.success());
    let archive = format!("{}-1.0.0.tgz", mona.package);
    let _terminal = mona.runs(&format!("npm publish ./{archive}"));
    let told = findings(&mut mona);
    assert!(
        told.contains("Warning: The script that runs where it is installed is new: install: node index.js"),
        "{told}"
    );
    mona.desk.deny();
}

/// A registry that does not answer in time keeps nobody waiting.
#[test]
fn what_cannot_be_compared_in_time_is_said_and_the_prompt_is_served() {
    let mut mona = Maintainer::with(Npm::Eleven);
    write(&mona, "1.0.0", &json!({ "publishConfig": { "registry": Registry::shared().url() } }));
    // npm, for everything but publishing, hangs.
    let npm = mona.home.path().join("bin/npm");
    let real = fs::read_link(&npm).unwrap();
    fs::remove_file(&npm).unwrap();
    mona.home.write(
        "bin/npm",
        format!(
            "#!/bin/sh\ncase \"$1\" in publish|config) exec node {} \"$@\";; esac\nsleep 20\n",
            real.display()
        ),
    );
    fs::set_permissions(&npm, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    let mut terminal = mona.runs("npm publish");
    let told = findings(&mut mona);
    assert!(told.contains("nothing was compared"), "{told}");
    mona.desk.approve();
    assert_eq!(terminal.exit_code(), 0, "{}", terminal.screen());
}
