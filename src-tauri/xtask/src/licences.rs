//! What the product depends on: licences, sources, duplicates, known holes.

use std::process::Command;

use crate::step::{Outcome, ask, cargo, run, say};

/// The version of cargo-deny whose words this file knows.
const CARGO_DENY: &str = "0.20.2";

/// Checks the dependencies against `.deny.toml`. Known holes are checked only where their list can be fetched, and it says so.
pub(crate) fn check() -> Outcome {
    if ask(cargo("deny").arg("--version")).is_none() {
        let install = format!("install --locked cargo-deny --version {CARGO_DENY}");
        run("Installing cargo-deny", &mut cargo(&install))?;
    }
    run("Licences and sources of what we depend on", &mut deny("bans licenses sources"))?;
    check_for_known_holes()
}

fn check_for_known_holes() -> Outcome {
    say("Known holes in what we depend on");
    let output = deny("advisories").output().map_err(|error| format!("cannot start cargo deny: {error}"))?;
    let words = String::from_utf8_lossy(&output.stderr);
    if output.status.success() {
        Ok(())
    } else if words.contains("failed to fetch advisory database") {
        say(
            "NOT CHECKED: the list of known holes could not be fetched. Run `cargo deny check advisories` with a network.",
        );
        Ok(())
    } else {
        eprintln!("{words}");
        Err("Known holes in what we depend on: see above".to_owned())
    }
}

fn deny(what: &str) -> Command {
    let mut deny = cargo("deny --all-features --config .deny.toml check");
    deny.args(what.split_whitespace());
    deny
}
