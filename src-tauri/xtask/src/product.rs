//! The product: building it, and opening it.

use std::path::PathBuf;
use std::process::Command;

use crate::packages;
use crate::page;
use crate::step::{Outcome, ask, cargo, command, run as run_step, target};

/// Builds a release and opens it, as a person who installed it would.
pub(crate) fn run(args: &[String]) -> Outcome {
    packages::install(packages::WINDOW)?;
    page::build()?;
    let released = build_release()?;
    run_step("Opening Countersign", command(released.join("countersign-desktop")).args(args))
}

/// Builds what the tests take for what people get: the same, but larger, and built in half the time.
pub(crate) fn build_release() -> Outcome<PathBuf> {
    build("release")
}

/// Builds what people get, around a page that is there, and returns the folder of the programs.
pub(crate) fn build_for_people() -> Outcome<PathBuf> {
    build("dist")
}

fn build(profile: &str) -> Outcome<PathBuf> {
    let mut build = cargo("build --features desktop --bins --profile");
    build.arg(profile);
    // The programs say it to whoever reports a fault. Without a repository they know their version alone.
    if let Some(commit) = ask(command("git").args(["describe", "--always", "--dirty", "--abbrev=12"])) {
        build.env("COUNTERSIGN_COMMIT", commit);
    }
    run_step("Building the programs", &mut build)?;
    Ok(target().join(profile))
}

/// Builds the same with a door for a test, elsewhere, and returns the folder of the programs.
pub(crate) fn build_drivable() -> Outcome<PathBuf> {
    run_step("Building the programs that a test can drive", &mut drivable("build --bins"))?;
    Ok(drivables().join("release"))
}

/// Runs the tests inside of the window's program, which are compiled with it alone.
pub(crate) fn test_desktop() -> Outcome {
    run_step("Testing the window's program", &mut drivable("test --bin countersign-desktop"))
}

/// Cargo, at work on the programs that a test can drive.
fn drivable(args: &str) -> Command {
    let mut cargo = cargo(args);
    cargo.args(["--release", "--features", "desktop,e2e", "--target-dir"]).arg(drivables());
    // What both depend on is compiled once. Cargo before 1.91 does not know this and takes longer.
    cargo.env("CARGO_BUILD_BUILD_DIR", shared_build_folder());
    cargo
}

fn drivables() -> PathBuf {
    target().join("e2e")
}

fn shared_build_folder() -> PathBuf {
    std::env::var_os("CARGO_BUILD_BUILD_DIR").map_or_else(target, PathBuf::from)
}
