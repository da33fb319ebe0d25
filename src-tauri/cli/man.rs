//! `countersign man`: the manual, made of what `--help` says.

use crate::outcome::{Exit, Trouble};
use crate::{Arguments, Carry};
use clap::{Args, Command, CommandFactory};
use clap_mangen::Man as Page;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Prints a page of the manual, or writes all of them
///
/// `countersign man run | man -l -` shows the page of `countersign run`.
#[derive(Debug, Args)]
pub(crate) struct Man {
    /// The subcommand whose page is printed; that of the program itself where none is named
    subcommand: Vec<String>,
    /// Writes every page into this folder
    #[arg(long, value_name = "FOLDER", conflicts_with = "subcommand")]
    out: Option<PathBuf>,
}

impl Carry for Man {
    fn carry_out(self) -> Result<ExitCode, Trouble> {
        let mut program = Arguments::command();
        if let Some(folder) = &self.out {
            write_all(program, folder)?;
        } else {
            program.build();
            let mut page = Vec::new();
            let rendered = Page::new(find(&program, &self.subcommand)?.clone()).render(&mut page);
            rendered
                .and_then(|()| io::stdout().write_all(&page))
                .map_err(|error| Trouble::io("Writing the page", &error))?;
        }
        Ok(Exit::Done.into())
    }
}

fn find<'a>(program: &'a Command, names: &[String]) -> Result<&'a Command, Trouble> {
    names.iter().try_fold(program, |command, name| {
        command.find_subcommand(name).ok_or_else(|| {
            Trouble::new(
                Exit::Usage,
                "no-such-page",
                "The manual has no page of that name.",
                "`countersign help` lists the subcommands.",
            )
        })
    })
}

fn write_all(program: Command, folder: &Path) -> Result<(), Trouble> {
    std::fs::create_dir_all(folder)
        .and_then(|()| clap_mangen::generate_to(without_help(program), folder))
        .map_err(|error| Trouble::io("Writing the manual", &error))
}

/// Takes the subcommands called `help` away, each of which would have a page for every subcommand beside it.
fn without_help(program: Command) -> Command {
    program.disable_help_subcommand(true).mut_subcommands(without_help)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]
    use super::*;

    #[test]
    fn every_subcommand_has_a_page_that_says_what_it_does() {
        let folder = tempfile::tempdir().unwrap();
        let program = Arguments::command();
        write_all(program.clone(), folder.path()).unwrap();
        for command in program.get_subcommands() {
            let name = format!("countersign-{}.1", command.get_name());
            let page = std::fs::read_to_string(folder.path().join(&name)).unwrap();
            assert!(page.contains(".SH SYNOPSIS") && page.contains(".SH NAME"), "{name}");
        }
        let pages = std::fs::read_dir(folder.path()).unwrap().flatten().map(|page| page.file_name());
        let pages: Vec<String> = pages.filter_map(|name| name.into_string().ok()).collect();
        assert!(pages.iter().all(|name| !name.contains("help")), "{pages:?}");
    }
}
