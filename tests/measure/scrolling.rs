//! Whether frames are left out while a long list is scrolled.

use std::error::Error;
use std::thread::sleep;
use std::time::Duration;

use super::Order;
use super::report::{Goal, Report};
use super::searching::Unlocked;
use crate::support::screen::hand;

/// Notes when each frame begins, until it is told to stop.
const WATCH: &str = "
    window.frames = [];
    window.watched = true;
    requestAnimationFrame(function note(time) {
        window.frames.push(time);
        if (window.watched) requestAnimationFrame(note);
    });
";

/// The milliseconds between frames.
const TOLD: &str = "
    window.watched = false;
    return window.frames.slice(1).map((time, at) => time - window.frames[at]);
";

/// Turns the wheel over the list, in a narrow window and in a wide one.
pub(super) fn scroll(order: &Order, report: &mut Report) -> Result<(), Box<dyn Error>> {
    let Unlocked { browser, home, .. } = &Unlocked::with(order.times(5_000, 50));
    for width in [420, 1200] {
        browser.resize(width, 760);
        sleep(Duration::from_secs(1));
        let over = [
            "search",
            "--onlyvisible",
            "--name",
            "^Countersign$",
            "mousemove",
            "--window",
            "%1",
            "200",
            "400",
        ];
        assert!(hand(home, &over), "the pointer is over the list");
        let turns = order.times(200, 20).to_string();
        browser.run(WATCH, &[]);
        assert!(hand(home, &["click", "--repeat", &turns, "--delay", "60", "5"]), "the wheel turns");
        assert!(browser.run("return scrollY", &[]).as_f64() > Some(100.0), "the list was scrolled");
        let frames: Vec<f64> = serde_json::from_value(browser.run(TOLD, &[]))?;
        report.alone(
            &format!("scrolling 5,000 accounts, {width} pixels wide"),
            "ms",
            Goal::Quantiles(17.0, 34.0),
            frames,
            "from frame to frame while the wheel turns",
        );
    }
    Ok(())
}
