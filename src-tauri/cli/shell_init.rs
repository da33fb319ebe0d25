//! `countersign shell-init`: shell functions by which commands that may ask go through `countersign run` by themselves.
//!
//! The functions decide in the shell. A command that never asks starts as ever, without a process of ours.

mod fish;
mod posix;
mod powershell;

use crate::Carry;
use crate::outcome::{self, Trouble};
use clap::{Args, ValueEnum};
use countersign_core::npm::{self, Client, arguments::Grammar};
use std::process::ExitCode;

/// Prints shell functions that route npm, pnpm, yarn, bun... through `run`
///
/// Put `eval "$(countersign shell-init zsh)"` into the file that your shell reads at its start. For fish:
/// `countersign shell-init fish | source`. For PowerShell: `countersign shell-init powershell | Out-String | Invoke-Expression`.
#[derive(Debug, Args)]
pub(crate) struct ShellInit {
    /// The shell
    shell: Shell,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Shell {
    Bash,
    Zsh,
    Fish,
    Powershell,
}

impl Carry for ShellInit {
    fn carry_out(self) -> Result<ExitCode, Trouble> {
        let routes = routes();
        let text = match self.shell {
            Shell::Bash | Shell::Zsh => posix::functions(&routes),
            Shell::Fish => fish::functions(&routes),
            Shell::Powershell => powershell::functions(&routes),
        };
        outcome::line(text.trim_end())?;
        Ok(ExitCode::SUCCESS)
    }
}

/// What leads a command through `run`.
struct Route {
    /// The program's name, and the function's.
    program: &'static str,
    /// The words that do; none where every command does.
    words: Option<Vec<&'static str>>,
    /// The words after which a script's name decides.
    scripts: &'static [&'static str],
    /// The options whose value is the next word, with their dashes.
    valued: Vec<String>,
}

/// Scripts whose names say that they publish.
const PUBLISHING: [&str; 2] = ["publish", "release"];

/// The words that start a script, with every program that has scripts.
const RUN: &[&str] = &["run", "run-script"];

/// Lists the functions: one for every program of every client, and one for what starts them.
fn routes() -> Vec<Route> {
    let mut routes = Vec::new();
    for client in npm::CLIENTS {
        for program in client.programs().iter().filter(|name| !name.contains('.')) {
            routes.push(route(*client, program));
        }
    }
    let tools =
        npm::CLIENTS.iter().filter(|client| !client.asks_itself() || client.reach() == npm::Reach::Registry);
    let tools: Vec<&str> = tools.flat_map(|client| client.programs().iter().copied()).collect();
    for program in ["npx", "bunx", "pnpx"] {
        let valued = ["--package", "-p"].map(str::to_owned).into();
        routes.push(Route { program, words: Some(tools.clone()), scripts: &[], valued });
    }
    routes
}

fn route(client: &dyn Client, program: &'static str) -> Route {
    let Grammar { valued, .. } = client.grammar();
    let dashes = |option: &&str| if option.len() == 1 { format!("-{option}") } else { format!("--{option}") };
    let valued = valued.iter().map(dashes).collect();
    let words: Vec<&str> =
        client.grammar().words().into_iter().chain(client.publishing_words().iter().copied()).collect();
    let asking: Vec<&str> = words.into_iter().filter(|word| client.word_asks(word)).collect();
    // A tool that publishes whatever it is told asks without any word.
    let words = (!client.word_asks("")).then_some(asking);
    let has_scripts = client.asks_itself() && client.grammar().commands.contains(&"run");
    Route { program, words, scripts: if has_scripts { RUN } else { &[] }, valued }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asks(program: &str, word: &str) -> bool {
        let routes = routes();
        let route = routes.iter().find(|route| route.program == program);
        route.is_some_and(|route| route.words.as_ref().is_none_or(|words| words.contains(&word)))
    }

    #[test]
    fn what_may_ask_is_led_and_nothing_else() {
        for (program, word) in [
            ("npm", "publish"),
            ("npm", "pub"),
            ("npm", "owner"),
            ("npm", "author"),
            ("pnpm", "publish"),
            ("yarn", "npm"),
            ("bun", "publish"),
            ("lerna", "publish"),
            ("changeset", "publish"),
            ("np", "1.0.0"),
            ("nx", "release"),
            ("gem", "push"),
            ("mix", "hex.publish"),
            ("npx", "lerna"),
        ] {
            assert!(asks(program, word), "{program} {word}");
        }
        for (program, word) in [
            ("npm", "install"),
            ("npm", "run"),
            ("npm", "view"),
            ("pnpm", "i"),
            ("yarn", "add"),
            ("changeset", "add"),
            ("mix", "test"),
            ("npx", "tsc"),
        ] {
            assert!(!asks(program, word), "{program} {word}");
        }
    }
}
