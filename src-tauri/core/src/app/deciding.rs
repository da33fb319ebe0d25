//! The log of what was asked and what became of it.

use super::App;
use super::effect::Effect;
use crate::decisions::Decisions;
use crate::time::Now;
use crate::view::{Decision, DecisionView, Outcome, RequestView};

/// How the block of claims names the registry.
const REGISTRY: &str = "Registry";

impl App {
    /// Starts with what was decided before.
    #[must_use]
    pub fn with_decisions(mut self, decisions: Decisions) -> Self {
        self.decisions = decisions;
        self
    }

    /// The last decisions, the newest first.
    #[must_use]
    pub fn decisions(&self) -> Vec<DecisionView> {
        self.decisions.newest_first()
    }

    /// Returns everything that was decided as a file for the person: what the window shows of it, and nothing else.
    #[must_use]
    pub fn decisions_file(&self) -> Vec<u8> {
        self.decisions.to_json()
    }

    /// Takes down what the person answered to a request as it was shown.
    pub(super) fn note_answer(&mut self, request: RequestView, decision: &Decision, now: Now) -> Effect {
        let (outcome, id) = match decision {
            Decision::Deny => (Outcome::Refused, None),
            Decision::Approve { account } => (Outcome::Approved, account.as_ref()),
            Decision::ApproveRun { account } => (Outcome::ApprovedForRun, Some(account)),
        };
        let chosen = request.choices.iter().find(|choice| Some(&choice.id) == id);
        let account = chosen.map(|choice| choice.name.clone());
        self.note(request, outcome, account, now)
    }

    /// Takes down that a request ended without an answer.
    pub(super) fn note_end(&mut self, request: RequestView, outcome: Outcome, now: Now) -> Effect {
        self.note(request, outcome, None, now)
    }

    fn note(&mut self, request: RequestView, outcome: Outcome, account: Option<String>, now: Now) -> Effect {
        let RequestView { sentence, wants, claimed, verified, .. } = request;
        let registry = claimed.into_iter().find(|fact| fact.label == REGISTRY).map(|fact| fact.value);
        let program = verified.into_iter().next().map(|fact| fact.value);
        let at = now.unix_seconds();
        self.decisions.add(DecisionView { at, sentence, wants, outcome, account, registry, program });
        Effect::SaveDecisions(self.decisions.to_json())
    }
}
