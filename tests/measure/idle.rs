//! What the product costs while nobody uses it.

use std::collections::HashMap;
use std::error::Error;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::Duration;

use super::Order;
use super::report::{Goal, Report};
use super::windows::{Place, everything, until_it_answers};

/// How long is watched at a time, in seconds.
const WATCHED: usize = 60;

/// How often a window is watched for so long, one after the other.
const MINUTES: [&str; 3] = ["first", "second", "third"];

pub(super) fn idle(order: &Order, report: &mut Report) -> Result<(), Box<dyn Error>> {
    let seconds = order.times(WATCHED, 5);
    let place = Place::with(order.times(100, 5))?;
    let mut agent = place.agent("--background");
    until_it_answers(&place.home);
    sleep(Duration::from_secs(3));
    let tray = Watched::over(&place, seconds);
    let note = format!("{seconds} s; a tick is 10 ms");
    report.alone("processor, in the tray", "ticks", Goal::AtMost(0.0), vec![tray.ticks()], &note);
    report.alone("wakeups, in the tray", "times", Goal::AtMost(0.0), vec![tray.waits()], &note);
    agent.kill();
    let _agent = place.agent("--open");
    let window = place.eyes.window()?;
    place.eyes.settled(window)?;
    sleep(Duration::from_secs(5));
    let open: Vec<Watched> = (0..MINUTES.len()).map(|_| Watched::over(&place, seconds)).collect();
    let shares = open.iter().map(|minute| minute.ticks() / seconds as f64).collect();
    let goal = Goal::AtMost(1.0);
    let by_whom = open.last().map(Watched::by_whom).unwrap_or_default();
    report.alone("processor, window open", "% of a core", goal, shares, &by_whom);
    place.hide();
    sleep(Duration::from_secs(5));
    for minute in MINUTES {
        let hidden = Watched::over(&place, seconds);
        let (what, goal) = (format!("processor, window hidden, {minute} minute"), Goal::AtMost(0.0));
        report.alone(&what, "ticks", goal, vec![hidden.ticks()], &format!("{note}; {}", hidden.by_whom()));
    }
    Ok(())
}

/// What the product used while it was watched, process by process.
struct Watched(Vec<Spent>);

/// What a process has used.
#[derive(Default)]
struct Spent {
    name: String,
    /// Processor ticks.
    ticks: f64,
    threads: HashMap<OsString, Thread>,
}

/// What a thread has used.
#[derive(Clone, Default)]
struct Thread {
    name: String,
    /// Processor time in milliseconds; finer than ticks.
    time: f64,
    /// How often it has waited for something.
    waits: f64,
}

impl Watched {
    /// Watches for so many seconds.
    fn over(place: &Place, seconds: usize) -> Self {
        let processes = everything(&place.home);
        let before: Vec<Spent> = processes.iter().map(|process| Spent::by(*process)).collect();
        sleep(Duration::from_secs(seconds as u64));
        Self(
            processes
                .iter()
                .zip(&before)
                .map(|(process, before)| Spent::by(*process).since(before))
                .collect(),
        )
    }

    fn ticks(&self) -> f64 {
        self.0.iter().map(|spent| spent.ticks).sum()
    }

    fn waits(&self) -> f64 {
        self.0.iter().flat_map(|spent| spent.threads.values()).map(|thread| thread.waits).sum()
    }

    /// Says who did something.
    fn by_whom(&self) -> String {
        let mut all = Vec::new();
        for spent in &self.0 {
            let mut threads: Vec<_> = spent.threads.values().filter(|thread| thread.waits > 0.0).collect();
            threads.sort_by(|one, other| other.time.total_cmp(&one.time));
            let of = |it: &&Thread| format!("{} {:.1} ms and {} wakeups", it.name, it.time, it.waits);
            if !threads.is_empty() {
                let threads = threads.iter().map(of).collect::<Vec<_>>().join(", ");
                all.push(format!("{} ({threads})", spent.name));
            }
        }
        all.join(", ")
    }
}

impl Spent {
    /// Asks the system; nothing where the process has gone.
    fn by(process: u32) -> Self {
        let folder = PathBuf::from(format!("/proc/{process}"));
        let stat = read(&folder, "stat");
        // After the name, which may hold blanks: state is the first, user time the 12th, system time the 13th.
        let fields = stat.rsplit(')').next().unwrap_or_default().split_whitespace().skip(11).take(2);
        let ticks = fields.filter_map(|field| field.parse::<f64>().ok()).sum();
        let threads = fs::read_dir(folder.join("task")).into_iter().flatten().flatten();
        let threads = threads.map(|thread| (thread.file_name(), Thread::at(&thread.path()))).collect();
        Self { name: read(&folder, "comm").trim().to_owned(), ticks, threads }
    }

    /// What was used since then. What a thread used that has ended is in the ticks alone.
    fn since(mut self, before: &Self) -> Self {
        self.ticks -= before.ticks;
        for (id, thread) in &mut self.threads {
            let before = before.threads.get(id).cloned().unwrap_or_default();
            thread.time -= before.time;
            thread.waits -= before.waits;
        }
        self
    }
}

impl Thread {
    fn at(folder: &Path) -> Self {
        let status = read(folder, "status");
        let waits = status.lines().find_map(|line| line.strip_prefix("voluntary_ctxt_switches:"));
        // The first number is nanoseconds on a processor.
        let (time, number) = (read(folder, "schedstat"), |it: &str| it.trim().parse::<f64>().unwrap_or(0.0));
        Self {
            name: read(folder, "comm").trim().to_owned(),
            time: time.split_whitespace().next().map_or(0.0, number) / 1e6,
            waits: waits.map_or(0.0, number),
        }
    }
}

fn read(folder: &Path, what: &str) -> String {
    fs::read_to_string(folder.join(what)).unwrap_or_default()
}
