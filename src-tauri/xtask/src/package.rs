//! Packages for people: .deb and .rpm with the manual and the completions, and those for npm.

use std::fs;
use std::path::{Path, PathBuf};

use crate::node::Node;
use crate::step::{Outcome, ask, command, root, run, say, target};
use crate::{hardened, packages, page, parts, product};

/// What completions are made for, as `countersign completions` names them.
const SHELLS: [&str; 4] = ["bash", "zsh", "fish", "powershell"];

/// Builds a release and every package that can be made of it here, with their checksums.
pub(crate) fn package() -> Outcome {
    packages::install(packages::WINDOW)?;
    page::build()?;
    let programs = product::build_for_people()?;
    hardened::check(&programs)?;
    let out = afresh(root().join("target/package"))?;
    manual(&programs, &out)?;
    if cfg!(target_os = "linux") {
        bundle(&programs, &out)?;
    }
    for_npm(&programs, &out)?;
    parts::list(&out)?;
    checksums(&out)?;
    say(&format!("The packages: {}", out.display()));
    Ok(())
}

/// The manual and the completions, printed by the program that they are about.
fn manual(programs: &Path, out: &Path) -> Outcome {
    let companion = programs.join("countersign");
    run("Writing the manual", command(&companion).args(["man", "--out"]).arg(out.join("man")))?;
    let completions = afresh(out.join("completions"))?;
    for shell in SHELLS {
        let script = ask(command(&companion).args(["completions", shell]))
            .ok_or_else(|| format!("`countersign completions {shell}` failed"))?;
        fs::write(completions.join(shell), script + "\n")
            .map_err(|error| format!("cannot write: {error}"))?;
    }
    Ok(())
}

/// What `tauri.conf.json` says of packages for Linux.
fn bundle(programs: &Path, out: &Path) -> Outcome {
    // The bundler looks into this folder alone.
    let release = target().join("release");
    fs::create_dir_all(&release).map_err(|error| format!("cannot make {}: {error}", release.display()))?;
    for name in hardened::PROGRAMS {
        let copied = fs::copy(programs.join(name), release.join(name));
        copied.map_err(|error| format!("cannot copy {name}: {error}"))?;
    }
    let mut tauri = Node::for_the_page()?.node();
    tauri.arg(root().join("ui/node_modules/@tauri-apps/cli/tauri.js"));
    run("Making the packages", tauri.args(["bundle", "--bundles", "deb,rpm"]))?;
    for kind in ["deb", "rpm"] {
        for made in within(&release.join("bundle").join(kind), kind)? {
            let name = made.file_name().unwrap_or_default();
            fs::copy(&made, out.join(name)).map_err(|error| format!("cannot copy {kind}: {error}"))?;
        }
    }
    Ok(())
}

/// The companion for those who have npm and nothing else: `npx countersign`.
fn for_npm(programs: &Path, out: &Path) -> Outcome {
    let node = Node::for_the_page()?;
    let folders = out.join("npm");
    let mut assemble = node.node();
    assemble.arg("src-tauri/packages/npm/assemble.mjs").args([env!("CARGO_PKG_VERSION"), &platform()]);
    assemble.arg(programs.join(if cfg!(windows) { "countersign.exe" } else { "countersign" })).arg(&folders);
    run("Putting the npm packages together", &mut assemble)?;
    for name in ["countersign", platform().as_str()] {
        let mut pack = node.npm();
        pack.args(["pack", "--silent", "--pack-destination"]).arg(out).arg(folders.join(name));
        run("Packing", &mut pack)?;
    }
    Ok(())
}

/// This platform as Node names it.
fn platform() -> String {
    let system = match std::env::consts::OS {
        "macos" => "darwin",
        "windows" => "win32",
        other => other,
    };
    let processor = match std::env::consts::ARCH {
        "x86_64" => "x64",
        "aarch64" => "arm64",
        other => other,
    };
    format!("{system}-{processor}")
}

fn checksums(out: &Path) -> Outcome {
    let mut names = Vec::new();
    for ending in ["deb", "rpm", "tgz", "json"] {
        names.extend(within(out, ending)?.iter().filter_map(|path| path.file_name().map(ToOwned::to_owned)));
    }
    let program = if cfg!(target_os = "macos") { "gsha256sum" } else { "sha256sum" };
    let sums =
        ask(command(program).args(&names).current_dir(out)).ok_or("the checksums could not be made")?;
    fs::write(out.join("SHA256SUMS"), sums + "\n").map_err(|error| format!("cannot write: {error}"))
}

/// The files of a folder that end so, by name.
fn within(folder: &Path, ending: &str) -> Outcome<Vec<PathBuf>> {
    let entries = fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut found: Vec<PathBuf> = entries.filter_map(Result::ok).map(|entry| entry.path()).collect();
    found.retain(|path| path.extension().is_some_and(|it| it == ending));
    found.sort();
    Ok(found)
}

/// The folder, empty.
fn afresh(folder: PathBuf) -> Outcome<PathBuf> {
    if folder.exists() {
        fs::remove_dir_all(&folder).map_err(|error| format!("cannot empty {}: {error}", folder.display()))?;
    }
    fs::create_dir_all(&folder).map_err(|error| format!("cannot make {}: {error}", folder.display()))?;
    Ok(folder)
}
