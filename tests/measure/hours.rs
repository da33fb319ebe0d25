//! Eight hours with an open window, as a time lapse: its codes change every second instead of every thirty.

use std::error::Error;
use std::fs;
use std::thread::sleep;
use std::time::{Duration, Instant};

use super::Order;
use super::report::{Goal, Report, Series};
use super::windows::{Place, everything, memory_of};

/// How often codes of thirty seconds change in eight hours.
const CHANGES: usize = 8 * 60 * 2;

/// Accounts whose codes change.
const ACCOUNTS: usize = 20;

/// How often is looked.
const LOOKS: usize = 32;

pub(super) fn hours(order: &Order, report: &mut Report) -> Result<(), Box<dyn Error>> {
    let place = Place::with_links(&links())?;
    let _agent = place.agent("--open");
    let window = place.eyes.window()?;
    let look = place.eyes.settled(window)?;
    let changes = order.times(CHANGES, LOOKS);
    let (mut memory, mut files, mut programs) = (Vec::new(), Vec::new(), Vec::new());
    let begun = Instant::now();
    for look in 1..=LOOKS {
        sleep(Duration::from_secs((changes * look / LOOKS) as u64).saturating_sub(begun.elapsed()));
        let running = everything(&place.home);
        memory.push(memory_of(&running));
        files.push(running.iter().map(|process| open_files(*process)).sum::<f64>());
        programs.push(running.len() as f64);
    }
    place.eyes.drawn(window, &look)?;
    let note =
        format!("{changes} changes of {ACCOUNTS} codes, one a second; the last eighth beside the second");
    for (what, unit, most, values) in [
        ("memory after eight hours", "MiB", 1.05, memory),
        ("open files after eight hours", "files", 1.0, files),
        ("processes after eight hours", "processes", 1.0, programs),
    ] {
        // In the first hour a program fills its caches.
        let eighth = LOOKS / 8;
        let (early, late) = (values[eighth..2 * eighth].to_vec(), values[LOOKS - eighth..].to_vec());
        let early = vec![Series::of("in the first hours", early)];
        report.row(what, unit, Goal::Ratio(most), Series::of("countersign", late), early, &note);
    }
    Ok(())
}

/// Accounts whose codes last a second.
fn links() -> Vec<String> {
    (0..ACCOUNTS).map(|number| format!("{}&period=1", super::crowd::link_of(number))).collect()
}

fn open_files(process: u32) -> f64 {
    fs::read_dir(format!("/proc/{process}/fd")).map_or(0.0, |files| files.count() as f64)
}
