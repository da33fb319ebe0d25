//! What README says can be typed, typed as it stands there.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Stdio;

use rustix::process::{Pid, Signal, kill_process};

use crate::support::{Home, memory};

const README: &str = include_str!("../README.md");
const XTASK: &str = include_str!("../src-tauri/xtask/src/main.rs");

/// The companion's command lines: in blocks after `$ ` or alone on their line, and wherever running text shows one.
fn commands() -> BTreeSet<&'static str> {
    let mut commands = BTreeSet::new();
    let mut in_block = false;
    for line in README.lines() {
        if line.starts_with("```") {
            in_block = !in_block;
        } else if in_block {
            let typed = line.strip_prefix("$ ").unwrap_or(line).trim();
            // What stands after a wide gap is a remark.
            let typed = typed.split("   ").next().unwrap_or_default().trim();
            if typed.starts_with("countersign ") || typed.contains("$(countersign ") {
                commands.insert(typed);
            }
        } else {
            let code = line.split('`').skip(1).step_by(2);
            // A name alone, `countersign run`, is spoken of and not typed.
            let typed = |code: &&str| code.starts_with("countersign ") && code.split(' ').count() > 2;
            commands.extend(code.filter(typed));
        }
    }
    commands
}

/// The shell that understands a line, and what of it can be run here.
fn shell(line: &str) -> (&str, &str) {
    match line.split_once(" | ") {
        Some((_, "source")) => ("fish", line),
        // PowerShell is not to be had here.
        Some((before, _)) => ("sh", before),
        None if line.contains("zsh") => ("zsh", line),
        None => ("sh", line),
    }
}

#[test]
fn every_command_of_readme_is_understood() {
    let home = Home::new();
    home.provide("countersign", Path::new(env!("CARGO_BIN_EXE_countersign")));
    // What the companion runs is not the question here.
    for name in ["npm", "npx", "pnpm", "changeset", "COMMAND"] {
        home.provide(name, Path::new("/bin/true"));
    }
    let commands = commands();
    assert!(commands.len() > 15, "{commands:?}");
    let run = |command: &'static str| {
        let (shell, line) = shell(command);
        (command, home.command(shell).arg("-c").arg(line).stdin(Stdio::null()).output().unwrap())
    };
    let outputs: Vec<_> = commands.into_iter().map(run).collect();
    // One of them starts the agent, which outlives it.
    for agent in memory::processes(&home, "countersign-agent") {
        let agent = i32::try_from(agent).ok().and_then(Pid::from_raw).unwrap();
        kill_process(agent, Signal::KILL).unwrap();
    }
    for (command, output) in outputs {
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        // Nothing runs and nothing is there: it may fail, but not because nobody knows what is meant.
        assert!(!matches!(output.status.code(), Some(2 | 126 | 127)), "{command}: {said}");
        assert!(output.status.code().is_some() && !said.contains("panicked"), "{command}: {said}");
    }
}

#[test]
fn every_task_of_readme_exists() {
    let tasks: BTreeSet<&str> = README
        .split("cargo xtask ")
        .skip(1)
        .map(|rest| rest.split(|c: char| !c.is_ascii_lowercase()).next().unwrap_or_default())
        .collect();
    assert!(tasks.contains("run") && tasks.contains("test"));
    for task in tasks {
        assert!(XTASK.contains(&format!("\ncargo xtask {task}")), "there is no `cargo xtask {task}`");
    }
}
