//! Searching and copying in the window, with few accounts and with many.

use std::error::Error;
use std::thread::sleep;
use std::time::Duration;

use super::report::{Curve, Goal, Report};
use super::{Order, crowd};
use crate::support::desk::PASSPHRASE;
use crate::support::windows::quiet;
use crate::support::{Browser, Desk, Door, Home, Programs, Running, Screen};

/// Numbers of accounts; the last is the one with a goal.
const COUNTS: [usize; 4] = [10, 100, 1_000, 10_000];

/// How long the window is left in peace before the first key.
const PEACE: Duration = Duration::from_secs(5);

/// What is typed: letters that find less and less, and back to all.
const KEYS: [&str; 12] = [
    "p",
    "e",
    "r",
    "s",
    "9",
    "9",
    "BackSpace",
    "BackSpace",
    "BackSpace",
    "BackSpace",
    "BackSpace",
    "BackSpace",
];

/// From a key to when the frame was drawn that shows what it found: a task after a frame's callback runs then. Where another
/// frame changes what is found once more, that one counts.
const WATCH: &str = "
    const box = document.querySelector('input[type=search]');
    const found = () => [...document.querySelectorAll('.issuer, .account-name')].map((name) => name.textContent).join();
    const drawn = (then) => requestAnimationFrame(() => {
        const told = new MessageChannel();
        told.port1.onmessage = then;
        told.port2.postMessage(0);
    });
    window.measured = [];
    box.addEventListener('keydown', (key) => {
        const pressed = key.timeStamp;
        drawn(() => {
            const [first, shown] = [performance.now() - pressed, found()];
            drawn(() => {
                const second = performance.now() - pressed;
                window.measured.push(found() === shown ? first : second);
            });
        });
    });
    box.focus();
";

/// From the Enter that copies the first account's code to when the frame was drawn that says so: the code is in the clipboard then.
const WATCH_COPIES: &str = "
    window.measured = [];
    let pressed = null;
    document.addEventListener('keydown', (key) => { if (key.key === 'Enter') pressed = key.timeStamp; }, true);
    new MutationObserver(() => {
        if (pressed === null || document.querySelector('.copied') === null) return;
        const since = pressed;
        pressed = null;
        requestAnimationFrame(() => {
            const told = new MessageChannel();
            told.port1.onmessage = () => window.measured.push(performance.now() - since);
            told.port2.postMessage(0);
        });
    }).observe(document.body, { subtree: true, childList: true, attributes: true, attributeFilter: ['class'] });
";

/// How long a row says that its code was copied, and a little more.
const SAID: Duration = Duration::from_millis(2_300);

pub(super) fn search(order: &Order, report: &mut Report) -> Result<(), Box<dyn Error>> {
    let (mut searches, mut copies) = (Vec::new(), Vec::new());
    let counts = &COUNTS[..order.times(COUNTS.len(), 2)];
    for count in counts {
        let unlocked = Unlocked::with(*count);
        let times = unlocked.search(order.times(8, 1))?;
        if Some(count) == counts.last() {
            let (what, note) = (
                format!("search in {count} accounts"),
                "from a key to the frame that shows the result, as it was drawn",
            );
            report.alone(&what, "ms", Goal::AtMost(16.0), times.clone(), note);
        }
        searches.push((*count, median(times)));
        copies.push((*count, median(unlocked.copy(order.times(7, 1))?)));
    }
    report.curves.push(Curve { what: "search", points: searches });
    report.curves.push(Curve { what: "copy", points: copies });
    Ok(())
}

/// Accounts in a sealed file, unlocked in a main window that a driver is in. Parts end in this order.
pub(super) struct Unlocked {
    pub(super) browser: Browser,
    _agent: Running,
    pub(super) screen: Screen,
    pub(super) home: Home,
}

impl Unlocked {
    pub(super) fn with(accounts: usize) -> Self {
        let mut home = Home::new();
        let screen = Screen::start(&mut home);
        let mut desk = Desk::with_sealed_file(&home);
        crowd::bring(&home, &mut desk, 0..accounts);
        desk.quit();
        let door = Door::in_the(&mut home);
        let agent = Running::start(quiet(Programs::drivable().agent(&home, "--open")));
        let browser = Browser::enter(&home, door);
        browser.look_at("Countersign");
        browser.type_into(&browser.find("textbox", "Passphrase"), PASSPHRASE);
        browser.click(&browser.find("button", "Unlock"));
        browser.find("searchbox", "Search accounts");
        sleep(PEACE);
        Self { browser, _agent: agent, screen, home }
    }

    /// Types so many times; milliseconds for each key.
    fn search(&self, times: usize) -> Result<Vec<f64>, Box<dyn Error>> {
        self.browser.run(WATCH, &[]);
        for _ in 0..times {
            for key in KEYS {
                self.screen.press(&self.home, key);
                sleep(Duration::from_millis(150));
            }
        }
        self.measured(times * KEYS.len() / 2)
    }

    /// Copies the first code so many times; milliseconds for each.
    fn copy(&self, times: usize) -> Result<Vec<f64>, Box<dyn Error>> {
        self.browser.run(WATCH_COPIES, &[]);
        for _ in 0..times {
            self.screen.press(&self.home, "Return");
            sleep(SAID);
        }
        self.measured(times)
    }

    /// What the page has measured, if that is enough.
    fn measured(&self, enough: usize) -> Result<Vec<f64>, Box<dyn Error>> {
        let measured: Vec<f64> = serde_json::from_value(self.browser.run("return window.measured", &[]))?;
        if measured.len() < enough {
            return Err(format!("{} keys of {enough} reached the page", measured.len()).into());
        }
        Ok(measured)
    }
}

fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}
