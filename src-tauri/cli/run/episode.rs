//! One prompt after another: when to ask for a code, when to type it, when to leave the prompt to the person.
//!
//! Knows no terminal, no socket and no clock: what happened goes in, what is to be done comes out.

use super::prompt::{self, Asked, Mode};
use crate::agent;
use countersign_core::npm::question::Reads;
use countersign_core::npm::{Client, Prompt, Target};
use countersign_core::view::Answer;
use std::process::ExitStatus;
use zeroize::Zeroizing;

/// How much of the latest output is kept for reading, in bytes.
const TAIL: usize = 8 * 1024;

/// What is to be done.
pub(super) enum Act {
    /// Ask the agent for a code, for this client and what it said it does.
    Ask(&'static dyn Client, Target),
    /// Tell the person, in the line above the prompt.
    Tell(String),
    /// Type this code if the prompt may have it, and say so with [`Episodes::typed_code`] or [`Episodes::kept_code`].
    Type {
        /// The code.
        code: Zeroizing<String>,
        /// Whose code it is.
        account: String,
        /// Whether Enter ends the answer.
        enter: bool,
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
    /// The code of this request was typed; whether the question was seen to be gone since.
    Typed(String, bool),
    /// The prompt is the person's.
    Left,
}

/// The prompts of one run.
pub(super) struct Episodes {
    /// Those that may ask.
    clients: Vec<&'static dyn Client>,
    /// The latest output. It may hold an echo of the code.
    tail: Zeroizing<Vec<u8>>,
    /// Where in it the output after the latest answered prompt starts.
    fresh: usize,
    /// Where in it the output after the latest prompt starts that was left to the person.
    left: usize,
    stage: Stage,
    /// Whether Enter ends the answer to the present prompt.
    enter: bool,
    /// The requests that are over; what the agent still says of them is late.
    over: Vec<String>,
}

impl Episodes {
    /// Starts before the first prompt of one of these clients.
    pub(super) fn of(clients: Vec<&'static dyn Client>) -> Self {
        Self {
            clients,
            tail: Zeroizing::new(Vec::with_capacity(2 * TAIL)),
            fresh: 0,
            left: 0,
            stage: Stage::Watching,
            enter: true,
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
            self.left = self.left.saturating_sub(surplus);
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

    fn asked(&self) -> Option<Asked> {
        prompt::read(&self.clients, self.news())
    }

    fn refused(&self) -> bool {
        prompt::refused(&self.clients, self.news())
    }

    /// Whether an answer of the agent is awaited.
    pub(super) fn asking(&self) -> bool {
        matches!(self.stage, Stage::Asking(_))
    }

    /// Whether a prompt that a code answers stands in the latest output.
    pub(super) fn at_prompt(&self, mode: Mode) -> bool {
        self.asked().is_some_and(|asked| asked.is_ours(mode))
    }

    /// Whether the client waits for a page in the browser.
    fn at_page(&self) -> bool {
        self.asked().is_some_and(|asked| asked.is_page())
    }

    /// Whether words that ask for a code, typed or mailed, stand in the latest output.
    pub(super) fn prompt_stands(&self) -> bool {
        self.asked().is_some()
    }

    /// Whether the words of a prompt stand there, and nobody reads yet as it does.
    pub(super) fn undecided(&self, mode: Mode) -> bool {
        self.stage == Stage::Watching && self.asked().is_some_and(|asked| !asked.reads(mode))
    }

    /// The output has been quiet for a moment, or goes on and on.
    pub(super) fn quiet(&mut self, mode: Mode) -> Vec<Act> {
        let (asked, refused) = (self.asked(), self.refused());
        let ours = asked.as_ref().is_some_and(|asked| asked.is_ours(mode));
        match &mut self.stage {
            Stage::Watching => self.look(asked, mode),
            Stage::Asking(_) if !ours => vec![Act::Withdraw(self.close(Stage::Watching))],
            Stage::Typed(id, gone) => {
                let id = id.clone();
                // A prompt that is drawn again for every key is no other prompt.
                let another = asked.as_ref().is_some_and(|asked| match asked.question.reads {
                    Reads::Keys | Reads::Line => asked.question.after_other,
                    Reads::SixKeys => *gone,
                });
                *gone |= asked.is_none();
                if refused {
                    self.next_prompt();
                    return vec![Act::Refused(id)];
                }
                if !(ours && another) {
                    return Vec::new();
                }
                self.stage = Stage::Watching;
                let mut acts = vec![Act::Accepted(id)];
                acts.extend(self.look(asked, mode));
                acts
            }
            // Some clients take an answer without Enter; nobody reads any more then.
            Stage::Left if asked.is_none() && mode != Mode::Keys => {
                self.next_prompt();
                Vec::new()
            }
            // What was left may have been drawn by a script; what asks after other output is another.
            Stage::Left => {
                let another = prompt::read(&self.clients, &self.tail[self.left..]);
                let Some(another) = another.filter(|it| it.question.after_other && it.is_ours(mode)) else {
                    return Vec::new();
                };
                self.fresh = self.left;
                self.look(Some(another), mode)
            }
            Stage::Asking(_) => Vec::new(),
        }
    }

    fn look(&mut self, asked: Option<Asked>, mode: Mode) -> Vec<Act> {
        match asked {
            Some(asked) if asked.is_ours(mode) => {
                self.stage = Stage::Asking(None);
                self.enter = asked.question.reads != Reads::SixKeys;
                vec![Act::Ask(asked.client, asked.about)]
            }
            Some(asked) if asked.question.asks == Prompt::Email && asked.reads(mode) => {
                (self.stage, self.left) = (Stage::Left, self.tail.len());
                vec![Act::Tell("this code was sent to you by e-mail; type it here".into())]
            }
            _ => Vec::new(),
        }
    }

    /// The person typed. Comes before the keys reach the client.
    pub(super) fn keys(&mut self, keys: &[u8]) -> Vec<Act> {
        let acts = match &self.stage {
            // Enter opens the page; the code for it is still of use.
            Stage::Asking(_) if self.at_page() => Vec::new(),
            Stage::Asking(_) => {
                self.left = self.tail.len();
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
        let at_page = self.at_page();
        let Stage::Asking(known) = &mut self.stage else { return Vec::new() };
        if let Some(id) = request(&answer) {
            if self.over.iter().any(|over| over == id) {
                return Vec::new();
            }
            *known = Some(id.to_owned());
        }
        match answer {
            Answer::Pending { words: [first, second], .. } if at_page => {
                vec![Act::Tell(format!("compare \"{first} {second}\" in the app: it shows the page"))]
            }
            Answer::Copied { account, .. } => {
                self.leave_with(format!("a code of {account} is on the clipboard, for the page"))
            }
            Answer::Pending { words: [first, second], .. } => {
                vec![Act::Tell(format!("approve \"{first} {second}\" in the app, or type the code yourself"))]
            }
            Answer::Soon { in_ms, .. } => {
                vec![Act::Tell(format!("approved; the next code comes in {} s", in_ms.div_ceil(1000)))]
            }
            Answer::Code { code, account, .. } => {
                vec![Act::Type { code: Zeroizing::new(code), account, enter: self.enter }]
            }
            Answer::Denied { reason, .. } | Answer::Busy { reason } | Answer::Failed { reason } => {
                self.leave(&agent::in_words(&reason))
            }
            Answer::Expired { .. } => self.leave("nobody answered in time"),
            Answer::Locked => self.leave("the app is locked"),
            // What a command enrols is kept; now it may have its code.
            Answer::Added { .. } => {
                self.close(Stage::Asking(None));
                let kept = Act::Tell("the account is kept".into());
                let ask = self.asked().map(|asked| Act::Ask(asked.client, asked.about));
                [kept].into_iter().chain(ask).collect()
            }
            Answer::Names { .. }
            | Answer::Exported { .. }
            | Answer::Recovery { .. }
            | Answer::Written { .. } => self.leave("the agent answered something else"),
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
            Stage::Watching | Stage::Typed(..) | Stage::Left => None,
        }
    }

    /// Leaves the prompt to the person.
    fn leave(&mut self, why: &str) -> Vec<Act> {
        // What to do comes first: a narrow terminal cuts the rest.
        let instead = if self.at_page() { "open the page yourself" } else { "type the code yourself" };
        self.leave_with(format!("{instead}: {}", why.trim_end_matches('.')))
    }

    fn leave_with(&mut self, message: String) -> Vec<Act> {
        self.close(Stage::Left);
        self.left = self.tail.len();
        vec![Act::Tell(message)]
    }

    /// The code was typed.
    pub(super) fn typed_code(&mut self) {
        let id = self.close(Stage::Watching).unwrap_or_default();
        self.stage = Stage::Typed(id, false);
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
            Stage::Typed(id, _) if self.refused() => vec![Act::Refused(id)],
            Stage::Typed(id, _) if status.success() => vec![Act::Accepted(id)],
            Stage::Typed(..) | Stage::Left | Stage::Watching => Vec::new(),
        }
    }
}

/// Returns the request that an answer is about.
fn request(answer: &Answer) -> Option<&str> {
    match answer {
        Answer::Pending { id, .. }
        | Answer::Soon { id, .. }
        | Answer::Code { id, .. }
        | Answer::Names { id, .. }
        | Answer::Added { id, .. }
        | Answer::Recovery { id, .. }
        | Answer::Written { id, .. }
        | Answer::Copied { id, .. }
        | Answer::Exported { id, .. }
        | Answer::Denied { id, .. }
        | Answer::Expired { id } => Some(id),
        Answer::Busy { .. } | Answer::Locked | Answer::Failed { .. } => None,
    }
}

#[cfg(test)]
#[path = "episode_tests.rs"]
mod tests;
