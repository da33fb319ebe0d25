//! The report as tables.

use std::collections::BTreeMap;
use std::fmt::Write;

use crate::picture::{Entry, Set};
use crate::reader::Reading;
use crate::report::{Report, quantile};
use crate::row::{Goal, Row, Series};

/// Returns the whole report in Markdown.
pub fn markdown(report: &Report, set: &Set) -> String {
    [
        "# Reading QR codes\n\n".to_owned(),
        format!(
            "{} pictures, {} of them hard: not even someone who knows where every module is can read them all. Rates leave \
             those out. Times are milliseconds from pixels in memory, the fastest of three runs; a reader that gave no answer for 20 s was stopped.\n\n",
            set.entries.len(),
            set.entries.iter().filter(|entry| entry.hard).count()
        ),
        by_category(report, set),
        times("Time by the clock", |reading| reading.clock, report, set),
        times("Time of the processor, all threads together", |reading| reading.processor, report, set),
        budgets(report),
        views(report),
        unpacking(report),
    ]
    .concat()
}

fn head(first: &str, report: &Report) -> String {
    let names: Vec<&str> = report.readers.iter().map(|(name, _)| name.as_str()).collect();
    format!("| {first} | {} |\n|---|{}\n", names.join(" | "), "---:|".repeat(names.len()))
}

/// The pictures of a reader that count, with their readings.
fn counted<'a>(set: &'a Set, readings: &'a [Reading]) -> impl Iterator<Item = (&'a Entry, &'a Reading)> {
    set.entries.iter().zip(readings).filter(|(entry, _)| !entry.hard)
}

fn by_category(report: &Report, set: &Set) -> String {
    let mut categories: BTreeMap<&str, usize> = BTreeMap::new();
    for entry in set.entries.iter().filter(|entry| !entry.hard) {
        *categories.entry(&entry.category).or_default() += 1;
    }
    let mut text = "## Pictures read completely, in per cent (without a code: nothing found)\n\n".to_owned();
    text += &head("category (pictures)", report);
    let row = |name: String, cell: &dyn Fn(&[Reading]) -> String| {
        let cells: Vec<String> = report.readers.iter().map(|(_, readings)| cell(readings)).collect();
        format!("| {name} | {} |\n", cells.join(" | "))
    };
    let rate = |readings: &[Reading], keep: &dyn Fn(&Entry) -> bool| {
        let outcomes: Vec<bool> = counted(set, readings)
            .filter(|(entry, _)| keep(entry))
            .map(|(entry, reading)| entry.outcome(reading).complete)
            .collect();
        100.0 * outcomes.iter().filter(|complete| **complete).count() as f64 / outcomes.len().max(1) as f64
    };
    for (category, count) in &categories {
        text += &row(format!("{category} ({count})"), &|readings| {
            format!("{:.0}", rate(readings, &|entry| entry.category == *category))
        });
    }
    let sweep: fn(&Entry) -> bool = |entry| entry.category.starts_with("sweep_");
    text += &row("**all but sweeps**".to_owned(), &|readings| {
        format!("**{:.1}**", rate(readings, &|entry| !sweep(entry)))
    });
    if set.entries.iter().any(sweep) {
        text += &row("sweeps".to_owned(), &|readings| format!("{:.1}", rate(readings, &sweep)));
    }
    text += &row("mean of categories".to_owned(), &|readings| {
        let rates = categories.keys().map(|category| rate(readings, &|entry| entry.category == *category));
        format!("{:.1}", rates.sum::<f64>() / categories.len() as f64)
    });
    let codes: usize = set.entries.iter().map(Entry::codes).sum();
    text += &row(format!("codes read, of {codes}"), &|readings| {
        let found = set.entries.iter().zip(readings).map(|(entry, reading)| entry.outcome(reading).found);
        found.sum::<usize>().to_string()
    });
    text += &row("wrong payloads".to_owned(), &|readings| {
        let wrong = set.entries.iter().zip(readings).map(|(entry, reading)| entry.outcome(reading).wrong);
        wrong.sum::<usize>().to_string()
    });
    text + "\n"
}

/// Pictures whose times are told together, and the median wanted of ours in milliseconds.
type Group = (&'static str, fn(&Entry) -> bool, Option<f64>);

/// All groups.
const GROUPS: [Group; 4] = [
    ("1 to 2 megapixels", |entry| (900_000..2_100_000).contains(&entry.pixels()), Some(5.0)),
    ("4K and more with codes", |entry| entry.pixels() >= 8_000_000 && entry.codes() > 0, Some(20.0)),
    ("4K and more without", |entry| entry.pixels() >= 8_000_000 && entry.codes() == 0, Some(25.0)),
    ("all", |_| true, None),
];

/// Returns the lines on this in the report on everything: those groups of which something is wanted.
pub fn rows(report: &Report, set: &Set) -> Vec<Row> {
    let row = |(name, keep, goal): Group| {
        let series = |(who, readings): &(String, Vec<Reading>)| {
            let kept = set.entries.iter().zip(readings).filter(|(entry, _)| keep(entry));
            Series { who: who.clone(), values: kept.map(|(_, reading)| reading.clock).collect() }
        };
        let mut all: Vec<Series> = report.readers.iter().map(series).collect();
        let ours = (!all.is_empty()).then(|| all.remove(0)).filter(|ours| !ours.values.is_empty())?;
        Some(Row {
            what: format!("reading a picture, {name}"),
            unit: "ms".to_owned(),
            goal: Goal::AtMost(goal?),
            ours,
            others: all,
            note: "from pixels in memory".to_owned(),
        })
    };
    GROUPS.into_iter().filter_map(row).collect()
}

fn times(title: &str, time: fn(&Reading) -> f64, report: &Report, set: &Set) -> String {
    let mut text = format!("## {title}\n\n") + &head("pictures", report);
    for (name, keep, _) in GROUPS {
        let count = set.entries.iter().filter(|entry| keep(entry)).count();
        if count == 0 {
            continue;
        }
        let _fits = write!(text, "| {name} ({count}): median, 95 % |");
        for (_, readings) in &report.readers {
            let times: Vec<f64> = set
                .entries
                .iter()
                .zip(readings)
                .filter(|(entry, _)| keep(entry))
                .map(|(_, reading)| time(reading))
                .collect();
            let _fits = write!(text, " {:.1}, {:.1} |", quantile(times.clone(), 0.5), quantile(times, 0.95));
        }
        text += "\n";
    }
    text += "| longer than 400 ms |";
    for (_, readings) in &report.readers {
        let _fits = write!(text, " {} |", readings.iter().filter(|reading| time(reading) > 400.0).count());
    }
    text += "\n| slowest |";
    for (_, readings) in &report.readers {
        let slowest =
            set.entries.iter().zip(readings).max_by(|one, other| time(one.1).total_cmp(&time(other.1)));
        let _fits = match slowest {
            Some((entry, reading)) => write!(text, " {:.0} ({}) |", time(reading), entry.file),
            None => write!(text, " |"),
        };
    }
    text + "\n\n"
}

fn budgets(report: &Report) -> String {
    let mut text = "## Recall of ours against its time\n\n| milliseconds | read completely, in per cent |\n|---:|---:|\n".to_owned();
    for (budget, share) in &report.budgets {
        let _fits = writeln!(text, "| {budget} | {:.1} |", share * 100.0);
    }
    text + "\n"
}

fn views(report: &Report) -> String {
    let mut text =
        "## What each view of ours is good for\n\n| without | pictures lost | pictures won |\n|---|---:|---:|\n".to_owned();
    for (view, lost, won) in &report.without {
        let _fits = writeln!(text, "| {view} | {lost} | {won} |");
    }
    text + "\n"
}

fn unpacking(report: &Report) -> String {
    let mut text =
        "## Before reading: what is in no time above\n\n| unpacking | files | ms for a megapixel |\n|---|---:|---:|\n".to_owned();
    for (kind, count, time) in &report.unpacking {
        let _fits = writeln!(text, "| {kind} | {count} | {time:.1} |");
    }
    text
}
