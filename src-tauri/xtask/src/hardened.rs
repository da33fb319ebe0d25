//! Whether the programs were linked so that a fault in them is hard to make use of.

use std::path::Path;

use crate::step::{Outcome, ask, command, say};

/// The programs.
pub(crate) const PROGRAMS: [&str; 3] = ["countersign", "countersign-agent", "countersign-desktop"];

/// Looks at the programs of a folder: at no fixed address, no memory that is written and run, nothing writable of what the
/// dynamic linker resolved, no folder searched for libraries but the system's. Only Linux' format is known here.
pub(crate) fn check(programs: &Path) -> Outcome {
    if !cfg!(target_os = "linux") {
        return Ok(());
    }
    say("How the programs are linked");
    for name in PROGRAMS {
        let read = ask(command("readelf")
            .args(["--wide", "--file-header", "--segments", "--dynamic"])
            .arg(programs.join(name)));
        let read = read.ok_or_else(|| format!("readelf cannot read {name}; it comes with binutils"))?;
        let lacking = lacking(&read);
        if !lacking.is_empty() {
            return Err(format!("{name} is linked without protection: {}", lacking.join(", ")));
        }
    }
    Ok(())
}

/// What protects a program, and is not there.
fn lacking(read: &str) -> Vec<&'static str> {
    let line =
        |begin: &str| read.lines().find(|line| line.trim_start().starts_with(begin)).unwrap_or_default();
    let dynamic =
        |name: &str| read.lines().find(|line| line.contains(&format!("({name})"))).unwrap_or_default();
    let runs_what_is_written = |line: &str| line.contains(" RWE ");
    let stack = line("GNU_STACK");
    let checks = [
        ("a position of chance", line("Type:").contains("DYN") && dynamic("FLAGS_1").contains("PIE")),
        ("a stack that is not run", !stack.is_empty() && !runs_what_is_written(stack)),
        ("memory that is not written and run", !read.lines().any(runs_what_is_written)),
        ("a part that is read-only once it is linked", !line("GNU_RELRO").is_empty()),
        (
            "linking before it begins",
            dynamic("FLAGS").contains("BIND_NOW") || dynamic("FLAGS_1").contains("NOW"),
        ),
        ("code that is not written", dynamic("TEXTREL").is_empty()),
        ("no folders of its own for libraries", dynamic("RPATH").is_empty() && dynamic("RUNPATH").is_empty()),
    ];
    checks.into_iter().filter(|(_, there)| !there).map(|(what, _)| what).collect()
}

#[cfg(test)]
mod tests {
    use super::lacking;

    const GOOD: &str = "  Type:                              DYN (Position-Independent Executable file)
  LOAD           0x000000 0x0000000000000000 0x0000000000000000 0x00a000 0x00a000 R   0x1000
  LOAD           0x00b000 0x000000000000b000 0x000000000000b000 0x00a000 0x00a000 R E 0x1000
  GNU_STACK      0x000000 0x0000000000000000 0x0000000000000000 0x000000 0x000000 RW  0
  GNU_RELRO      0x0f0000 0x00000000000f1000 0x00000000000f1000 0x00f000 0x00f000 R   0x1
 0x000000000000001e (FLAGS)              BIND_NOW
 0x000000006ffffffb (FLAGS_1)            Flags: NOW PIE";

    #[test]
    fn a_program_that_is_linked_as_it_should_be_lacks_nothing_and_any_other_something() {
        assert_eq!(lacking(GOOD), [""; 0]);
        for (good, bad) in [
            ("DYN", "EXEC"),
            ("NOW PIE", "NOW"),
            ("RW  0", "RWE 0"),
            ("GNU_RELRO", "NOTE"),
            ("R E 0x1000", "RWE 0x1000"),
            ("(FLAGS_1)", "(RUNPATH) Library runpath: [/tmp] (FLAGS_1)"),
        ] {
            assert!(!lacking(&GOOD.replace(good, bad)).is_empty(), "{bad}");
        }
        assert_eq!(
            lacking(&GOOD.replace("BIND_NOW", "").replace("NOW PIE", "PIE")),
            ["linking before it begins"]
        );
    }
}
