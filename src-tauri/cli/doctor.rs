//! `countersign doctor`: what a bug report needs, and what may be wrong here; nothing secret and nobody's name.

mod desk;

use crate::build_facts::BuildFacts;
use crate::outcome::{self, Exit, Trouble};
use crate::{Carry, agent};
use clap::Args;
use countersign_core::view::{StoreCondition, StoreKind};
use countersign_link::public::{FromAgent, ToAgent};
use serde::Serialize;
use std::process::ExitCode;

/// Looks what may be wrong on this machine, and prints what a bug report needs
///
/// Nothing in it is secret, and nobody's name is: it can be published as it is. For npm's own troubles see
/// `countersign npm doctor`.
#[derive(Debug, Args)]
pub(crate) struct Doctor {
    /// Prints one JSON object
    #[arg(long)]
    json: bool,
}

/// One thing that was looked at.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Finding {
    /// What was looked at.
    what: &'static str,
    /// How it is.
    is: String,
    /// What to do, where something is wrong.
    #[serde(skip_serializing_if = "Option::is_none")]
    hint: Option<&'static str>,
}

impl Finding {
    /// Something that is as it should be, or need not be otherwise.
    pub(crate) fn plain(what: &'static str, is: impl Into<String>) -> Self {
        Self { what, is: is.into(), hint: None }
    }

    /// Something that stands in somebody's way.
    pub(crate) fn wrong(what: &'static str, is: impl Into<String>, hint: &'static str) -> Self {
        Self { what, is: is.into(), hint: Some(hint) }
    }
}

/// Everything that was found.
#[derive(Serialize)]
struct Report {
    build: BuildFacts,
    findings: Vec<Finding>,
}

impl Carry for Doctor {
    fn json(&self) -> bool {
        self.json
    }

    fn carry_out(self) -> Result<ExitCode, Trouble> {
        let mut findings = desk::findings();
        findings.extend(agent());
        let report = Report { build: BuildFacts::HERE, findings };
        if self.json {
            outcome::object(&report)?;
        } else {
            outcome::line(&format!("countersign {}", report.build.in_words()))?;
            for Finding { what, is, hint } in &report.findings {
                let mark = if hint.is_some() { '!' } else { ' ' };
                outcome::line(&format!("{mark} {what:<14} {}", outcome::printable(is)))?;
                if let Some(hint) = hint {
                    outcome::line(&format!("                 {hint}"))?;
                }
            }
        }
        Ok(Exit::Done.into())
    }
}

/// Whether the agent runs, is as new as this program, and has a store.
fn agent() -> Vec<Finding> {
    let status = match agent::order(&ToAgent::Status) {
        Ok(FromAgent::Status(status)) => status,
        Ok(_) => return vec![Finding::wrong("agent", "answered something else", RESTART)],
        Err(trouble) if trouble.failure.code == agent::NOT_RUNNING => {
            return vec![Finding::wrong(
                "agent",
                "does not run",
                "Open the app, `countersign open`, or run `countersign-agent --console` in a terminal.",
            )];
        }
        // The code alone: a message may name a folder.
        Err(trouble) => return vec![Finding::wrong("agent", trouble.failure.code, RESTART)],
    };
    let version = if status.agent == BuildFacts::VERSION {
        Finding::plain("agent", format!("runs, {}", status.agent))
    } else {
        Finding::wrong("agent", format!("runs, {}", status.agent), RESTART)
    };
    let kind = match status.store {
        Some(StoreKind::Keychain) => "the keychain",
        Some(StoreKind::SealedFile) => "a sealed file",
        None => "none",
    };
    let store = match status.condition {
        StoreCondition::Opening => Finding::plain("store", format!("{kind}, opening")),
        StoreCondition::Open => Finding::plain("store", format!("{kind}, open")),
        StoreCondition::Locked => Finding::plain("store", format!("{kind}, locked")),
        StoreCondition::Unavailable => {
            Finding::wrong("store", "none can be used", "Open the app and choose one: `countersign open`.")
        }
        StoreCondition::Waiting => {
            Finding::wrong("store", format!("{kind}, waits for its password"), "Unlock the keychain.")
        }
    };
    vec![version, store]
}

const RESTART: &str = "Quit Countersign in the tray menu and open it again; accounts stay as they are.";
