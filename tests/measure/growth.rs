//! How everything grows with the number of accounts, in a sealed file, at the agent's console.

use std::error::Error;
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::Instant;

use super::report::{Curve, Report};
use super::{Order, crowd};
use crate::support::desk::{ARMED, PASSPHRASE};
use crate::support::{Desk, Home, Programs};

/// Numbers of accounts.
const COUNTS: [usize; 4] = [10, 100, 1_000, 10_000];

/// A program is told the names of no more accounts than fit into an answer; the window shows them all.
const LISTED: usize = 500;

pub(super) fn growth(order: &Order, report: &mut Report) -> Result<(), Box<dyn Error>> {
    let counts = &COUNTS[..order.times(COUNTS.len(), 2)];
    let mut curves: Vec<Curve> = Vec::new();
    for count in counts {
        let home = Home::new();
        let mut desk = Desk::with_sealed_file(&home);
        crowd::bring(&home, &mut desk, 0..*count);
        desk.quit();
        let mut tries: Vec<Vec<(&'static str, f64)>> = Vec::new();
        for time in 0..order.times(5, 1) {
            tries.push(once(&home, *count, time)?);
        }
        for (place, (what, _)) in tries[0].iter().enumerate() {
            let mut times: Vec<f64> = tries.iter().map(|tried| tried[place].1).collect();
            times.sort_by(f64::total_cmp);
            let median = times[times.len() / 2];
            eprintln!("      {what} with {count} accounts: {median:.1} ms");
            match curves.iter_mut().find(|curve| curve.what == *what) {
                Some(curve) => curve.points.push((*count, median)),
                None => curves.push(Curve { what, points: vec![(*count, median)] }),
            }
        }
    }
    report.curves.append(&mut curves);
    Ok(())
}

/// Goes through everything once; milliseconds of each.
fn once(home: &Home, count: usize, time: usize) -> Result<Vec<(&'static str, f64)>, Box<dyn Error>> {
    let mut times = Vec::new();
    let begun = Instant::now();
    let mut desk = Desk::start(home);
    desk.console().wait_for("Its passphrase:");
    times.push(("start", since(begun)));
    let begun = Instant::now();
    desk.console().enter(PASSPHRASE).wait_for("Open:");
    times.push(("unlock", since(begun)));
    if count <= LISTED {
        times.push(("list", approved(&mut desk, Programs::built().countersign(home, "list --json"))?));
    }
    // Another account each time: one gives one code in its step.
    let code = format!("code {}", crowd::name(time));
    times.push(("code", approved(&mut desk, Programs::built().countersign(home, &code))?));
    let file = home.work().join(format!("backup-{time}"));
    let mut export = Programs::built().countersign(home, "export --to countersign --password-file");
    export.arg(home.write("password", format!("{PASSPHRASE}\n"))).arg("--out").arg(&file);
    times.push(("backup", approved(&mut desk, export)?));
    let begun = Instant::now();
    desk.console().enter("l").wait_for("locked");
    times.push(("lock", since(begun)));
    // What is typed from now on would be a passphrase.
    desk.kill();
    Ok(times)
}

/// Lets a program ask and says yes; milliseconds from then to the program's end.
fn approved(desk: &mut Desk, mut command: Command) -> Result<f64, Box<dyn Error>> {
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
    let asking = command.spawn()?;
    desk.is_asked("");
    sleep(ARMED);
    let begun = Instant::now();
    desk.console().enter("a");
    let done = asking.wait_with_output()?;
    let time = since(begun);
    if !done.status.success() {
        return Err(String::from_utf8_lossy(&done.stderr).into_owned().into());
    }
    desk.console().wait_for("Open:");
    Ok(time)
}

fn since(begun: Instant) -> f64 {
    begun.elapsed().as_secs_f64() * 1e3
}
