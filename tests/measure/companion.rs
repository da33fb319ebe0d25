//! The companion in front of other programs: what it costs to start it, to run through it, to write through it.

#![expect(clippy::unnecessary_wraps, reason = "every measurement has this shape, and most can fail")]

use std::error::Error;
use std::fs;
use std::io::Read;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::thread;
use std::time::Instant;

use super::Order;
use super::report::{Goal, Report, Series};
use crate::support::{Home, Npm, Programs};

/// Bytes that are written through a run.
const OUTPUT: usize = 200_000_000;

/// Returns where a program is that people get.
pub(super) fn released(name: &str) -> PathBuf {
    let companion = Programs::released().countersign(&Home::new(), "");
    PathBuf::from(companion.get_program()).with_file_name(name)
}

/// Runs a program to its end without a terminal; milliseconds.
fn timed(mut command: Command) -> f64 {
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let begun = Instant::now();
    let status = command.status().expect("it starts");
    let time = begun.elapsed().as_secs_f64() * 1e3;
    assert!(status.success(), "{command:?}: {status}");
    time
}

/// Runs a program to its end in a terminal of its own, and reads what it writes; milliseconds to the end of its output.
fn timed_in_terminal(command: Command) -> (f64, usize) {
    let (mut pty, pts) = pty_process::blocking::open().expect("a terminal can be opened");
    pty.resize(pty_process::Size::new(40, 100)).expect("the size is a terminal's");
    let begun = Instant::now();
    let name = format!("{command:?}");
    let mut child = pty_process::blocking::Command::from(command).spawn(pts).expect("it starts");
    let reader = thread::spawn(move || {
        let (mut buffer, mut read) = (vec![0; 1 << 16], 0);
        // Linux answers an error, not an end, when the last program has left the terminal.
        while let Ok(count @ 1..) = pty.read(&mut buffer) {
            read += count;
        }
        read
    });
    let status = child.wait().expect("it can be waited for");
    let ended = begun.elapsed();
    let read = reader.join().expect("the reader reads");
    let all = begun.elapsed();
    assert!(status.success(), "{name}: {status}");
    // A program's end counts, unless what it wrote was read later.
    ((if read > 1 << 16 { all } else { ended }).as_secs_f64() * 1e3, read)
}

pub(super) fn start(order: &Order, report: &mut Report) -> Result<(), Box<dyn Error>> {
    let home = Home::new();
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for _ in 0..order.times(400, 20) {
        ours.push(timed(Programs::released().countersign(&home, "--version")));
        let mut oathtool = home.command("oathtool");
        oathtool.arg("--version");
        theirs.push(timed(oathtool));
    }
    report.row(
        "companion start",
        "ms",
        Goal::Ratio(1.5),
        Series::of("countersign --version", ours),
        vec![Series::of("oathtool --version", theirs)],
        "",
    );
    Ok(())
}

pub(super) fn run(order: &Order, report: &mut Report) -> Result<(), Box<dyn Error>> {
    let home = Home::new();
    let (mut ours, mut theirs, mut script) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..order.times(200, 10) {
        ours.push(timed_in_terminal(Programs::released().countersign(&home, "run -- true")).0);
        theirs.push(timed_in_terminal(home.command("true")).0);
        let mut with_script = home.command("script");
        with_script.args(["-qec", "true", "/dev/null"]);
        script.push(timed_in_terminal(with_script).0);
    }
    report.row(
        "run of a command that asks nothing",
        "ms",
        Goal::More(8.0),
        Series::of("countersign run -- true", ours),
        vec![Series::of("true", theirs), Series::of("script -qec true", script)],
        "in a terminal",
    );
    Ok(())
}

pub(super) fn output(order: &Order, report: &mut Report) -> Result<(), Box<dyn Error>> {
    let home = Home::new();
    let line: String = (' '..='~').chain(['\n']).collect();
    let file = home.write("work/long", line.repeat(OUTPUT / line.len() + 1));
    let file = file.to_str().ok_or("the file's name is text")?.to_owned();
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for _ in 0..order.times(15, 1) {
        let through = Programs::released().countersign(&home, &format!("run -- cat {file}"));
        let mut script = home.command("script");
        script.args(["-qec", &format!("cat {file}"), "/dev/null"]);
        for (command, times) in [(through, &mut ours), (script, &mut theirs)] {
            let (time, read) = timed_in_terminal(command);
            assert!(read >= OUTPUT, "all of it arrives");
            times.push(time);
        }
    }
    let note = "200 MB of text, to its last byte";
    let theirs = vec![Series::of("script -qec", theirs)];
    report.row(
        "output through a run",
        "ms",
        Goal::Ratio(1.0),
        Series::of("countersign run", ours),
        theirs,
        note,
    );
    fs::remove_file(file)?;
    Ok(())
}

pub(super) fn npm(order: &Order, report: &mut Report) -> Result<(), Box<dyn Error>> {
    let home = Home::new();
    Npm::Twelve.install(&home);
    home.package("demo", "1.0.0");
    let functions = Programs::released().countersign(&home, "shell-init bash").output()?;
    let functions = home.write("functions.sh", functions.stdout).display().to_string();
    let time = |source: &str| -> Result<f64, Box<dyn Error>> {
        let mut bash = home.command("bash");
        // What a shell pays once at its start is no part of a command's time.
        let script = format!("{source}; begun=$EPOCHREALTIME; npm ls >&2; echo $begun $EPOCHREALTIME");
        bash.args(["--norc", "--noprofile", "-c", &script]).stderr(Stdio::null());
        let told = String::from_utf8(bash.output()?.stdout)?;
        let times: Vec<f64> = told.split_whitespace().filter_map(|time| time.parse().ok()).collect();
        let [begun, ended] = times[..] else { return Err(format!("bash said {told:?}").into()) };
        Ok((ended - begun) * 1e3)
    };
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for _ in 0..order.times(30, 3) {
        ours.push(time(&format!(". {functions}"))?);
        theirs.push(time(":")?);
    }
    report.row(
        "npm ls through shell-init",
        "ms",
        Goal::NoDifference,
        Series::of("with shell-init", ours),
        vec![Series::of("plain npm", theirs)],
        "pairs",
    );
    Ok(())
}
