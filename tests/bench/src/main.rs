//! Recall and time of our reader of QR codes beside others, on the same pictures, in one run: `cargo xtask bench scan`.

mod ours;
mod peers;
mod picture;
mod plot;
mod reader;
mod report;
mod row;
mod table;
mod worker;

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use picture::Set;
use report::Report;

fn main() -> Result<(), Box<dyn Error>> {
    let (mut pictures, mut out, mut python) = (None, PathBuf::from("target/bench/scan"), None);
    let mut arguments = std::env::args().skip(1);
    if std::env::args().nth(1).as_deref() == Some("--serve") {
        return worker::serve(&std::env::args().nth(2).unwrap_or_default());
    }
    while let Some(name) = arguments.next() {
        let value = PathBuf::from(arguments.next().ok_or_else(|| format!("{name} wants a value"))?);
        match name.as_str() {
            "--pictures" => pictures = Some(value),
            "--out" => out = value,
            "--python" => python = Some(value),
            _ => return Err(format!("{name} is not known").into()),
        }
    }
    let set = Set::open(&pictures.ok_or("--pictures FOLDER is missing")?)?;
    fs::create_dir_all(&out)?;
    let mut report = Report::default();
    let own = std::env::current_exe()?;
    for (name, _) in peers::IN_RUST {
        report.add(name, worker::read_all(name, &set, || command(&own, &["--serve", name]))?);
    }
    if let Some(python) = python {
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/peers.py");
        for name in peers::IN_PYTHON {
            report.add(name, worker::read_all(name, &set, || command(&python, &[script, name]))?);
        }
    }
    report.budgets = ours::against_budgets(&set)?;
    report.without = ours::without_views(&set)?;
    report.unpacking = set.unpacking()?;
    report.unpacking.push((
        "brightness from colours, ours".to_owned(),
        set.entries.len(),
        ours::brightness(&set)?,
    ));
    fs::write(out.join("report.md"), table::markdown(&report, &set))?;
    fs::write(out.join("report.json"), serde_json::to_string_pretty(&report)?)?;
    fs::write(out.join("rows.json"), serde_json::to_string_pretty(&table::rows(&report, &set))?)?;
    plot::recall_against_time(&report, &set, &out.join("recall.svg"))?;
    eprintln!("{}", out.join("report.md").display());
    Ok(())
}

fn command(program: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(program);
    command.args(arguments);
    command
}
