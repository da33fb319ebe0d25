//! The functions of `countersign shell-init`, in the real shells.

use std::os::unix::fs::PermissionsExt;
use std::process::Stdio;

use crate::support::{Home, Programs};

/// A shell, and how it takes the functions and then a command.
const SHELLS: [(&str, &[&str], &str); 3] = [
    ("bash", &["--norc", "-c"], "eval \"$(countersign shell-init bash)\""),
    ("zsh", &["-f", "-c"], "eval \"$(countersign shell-init zsh)\""),
    ("fish", &["--no-config", "-c"], "countersign shell-init fish | source"),
];

/// A home with the companion, and with programs that only say what they were told.
fn home() -> Home {
    let home = Home::new();
    let companion = Programs::built().countersign(&home, "");
    home.provide("countersign", std::path::Path::new(companion.get_program()));
    for program in ["npm", "pnpm", "npx", "lerna"] {
        let path = home.write(
            &format!("bin/{program}"),
            "#!/bin/sh\necho \"$(basename \"$0\")${*:+ $*}: ${npm_config_auth_type:-alone}\"\n",
        );
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o755)).unwrap();
    }
    home
}

fn says(home: &Home, (shell, flags, functions): (&str, &[&str], &str), line: &str) -> String {
    let mut command = home.command(shell);
    command.args(flags).arg(format!("{functions}; {line}")).stdin(Stdio::null());
    let output = command.output().unwrap_or_else(|error| panic!("{shell} is missing: {error}"));
    assert!(output.status.success(), "{shell}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

#[test]
fn commands_that_may_ask_go_through_run_and_the_others_do_not() {
    let home = home();
    for shell in SHELLS {
        for (line, through) in [
            ("npm publish", true),
            ("npm --tag next pub ./kit", true),
            ("npm --loglevel=silly deprecate demo@1 'not this one'", true),
            ("npm run release:all", true),
            ("npm run build", false),
            ("npm view publish", false),
            ("npm install", false),
            ("npm", false),
            ("npm --tag publish view demo", false),
            ("pnpm -F kit publish", true),
            ("pnpm add release-it", false),
            ("npx lerna publish", true),
            ("npx tsc", false),
            ("lerna publish", true),
        ] {
            let said = says(&home, shell, line);
            let words = line.replace('\'', "");
            let how = if through { "legacy" } else { "alone" };
            assert_eq!(said, format!("{words}: {how}"), "{} {line}", shell.0);
        }
    }
}

/// What never asks costs nothing: no process of ours is started for it.
#[test]
fn a_command_that_never_asks_starts_no_companion() {
    let home = home();
    for shell in SHELLS {
        let line = "export PATH=$HOME/other:$PATH; npm view demo";
        let decoy = home.write("other/countersign", "#!/bin/sh\ntouch \"$HOME/started\"\n");
        std::fs::set_permissions(decoy, std::fs::Permissions::from_mode(0o755)).unwrap();
        let line = if shell.0 == "fish" { "set -x PATH $HOME/other $PATH; npm view demo" } else { line };
        assert_eq!(says(&home, shell, line), "npm view demo: alone");
        assert!(!home.path().join("started").exists(), "{}", shell.0);
        let line = line.replace("view demo", "publish");
        says(&home, shell, &line);
        assert!(home.path().join("started").exists(), "{}: the decoy would have been seen", shell.0);
        std::fs::remove_file(home.path().join("started")).unwrap();
    }
}
