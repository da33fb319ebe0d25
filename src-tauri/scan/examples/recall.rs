//! Measures recall by category and time against a folder of pictures or pastes with a `manifest.json`.
//!
//! `cargo run --release -p countersign-scan --example recall -- FOLDER [--failures] [--only PART-OF-NAME] [--without VIEW]
//! [--time MILLISECONDS]`
//!
//! The manifest is a list of `{"file", "category" or "kind", "expected": [payload...]}`. `.txt` files are pastes. Entries with
//! `"hard": true` cannot be read by anyone; they are counted apart.

#![expect(clippy::print_stdout, reason = "a report for a person")]

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use countersign_scan::{Budget, Picture, Reading, picture_without, text};
use serde_json::Value;

#[derive(Default)]
struct Tally {
    complete: usize,
    all: usize,
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let folder = PathBuf::from(arguments.next().ok_or("give the folder with manifest.json")?);
    let (mut failures, mut only, mut without) = (false, String::new(), String::new());
    let mut budget = Budget::default();
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--failures" => failures = true,
            "--only" => only = arguments.next().unwrap_or_default(),
            "--without" => without = arguments.next().unwrap_or_default(),
            "--time" => {
                budget.time = Duration::from_millis(arguments.next().unwrap_or_default().parse()?);
            }
            other => return Err(format!("unknown argument {other}").into()),
        }
    }

    let manifest: Vec<Value> = serde_json::from_slice(&std::fs::read(folder.join("manifest.json"))?)?;
    let mut tallies: BTreeMap<String, Tally> = BTreeMap::new();
    let mut times: Vec<(usize, bool, Duration, String)> = Vec::new();
    let mut wrong = 0;
    for entry in &manifest {
        let file = entry["file"].as_str().unwrap_or_default();
        if !file.contains(&only) {
            continue;
        }
        let category = entry["category"].as_str().or(entry["kind"].as_str()).unwrap_or("?");
        let expected: BTreeSet<&str> =
            entry["expected"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        let (reading, pixels, time) = measure(&std::fs::read(folder.join(file))?, file, &without, &budget)?;
        let found: BTreeSet<&str> = reading.codes.iter().map(|code| code.text.as_str()).collect();
        let complete = expected.is_subset(&found);
        let false_ones = found.difference(&expected).count();
        wrong += false_ones;
        let hard = if entry["hard"] == true { " (hard)" } else { "" };
        let tally = tallies.entry(format!("{category}{hard}")).or_default();
        tally.all += 1;
        tally.complete += usize::from(complete && false_ones == 0);
        times.push((pixels, expected.is_empty(), time, file.to_owned()));
        if failures && (!complete || false_ones > 0 || expected.is_empty()) {
            println!(
                "{file}: {} of {}, {false_ones} wrong, {:?}, {:.0} ms",
                expected.intersection(&found).count(),
                expected.len(),
                reading.nothing,
                time.as_secs_f64() * 1e3
            );
        }
    }

    for (category, tally) in &tallies {
        println!("{category:40} {:4} of {:4}", tally.complete, tally.all);
    }
    let fair =
        || tallies.iter().filter(|(category, _)| !category.ends_with("(hard)")).map(|(_, tally)| tally);
    let (complete, all): (usize, usize) =
        (fair().map(|tally| tally.complete).sum(), fair().map(|tally| tally.all).sum());
    println!("all {complete} of {all}, wrong payloads {wrong}");
    times.sort_by_key(|entry| entry.2);
    percentiles("all", &times, |_, _| true);
    percentiles("0.9-2.1 MP", &times, |pixels, empty| (900_000..2_100_000).contains(&pixels) && !empty);
    percentiles("4K with codes", &times, |pixels, empty| pixels >= 8_000_000 && !empty);
    percentiles("without codes", &times, |_, empty| empty);
    for (pixels, _, time, file) in times.iter().rev().take(8) {
        println!("  {:7.1} ms {:5} kilopixels {file}", time.as_secs_f64() * 1e3, pixels / 1000);
    }
    Ok(())
}

/// The reading, the pixels (or characters) and the time of the fastest of three searches: other programs only make it longer.
fn measure(
    bytes: &[u8],
    file: &str,
    without: &str,
    budget: &Budget,
) -> Result<(Reading, usize, Duration), Box<dyn Error>> {
    let mut times = Vec::new();
    if Path::new(file).extension().is_some_and(|kind| kind == "txt") {
        let pasted = String::from_utf8_lossy(bytes);
        let mut reading = Reading::default();
        for _ in 0..3 {
            let started = Instant::now();
            reading = text(&pasted);
            times.push(started.elapsed());
        }
        times.sort();
        return Ok((reading, pasted.len(), times[0]));
    }
    let decoded = Picture::decode(bytes)?;
    let mut reading = Reading::default();
    // What a view is good for is asked of many pictures, and not how long it takes.
    for _ in 0..if without.is_empty() { 3 } else { 1 } {
        let started = Instant::now();
        reading = picture_without(without, &decoded, budget);
        times.push(started.elapsed());
    }
    times.sort();
    let pixels = usize::try_from(decoded.width() * decoded.height())?;
    Ok((reading, pixels, times[0]))
}

fn percentiles(name: &str, times: &[(usize, bool, Duration, String)], keep: impl Fn(usize, bool) -> bool) {
    let kept: Vec<f64> = times.iter().filter(|t| keep(t.0, t.1)).map(|t| t.2.as_secs_f64() * 1e3).collect();
    let at = |percent: usize| kept.get((kept.len() * percent / 100).min(kept.len().saturating_sub(1)));
    if let (Some(median), Some(most), Some(last)) = (at(50), at(95), kept.last()) {
        println!("{name:15} n {:4}  median {median:7.2}  p95 {most:7.2}  max {last:7.2} ms", kept.len());
    }
}
