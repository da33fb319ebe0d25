//! What the product is made of: bills of materials, and lock files that let nothing else in.

use std::fs;
use std::path::Path;

use crate::node::Node;
use crate::step::{Outcome, ask, cargo, root, run, say, target};

/// The version of cargo-cyclonedx that is asked.
const CARGO_CYCLONEDX: &str = "0.5.9";

/// What is Rust's, and what is the page's: each a file in the format of `CycloneDX`.
const PROGRAMS: &str = "countersign-programs.cdx";
const PAGE: &str = "countersign-page.cdx.json";

/// How Cargo.lock writes that a crate comes from an index, and not from a repository or a folder of somebody's.
const AN_INDEX: &str = "source = \"registry+";

/// Lock files of npm. None of their packages may run a script when it is installed.
const NPM_LOCKS: [&str; 2] = ["ui/package-lock.json", "tests/rig/package-lock.json"];

/// Writes the bills of materials.
pub(crate) fn list() -> Outcome {
    let out = &target().join("parts");
    if ask(cargo("cyclonedx").arg("--version")).is_none() {
        let install = format!("install --locked cargo-cyclonedx --version {CARGO_CYCLONEDX}");
        run("Installing cargo-cyclonedx", &mut cargo(&install))?;
    }
    fs::create_dir_all(out).map_err(|error| format!("cannot make {}: {error}", out.display()))?;
    let mut rust = cargo(
        "cyclonedx --format json --spec-version 1.5 --features desktop --target all --override-filename",
    );
    run("What the programs are made of", rust.arg(PROGRAMS))?;
    collect(&format!("{PROGRAMS}.json"), out)?;
    let mut npm = Node::for_the_page()?.npm();
    npm.args(["sbom", "--package-lock-only", "--omit=dev", "--sbom-format=cyclonedx"])
        .current_dir(root().join("ui"));
    say("What the page is made of");
    let page = ask(&mut npm).ok_or("`npm sbom` failed")?;
    fs::write(out.join(PAGE), page + "\n").map_err(|error| format!("cannot write {PAGE}: {error}"))?;
    say(&format!("The bills of materials: {}", out.display()));
    Ok(())
}

/// Takes the product's own bill; the tool leaves one beside every manifest of the workspace. Where they lie on this machine is
/// nobody's business.
fn collect(name: &str, out: &Path) -> Outcome {
    let crates = ["core", "scan", "capture", "link", "xtask"]
        .map(|folder| root().join("src-tauri").join(folder).join(name));
    for left in crates {
        fs::remove_file(&left).map_err(|error| format!("cannot remove {}: {error}", left.display()))?;
    }
    let made = root().join(name);
    fs::read_to_string(&made)
        .and_then(|bill| fs::write(out.join(name), bill.replace(&root().display().to_string(), "")))
        .and_then(|()| fs::remove_file(&made))
        .map_err(|error| format!("cannot move {}: {error}", made.display()))
}

/// Checks that every part comes from where parts come from, with its checksum, and runs nothing when it is installed.
pub(crate) fn check_locks() -> Outcome {
    say("Where the parts come from");
    let read = |name: &str| {
        fs::read_to_string(root().join(name)).map_err(|error| format!("cannot read {name}: {error}"))
    };
    for name in ["Cargo.lock", "tests/bench/Cargo.lock"] {
        foreign_crates(&read(name)?).map_err(|why| format!("{name}: {why}"))?;
    }
    for name in NPM_LOCKS {
        let folder = Path::new(name).parent().unwrap_or(Path::new(""));
        if !read(&folder.join(".npmrc").to_string_lossy())?.lines().any(|line| line == "ignore-scripts=true")
        {
            return Err(format!("{}/.npmrc lets packages run scripts", folder.display()));
        }
        foreign_packages(&read(name)?).map_err(|why| format!("{name}: {why}"))?;
    }
    Ok(())
}

fn foreign_crates(lock: &str) -> Outcome {
    let sources = || lock.lines().filter(|line| line.starts_with("source = "));
    let sums = lock.lines().filter(|line| line.starts_with("checksum = ")).count();
    // There is one index; a second one would be a stranger's.
    let index = sources().next().unwrap_or_default();
    match sources().find(|line| !line.starts_with(AN_INDEX) || *line != index) {
        Some(other) => Err(format!("a crate comes from elsewhere: {other}")),
        None if sources().count() != sums => {
            Err(format!("{} crates come from the index, {sums} have a checksum", sources().count()))
        }
        None => Ok(()),
    }
}

fn foreign_packages(lock: &str) -> Outcome {
    // The registry is whatever npm is told; only what comes from elsewhere would be named.
    match lock.lines().find(|line| line.trim_start().starts_with("\"resolved\":")) {
        Some(other) => Err(format!("a package comes from elsewhere: {}", other.trim())),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::{foreign_crates, foreign_packages};

    #[test]
    fn parts_from_elsewhere_are_found() {
        let from = |source: &str| format!("source = \"{source}\"\nchecksum = \"00\"\n");
        let index = from("registry+https://index.example.org");
        assert!(foreign_crates(&format!("{index}{index}")).is_ok());
        assert!(foreign_crates(&from("git+https://example.org/a")).is_err());
        assert!(foreign_crates(&format!("{index}{}", from("registry+https://other.example.org"))).is_err());
        assert!(foreign_crates(&index.replace("checksum", "sum")).is_err());
        let good =
            "\"node_modules/preact\": {\n  \"version\": \"11.2.0\",\n  \"integrity\": \"sha512-00\"\n}";
        assert!(foreign_packages(good).is_ok());
        assert!(
            foreign_packages(
                &good.replace("\"version\"", "\"resolved\": \"https://example.org/a.tgz\",\n\"version\"")
            )
            .is_err()
        );
    }
}
