//! What is measured: one file for what belongs together, one list of all.
//!
//! What is compared runs by turns, so that whatever else the machine does meets both. Times are wall clock, in milliseconds.

#![allow(clippy::cast_precision_loss, clippy::as_conversions, reason = "sizes and counts are far below 2^52")]

mod approving;
mod building;
mod companion;
mod crowd;
mod growth;
mod hours;
mod idle;
mod pixels;
mod report;
mod scrolling;
mod searching;
mod sizes;
mod windows;

use std::error::Error;
use std::fs;
use std::path::PathBuf;

use report::Report;

/// What is to be measured, and how thoroughly.
#[derive(Default)]
pub(crate) struct Order {
    /// Names out of [`PARTS`]; none for all.
    pub(crate) only: Vec<String>,
    /// Few repetitions: to see that it works, not what comes out.
    pub(crate) short: bool,
    /// The file that the figures go to.
    pub(crate) out: PathBuf,
}

impl Order {
    /// How often something is done: the first number, or the second when it is to be short.
    fn times(&self, usually: usize, short: usize) -> usize {
        if self.short { short } else { usually }
    }
}

/// Measures one thing, or several that need the same preparation.
type Part = fn(&Order, &mut Report) -> Result<(), Box<dyn Error>>;

const PARTS: &[(&str, Part)] = &[
    ("sizes", sizes::programs),
    ("start", companion::start),
    ("run", companion::run),
    ("output", companion::output),
    ("npm", companion::npm),
    ("approve", approving::approve),
    ("window", windows::cold),
    ("many", windows::many),
    ("again", windows::again),
    ("idle", idle::idle),
    ("search", searching::search),
    ("scroll", scrolling::scroll),
    ("growth", growth::growth),
    ("hours", hours::hours),
    ("build", building::build),
    ("test", building::test),
];

/// Says what can be ordered.
pub(crate) fn usage() -> String {
    let names: Vec<&str> = PARTS.iter().map(|(name, _)| *name).collect();
    format!("cargo xtask bench [--short] [--only {}]", names.join(","))
}

/// Measures what is ordered, and writes the figures.
pub(crate) fn all(order: &Order) -> Result<(), Box<dyn Error>> {
    if let Some(unknown) = order.only.iter().find(|name| PARTS.iter().all(|(part, _)| part != name)) {
        return Err(format!("{unknown} is no part. {}", usage()).into());
    }
    let mut report = Report::default();
    for (name, part) in PARTS {
        if order.only.is_empty() || order.only.iter().any(|wanted| wanted == name) {
            eprintln!("   {name}");
            part(order, &mut report)?;
            // What is known already survives a part that fails.
            fs::write(&order.out, serde_json::to_string_pretty(&report)?)?;
        }
    }
    Ok(())
}
