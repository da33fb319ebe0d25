//! `countersign lock`: drops every secret from memory until the person unlocks.

use crate::outcome::{Exit, Trouble};
use crate::{Carry, agent};
use clap::Args;
use countersign_link::public::ToAgent;
use std::process::ExitCode;

/// Locks the app
#[derive(Debug, Args)]
pub(crate) struct Lock {}

impl Carry for Lock {
    fn carry_out(self) -> Result<ExitCode, Trouble> {
        agent::order(&ToAgent::Lock)?;
        Ok(Exit::Done.into())
    }
}
