//! The product: building it, and opening it.

use std::path::PathBuf;

use crate::packages;
use crate::page;
use crate::step::{Outcome, cargo, command, run as run_step, target};

/// Builds a release and opens it, as a person who installed it would.
pub(crate) fn run(args: &[String]) -> Outcome {
    packages::install(packages::WINDOW)?;
    page::build()?;
    let released = build_release()?;
    run_step("Opening Countersign", command(released.join("countersign-desktop")).args(args))
}

/// Builds what people get, around a page that is there, and returns the folder of the programs.
pub(crate) fn build_release() -> Outcome<PathBuf> {
    run_step("Building the programs", &mut cargo("build --release --features desktop --bins"))?;
    Ok(target().join("release"))
}

/// Builds the same with a door for a test, elsewhere, and returns the folder of the programs.
pub(crate) fn build_drivable() -> Outcome<PathBuf> {
    let elsewhere = target().join("e2e");
    let mut build = cargo("build --release --features desktop,e2e --bins --target-dir");
    // What both depend on is compiled once. Cargo before 1.91 does not know this and takes longer.
    build.arg(&elsewhere).env("CARGO_BUILD_BUILD_DIR", shared_build_folder());
    run_step("Building the programs that a test can drive", &mut build)?;
    Ok(elsewhere.join("release"))
}

fn shared_build_folder() -> PathBuf {
    std::env::var_os("CARGO_BUILD_BUILD_DIR").map_or_else(target, PathBuf::from)
}
