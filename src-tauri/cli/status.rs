//! `countersign status`: how the agent is.

use crate::outcome::{self, Exit, Trouble};
use crate::{Carry, agent};
use clap::Args;
use countersign_core::view::{StatusView, StoreCondition};
use countersign_link::public::{FromAgent, ToAgent};
use std::process::ExitCode;

/// Says whether the agent runs and whether it is locked
#[derive(Debug, Args)]
pub(crate) struct Status {
    /// Prints one JSON object
    #[arg(long)]
    json: bool,
}

impl Carry for Status {
    fn json(&self) -> bool {
        self.json
    }

    fn carry_out(self) -> Result<ExitCode, Trouble> {
        let FromAgent::Status(status) = agent::order(&ToAgent::Status)? else { return Err(agent::strange()) };
        if self.json {
            outcome::object(&status)?;
        } else {
            outcome::line(&in_words(&status))?;
        }
        Ok(Exit::Done.into())
    }
}

fn in_words(status: &StatusView) -> String {
    let condition = match status.condition {
        StoreCondition::Opening => "is opening the store",
        StoreCondition::Open => "is open",
        StoreCondition::Locked => "is locked",
        StoreCondition::Unavailable => "has no store; choose one in the app (`countersign open`)",
        StoreCondition::Waiting => "waits for you to unlock the keychain",
    };
    let pending = if status.pending { "; a request waits for you" } else { "" };
    format!("The agent {} runs and {condition}{pending}.", status.agent)
}
