//! The product's windows beside those of others: how long until they show something, and what they take while they do.

use std::error::Error;
use std::fs;
use std::process::Stdio;
use std::thread::sleep;
use std::time::{Duration, Instant};

use super::pixels::{Eyes, Sight};
use super::report::{Goal, Report, Series};
use super::{Order, crowd};
use crate::support::windows::quiet;
use crate::support::{Desk, Home, Keyring, Programs, Running, Screen, eventually, memory};

/// Others that show codes, with what starts them.
const PEERS: [&str; 2] = ["keepassxc", "otpclient"];

/// How long after its last change a window is left in peace before its memory is looked at.
const PEACE: Duration = Duration::from_secs(5);

/// A home with accounts in a real keychain, and a screen. Parts end in this order.
pub(super) struct Place {
    pub(super) eyes: Eyes,
    pub(super) screen: Screen,
    _keyring: Keyring,
    pub(super) home: Home,
}

impl Place {
    pub(super) fn with(accounts: usize) -> Result<Self, Box<dyn Error>> {
        let links: Vec<String> = (0..accounts).map(crowd::link_of).collect();
        Self::with_links(&links)
    }

    pub(super) fn with_links(links: &[String]) -> Result<Self, Box<dyn Error>> {
        let mut home = Home::new();
        let screen = Screen::start(&mut home);
        let keyring = Keyring::unlocked(&mut home);
        let mut desk = Desk::open(&home);
        crowd::bring_links(&home, &mut desk, links);
        desk.quit();
        Ok(Self { eyes: eyes(&home)?, screen, _keyring: keyring, home })
    }

    /// Starts the agent, with the main window or without; nothing of the product runs.
    pub(super) fn agent(&self, how: &str) -> Running {
        Running::start(quiet(Programs::released().agent(&self.home, how)))
    }

    /// Does something and waits until a window has come of it that is drawn to its end; milliseconds to both.
    fn until_drawn(&self, expected: &Sight, act: impl FnOnce()) -> Result<(f64, f64), Box<dyn Error>> {
        self.eyes.blink()?;
        let begun = Instant::now();
        act();
        let window = self.eyes.window()?;
        let there = begun.elapsed().as_secs_f64() * 1e3;
        self.eyes.drawn(window, expected)?;
        Ok((there, begun.elapsed().as_secs_f64() * 1e3))
    }

    /// Opens the main window for the first time; how it looks when it is ready.
    fn ready(&self) -> Result<(Running, Sight), Box<dyn Error>> {
        self.eyes.blink()?;
        let agent = self.agent("--open");
        let window = self.eyes.window()?;
        let look = self.eyes.settled(window)?;
        Ok((agent, look))
    }

    /// Opens the main window once; how it looks, and the memory of all that it takes.
    fn look(&self) -> Result<(Sight, f64), Box<dyn Error>> {
        let (mut agent, look) = self.ready()?;
        sleep(PEACE);
        let memory = memory_of(&everything(&self.home));
        agent.kill();
        self.until_gone();
        Ok((look, memory))
    }

    /// Starts everything, until the window looks so, and ends it; milliseconds to the window and to what is in it.
    fn start(&self, look: &Sight) -> Result<(f64, f64), Box<dyn Error>> {
        let mut agent = None;
        let times = self.until_drawn(look, || agent = Some(self.agent("--open")))?;
        drop(agent);
        self.until_gone();
        Ok(times)
    }

    /// Waits until nothing of the product runs in this home.
    fn until_gone(&self) {
        eventually("the product to be gone", || {
            processes(&self.home, "countersign-").is_empty().then_some(())
        });
    }

    /// Puts the main window away, which has the focus.
    pub(super) fn hide(&self) {
        self.companion("toggle");
    }

    fn companion(&self, line: &str) {
        let mut companion = quiet(Programs::released().countersign(&self.home, line));
        assert!(companion.status().is_ok_and(|status| status.success()), "countersign {line}");
    }
}

/// Looks at the screen that programs of a home appear on.
fn eyes(home: &Home) -> Result<Eyes, Box<dyn Error>> {
    let command = home.command("true");
    let display = command.get_envs().find_map(|(name, value)| (name == "DISPLAY").then_some(value?));
    Eyes::on(display.and_then(|it| it.to_str()).ok_or("the home has a screen")?)
}

fn processes(home: &Home, name: &str) -> Vec<u32> {
    memory::processes(home, name)
}

/// Memory that these processes have, each page that is shared by several counted in parts, in MiB.
pub(super) fn memory_of(processes: &[u32]) -> f64 {
    let of = |process: &u32| -> f64 {
        let rollup = fs::read_to_string(format!("/proc/{process}/smaps_rollup")).unwrap_or_default();
        let line = rollup.lines().find_map(|line| line.strip_prefix("Pss:"));
        line.and_then(|line| line.split_whitespace().next()?.parse::<f64>().ok()).unwrap_or(0.0)
    };
    processes.iter().map(of).sum::<f64>() / 1024.0
}

/// Every process of the product in a home, with those of the web view.
pub(super) fn everything(home: &Home) -> Vec<u32> {
    let mut all = processes(home, "countersign-");
    all.extend(processes(home, "WebKit"));
    all.sort_unstable();
    all.dedup();
    all
}

/// A peer's window, in a home of its own that has nothing.
fn peer(name: &str) -> Result<(f64, f64), Box<dyn Error>> {
    let mut home = Home::new();
    let _screen = Screen::start(&mut home);
    let _keyring = Keyring::unlocked(&mut home);
    let eyes = eyes(&home)?;
    let begun = Instant::now();
    let _program = Running::start(quiet(home.command(name)));
    eyes.window()?;
    let time = begun.elapsed().as_secs_f64() * 1e3;
    sleep(PEACE);
    Ok((time, memory_of(&processes(&home, name))))
}

pub(super) fn cold(order: &Order, report: &mut Report) -> Result<(), Box<dyn Error>> {
    let place = Place::with(order.times(100, 5))?;
    let (mut ours, mut empty) = (Vec::new(), Vec::new());
    let mut theirs: Vec<Series> = PEERS.iter().map(|name| Series::of(*name, Vec::new())).collect();
    let mut taken: Vec<Series> = PEERS.iter().map(|name| Series::of(*name, Vec::new())).collect();
    let (look, memory) = place.look()?;
    for _ in 0..order.times(10, 2) {
        let (there, drawn) = place.start(&look)?;
        ours.push(drawn);
        empty.push(there);
        for (name, (times, taken)) in PEERS.iter().zip(theirs.iter_mut().zip(&mut taken)) {
            let (time, memory) = peer(name)?;
            times.values.push(time);
            taken.values.push(memory);
        }
    }
    theirs.push(Series::of("our window, still empty", empty));
    let note =
        "ours to the last code drawn; theirs to their first window, which asks for a password or is empty";
    report.row(
        "cold start, 100 accounts",
        "ms",
        Goal::Ratio(1.0),
        Series::of("countersign", ours),
        theirs,
        note,
    );
    let note = "PSS of all processes, WebKit's with them";
    let ours = Series::of("countersign", vec![memory]);
    report.row("memory, window open, 100 accounts", "MiB", Goal::AtMost(180.0), ours, taken, note);
    Ok(())
}

pub(super) fn many(order: &Order, report: &mut Report) -> Result<(), Box<dyn Error>> {
    let (few, many) = (Place::with(order.times(100, 5))?, Place::with(order.times(1_000, 20))?);
    let (look_of_few, look_of_many) = (few.look()?.0, many.look()?.0);
    let (mut with_few, mut with_many) = (Vec::new(), Vec::new());
    for _ in 0..order.times(10, 2) {
        with_many.push(many.start(&look_of_many)?.1);
        with_few.push(few.start(&look_of_few)?.1);
    }
    let (many, few) = (Series::of("1,000 accounts", with_many), vec![Series::of("100 accounts", with_few)]);
    let note = "in GNOME's keyring; to the last code drawn";
    report.row("cold start, 1,000 accounts", "ms", Goal::Ratio(1.3), many, few, note);
    Ok(())
}

pub(super) fn again(order: &Order, report: &mut Report) -> Result<(), Box<dyn Error>> {
    let place = Place::with(order.times(100, 5))?;
    let mut agent = place.agent("--background");
    until_it_answers(&place.home);
    sleep(PEACE);
    let resident = memory_of(&processes(&place.home, "countersign-agent"));
    report.alone("memory, in the tray without a window", "MiB", Goal::AtMost(15.0), vec![resident], "PSS");
    agent.kill();
    let (_agent, look) = place.ready()?;
    let (mut warm, mut cold, mut palette) = (Vec::new(), Vec::new(), Vec::new());
    let (_, palette_look) = toggled(&place)?;
    for _ in 0..order.times(10, 2) {
        place.companion("toggle");
        sleep(Duration::from_millis(700));
        warm.push(place.until_drawn(&look, || place.companion("open"))?.1);
        sleep(Duration::from_millis(700));
        palette.push(place.until_drawn(&palette_look, || place.companion("toggle --palette"))?.1);
        sleep(Duration::from_millis(300));
        place.screen.press(&place.home, "Escape");
        sleep(Duration::from_millis(700));
    }
    for _ in 0..order.times(10, 2) {
        for desktop in processes(&place.home, "countersign-desktop") {
            let pid = i32::try_from(desktop).ok().and_then(rustix::process::Pid::from_raw);
            let _gone = pid.map(|pid| rustix::process::kill_process(pid, rustix::process::Signal::KILL));
        }
        eventually("the windows to be gone", || {
            processes(&place.home, "countersign-desktop").is_empty().then_some(())
        });
        sleep(Duration::from_millis(700));
        cold.push(place.until_drawn(&look, || place.companion("open"))?.1);
    }
    report.alone("opening again, warm", "ms", Goal::AtMost(350.0), warm, "to the last code drawn");
    report.alone("opening again, cold", "ms", Goal::AtMost(600.0), cold, "the windows' program had left");
    report.alone("palette, warm", "ms", Goal::AtMost(150.0), palette, "to all of it drawn");
    Ok(())
}

/// Opens the palette for the first time and puts it away.
fn toggled(place: &Place) -> Result<(f64, Sight), Box<dyn Error>> {
    place.eyes.blink()?;
    let begun = Instant::now();
    place.companion("toggle --palette");
    let window = place.eyes.window()?;
    let time = begun.elapsed().as_secs_f64() * 1e3;
    let look = place.eyes.settled(window)?;
    place.screen.press(&place.home, "Escape");
    sleep(Duration::from_millis(700));
    Ok((time, look))
}

/// Waits until the agent has its accounts.
pub(super) fn until_it_answers(home: &Home) {
    eventually("the agent to be open", || {
        let status = Programs::released().countersign(home, "status").stdin(Stdio::null()).output().ok()?;
        String::from_utf8_lossy(&status.stdout).contains("is open").then_some(())
    });
}
