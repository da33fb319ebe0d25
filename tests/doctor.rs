//! `countersign npm doctor`: what a failure means, and the one command that mends it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use crate::support::refusals::{REFUSALS, Refusals};
use crate::support::{Home, Npm};

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
