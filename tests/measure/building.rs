//! How long those wait who work on the product.

use std::error::Error;
use std::process::{Command, Stdio};
use std::time::Instant;

use super::Order;
use super::report::{Goal, Report};
use crate::support::tools::repository;

/// Builds what tests without the window: from nothing, or what is missing when it is to be short.
pub(super) fn build(order: &Order, report: &mut Report) -> Result<(), Box<dyn Error>> {
    let nothing = tempfile::tempdir()?;
    let mut command = cargo(&["test", "--no-run"]);
    command.env("CARGO_INCREMENTAL", "0");
    if !order.short {
        command.env("CARGO_TARGET_DIR", nothing.path());
    }
    let note = "from nothing; what is depended on was fetched before";
    report.alone("cargo test --no-run", "s", Goal::AtMost(90.0), vec![seconds(command)?], note);
    Ok(())
}

/// Runs every test there is. Takes too long to be short.
pub(super) fn test(order: &Order, report: &mut Report) -> Result<(), Box<dyn Error>> {
    if !order.short {
        let mut command = cargo(&["xtask", "test"]);
        // Tests take what they build themselves.
        for programs in ["RELEASED", "BUILT", "DRIVABLE"] {
            command.env_remove(format!("COUNTERSIGN_TEST_{programs}"));
        }
        let goal = Goal::AtMost(25.0 * 60.0);
        report.alone("cargo xtask test", "s", goal, vec![seconds(command)?], "with what it has to build");
    }
    Ok(())
}

fn cargo(args: &[&str]) -> Command {
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.args(args).current_dir(repository());
    cargo.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    cargo
}

fn seconds(mut command: Command) -> Result<f64, Box<dyn Error>> {
    let begun = Instant::now();
    let ended = command.status()?;
    if !ended.success() {
        return Err(format!("{command:?}: {ended}").into());
    }
    Ok(begun.elapsed().as_secs_f64())
}
