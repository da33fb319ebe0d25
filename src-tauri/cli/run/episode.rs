//! One prompt after another: when to ask for a code, when to type it, when to leave the prompt to the person.
//!
//! Knows no terminal, no socket and no clock: what happened goes in, what is to be done comes out.

use super::prompt;
use crate::agent;
use countersign_core::npm::Prompt;
use countersign_core::view::Answer;
use std::process::ExitStatus;
use zeroize::Zeroizing;

/// How much of the latest output is kept for reading, in bytes.
const TAIL: usize = 8 * 1024;

/// What is to be done.
pub(super) enum Act {
    /// Ask the agent for a code.
    Ask,
    /// Tell the person, in the line above the prompt.
    Tell(String),
    /// Type this code if the prompt may have it, and say so with [`Episodes::typed_code`] or [`Episodes::kept_code`].
    Type {
        /// The code.
        code: Zeroizing<String>,
        /// Whose code it is.
        account: String,
    },
    /// Withdraw the request.
    Withdraw(Option<String>),
    /// The registry took the code of this request.
    Accepted(String),
    /// The registry refused it.
    Refused(String),
}

/// Where the present prompt stands.
#[derive(Debug, PartialEq, Eq)]
enum Stage {
    /// No prompt was seen.
    Watching,
    /// The agent was asked; the request's identity, once it is known.
    Asking(Option<String>),
    /// The code of this request was typed.
    Typed(String),
    /// The prompt is the person's.
    Left,
}

/// The prompts of one run.
pub(super) struct Episodes {
    /// The latest output. It may hold an echo of the code.
    tail: Zeroizing<Vec<u8>>,
    /// Where in it the output after the latest answered prompt starts.
    fresh: usize,
    stage: Stage,
    /// The requests that are over; what the agent still says of them is late.
    over: Vec<String>,
}

impl Episodes {
    /// Starts before the first prompt.
    pub(super) fn new() -> Self {
        Self {
            tail: Zeroizing::new(Vec::with_capacity(2 * TAIL)),
            fresh: 0,
            stage: Stage::Watching,
            over: Vec::new(),
        }
    }

    /// Takes note of output.
    pub(super) fn output(&mut self, bytes: &[u8]) {
        let latest = &bytes[bytes.len().saturating_sub(TAIL)..];
        if self.tail.len() + latest.len() > 2 * TAIL {
            let surplus = self.tail.len().saturating_sub(TAIL);
            self.tail.drain(..surplus);
            self.fresh = self.fresh.saturating_sub(surplus);
        }
        self.tail.extend_from_slice(latest);
    }

    /// The bytes of the line the cursor is in.
    pub(super) fn line(&self) -> &[u8] {
        let start = self.tail.iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1);
        &self.tail[start..]
    }

    /// What was written since the latest answered prompt.
    fn news(&self) -> &[u8] {
        &self.tail[self.fresh..]
    }

    fn prompt(&self) -> Prompt {
        prompt::read(self.news())
    }

    /// Whether an answer of the agent is awaited.
    pub(super) fn asking(&self) -> bool {
        matches!(self.stage, Stage::Asking(_))
    }

    /// Whether a prompt stands in the latest output. `raw` says whether the terminal gives keys one by one.
    pub(super) fn at_prompt(&self, raw: bool) -> bool {
        raw && is_ours(self.prompt())
    }

    /// Whether words that ask for a code, typed or mailed, stand in the latest output.
    pub(super) fn prompt_stands(&self) -> bool {
        self.prompt() != Prompt::None
    }

    /// Whether the words of a prompt stand there, and no line editor reads yet.
    pub(super) fn undecided(&self, raw: bool) -> bool {
        self.stage == Stage::Watching && !raw && self.prompt_stands()
    }

    /// The output has been quiet for a moment.
    pub(super) fn quiet(&mut self, raw: bool) -> Vec<Act> {
        match &self.stage {
            Stage::Watching => self.look(raw),
            Stage::Asking(_) if !self.at_prompt(raw) => vec![Act::Withdraw(self.close(Stage::Watching))],
            Stage::Typed(id) if prompt::refused(self.news()) => {
                let refused = Act::Refused(id.clone());
                self.next_prompt();
                vec![refused]
            }
            Stage::Typed(id) if self.at_prompt(raw) => {
                let mut acts = vec![Act::Accepted(id.clone())];
                self.stage = Stage::Watching;
                acts.extend(self.look(raw));
                acts
            }
            // Some clients take an answer without Enter; their line editor is gone then.
            Stage::Left if !raw && !self.at_prompt(raw) => {
                self.next_prompt();
                Vec::new()
            }
            Stage::Asking(_) | Stage::Typed(_) | Stage::Left => Vec::new(),
        }
    }

    fn look(&mut self, raw: bool) -> Vec<Act> {
        match self.prompt() {
            asked if raw && is_ours(asked) => {
                self.stage = Stage::Asking(None);
                vec![Act::Ask]
            }
            Prompt::Email if raw => {
                self.stage = Stage::Left;
                vec![Act::Tell("this code was sent to you by e-mail; type it here".into())]
            }
            _ => Vec::new(),
        }
    }

    /// The person typed. Comes before the keys reach the client.
    pub(super) fn keys(&mut self, keys: &[u8]) -> Vec<Act> {
        let acts = match &self.stage {
            Stage::Asking(_) => {
                let told = Act::Tell("the request is withdrawn, you are typing".into());
                vec![told, Act::Withdraw(self.close(Stage::Left))]
            }
            _ => Vec::new(),
        };
        if self.stage == Stage::Left && keys.iter().any(|key| matches!(key, b'\r' | b'\n')) {
            self.next_prompt();
        }
        acts
    }

    /// The prompt is over: what was written before is no prompt any more.
    fn next_prompt(&mut self) {
        self.stage = Stage::Watching;
        self.fresh = self.tail.len();
    }

    /// The agent said something of a request.
    pub(super) fn answer(&mut self, answer: Answer) -> Vec<Act> {
        let Stage::Asking(known) = &mut self.stage else { return Vec::new() };
        if let Some(id) = request(&answer) {
            if self.over.iter().any(|over| over == id) {
                return Vec::new();
            }
            *known = Some(id.to_owned());
        }
        match answer {
            Answer::Pending { words: [first, second], .. } => {
                vec![Act::Tell(format!("approve \"{first} {second}\" in the app, or type the code yourself"))]
            }
            Answer::Soon { in_ms, .. } => {
                vec![Act::Tell(format!("approved; the next code comes in {} s", in_ms.div_ceil(1000)))]
            }
            Answer::Code { code, account, .. } => vec![Act::Type { code: Zeroizing::new(code), account }],
            Answer::Denied { reason, .. } | Answer::Busy { reason } | Answer::Failed { reason } => {
                self.leave(&agent::in_words(&reason))
            }
            Answer::Expired { .. } => self.leave("nobody answered in time"),
            Answer::Locked => self.leave("the app is locked"),
            Answer::Names { .. } | Answer::Added { .. } | Answer::Exported { .. } => {
                self.leave("the agent answered something else")
            }
        }
    }

    /// There is no agent, or it went away.
    pub(super) fn cut_off(&mut self, why: &str) -> Vec<Act> {
        if self.asking() { self.leave(why) } else { Vec::new() }
    }

    /// Ends a request, and returns its identity if it had one.
    fn close(&mut self, next: Stage) -> Option<String> {
        match std::mem::replace(&mut self.stage, next) {
            Stage::Asking(id) => {
                self.over.extend(id.clone());
                id
            }
            Stage::Watching | Stage::Typed(_) | Stage::Left => None,
        }
    }

    /// Leaves the prompt to the person.
    fn leave(&mut self, why: &str) -> Vec<Act> {
        self.close(Stage::Left);
        // What to do comes first: a narrow terminal cuts the rest.
        vec![Act::Tell(format!("type the code yourself: {}", why.trim_end_matches('.')))]
    }

    /// The code was typed.
    pub(super) fn typed_code(&mut self) {
        let id = self.close(Stage::Watching).unwrap_or_default();
        self.stage = Stage::Typed(id);
        self.fresh = self.tail.len();
    }

    /// The code was not typed, because the prompt may not have it.
    pub(super) fn kept_code(&mut self, why: &str) -> Vec<Act> {
        let withdrawn = Act::Withdraw(self.close(Stage::Left));
        let mut acts = self.leave(why);
        acts.push(withdrawn);
        acts
    }

    /// The command ended.
    pub(super) fn ended(&mut self, status: ExitStatus) -> Vec<Act> {
        match std::mem::replace(&mut self.stage, Stage::Watching) {
            Stage::Asking(id) => vec![Act::Withdraw(id)],
            Stage::Typed(id) if prompt::refused(self.news()) => vec![Act::Refused(id)],
            Stage::Typed(id) if status.success() => vec![Act::Accepted(id)],
            Stage::Typed(_) | Stage::Left | Stage::Watching => Vec::new(),
        }
    }
}

/// Whether a prompt is one that a code of an account answers.
fn is_ours(prompt: Prompt) -> bool {
    matches!(prompt, Prompt::OneTimePassword | Prompt::EnrolConfirmation)
}

/// Returns the request that an answer is about.
fn request(answer: &Answer) -> Option<&str> {
    match answer {
        Answer::Pending { id, .. }
        | Answer::Soon { id, .. }
        | Answer::Code { id, .. }
        | Answer::Names { id, .. }
        | Answer::Added { id, .. }
        | Answer::Exported { id, .. }
        | Answer::Denied { id, .. }
        | Answer::Expired { id } => Some(id),
        Answer::Busy { .. } | Answer::Locked | Answer::Failed { .. } => None,
    }
}

#[cfg(test)]
#[path = "episode_tests.rs"]
mod tests;
