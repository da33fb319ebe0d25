//! `countersign npm doctor`: what a failure means, and the one command that mends it.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::thread;

use serde_json::Value;

use crate::support::refusals::{REFUSALS, Refusals};
use crate::support::{Home, Npm, Programs};

/// Where the words of real clients are kept, a folder for each diagnosis.
const FIXTURES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/failures");

/// Failures that happen before a server can refuse, and the configuration that brings them about.
const UNHEARD: &[(&str, &str)] = &[
    ("not-logged-in", "registry=http://ADDRESS/code-wanted/\n"),
    (
        "token-variable-unset",
        "registry=http://ADDRESS/login-expired/\n//ADDRESS/login-expired/:_authToken=${CI_TOKEN}\n",
    ),
    ("name-not-found", "registry=http://registry.invalid/\n//registry.invalid/:_authToken=npm_test\n"),
    ("nobody-answers", "registry=http://127.0.0.1:9/\n//127.0.0.1:9/:_authToken=npm_test\n"),
];

/// A client whose words are recorded.
struct Client {
    name: &'static str,
    program: &'static str,
    publish: &'static str,
}

/// Those that differ from the two npms that are run live.
const CLIENTS: &[Client] = &[
    Client { name: "npm-6", program: "npm-6/bin/npm-cli.js", publish: "publish" },
    Client { name: "npm-8", program: "npm-8/bin/npm-cli.js", publish: "publish" },
    Client { name: "npm-10", program: "npm-10/bin/npm-cli.js", publish: "publish" },
    Client { name: "pnpm-10", program: "pnpm-10/bin/pnpm.cjs", publish: "publish --no-git-checks" },
    Client { name: "pnpm-11", program: "pnpm-11/bin/pnpm.mjs", publish: "publish --no-git-checks" },
    Client { name: "pnpm-12", program: "@pnpm/exe.linux-x64/pnpm", publish: "publish --no-git-checks" },
    Client {
        name: "yarn-1",
        program: "yarn/bin/yarn.js",
        publish: "publish --non-interactive --new-version 1.0.0",
    },
    Client { name: "yarn-4", program: "@yarnpkg/cli-dist/bin/yarn.js", publish: "npm publish" },
    Client { name: "bun", program: "bun/bin/bun.exe", publish: "publish" },
];

/// Records the words of the clients in the folder that `COUNTERSIGN_CLIENTS` names (a `node_modules`) anew.
#[test]
#[ignore = "writes fixtures; the clients are not all part of the rig"]
fn record() {
    let clients = PathBuf::from(std::env::var_os("COUNTERSIGN_CLIENTS").expect("a folder of clients"));
    let refusals = Refusals::start(0);
    for client in CLIENTS {
        let mut before = Vec::new();
        for name in failures() {
            let home = with_failure(&refusals, name);
            Npm::Eleven.install(&home);
            let program = clients.join(client.program);
            if client.name == "yarn-4" {
                home.write("work/yarn.lock", "");
                home.write(
                    "work/.yarnrc.yml",
                    yarnrc(&fs::read_to_string(home.path().join(".npmrc")).unwrap()),
                );
                said(yarn(&home, &program, "install"));
            }
            let mut command = home.command(&program);
            command.args(client.publish.split(' ')).env("CI", "1");
            if client.name == "yarn-4" {
                command = yarn(&home, &program, client.publish);
            }
            let output = command.stdin(Stdio::null()).output().expect("the client starts");
            if output.status.success() {
                continue; // it believes what it is told
            }
            let words = clean(&words_of(&output), &home, &refusals);
            // Some clients have the same words for several failures; the first in the list is what can be told then.
            if !before.contains(&words) {
                let folder = Path::new(FIXTURES).join(name);
                fs::create_dir_all(&folder).unwrap();
                fs::write(folder.join(format!("{}.txt", client.name)), &words).unwrap();
                before.push(words);
            }
        }
    }
}

fn yarn(home: &Home, program: &Path, line: &str) -> Command {
    let mut command = home.command(program);
    command.args(line.split(' ')).env("YARN_ENABLE_IMMUTABLE_INSTALLS", "0");
    command
}

/// The two npms that are run live, against every failure.
#[test]
fn every_failure_of_a_real_npm_is_named_with_a_command_that_mends_it() {
    let refusals = Refusals::start(0);
    let all = &|npm: Npm| failures().filter_map(|name| misnamed(npm, name, &refusals)).collect::<Vec<_>>();
    let wrong = thread::scope(|scope| {
        // Each takes a second or two, most of it waiting.
        let npms = Npm::ALL.map(|npm| scope.spawn(move || all(npm)));
        npms.into_iter().flat_map(|npm| npm.join().unwrap()).collect::<Vec<_>>()
    });
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

/// Has npm fail, pastes what it said, and says what is wrong with the diagnosis.
fn misnamed(npm: Npm, name: &str, refusals: &Refusals) -> Option<String> {
    let home = with_failure(refusals, name);
    npm.install(&home);
    // What is no registry is believed when it takes a package, and found out when it is read.
    let line = if name == "not-a-registry" { "view demo" } else { "publish" };
    let output = home.npm(line).stdin(Stdio::null()).output().unwrap();
    let words = words_of(&output);
    if output.status.success() {
        return Some(format!("{npm:?}: nothing failed: {words}"));
    }
    let found = diagnosed(&home, &words);
    let fits = found["name"] == name && !found["command"].as_str().unwrap_or_default().is_empty();
    (!fits).then(|| format!("{npm:?}, {name}: {found}\n{words}"))
}

/// What `countersign npm doctor - --json` says of a text.
fn diagnosed(home: &Home, words: &str) -> Value {
    let mut doctor = Programs::built().countersign(home, "npm doctor - --json");
    let mut doctor = doctor.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    doctor.stdin.take().unwrap().write_all(words.as_bytes()).unwrap();
    serde_json::from_slice(&doctor.wait_with_output().unwrap().stdout).unwrap()
}

#[test]
fn without_a_paste_npms_latest_log_is_read() {
    let refusals = Refusals::start(0);
    let home = with_failure(&refusals, "second-factor-required");
    Npm::Twelve.install(&home);
    assert!(!home.npm("publish").output().unwrap().status.success());
    // A later run that failed in no way does not hide it.
    assert!(home.npm("config get registry").output().unwrap().status.success());
    let output = home.companion("npm doctor");
    let said = words_of(&output);
    assert!(output.status.success() && said.contains("wants a second factor"), "{said}");
    assert!(said.contains("countersign npm enroll"), "{said}");
}

#[test]
fn a_clock_that_differs_is_found_out_and_named() {
    let refusals = Refusals::start(60);
    let home = with_failure(&refusals, "code-wanted");
    Npm::Eleven.install(&home);
    let words = words_of(&home.npm("publish").output().unwrap());
    let found = diagnosed(&home, &words);
    assert_eq!(found["name"], "clock-differs");
    assert!(found["message"].as_str().unwrap().contains(" s behind "), "{found}");
}

#[test]
fn what_npm_logs_in_with_is_looked_at_and_never_shown() {
    let refusals = Refusals::start(0);
    let home = with_failure(&refusals, "login-expired");
    Npm::Eleven.install(&home);
    let token = "00000000-1111-4222-8333-444444444444";
    let npmrc = fs::read_to_string(home.path().join(".npmrc")).unwrap();
    home.write(".npmrc", npmrc.replace("npm_testtokentesttokentesttokentesttoken1234", token));
    let words = words_of(&home.npm("publish").output().unwrap());
    let found = diagnosed(&home, &words);
    assert_eq!(found["name"], "classic-token");
    assert!(!found.to_string().contains(token));
}

#[test]
fn nothing_known_is_said_so() {
    let home = Home::new();
    home.write("work/error.txt", "npm error code ERESOLVE\n");
    let output = home.companion("npm doctor error.txt");
    assert_eq!(output.status.code(), Some(5));
    let without_npm = home.companion("npm doctor");
    assert!(!without_npm.status.success());
}

fn failures() -> impl Iterator<Item = &'static str> {
    REFUSALS.iter().map(|refusal| refusal.name).chain(UNHEARD.iter().map(|(name, _)| *name))
}

/// A home in which publishing fails so.
fn with_failure(refusals: &Refusals, name: &str) -> Home {
    let home = Home::new();
    home.package("demo", "1.0.0");
    match UNHEARD.iter().find(|(unheard, _)| *unheard == name) {
        Some((_, configuration)) => {
            let configuration = configuration.replace("ADDRESS", refusals.address());
            home.write(".npmrc", format!("{configuration}update-notifier=false\nfetch-retries=0\n"));
        }
        None => home.sign_in_to_be_refused(refusals, name),
    }
    home
}

/// The same configuration as Yarn Berry has it.
fn yarnrc(npmrc: &str) -> String {
    let value = |end: &str| {
        npmrc.lines().find_map(|line| Some(line.split_once('=').filter(|(key, _)| key.ends_with(end))?.1))
    };
    let registry = value("registry").unwrap_or_default().trim_end_matches('/').to_owned();
    let token = value("_authToken").map_or(String::new(), |token| format!("npmAuthToken: \"{token}\"\n"));
    format!(
        "npmRegistryServer: \"{registry}\"\nunsafeHttpWhitelist: [\"*\"]\nenableTelemetry: false\nhttpRetry: 0\n{token}"
    )
}

fn said(mut command: Command) -> String {
    words_of(&command.stdin(Stdio::null()).output().expect("the client starts"))
}

fn words_of(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

/// Takes out what differs from machine to machine and from run to run, and what is not about the failure.
fn clean(said: &str, home: &Home, refusals: &Refusals) -> String {
    const NOISE: [&str; 10] = [
        "Deprecation",
        "--trace-deprecation",
        "_logs/",
        "    at ",
        "packed ",
        "acked size",
        "Shasum:",
        "Integrity:",
        "errors in",
        "warning package.json",
    ];
    let text = strip_ansi_escapes::strip_str(said).replace(&home.path().display().to_string(), "/home/nina");
    let about = |line: &&str| {
        let notice = line.strip_prefix("npm notice").map(str::to_lowercase);
        let tells = notice.is_none_or(|notice| notice.contains("email") || notice.contains("publishing"));
        tells && !NOISE.iter().any(|noise| line.contains(noise))
    };
    let text = text.lines().filter(about).fold(String::new(), |text, line| text + line.trim_end() + "\n");
    failures().fold(text.replace(refusals.address(), "127.0.0.1:4873"), |text, name| {
        text.replace(&format!("4873/{name}"), "4873/npm")
    })
}
