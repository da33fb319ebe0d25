//! Functions for PowerShell.

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
            "if (Get-Command -CommandType Application -ErrorAction Ignore {program}) {{ function global:{program} {{\n{decide}\
             \x20 if ($led) {{ & countersign run -- {program} @args }}\n\
             \x20 else {{ & (Get-Command -CommandType Application {program} | Select-Object -First 1) @args }}\n}} }}\n",
        );
    }
    text
}

fn decide(route: &Route) -> String {
    let Some(words) = &route.words else { return "  $led = $true\n".to_owned() };
    let list = |words: &[&str]| words.iter().map(|word| format!("'{word}'")).collect::<Vec<_>>().join(",");
    let valued = list(&route.valued.iter().map(String::as_str).collect::<Vec<_>>());
    let (words, scripts, publishing) = (list(words), list(route.scripts), PUBLISHING.join("|"));
    format!(
        "  $skip = $false; $script = $false; $led = $false\n\
         \x20 foreach ($word in $args) {{\n\
         \x20   if ($skip) {{ $skip = $false; continue }}\n\
         \x20   if ($word -cin @({valued})) {{ $skip = $true; continue }}\n\
         \x20   if (\"$word\".StartsWith('-')) {{ continue }}\n\
         \x20   if ($script) {{ $led = $word -match '{publishing}'; break }}\n\
         \x20   if ($word -cin @({words})) {{ $led = $true; break }}\n\
         \x20   if ($word -cin @({scripts})) {{ $script = $true; continue }}\n\
         \x20   break\n\
         \x20 }}\n"
    )
}
