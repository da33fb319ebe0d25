//! The file of the last decisions: JSON with a version. It holds what the approval window showed, and no secret and no code.

use crate::view::DecisionView;
use serde::{Deserialize, Serialize};

/// How many decisions are kept.
pub const KEPT: usize = 500;
/// The largest file that is read, in bytes.
pub const SIZE_LIMIT: usize = 4 << 20;

const VERSION: u32 = 1;

/// A file that holds no decisions of ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the log of decisions cannot be read")]
pub struct Unreadable;

/// The last decisions, the oldest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decisions {
    version: u32,
    decisions: Vec<DecisionView>,
}

impl Default for Decisions {
    fn default() -> Self {
        Self { version: VERSION, decisions: Vec::new() }
    }
}

impl Decisions {
    /// Reads a file.
    ///
    /// # Errors
    /// [`Unreadable`]; the file is to be set aside then.
    pub fn from_json(bytes: &[u8]) -> Result<Self, Unreadable> {
        let mut read: Self = serde_json::from_slice(bytes).map_err(|_| Unreadable)?;
        if read.version != VERSION {
            return Err(Unreadable);
        }
        read.shorten();
        Ok(read)
    }

    /// Writes the file, with line breaks, for people who look.
    #[must_use]
    #[expect(clippy::missing_panics_doc, reason = "text, numbers and lists are JSON")]
    pub fn to_json(&self) -> Vec<u8> {
        let mut json = serde_json::to_vec_pretty(self).expect("text, numbers and lists are JSON");
        json.push(b'\n');
        json
    }

    /// Adds one, and forgets the oldest beyond [`KEPT`].
    pub fn add(&mut self, decision: DecisionView) {
        self.decisions.push(decision);
        self.shorten();
    }

    /// Returns all of them, the newest first.
    #[must_use]
    pub fn newest_first(&self) -> Vec<DecisionView> {
        self.decisions.iter().rev().cloned().collect()
    }

    fn shorten(&mut self) {
        let surplus = self.decisions.len().saturating_sub(KEPT);
        drop(self.decisions.drain(..surplus));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::{Outcome, Wants};

    fn decision(at: u64) -> DecisionView {
        DecisionView {
            at,
            sentence: "npm publish demo@1.0.0".into(),
            wants: Wants::Code,
            outcome: Outcome::Approved,
            account: None,
            registry: None,
            program: None,
        }
    }

    #[test]
    fn the_newest_are_kept_and_come_back_from_the_file() {
        let mut decisions = Decisions::default();
        (0..502).for_each(|at| decisions.add(decision(at)));
        let again = Decisions::from_json(&decisions.to_json()).expect("it is ours");
        let list = again.newest_first();
        assert_eq!((list.len(), list[0].at, list[499].at), (500, 501, 2));
    }

    #[test]
    fn what_is_no_log_is_not_read() {
        for file in ["", "[]", r#"{"version":2,"decisions":[]}"#, r#"{"version":1,"decisions":[{}]}"#] {
            assert_eq!(Decisions::from_json(file.as_bytes()), Err(Unreadable), "{file}");
        }
    }
}
