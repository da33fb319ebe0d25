//! Functions for fish.

use super::{PUBLISHING, Route};
use std::fmt::Write;

pub(super) fn functions(routes: &[Route]) -> String {
    let mut text =
        String::from("# Commands that may ask for a one-time password go through `countersign run`.\n");
    for route in routes {
        let program = route.program;
        let decide = decide(route);
        // Writing to a text cannot fail.
        let _ = write!(
            text,
            "if command -q {program}\nfunction {program} --wraps={program}\n{decide}\
             \x20 if test -n \"$led\"\n    command countersign run -- {program} $argv\n  else\n    command {program} $argv\n  end\nend\nend\n",
        );
    }
    text
}

fn decide(route: &Route) -> String {
    let Some(words) = &route.words else { return "  set -l led 1\n".to_owned() };
    let quoted =
        |words: &[String]| words.iter().map(|word| format!("'{word}'")).collect::<Vec<_>>().join(" ");
    let owned = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
    let mut cases = String::new();
    let mut case = |patterns: &[String], does: &str| {
        if !patterns.is_empty() {
            let _ = writeln!(cases, "      case {}\n        {does}", quoted(patterns));
        }
    };
    case(&route.valued, "set skip 1");
    case(&owned(&["-*"]), "continue");
    case(&owned(words), "set led 1\n        break");
    case(&owned(route.scripts), "set script 1");
    case(&owned(&["*"]), "break");
    let publishing = quoted(&PUBLISHING.map(|name| format!("*{name}*")));
    format!(
        "  set -l skip\n  set -l script\n  set -l led\n\
         \x20 for word in $argv\n\
         \x20   if test -n \"$skip\"\n      set skip\n      continue\n    end\n\
         \x20   if test -n \"$script\"\n      switch $word\n        case '-*'\n          continue\n        case {publishing}\n          set led 1\n      end\n      break\n    end\n\
         \x20   switch $word\n{cases}    end\n  end\n"
    )
}
