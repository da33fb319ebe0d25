//! Makes the report of what `tests/measure` measured, and measures how fast codes are made: `cargo xtask bench`.

mod codes;
mod curves;
mod row;
mod verdict;

use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use row::{Goal, Row, Series};
use serde::{Deserialize, Serialize};
use verdict::{Verdict, judge, quantile};

/// Everything that was measured.
#[derive(Deserialize, Serialize)]
struct Figures {
    rows: Vec<Row>,
    curves: Vec<Curve>,
}

/// How something grows with the number of accounts: accounts and milliseconds.
#[derive(Deserialize, Serialize)]
struct Curve {
    what: String,
    points: Vec<(usize, f64)>,
}

#[derive(Serialize)]
struct Judged<'a> {
    #[serde(flatten)]
    row: &'a Row,
    verdict: Verdict,
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args_os().skip(1).map(PathBuf::from);
    let (Some(measured), Some(out)) = (arguments.next(), arguments.next()) else {
        return Err("it takes the figures and a folder for the report".into());
    };
    let mut figures: Figures = serde_json::from_str(&fs::read_to_string(measured)?)?;
    figures.rows.push(codes::made()?);
    // Pictures are read by another program, which takes long and may not have run.
    if let Ok(read) = fs::read_to_string(out.join("scan/rows.json")) {
        figures.rows.extend(serde_json::from_str::<Vec<Row>>(&read)?);
    }
    let judged: Vec<Judged> = figures.rows.iter().map(|row| Judged { row, verdict: judge(row) }).collect();
    let json = serde_json::json!({ "machine": machine(), "rows": judged, "growth": figures.curves });
    fs::write(out.join("report.json"), serde_json::to_string_pretty(&json)?)?;
    for curve in &figures.curves {
        curves::draw(curve, &out.join(format!("growth-{}.svg", curve.what)))?;
    }
    fs::write(out.join("report.md"), markdown(&judged, &figures.curves)?)?;
    Ok(())
}

/// What it was measured on.
fn machine() -> String {
    let first = |file: &str, key: &str| {
        let text = fs::read_to_string(Path::new(file)).unwrap_or_default();
        let line = text.lines().find(|line| line.starts_with(key)).unwrap_or_default();
        line.split_once([':', '=']).map_or("", |(_, value)| value).trim().trim_matches('"').to_owned()
    };
    let cores = std::thread::available_parallelism().map_or(0, std::num::NonZero::get);
    let system = first("/etc/os-release", "PRETTY_NAME");
    format!("{system}, {cores} cores of {}", first("/proc/cpuinfo", "model name"))
}

fn markdown(rows: &[Judged], growth: &[Curve]) -> Result<String, std::fmt::Error> {
    let mut text = format!("# Measured\n\n{}.\n\n", machine());
    writeln!(text, "| what | countersign | beside | goal | met |\n|---|---|---|---|---|")?;
    for Judged { row, verdict } in rows {
        let others: Vec<String> = row.others.iter().map(|it| shown(it, &row.unit, true)).collect();
        let note = if row.note.is_empty() { String::new() } else { format!(" ({})", row.note) };
        writeln!(
            text,
            "| {}{note} | {} | {} | {} | {} |",
            row.what,
            shown(&row.ours, &row.unit, false),
            others.join("; "),
            verdict.goal,
            if verdict.met {
                format!("yes: {}", verdict.figure)
            } else {
                format!("**no**: {}", verdict.figure)
            }
        )?;
    }
    if !growth.is_empty() {
        writeln!(text, "\n## Growth\n")?;
        let counts: Vec<usize> = growth[0].points.iter().map(|point| point.0).collect();
        let head: Vec<String> = counts.iter().map(|count| format!("{count} accounts, ms")).collect();
        writeln!(
            text,
            "| what | {} | exponent |\n|---|{}---|",
            head.join(" | "),
            "---|".repeat(counts.len())
        )?;
        for curve in growth {
            let cells: Vec<String> = curve.points.iter().map(|point| format!("{:.1}", point.1)).collect();
            writeln!(text, "| {} | {} | {:.2} |", curve.what, cells.join(" | "), curves::exponent(curve))?;
        }
        writeln!(
            text,
            "\nThe exponent is that of the last tenfold: 0 does not grow, 1 grows as the accounts do.\n"
        )?;
        for curve in growth {
            writeln!(text, "![{what}](growth-{what}.svg)", what = curve.what)?;
        }
    }
    Ok(text)
}

/// The median with its unit, and with the name where it is needed.
fn shown(series: &Series, unit: &str, named: bool) -> String {
    let median = quantile(&series.values, 0.5);
    let digits = if median >= 100.0 { 0 } else { 2 };
    let name = if named { format!("{} ", series.who) } else { String::new() };
    format!("{name}{median:.digits$} {unit}")
}
