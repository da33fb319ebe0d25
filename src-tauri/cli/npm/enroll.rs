//! `countersign npm enroll`: npm enrols, and nothing of it is lost on the way.

mod watched;

use crate::Carry;
use crate::outcome::Trouble;
use clap::Args;
use std::process::ExitCode;

/// Turns two-factor authentication on at your registry, and keeps its secret and recovery codes
///
/// Runs `npm profile enable-2fa` in this terminal. The secret is kept before npm has its first code; the recovery codes are
/// kept beside the account. Three approvals in the app: to keep the account, and for each of two codes.
#[derive(Debug, Args)]
pub(crate) struct Enroll {
    /// What will ask for a code: logging in and every change (auth-and-writes), or logging in alone (auth-only)
    #[arg(default_value = "auth-and-writes", value_parser = ["auth-and-writes", "auth-only"])]
    mode: String,
    /// The registry, where it is not the one of npm's configuration
    #[arg(long, value_name = "URL")]
    registry: Option<String>,
    /// Tries where new enrolments are known to be refused
    #[arg(long)]
    anyway: bool,
}

impl Carry for Enroll {
    fn carry_out(self) -> Result<ExitCode, Trouble> {
        self.enrol()
    }
}
