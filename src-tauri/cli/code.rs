//! `countersign code`: one code for a person or a script.

use crate::outcome::{self, Exit, Trouble};
use crate::{Carry, agent, clipboard};
use clap::Args;
use countersign_core::view::{Answer, Ask};
use serde::Serialize;
use std::process::ExitCode;
use zeroize::Zeroizing;

/// Gives one code, once you approved it in the app
#[derive(Debug, Args)]
pub(crate) struct Code {
    /// The account: any part of its name that means one account alone
    name: String,
    /// Puts the code on the clipboard for 20 seconds instead of printing it
    #[arg(long, conflicts_with = "json")]
    copy: bool,
    /// Prints one JSON object
    #[arg(long)]
    json: bool,
}

/// What a script gets.
#[derive(Serialize)]
struct Given<'a> {
    account: &'a str,
    code: &'a str,
    valid_until: u64,
}

impl Carry for Code {
    fn json(&self) -> bool {
        self.json
    }

    fn carry_out(self) -> Result<ExitCode, Trouble> {
        let Answer::Code { code, valid_until, account, .. } = agent::ask(Ask::Code { account: self.name })?
        else {
            return Err(agent::strange());
        };
        let code = Zeroizing::new(code);
        if self.copy {
            clipboard::lend(&code, &account)?;
        } else if self.json {
            outcome::object(&Given { account: &account, code: &code, valid_until })?;
        } else {
            outcome::line(&code)?;
        }
        Ok(Exit::Done.into())
    }
}
