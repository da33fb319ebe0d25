//! What the product costs while nobody uses it.

use std::error::Error;
use std::fs;
use std::thread::sleep;
use std::time::Duration;

use super::Order;
use super::report::{Goal, Report};
use super::windows::{Place, everything, until_it_answers};

/// How long is watched, in seconds.
const WATCHED: usize = 60;

pub(super) fn idle(order: &Order, report: &mut Report) -> Result<(), Box<dyn Error>> {
    let seconds = order.times(WATCHED, 5);
    let place = Place::with(order.times(100, 5))?;
    let mut agent = place.agent("--background");
    until_it_answers(&place.home);
    sleep(Duration::from_secs(3));
    let (ticks, wakeups) = watch(&place, seconds);
    let note = format!("{seconds} s; a tick is 10 ms");
    report.alone("processor, in the tray", "ticks", Goal::AtMost(0.0), vec![ticks], &note);
    report.alone("wakeups, in the tray", "times", Goal::AtMost(0.0), vec![wakeups], &note);
    agent.kill();
    let _agent = place.agent("--open");
    let window = place.eyes.window()?;
    place.eyes.settled(window)?;
    sleep(Duration::from_secs(5));
    let (ticks, _) = watch(&place, seconds);
    let share = ticks / seconds as f64;
    report.alone(
        "processor, window open",
        "% of a core",
        Goal::AtMost(1.0),
        vec![share],
        "with WebKit's processes",
    );
    place.hide();
    sleep(Duration::from_secs(5));
    let (ticks, _) = watch(&place, seconds);
    report.alone("processor, window hidden", "ticks", Goal::AtMost(0.0), vec![ticks], &note);
    Ok(())
}

/// Processor ticks and wakeups of the product in so many seconds.
fn watch(place: &Place, seconds: usize) -> (f64, f64) {
    let processes = everything(&place.home);
    let before = spent(&processes);
    sleep(Duration::from_secs(seconds as u64));
    let after = spent(&processes);
    (after.0 - before.0, after.1 - before.1)
}

/// Ticks that processes have used, and how often their threads have waited for something.
fn spent(processes: &[u32]) -> (f64, f64) {
    let (mut ticks, mut waits) = (0.0, 0.0);
    for process in processes {
        let stat = fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
        // After the name, which may hold blanks: state is the first, user time the 12th, system time the 13th.
        let fields = stat.rsplit(')').next().unwrap_or_default().split_whitespace().skip(11).take(2);
        ticks += fields.filter_map(|field| field.parse::<f64>().ok()).sum::<f64>();
        for thread in fs::read_dir(format!("/proc/{process}/task")).into_iter().flatten().flatten() {
            let status = fs::read_to_string(thread.path().join("status")).unwrap_or_default();
            let line = status.lines().find_map(|line| line.strip_prefix("voluntary_ctxt_switches:"));
            waits += line.and_then(|line| line.trim().parse::<f64>().ok()).unwrap_or(0.0);
        }
    }
    (ticks, waits)
}
