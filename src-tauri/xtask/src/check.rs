//! Everything that is wrong without any test failing.

use std::process::Command;

use crate::step::{Outcome, ask, cargo, command, run, say};
use crate::{hardened, licences, packages, page, parts, product};

/// Systems whose code is compiled here though it cannot run here.
const ELSEWHERE: [&str; 2] = ["x86_64-pc-windows-gnu", "aarch64-apple-darwin"];

/// What is compiled for them: all but the window, whose libraries want those systems' own tools.
const FOR_ELSEWHERE: &str = "check -p countersign-core -p countersign-scan -p countersign-capture -p countersign-link \
    -p countersign --bin countersign --bin countersign-agent --target";

/// Runs every check, also after one failed, and names those that did.
pub(crate) fn check() -> Outcome {
    packages::install(packages::WINDOW)?;
    // The window is compiled around a built page.
    page::build()?;
    let before = tree();
    let outcomes = [
        run("Formatting", &mut cargo("fmt --all --check")),
        run("Lints", &mut cargo("clippy --workspace --all-targets -- -D warnings")),
        run(
            "Lints with the window",
            &mut cargo("clippy --all-targets --features desktop,e2e,tools -- -D warnings"),
        ),
        run("Documentation", cargo("doc --workspace --no-deps").env("RUSTDOCFLAGS", "-D warnings")),
        page::check(),
        licences::check(),
        parts::check_locks(),
        product::build_release().and_then(|programs| hardened::check(&programs)),
        check_elsewhere(),
        run(
            "Writing the types that the page sees",
            &mut cargo("test --quiet -p countersign-core --lib bindings"),
        ),
        unchanged(&before),
    ];
    let failed: Vec<String> = outcomes.into_iter().filter_map(Result::err).collect();
    if !failed.is_empty() {
        return Err(failed.join("\n"));
    }
    say("Nothing to complain about.");
    Ok(())
}

fn check_elsewhere() -> Outcome {
    for target in ELSEWHERE {
        if run(
            &format!("The standard library of {target}"),
            command("rustup").args(["target", "add", target]),
        )
        .is_err()
        {
            say(&format!("{target} cannot be had here; it was not checked."));
        } else {
            // Types are checked, and nothing is linked: of what is written in C nothing need be made.
            let name = target.replace('-', "_");
            let mut check = cargo(FOR_ELSEWHERE);
            check.arg(target).env(format!("CC_{name}"), "true").env(format!("AR_{name}"), "true");
            run(&format!("Compiling for {target}"), &mut check)?;
        }
    }
    Ok(())
}

/// Returns what differs from the last commit; nothing where this is no repository.
fn tree() -> String {
    let git = |args: &[&str]| ask(Command::new("git").args(args)).unwrap_or_default();
    git(&["status", "--porcelain"]) + &git(&["diff"])
}

fn unchanged(before: &str) -> Outcome {
    if tree() == before {
        return Ok(());
    }
    let status = ask(command("git").args(["status", "--short"])).unwrap_or_default();
    Err(format!("The checks changed files that belong in a commit (ui/src/bindings.ts?):\n{status}"))
}
