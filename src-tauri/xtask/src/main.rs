//! Sets the machine up, then runs, tests, checks or demonstrates the product.
//!
//! Depends on nothing but the standard library, so that the first command on a fresh machine starts in seconds.

mod bench;
mod check;
mod corpus;
mod demo;
mod fuzz;
mod hardened;
mod installed;
mod licences;
mod node;
mod package;
mod packages;
mod page;
mod parts;
mod product;
mod python;
mod rig;
mod step;
mod test;

use std::process::ExitCode;

use step::Outcome;

const USAGE: &str = "\
cargo xtask run [ARG...]       build the product and open it
cargo xtask test [--quick]     every test; --quick leaves out the tests of the real window, --window runs them alone
cargo xtask check              formatting, lints, types, docs, licences, other systems, how the programs are linked
cargo xtask package            .deb, .rpm and npm packages with their checksums, in target/package
cargo xtask parts              what the product is made of, as CycloneDX lists, in target/parts
cargo xtask demo [ARG...]      the whole story in a sandbox: a registry, an enrolment, an approved publish
cargo xtask corpus [ARG...]    make pictures with QR codes: terminals, pages, photographs (--out, --seed, --count, --only)
cargo xtask bench [ARG...]     measure the product beside others (--only ROW[,ROW...], --short)
cargo xtask bench scan [ARG]   read pictures with our reader and others (--pictures FOLDER; else makes new ones)
cargo xtask fuzz [ARG...]      fuzz the readers of what strangers hand over (--seconds N, TARGET...; 60 s each)
cargo xtask rig                fetch the programs of others that the tests run (test does it by itself)

Each command first installs what this machine lacks for it.";

fn main() -> ExitCode {
    let mut args = std::env::args().skip(1);
    let command = args.next();
    let rest: Vec<String> = args.collect();
    let outcome = match (command.as_deref(), rest.as_slice()) {
        (Some("run"), args) => product::run(args),
        (Some("test"), []) => test::test(test::Extent::Everything),
        (Some("test"), [flag]) if flag == "--quick" => test::test(test::Extent::WithoutWindow),
        (Some("test"), [flag]) if flag == "--window" => test::test(test::Extent::Window),
        (Some("check"), []) => check::check(),
        (Some("package"), []) => package::package(),
        (Some("parts"), []) => parts::list(),
        (Some("demo"), args) => demo::demo(args),
        (Some("bench"), [what, args @ ..]) if what == "scan" => bench::scan(args),
        (Some("bench"), args) => bench::product(args),
        (Some("corpus"), args) => corpus::make(args),
        (Some("fuzz"), args) => fuzz::fuzz(args),
        (Some("rig"), []) => rig::fetch(),
        (None | Some("help" | "--help" | "-h"), []) => help(),
        _ => {
            eprintln!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(reason) => {
            eprintln!("\nxtask: {reason}");
            ExitCode::FAILURE
        }
    }
}

#[expect(clippy::unnecessary_wraps, reason = "stands beside commands that can fail")]
fn help() -> Outcome {
    eprintln!("{USAGE}");
    Ok(())
}
