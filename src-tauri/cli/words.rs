//! Reads the command line. The companion stands in front of other commands, so it describes to the parser what was typed alone:
//! with every subcommand in the description, that would take a quarter of the start.

use crate::{
    Arguments, add, code, completions, doctor, export, import, list, lock, man, npm, open, run, scan,
    shell_init, status,
};
use clap::{Args, Command, CommandFactory, FromArgMatches};
use std::ffi::OsString;

/// Describes one subcommand.
type Describe = fn(Command) -> Command;

/// Every subcommand, as [`crate::Task`] has them.
const SUBCOMMANDS: [(&str, Describe); 16] = [
    ("run", run::Run::augment_args),
    ("code", code::Code::augment_args),
    ("add", add::Add::augment_args),
    ("list", list::List::augment_args),
    ("scan", scan::Scan::augment_args),
    ("import", import::Import::augment_args),
    ("npm", npm::Npm::augment_args),
    ("export", export::Export::augment_args),
    ("open", open::Open::augment_args),
    ("toggle", open::Toggle::augment_args),
    ("lock", lock::Lock::augment_args),
    ("status", status::Status::augment_args),
    ("shell-init", shell_init::ShellInit::augment_args),
    ("doctor", doctor::Doctor::augment_args),
    ("completions", completions::Completions::augment_args),
    ("man", man::Man::augment_args),
];

/// Reads what was typed.
pub(crate) fn parse() -> Result<Arguments, clap::Error> {
    let words: Vec<OsString> = std::env::args_os().collect();
    let mut command = described(words.get(1).and_then(|word| word.to_str()).unwrap_or_default());
    let matches = command.try_get_matches_from_mut(words)?;
    Arguments::from_arg_matches(&matches).map_err(|error| error.format(&mut command))
}

/// What the parser must know where this is the first word.
fn described(word: &str) -> Command {
    let alone = || Command::new("countersign").version(env!("CARGO_PKG_VERSION")).max_term_width(100);
    match SUBCOMMANDS.iter().find(|(name, _)| *name == word) {
        Some((name, describe)) => alone().subcommand(describe(Command::new(*name))),
        None if ["--version", "-V"].contains(&word) => alone(),
        None => Arguments::command(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_subcommand_is_the_same_alone_and_among_all() {
        let mut all = Arguments::command();
        all.build();
        let mut count = 0;
        for among_all in all.get_subcommands().filter(|it| it.get_name() != "help") {
            let mut alone = described(among_all.get_name());
            alone.build();
            let [mut among_all, mut alone] = [&all, &alone]
                .map(|command| command.find_subcommand(among_all.get_name()).expect("it is there").clone());
            assert_eq!(alone.render_long_help().to_string(), among_all.render_long_help().to_string());
            count += 1;
        }
        assert_eq!(count, SUBCOMMANDS.len());
        assert_eq!(described("--version").render_version(), all.render_version());
    }
}
