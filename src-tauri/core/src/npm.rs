//! What npm and its like ask, and how: knowledge, no I/O.

use crate::view::PromptClaim;

/// Returns what a prompt's command does, in one sentence.
#[must_use]
pub fn sentence(claim: &PromptClaim) -> String {
    claim.command.join(" ")
}
