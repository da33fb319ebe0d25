//! How large the programs are that people get.

use std::error::Error;
use std::fs;

use super::report::{Goal, Report};
use super::{Order, companion};

/// Programs and the largest that they should be, in MiB.
const PROGRAMS: [(&str, f64); 3] =
    [("countersign", 4.0), ("countersign-agent", 8.0), ("countersign-desktop", 16.0)];

pub(super) fn programs(_: &Order, report: &mut Report) -> Result<(), Box<dyn Error>> {
    for (name, goal) in PROGRAMS {
        let size = fs::metadata(companion::released(name))?.len() as f64 / f64::from(1 << 20);
        report.alone(&format!("size of {name}"), "MiB", Goal::AtMost(goal), vec![size], "");
    }
    Ok(())
}
