//! The readers of what strangers hand over, each fuzzed for a while: `tests/fuzz`.

use std::fs;
use std::path::{Path, PathBuf};

use crate::step::{Outcome, ask, cargo, root, run, target};

/// The version of cargo-fuzz that is installed where there is none.
const CARGO_FUZZ: &str = "0.13.2";

/// How long each target runs where nobody says it, in seconds.
const USUAL: &str = "60";

/// Fuzzes the targets that are named, or all; `--seconds N` says for how long each. Ends with the first finding.
pub(crate) fn fuzz(args: &[String]) -> Outcome {
    let (seconds, named) = match args {
        [flag, seconds, named @ ..] if flag == "--seconds" => (seconds.as_str(), named),
        named => (USUAL, named),
    };
    let known = targets()?;
    if let Some(unknown) = named.iter().find(|name| !known.contains(name)) {
        return Err(format!("{unknown} is no target; there are {}", known.join(", ")));
    }
    if ask(cargo("fuzz").arg("--version")).is_none() {
        let install = format!("install --locked cargo-fuzz --version {CARGO_FUZZ}");
        run("Installing cargo-fuzz", &mut cargo(&install))?;
    }
    for name in if named.is_empty() { &known } else { named } {
        one(name, seconds)?;
    }
    Ok(())
}

/// The names of all targets, sorted.
fn targets() -> Outcome<Vec<String>> {
    let folder = root().join("tests/fuzz/src/bin");
    let files =
        fs::read_dir(&folder).map_err(|error| format!("cannot list {}: {error}", folder.display()))?;
    let stem = |path: PathBuf| Some(path.file_stem()?.to_str()?.to_owned());
    let mut names: Vec<String> = files.flatten().filter_map(|file| stem(file.path())).collect();
    names.sort();
    Ok(names)
}

fn one(name: &str, seconds: &str) -> Outcome {
    let folder = target().join("fuzz");
    let (corpus, found) = (folder.join("corpus").join(name), folder.join("found"));
    for made in [&corpus, &found] {
        fs::create_dir_all(made).map_err(|error| format!("cannot make {}: {error}", made.display()))?;
    }
    // What is fuzzed holds no unsafe code of ours, so that no sanitizer is needed; coverage alone works in a stable compiler, too.
    let mut fuzz = cargo("fuzz run --fuzz-dir tests/fuzz --sanitizer none --target-dir");
    fuzz.arg(folder.join("build"))
        .arg(name)
        .arg(corpus)
        .args(seeds(name))
        .arg("--")
        .env("RUSTC_BOOTSTRAP", "1");
    fuzz.arg(format!("-max_total_time={seconds}")).args(["-timeout=20", "-rss_limit_mb=3000"]);
    fuzz.arg(format!("-artifact_prefix={}/{name}-", found.display()));
    run(&format!("Fuzzing {name} for {seconds} s"), &mut fuzz)
}

/// What a target begins with: seeds of its own, and for a format or a terminal the files that the tests read.
fn seeds(name: &str) -> Vec<PathBuf> {
    let fixtures = Path::new("tests/fixtures");
    let read = match name.strip_prefix("read-") {
        Some(format) => fixtures.join("transfer").join(format),
        None if name == "terminal" => fixtures.join("prompts"),
        None => fixtures.join("transfer").join(name),
    };
    [Path::new("tests/fuzz/seeds").join(name), read]
        .into_iter()
        .map(|place| root().join(place))
        .filter(|place| place.is_dir())
        .collect()
}
