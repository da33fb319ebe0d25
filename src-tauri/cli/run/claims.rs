//! What a run says of the command whose prompt waits. All of it is shown to the person as a claim.

use countersign_core::view::PromptClaim;
use std::ffi::OsString;
use std::path::PathBuf;

/// The claims of one run.
pub(super) struct Claims {
    command: Vec<OsString>,
    account: Option<String>,
    folder: PathBuf,
    lifecycle: Option<String>,
}

impl Claims {
    pub(super) fn of(command: &[OsString], account: Option<String>) -> Self {
        Self {
            command: command.to_vec(),
            account,
            folder: std::env::current_dir().unwrap_or_default(),
            lifecycle: std::env::var("npm_lifecycle_event").ok(),
        }
    }

    pub(super) fn gather(&self) -> PromptClaim {
        PromptClaim {
            client: "npm".into(),
            command: self.command.iter().map(|word| word.to_string_lossy().into_owned()).collect(),
            package: None,
            version: None,
            registry: None,
            folder: self.folder.to_string_lossy().into_owned(),
            account: self.account.clone(),
            several: false,
            lifecycle: self.lifecycle.clone(),
            git: None,
        }
    }
}
