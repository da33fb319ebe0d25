//! What people install: the companion from npm, and what the companion says of itself.

use std::fs;
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::Output;

use serde_json::Value;

use crate::support::{Home, Npm, Registry, tools};

/// The folder of the sources of the packages.
const PACKAGES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src-tauri/packages");

fn companion(home: &Home, args: &[&str]) -> Output {
    home.command(env!("CARGO_BIN_EXE_countersign")).args(args).output().expect("the companion starts")
}

fn text(output: &Output) -> String {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout.clone()).expect("it is text")
}

#[test]
fn the_version_says_what_it_was_built_from_and_for() {
    let home = Home::new();
    let facts: Value = serde_json::from_str(&text(&companion(&home, &["--version", "--json"]))).unwrap();
    assert_eq!(facts["version"], 1);
    assert_eq!(facts["countersign"], env!("CARGO_PKG_VERSION"));
    assert_eq!(facts["system"], std::env::consts::OS);
    assert_eq!(
        text(&companion(&home, &["--version"])).trim(),
        format!("countersign {}", env!("CARGO_PKG_VERSION"))
    );
}

#[test]
fn help_answers_and_the_manual_has_a_page_for_every_subcommand() {
    let home = Home::new();
    let help = text(&companion(&home, &["help"]));
    let listed: Vec<&str> = help
        .lines()
        .skip_while(|line| !line.starts_with("Commands:"))
        .skip(1)
        .map_while(|line| line.strip_prefix("  ").and_then(|line| line.split_whitespace().next()))
        .collect();
    assert!(listed.contains(&"run") && listed.contains(&"doctor"), "{listed:?}");
    for subcommand in listed.iter().filter(|name| **name != "help") {
        let page = text(&companion(&home, &["man", subcommand]));
        assert!(page.contains(".SH NAME") && page.contains(subcommand), "{subcommand}");
        assert!(!text(&companion(&home, &["help", subcommand])).is_empty());
    }
    assert_eq!(companion(&home, &["man", "nonsense"]).status.code(), Some(2));
}

#[test]
fn the_doctor_needs_no_agent_and_names_nobody() {
    let home = Home::new();
    let report = text(&companion(&home, &["doctor", "--json"]));
    let parsed: Value = serde_json::from_str(&report).unwrap();
    let findings = parsed["findings"].as_array().unwrap();
    let of = |what: &str| findings.iter().find(|finding| finding["what"] == what).cloned();
    assert_eq!(of("agent").unwrap()["is"], "does not run");
    assert!(of("agent").unwrap()["hint"].as_str().unwrap().contains("countersign open"));
    let whole = report + &text(&companion(&home, &["doctor"]));
    let folder = home.path().display().to_string();
    let name = std::env::var("USER").or_else(|_| std::env::var("LOGNAME")).unwrap_or_default();
    assert!(!whole.contains(&folder), "{whole}");
    // `root` is the name of too many things.
    assert!(name.is_empty() || name == "root" || !whole.contains(&name), "{whole}");
}

#[test]
fn npm_installs_the_companion_which_ends_as_its_command_ends() {
    let home = Home::new();
    Npm::Eleven.install(&home);
    let registry = Registry::for_large_packages();
    home.sign_in(&registry, &registry.user("publisher"));
    let version = env!("CARGO_PKG_VERSION");
    let platform = if cfg!(target_arch = "x86_64") { "linux-x64" } else { "linux-arm64" };

    // As in a release: without what only a debugger reads.
    let program = home.path().join("stripped");
    let stripped = home
        .command("strip")
        .arg("-o")
        .arg(&program)
        .arg(env!("CARGO_BIN_EXE_countersign"))
        .status()
        .expect("strip is installed");
    assert!(stripped.success());
    let packages = home.path().join("packages");
    let mut assemble = home.command(tools::node());
    assemble.arg(Path::new(PACKAGES).join("npm/assemble.mjs")).args([version, platform]);
    assert!(assemble.arg(&program).arg(&packages).status().unwrap().success());
    for name in [platform, "countersign"] {
        let manifest = fs::read_to_string(packages.join(name).join("package.json")).unwrap();
        assert!(!manifest.contains("\"scripts\""), "nothing runs when {name} is installed");
        let published = home.npm("publish --access public").arg(packages.join(name)).output().unwrap();
        assert!(published.status.success(), "{}", String::from_utf8_lossy(&published.stderr));
    }

    let installed = home.npm("install countersign --ignore-scripts").output().unwrap();
    assert!(installed.status.success(), "{}", String::from_utf8_lossy(&installed.stderr));
    let countersign = |args: &[&str]| {
        let launcher = home.work().join("node_modules/.bin/countersign");
        home.command(launcher).args(args).output().unwrap()
    };
    assert_eq!(text(&countersign(&["--version"])).trim(), format!("countersign {version}"));
    assert_eq!(countersign(&["run", "--", "sh", "-c", "exit 7"]).status.code(), Some(7));
    assert_eq!(countersign(&["run", "--", "sh", "-c", "kill -TERM $$"]).status.signal(), Some(15));
    assert_eq!(countersign(&["nonsense"]).status.code(), Some(2));

    let without = home.work().join("node_modules/@countersign").join(platform);
    fs::remove_dir_all(without).unwrap();
    let missing = countersign(&["--version"]);
    assert_eq!(missing.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&missing.stderr).contains("--omit=optional"));
}
