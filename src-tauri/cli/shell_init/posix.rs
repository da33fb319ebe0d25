//! Functions for bash and zsh. (`function NAME {` is not spoiled by an alias of that name.)

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
            "if command -v {program} >/dev/null; then function {program} {{\n\
             {decide}  then command countersign run -- {program} \"$@\"\n  else command {program} \"$@\"\n  fi\n}}; fi\n",
        );
    }
    text
}

/// A condition: whether the first word that is no option leads through `run`.
fn decide(route: &Route) -> String {
    let Some(words) = &route.words else { return "  if true\n".to_owned() };
    let mut cases = String::new();
    let mut case = |patterns: &str, does: &str| {
        let _ = writeln!(cases, "      {patterns}) {does} ;;");
    };
    if !route.valued.is_empty() {
        case(&route.valued.join("|"), "skip=1");
    }
    case("-*", "");
    if !words.is_empty() {
        case(&words.join("|"), "led=1; break");
    }
    if !route.scripts.is_empty() {
        case(&route.scripts.join("|"), "script=1");
    }
    case("*", "break");
    let publishing = PUBLISHING.map(|name| format!("*{name}*")).join("|");
    format!(
        "  local word skip='' script='' led=''\n\
         \x20 for word in \"$@\"; do\n\
         \x20   if [ -n \"$skip\" ]; then skip=''; continue; fi\n\
         \x20   if [ -n \"$script\" ]; then case $word in -*) continue ;; {publishing}) led=1 ;; esac; break; fi\n\
         \x20   case $word in\n{cases}    esac\n\
         \x20 done\n\
         \x20 if [ -n \"$led\" ]\n"
    )
}
