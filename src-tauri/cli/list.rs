//! `countersign list`: the names of the accounts.

use crate::outcome::{self, Exit, Trouble, printable};
use crate::{Carry, agent};
use clap::Args;
use countersign_core::view::{Answer, Ask, NameView};
use serde::Serialize;
use std::process::ExitCode;

/// Lists the names of the accounts, once you approved it in the app
#[derive(Debug, Args)]
pub(crate) struct List {
    /// Prints one JSON object
    #[arg(long)]
    json: bool,
}

/// What a script gets.
#[derive(Serialize)]
struct Names<'a> {
    accounts: &'a [NameView],
}

impl Carry for List {
    fn json(&self) -> bool {
        self.json
    }

    fn carry_out(self) -> Result<ExitCode, Trouble> {
        let Answer::Names { names, .. } = agent::ask(Ask::Names)? else { return Err(agent::strange()) };
        if self.json {
            outcome::object(&Names { accounts: &names })?;
        } else {
            names.iter().try_for_each(|name| outcome::line(&in_one_line(name)))?;
        }
        Ok(Exit::Done.into())
    }
}

fn in_one_line(name: &NameView) -> String {
    let registry = name.registry.as_ref().map_or_else(String::new, |registry| format!("  ({registry})"));
    let (issuer, account) = (name.issuer.as_str(), name.account.as_str());
    let comma = if issuer.is_empty() || account.is_empty() { "" } else { ", " };
    printable(&format!("{issuer}{comma}{account}{registry}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_takes_one_line_and_steers_nothing() {
        let name =
            NameView { issuer: "npm".into(), account: "mo\nna\u{1b}[2J".into(), registry: Some("r".into()) };
        assert_eq!(in_one_line(&name), "npm, mona[2J  (r)");
    }
}
