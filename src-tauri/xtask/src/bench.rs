//! Benchmarks beside peers. They live in a workspace of their own, so that peers stay out of the product's lock file.

use std::path::PathBuf;
use std::time::{SystemTime, UNIX_EPOCH};

use crate::step::{Outcome, cargo, root, run, say, target, tools};
use crate::{corpus, packages, page, product, python, rig};

/// Pictures in a set that is made for one run, about.
const FRESH: &str = "300";

/// Says that programs are in this folder already and need not be built.
const RELEASED: &str = "COUNTERSIGN_TEST_RELEASED";

/// The same of those that a test can drive.
const DRIVABLE: &str = "COUNTERSIGN_TEST_DRIVABLE";

/// Measures the product beside others, and reports. Arguments go to what measures. How pictures are read is in the report where
/// [`scan`] has run before.
pub(crate) fn product(args: &[String]) -> Outcome {
    for needed in [packages::WINDOW, packages::TESTS, packages::SCREEN, packages::BESIDE] {
        packages::install(needed)?;
    }
    rig::fetch()?;
    let folder = |variable: &str, build: fn() -> Outcome<PathBuf>| match std::env::var_os(variable) {
        Some(folder) => Ok(PathBuf::from(folder)),
        None => page::build().and_then(|()| build()),
    };
    let released = folder(RELEASED, product::build_for_people)?;
    let drivable = folder(DRIVABLE, product::build_drivable)?;
    let out = target().join("bench");
    std::fs::create_dir_all(&out).map_err(|error| format!("cannot make {}: {error}", out.display()))?;
    let figures = out.join("figures.json");
    let mut measure = cargo("run --quiet --features tools --example measuring -- --out");
    measure.arg(&figures).args(args);
    measure.env(RELEASED, &released).env("COUNTERSIGN_TEST_BUILT", &released).env(DRIVABLE, drivable);
    run("Measuring", &mut measure)?;
    let mut report = cargo("run --quiet --release --bin figures --manifest-path");
    report.arg(root().join("tests/bench/Cargo.toml")).arg("--target-dir").arg(out.join("build"));
    report.arg("--").arg(&figures).arg(&out);
    run("Making the report", &mut report)?;
    say(&format!("The report: {}", out.join("report.md").display()));
    Ok(())
}

/// Reads the pictures of a folder with our reader and those of others, and reports. Makes pictures where none are named.
pub(crate) fn scan(args: &[String]) -> Outcome {
    let pictures = match args {
        [] => fresh()?,
        [flag, folder] if flag == "--pictures" => PathBuf::from(folder),
        _ => return Err("it takes: --pictures FOLDER, a folder with a manifest.json".to_owned()),
    };
    packages::install(packages::PEERS)?;
    let bench = root().join("tests/bench");
    let interpreter = tools().join("bench");
    python::install(&bench.join("requirements.txt"), &interpreter)?;
    let out = target().join("bench/scan");
    let mut command = cargo("run --quiet --release --bin scan --manifest-path");
    command.arg(bench.join("Cargo.toml")).arg("--target-dir").arg(target().join("bench/build"));
    command.arg("--").arg("--pictures").arg(pictures);
    command.arg("--python").arg(interpreter.join("bin/python")).arg("--out").arg(&out);
    run("Reading pictures with every reader", &mut command)?;
    say(&format!("The report: {}", out.join("report.md").display()));
    Ok(())
}

/// Makes pictures that nobody has seen.
fn fresh() -> Outcome<PathBuf> {
    let folder = target().join("bench/pictures");
    let seed = SystemTime::now().duration_since(UNIX_EPOCH).map_or(1, |time| time.as_secs()).to_string();
    let out = folder.display().to_string();
    corpus::make(&["--out", &out, "--seed", &seed, "--count", FRESH].map(str::to_owned))?;
    Ok(folder)
}
