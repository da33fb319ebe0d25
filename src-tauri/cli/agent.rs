//! The conversation with the agent, as subcommands have it: one question, one answer.

use crate::outcome::{self, Exit, Trouble};
use countersign_core::view::{Answer, Ask};
use countersign_link::frame::FrameError;
use countersign_link::passing::Passing;
use countersign_link::paths::Paths;
use countersign_link::public::{FromAgent, ToAgent};
use countersign_link::socket::{ConnectError, Connection};
use std::time::Duration;

/// How long an agent may take over what needs no person.
const PROMPTLY: Duration = Duration::from_secs(5);

/// How long it may be silent about a request: longer than a request lives, and a step after it.
const PATIENTLY: Duration = Duration::from_secs(180);

/// How much of an import one message takes, in bytes: JSON in JSON may be twice as long.
const PART: usize = 24 * 1024;

/// What scripts know an absent agent by.
pub(crate) const NOT_RUNNING: &str = "agent-not-running";

/// Connects to the agent.
pub(crate) fn connect() -> Result<Connection, Trouble> {
    let paths = Paths::from_environment().map_err(|error| {
        Trouble::new(Exit::Failed, "no-home", format!("{}.", capital(&error.to_string())), "")
    })?;
    Connection::connect(&paths).map_err(|error| match error {
        ConnectError::NotRunning => Trouble::new(
            Exit::Unavailable,
            NOT_RUNNING,
            "The agent is not running.",
            "Start it with `countersign open`.",
        ),
        ConnectError::Refused(why) => Trouble::new(
            Exit::Unavailable,
            "agent-refused",
            format!("The agent cannot be reached: {why}."),
            "Nothing was sent to it.",
        ),
    })
}

/// Returns fresh random characters for one request.
pub(crate) fn nonce() -> Result<String, Trouble> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(|error| {
        Trouble::new(Exit::Failed, "no-randomness", format!("The system gave no random bytes: {error}."), "")
    })?;
    Ok(data_encoding::HEXLOWER.encode(&bytes))
}

/// Has something done that needs no person.
pub(crate) fn order(message: &ToAgent) -> Result<FromAgent, Trouble> {
    let mut connection = connect()?;
    connection.say(message).map_err(lost)?;
    match connection.hear(PROMPTLY).map_err(lost)? {
        FromAgent::Failed(failure) => Err(Trouble { exit: Exit::Failed, failure }),
        FromAgent::Answer(Answer::Locked) => Err(locked()),
        other => Ok(other),
    }
}

/// Asks for something that a person approves, and waits for it.
pub(crate) fn ask(ask: Ask) -> Result<Answer, Trouble> {
    request(&ToAgent::Ask { nonce: nonce()?, ask })
}

/// Brings links in, which a person confirms.
pub(crate) fn add(links: Vec<Passing>) -> Result<Answer, Trouble> {
    request(&ToAgent::Add { nonce: nonce()?, links })
}

/// Brings accounts from a file, as the JSON of an export, which a person confirms.
pub(crate) fn import(name: &str, left_out: u32, json: &str) -> Result<Answer, Trouble> {
    let (mut connection, nonce) = (connect()?, nonce()?);
    let mut rest = json;
    loop {
        let cut = (0..=PART.min(rest.len())).rev().find(|at| rest.is_char_boundary(*at)).unwrap_or(0);
        let (part, more) = rest.split_at(cut);
        rest = more;
        let (text, more) = (Passing::new(part.to_owned()), !rest.is_empty());
        let (nonce, name) = (nonce.clone(), name.to_owned());
        say(&mut connection, &ToAgent::Import { nonce, name, left_out, text, more })?;
        if !more {
            return wait(&mut connection);
        }
    }
}

/// Has a file written, which a person confirms.
pub(crate) fn export(
    to: String,
    out: String,
    password: Option<Passing>,
    replace: bool,
) -> Result<Answer, Trouble> {
    request(&ToAgent::Export { nonce: nonce()?, to, out, password, replace })
}

/// Asks for something that a person approves, in whatever words, and waits for it.
pub(crate) fn request(message: &ToAgent) -> Result<Answer, Trouble> {
    let mut connection = connect()?;
    say(&mut connection, message)?;
    wait(&mut connection)
}

fn say(connection: &mut Connection, message: &ToAgent) -> Result<(), Trouble> {
    connection.say(message).map_err(|error| match error {
        FrameError::TooLong(_) => Trouble::new(
            Exit::Failed,
            "too-much",
            "That is too much for one request.",
            "Bring it in parts; nothing was added.",
        ),
        other => lost(other),
    })
}

/// Waits for what the person says to a request.
fn wait(connection: &mut Connection) -> Result<Answer, Trouble> {
    loop {
        match connection.hear(PATIENTLY).map_err(lost)? {
            FromAgent::Answer(Answer::Pending { words: [first, second], expires_in_ms, .. }) => {
                let left = expires_in_ms / 1000;
                outcome::person(&format!("approve \"{first} {second}\" in the app ({left} s)"));
            }
            FromAgent::Answer(Answer::Soon { in_ms, .. }) => {
                let left = in_ms.div_ceil(1000);
                outcome::person(&format!("approved; the next code comes in {left} s"));
            }
            FromAgent::Answer(answer) => return settled(answer),
            FromAgent::Failed(failure) => return Err(Trouble { exit: Exit::Failed, failure }),
            FromAgent::Hello { .. } | FromAgent::Status(_) | FromAgent::Done => {}
        }
    }
}

/// Tells what was given from what was not.
fn settled(answer: Answer) -> Result<Answer, Trouble> {
    match answer {
        Answer::Denied { reason, .. } => Err(Trouble { exit: Exit::Denied, failure: reason }),
        Answer::Expired { .. } => Err(Trouble::new(
            Exit::Denied,
            "expired",
            "Nobody answered in time; nothing was given out.",
            "Ask again, and approve it in the app.",
        )),
        Answer::Busy { reason } | Answer::Failed { reason } => {
            Err(Trouble { exit: Exit::Failed, failure: reason })
        }
        Answer::Locked => Err(locked()),
        given => Ok(given),
    }
}

fn locked() -> Trouble {
    Trouble::new(
        Exit::Unavailable,
        "locked",
        "The app is locked; nothing was given out.",
        "Unlock it (`countersign open`) and ask again.",
    )
}

fn lost(error: FrameError) -> Trouble {
    match error {
        FrameError::TimedOut => Trouble::new(
            Exit::Unavailable,
            "agent-silent",
            "The agent does not answer.",
            "Nothing was given out.",
        ),
        other => Trouble::new(
            Exit::Unavailable,
            "agent-lost",
            format!("The conversation with the agent ended: {other}."),
            "Nothing was given out. Ask again.",
        ),
    }
}

/// The agent answered something that does not belong to the question.
pub(crate) fn strange() -> Trouble {
    Trouble::new(
        Exit::Failed,
        "strange-answer",
        "The agent answered something else.",
        "It may be of another version: end it and start it again.",
    )
}

/// Returns a failure in one line.
pub(crate) fn in_words(failure: &countersign_core::view::Failure) -> String {
    format!("{} {}", failure.message, failure.hint).trim_end().to_owned()
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
