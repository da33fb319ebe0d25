//! `countersign npm recovery`: recovery codes, one at a time.

use crate::outcome::{self, Exit, Trouble};
use crate::{Carry, agent, input};
use clap::Args;
use countersign_core::view::{Answer, Ask};
use countersign_link::passing::Passing;
use countersign_link::public::ToAgent;
use serde::Serialize;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use zeroize::Zeroizing;

/// Gives one recovery code, once you approved it in the app
///
/// A recovery code takes the place of your authenticator once. Each is given out a single time; the app's window shows how
/// many are left. On npmjs.com the use of one freezes accounts of much-used packages for 72 hours.
#[derive(Debug, Args)]
pub(crate) struct Recovery {
    /// The account: any part of its name that means one account alone. Without it, the only one that has recovery codes
    name: Option<String>,
    /// Keeps recovery codes, one a line, from a file; - is standard input
    #[arg(long, value_name = "FILE", requires = "name", conflicts_with_all = ["sheet", "json"])]
    add: Option<PathBuf>,
    /// Writes all of them into a new file, to be printed and deleted
    #[arg(long, value_name = "FILE")]
    sheet: Option<PathBuf>,
    /// Prints one JSON object
    #[arg(long)]
    json: bool,
}

/// What a script gets.
#[derive(Serialize)]
struct Given<'a> {
    account: &'a str,
    recovery_code: &'a str,
    left: u32,
}

impl Carry for Recovery {
    fn json(&self) -> bool {
        self.json
    }

    fn carry_out(self) -> Result<ExitCode, Trouble> {
        match (&self.add, &self.sheet) {
            (Some(source), _) => self.add(source),
            (None, Some(file)) => self.sheet(file),
            (None, None) => self.give(),
        }
    }
}

impl Recovery {
    fn give(self) -> Result<ExitCode, Trouble> {
        outcome::person("a recovery code works once, in place of a code of your authenticator");
        outcome::person("npmjs.com then freezes accounts of much-used packages for 72 hours: no publishing");
        let Answer::Recovery { code, left, account, .. } = agent::ask(Ask::Recovery { account: self.name })?
        else {
            return Err(agent::strange());
        };
        let code = Zeroizing::new(code);
        if self.json {
            outcome::object(&Given { account: &account, recovery_code: &code, left })?;
        } else {
            outcome::line(&code)?;
            outcome::person(&format!("{left} of {account} are left"));
        }
        Ok(Exit::Done.into())
    }

    fn add(&self, source: &Path) -> Result<ExitCode, Trouble> {
        let text = input::text(source)?;
        let codes = text.lines().map(|line| Passing::new(line.to_owned())).collect();
        let message = ToAgent::Recovery { nonce: agent::nonce()?, account: self.name.clone(), codes };
        let Answer::Added { count, .. } = agent::request(&message)? else { return Err(agent::strange()) };
        outcome::person(&format!("kept {count} recovery code{}", if count == 1 { "" } else { "s" }));
        Ok(Exit::Done.into())
    }

    fn sheet(&self, file: &Path) -> Result<ExitCode, Trouble> {
        let path = std::path::absolute(file).map_err(|error| Trouble::io("Reading the path", &error))?;
        let ask = Ask::Sheet { account: self.name.clone(), file: path.to_string_lossy().into_owned() };
        let Answer::Written { count, .. } = agent::ask(ask)? else { return Err(agent::strange()) };
        if self.json {
            outcome::object(&serde_json::json!({ "file": path.to_string_lossy(), "codes": count }))?;
        } else {
            outcome::person(&format!("wrote {count} recovery codes to {}", path.display()));
            outcome::person("print it (`lp FILE`), put it where your passport is, and delete the file");
        }
        Ok(Exit::Done.into())
    }
}
