//! The shell in a terminal: shows requests and takes the person's answers where there is no display.
//!
//! This half knows what is shown and what an answer means; it neither reads nor writes. See [`terminal`] for that.

mod terminal;
#[cfg(any(windows, test))]
mod typing;

pub(crate) use terminal::{Terminal, is_there};

use countersign_core::secret::SecretText;
use countersign_core::view::{
    Decision, Failure, Overview, RequestView, StoreCondition, StoreKind, StoreView, Wants,
};
use countersign_link::passing::Passing;
use countersign_link::private::{FromAgent, Reply, ToAgent};

/// The shortest passphrase a new sealed file is made with, in characters.
const SHORTEST: usize = 8;

/// What the console wants done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Act {
    /// Write these lines.
    Print(String),
    /// Say this to the agent.
    Call(ToAgent),
    /// Forget what was typed before this was shown.
    Discard,
    /// Whether what is typed next is a passphrase and not shown.
    Hide(bool),
}

/// What the next line answers.
#[derive(Debug, Default)]
enum Question {
    /// Nothing: it is a command.
    #[default]
    Nothing,
    /// The request.
    Request(Box<RequestView>),
    /// The sealed file's passphrase.
    Passphrase,
    /// A passphrase for a new sealed file.
    NewPassphrase,
    /// The same once more.
    Repeated(SecretText),
}

/// The console's state.
#[derive(Debug, Default)]
pub(crate) struct Console {
    question: Question,
    /// The store's condition as it was told last, so that it is told once.
    told: Option<(StoreCondition, Option<StoreKind>)>,
}

impl Console {
    /// Greets, and asks how the store is.
    pub(crate) fn start() -> (Self, Vec<Act>) {
        let greeting = "Countersign answers requests here. Type ? for what else it does.";
        (
            Self::default(),
            vec![Act::Print(greeting.into()), Act::Call(ToAgent::Overview), Act::Call(ToAgent::Pending)],
        )
    }

    /// Takes what the agent says.
    pub(crate) fn heard(&mut self, message: FromAgent) -> Vec<Act> {
        match message {
            FromAgent::Changed => vec![Act::Call(ToAgent::Overview)],
            FromAgent::Request { request }
            | FromAgent::Answer { result: Ok(Reply::Pending(request)), .. } => self.request(request),
            FromAgent::Answer { result: Ok(Reply::Overview(overview)), .. } => self.overview(&overview),
            FromAgent::Answer { result: Err(failure), .. } => {
                self.told = None;
                vec![Act::Print(in_words(&failure)), Act::Call(ToAgent::Overview)]
            }
            FromAgent::Answer { result: Ok(_), .. }
            | FromAgent::Progress { .. }
            | FromAgent::Settings { .. }
            | FromAgent::ScanScreen
            | FromAgent::Show { .. }
            | FromAgent::Toggle => Vec::new(),
            FromAgent::Quit => vec![Act::Hide(false)],
        }
    }

    /// Takes a line the person typed.
    pub(crate) fn typed(&mut self, line: SecretText) -> Vec<Act> {
        match std::mem::take(&mut self.question) {
            Question::Nothing => self.command(line.expose().trim()),
            Question::Request(request) => {
                let acts = answer(&request, line.expose());
                // It is asked on until the agent says that the request is gone: an answer may come too soon.
                self.question = Question::Request(request);
                acts
            }
            Question::Passphrase => {
                let passphrase = Some(passing(&line));
                vec![Act::Hide(false), Act::Call(ToAgent::Unlock { passphrase })]
            }
            Question::NewPassphrase if line.expose().chars().count() < SHORTEST => {
                let text = format!("A passphrase has at least {SHORTEST} characters. Nothing was made.");
                vec![Act::Hide(false), Act::Print(text)]
            }
            Question::NewPassphrase => {
                self.question = Question::Repeated(line);
                vec![Act::Print("The same once more:".into())]
            }
            Question::Repeated(first) if first == line => {
                let passphrase = passing(&line);
                vec![Act::Hide(false), Act::Call(ToAgent::ChooseSealedFile { passphrase })]
            }
            Question::Repeated(_) => {
                vec![Act::Hide(false), Act::Print("The two were not the same. Nothing was made.".into())]
            }
        }
    }

    fn request(&mut self, request: Option<RequestView>) -> Vec<Act> {
        let shown_before = match &self.question {
            Question::Request(before) => Some(before.id.clone()),
            _ => None,
        };
        match request {
            Some(request) if shown_before.as_ref() == Some(&request.id) => {
                self.question = Question::Request(Box::new(request));
                Vec::new()
            }
            Some(request) => {
                let (text, id) = (told(&request), request.id.clone());
                // A passphrase that was being typed is asked for again afterwards; it must not answer the request.
                self.question = Question::Request(Box::new(request));
                vec![Act::Hide(false), Act::Discard, Act::Print(text), Act::Call(ToAgent::Shown { id })]
            }
            None if shown_before.is_some() => {
                self.question = Question::Nothing;
                self.told = None;
                vec![Act::Print("The request is settled.".into()), Act::Call(ToAgent::Overview)]
            }
            None => Vec::new(),
        }
    }

    fn overview(&mut self, overview: &Overview) -> Vec<Act> {
        let store = &overview.store;
        let now = Some((store.condition.clone(), store.kind.clone()));
        if self.told == now || matches!(self.question, Question::Request(_)) {
            return Vec::new();
        }
        self.told = now;
        let mut acts = vec![Act::Hide(false)];
        self.question = Question::Nothing;
        let text = match store.condition {
            StoreCondition::Opening => return acts,
            StoreCondition::Open => format!("Open: {} account(s).", overview.accounts.len()),
            StoreCondition::Waiting => "The system asks you to unlock its keychain.".into(),
            StoreCondition::Unavailable => unavailable(store),
            StoreCondition::Locked if store.kind == Some(StoreKind::SealedFile) => {
                acts.extend(
                    self.ask_passphrase("The sealed file is locked. Its passphrase:", Question::Passphrase),
                );
                return acts;
            }
            StoreCondition::Locked => "Locked. Type u to unlock.".into(),
        };
        acts.push(Act::Print(text));
        acts
    }

    fn ask_passphrase(&mut self, text: &str, question: Question) -> Vec<Act> {
        self.question = question;
        vec![Act::Print(text.into()), Act::Hide(true)]
    }

    fn command(&mut self, command: &str) -> Vec<Act> {
        let sealed = matches!(self.told, Some((_, Some(StoreKind::SealedFile))));
        match command {
            "" => Vec::new(),
            "s" => {
                let text = "A passphrase for the sealed file. It cannot be recovered if you forget it:";
                self.ask_passphrase(text, Question::NewPassphrase)
            }
            "k" => self.anew(ToAgent::TryKeychain),
            "u" if sealed => self.ask_passphrase("The sealed file's passphrase:", Question::Passphrase),
            "u" => self.anew(ToAgent::Unlock { passphrase: None }),
            "l" => self.anew(ToAgent::Lock),
            "q" => vec![Act::Call(ToAgent::Quit)],
            _ => vec![Act::Print(HELP.into())],
        }
    }

    /// Has something done whose outcome is told even if nothing changes.
    fn anew(&mut self, call: ToAgent) -> Vec<Act> {
        self.told = None;
        vec![Act::Call(call), Act::Call(ToAgent::Overview)]
    }
}

const HELP: &str =
    "u  unlock    l  lock    k  try the keychain    s  keep secrets in a sealed file    q  quit";

fn passing(line: &SecretText) -> Passing {
    Passing::new(line.expose().to_owned())
}

fn unavailable(store: &StoreView) -> String {
    let why = store.failure.as_ref().map_or_else(|| "No keychain answers.".into(), in_words);
    format!("{why}\nk  try the keychain again    s  keep secrets in a file sealed with a passphrase")
}

fn in_words(failure: &Failure) -> String {
    format!("{} {}", failure.message, failure.hint).trim_end().to_owned()
}

/// Returns the request as lines. The agent's core has cut its texts to length and taken every escape out.
fn told(request: &RequestView) -> String {
    let [first, second] = &request.words;
    let mut lines = vec![
        String::new(),
        format!("== Approval request: {}", request.sentence),
        format!("   Compare: {first} {second}"),
    ];
    let facts = [("Verified by the system", &request.verified), ("Claimed by the request", &request.claimed)];
    for (title, facts) in facts {
        lines.push(format!("   {title}"));
        lines.extend(facts.iter().map(|fact| format!("     {}: {}", fact.label, fact.value)));
    }
    lines.extend(request.warnings.iter().map(|warning| format!("   ! {warning}")));
    for draft in &request.drafts {
        lines
            .push(format!("   + {}, {} ({} {})", draft.issuer, draft.account, draft.algorithm, draft.digits));
        lines.extend(draft.warnings.iter().map(|warning| format!("     ! {warning}")));
    }
    for (number, choice) in (1..).zip(&request.choices) {
        let binds = if choice.binds { " (will answer this registry from now on)" } else { "" };
        lines.push(format!("   {number}  {}{binds}", choice.name));
    }
    lines.push(format!("   {} ({} s left)", answers(request), request.expires_in_ms / 1000));
    lines.join("\n")
}

fn answers(request: &RequestView) -> String {
    let approve = if request.wants == Wants::Page { "copy a code for the page" } else { "approve" };
    let mut answers = vec![match request.choices.len() {
        0 | 1 => format!("a  {approve}"),
        _ => format!("a NUMBER  {approve} with that account"),
    }];
    if request.run_offer {
        answers.push("r [NUMBER]  approve for this run".into());
    }
    answers.push("d  deny".into());
    answers.join("    ")
}

fn answer(request: &RequestView, line: &str) -> Vec<Act> {
    let mut words = line.split_whitespace();
    let (verb, number, rest) = (words.next(), words.next(), words.next());
    let account = || account(request, number);
    let decision = match (verb, rest) {
        (Some("d" | "deny"), None) if number.is_none() => Some(Decision::Deny),
        (Some("a" | "approve"), None) if matches!(request.wants, Wants::Code | Wants::Page) => {
            account().map(|account| Decision::Approve { account: Some(account) })
        }
        (Some("a" | "approve"), None) if number.is_none() => Some(Decision::Approve { account: None }),
        (Some("r"), None) if request.run_offer => account().map(|account| Decision::ApproveRun { account }),
        _ => None,
    };
    match decision {
        Some(decision) => vec![Act::Call(ToAgent::Decide { id: request.id.clone(), decision })],
        None => vec![Act::Print(format!("Nothing was answered. {}", answers(request)))],
    }
}

/// Returns the account of that number; the only one where none is said.
fn account(request: &RequestView, number: Option<&str>) -> Option<String> {
    let choice = match number {
        Some(number) => request.choices.get(number.parse::<usize>().ok()?.checked_sub(1)?)?,
        None => match request.choices.as_slice() {
            [only] => only,
            _ => return None,
        },
    };
    Some(choice.id.clone())
}

#[cfg(test)]
#[path = "console_tests.rs"]
mod tests;
