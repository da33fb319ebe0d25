//! From the yes to the code in npm's prompt.

#![expect(clippy::unnecessary_wraps, reason = "every measurement has this shape, and most can fail")]

use std::error::Error;
use std::thread::sleep;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use super::report::{Goal, Report};
use super::{Order, crowd};
use crate::support::desk::ARMED;
use crate::support::{Challenge, Desk, Home, Mock, Npm, Programs, Terminal};

/// Seconds of a code's step, and how many of them must be left so that the code of this step is given.
const STEP: (u64, u64) = (30, 12);

pub(super) fn approve(order: &Order, report: &mut Report) -> Result<(), Box<dyn Error>> {
    let home = Home::new();
    Npm::Twelve.install(&home);
    let mock = Mock::start(Challenge::Classic);
    home.sign_in_at(&mock);
    let mut desk = Desk::with_sealed_file(&home);
    let count = order.times(40, 3);
    // Each account gives one code in its step.
    crowd::bring(&home, &mut desk, 0..count);
    let mut times = Vec::new();
    for number in 0..count {
        home.package("demo", &format!("1.0.{number}"));
        let line = format!("run --account {} -- npm publish", crowd::name(number));
        let mut terminal = Terminal::start(Programs::built().countersign(&home, &line));
        desk.is_asked("npm publish");
        terminal.wait_for("approve \"");
        sleep(ARMED);
        wait_for_time_in_the_step();
        // The companion hides the code as it is repeated on the screen: a star stands for each digit.
        let begun = Instant::now();
        desk.console().enter("a 1");
        terminal.wait_for("******");
        times.push(begun.elapsed().as_secs_f64() * 1e3);
        // Nobody hears whether the registry takes it.
        terminal.signal(rustix::process::Signal::KILL);
    }
    report.alone(
        "approval to the last digit in npm's prompt",
        "ms",
        Goal::Quantiles(15.0, 40.0),
        times,
        "from Enter at the agent's console; real npm 12; the companion shows a star for each digit",
    );
    Ok(())
}

/// A code of which little time is left is not given: the next one is, when it begins.
fn wait_for_time_in_the_step() {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |now| now.as_secs());
    let left = STEP.0 - now % STEP.0;
    if left < STEP.1 {
        sleep(Duration::from_secs(left));
    }
}
