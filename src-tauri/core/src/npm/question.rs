//! How clients word their questions, and what stands on the screen while they wait for the answer.

use super::screen::Screen;
use super::{Prompt, Target};

/// How many lines below the question an animated list may have.
const LIST: usize = 24;

/// A question as a client words it.
#[derive(Clone, Copy, Debug)]
pub struct Wording {
    /// What is asked.
    pub asks: Prompt,
    /// The end of the line before, where the question has two.
    pub announced: Option<&'static str>,
    /// The question itself, without what decorates it.
    pub asked: &'static str,
    /// How the answer is read.
    pub reads: Reads,
}

/// How a client reads an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reads {
    /// With a line editor of its own: the terminal gives it key by key. Enter ends the answer.
    Keys,
    /// As the terminal hands lines over.
    Line,
    /// Key by key, in the midst of a list that is drawn again and again, and without Enter: six characters are an answer.
    SixKeys,
}

/// A question that waits for an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Question {
    /// What is asked.
    pub asks: Prompt,
    /// How the answer is read.
    pub reads: Reads,
    /// Whether something else than the question was written before it.
    pub after_other: bool,
}

impl Wording {
    /// A one-time password, asked in two lines.
    pub(super) const fn after(announced: &'static str, asked: &'static str) -> Self {
        Self { announced: Some(announced), ..Self::alone(asked) }
    }

    /// A one-time password, asked in one line.
    pub(super) const fn alone(asked: &'static str) -> Self {
        Self { asks: Prompt::OneTimePassword, announced: None, asked, reads: Reads::Keys }
    }

    /// The same, where the terminal hands lines over.
    pub(super) const fn in_lines(self) -> Self {
        Self { reads: Reads::Line, ..self }
    }

    /// Reads the screen: whether this question is the last thing on it, and nobody has begun to answer.
    pub(super) fn read(&self, screen: &Screen) -> Option<Question> {
        if self.reads == Reads::SixKeys {
            return self.read_in_a_list(screen);
        }
        if !screen.cursor_at_end() {
            return None;
        }
        let lines: Vec<String> = screen.lines().collect();
        let (last, before) = lines.split_last()?;
        if !self.is_asked(last) {
            return None;
        }
        let before = match self.announced {
            Some(announced) => {
                let (line, before) = before.split_last()?;
                // Typed too soon, an answer stands before what announces the next question.
                if !undecorated(line).ends_with(announced) {
                    return None;
                }
                before
            }
            None => before,
        };
        let asks =
            if self.asks == Prompt::OneTimePassword && mailed(before) { Prompt::Email } else { self.asks };
        let after_other = before.iter().any(|line| !line.is_empty() && !self.repeats(line));
        Some(Question { asks, reads: self.reads, after_other })
    }

    fn read_in_a_list(&self, screen: &Screen) -> Option<Question> {
        let lines: Vec<String> = screen.lines().collect();
        let below = lines.iter().rev().take(LIST).position(|line| self.is_asked(line))?;
        let before = lines.get(..lines.len() - below - 1)?;
        // The list is drawn once more when the question is over, and until its end is there it is half drawn.
        let waits = below > 0 && before.iter().any(|line| line.contains("waiting for input"));
        waits.then_some(Question { asks: self.asks, reads: self.reads, after_other: true })
    }

    /// Whether a line is this question without an answer. What stands in parentheses after the colon was typed before and not
    /// understood; a mark after it only decorates.
    fn is_asked(&self, line: &str) -> bool {
        let Some((question, answer)) = line.rsplit_once(':') else { return false };
        let answer = answer.trim().trim_start_matches('‣').trim();
        let empty = answer.is_empty() || (answer.starts_with('(') && answer.ends_with(')'));
        empty && undecorated(question) == self.asked
    }

    /// Whether a line is part of this question, drawn again.
    fn repeats(&self, line: &str) -> bool {
        let line = undecorated(line);
        line.starts_with(self.asked) || self.announced.is_some_and(|announced| line == announced)
    }
}

/// Leaves out the marks that prompt libraries put in front of a question, asked or answered.
fn undecorated(line: &str) -> &str {
    let line = line.trim().trim_start_matches(['?', '✔', '✓', '✖', '→', ' ']).trim();
    line.strip_prefix("question ").unwrap_or(line).trim()
}

/// Returns whether the registry's notices since the last question say that the code was sent by e-mail. The question is the
/// same one then, and a code of ours is no answer.
fn mailed(before: &[String]) -> bool {
    let asked = |line: &String| {
        let line = undecorated(line);
        line.starts_with("Enter O") || line.starts_with("Enter one") || line.starts_with("One-time password")
    };
    let since: Vec<String> =
        before.iter().rev().take_while(|line| !asked(line)).map(|line| line.to_lowercase()).collect();
    let says = |words: &[&str]| since.iter().any(|line| words.iter().any(|word| line.contains(word)));
    says(&["your email", "your e-mail", "by email", "by e-mail"]) && says(&["one-time", "one time", "otp"])
}

/// What npm, and those that publish with its library, last said they publish, and where.
#[must_use]
pub fn noticed(screen: &Screen) -> Target {
    let mut target = Target::default();
    for line in screen.lines() {
        // "npm notice name: demo", "lerna notice name:          demo".
        let Some((_, said)) = line.split_once("notice ") else { continue };
        let said = said.trim();
        // A line that npm wrote before it does not write again: what is not said anew still holds.
        if let Some(name) = said.strip_prefix("name:") {
            target.package = Some(name.trim().to_owned());
        } else if let Some(version) = said.strip_prefix("version:") {
            target.version = Some(version.trim().to_owned());
        } else if let Some(place) = said.strip_prefix("Publishing to ") {
            target.registry = place.split(' ').next().map(str::to_owned);
        }
    }
    target
}
