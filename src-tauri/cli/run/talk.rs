//! The conversation with the agent during a run. The terminal never waits for it.

use super::claims::Claims;
use crate::agent;
use countersign_core::npm::{Client, Target};
use countersign_core::view::Answer;
use countersign_link::frame::FrameError;
use countersign_link::public::{FromAgent, ToAgent};
use countersign_link::socket::Connection;
use std::os::fd::{AsFd, BorrowedFd};
use std::os::unix::net::UnixStream;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

/// At most one conversation: the one about the prompt that waits.
pub(super) enum Talk {
    /// Nobody is asked.
    Silent,
    /// A thread gathers the claims, connects and asks; its end of the line closes when it is through.
    Asking { line: UnixStream, outcome: Receiver<Result<Connection, String>> },
    /// The agent was asked.
    Open(Connection),
}

/// What the agent said, or why it will say no more.
pub(super) type Said = Result<Answer, String>;

impl Talk {
    /// Asks for a code, in the conversation that is under way if one is: an approved run is one conversation.
    pub(super) fn ask(&mut self, claims: &Arc<Claims>, client: &'static dyn Client, about: Target) {
        let Ok((line, end)) = UnixStream::pair() else { return };
        let before = match std::mem::replace(self, Self::Silent) {
            Self::Open(connection) => Some(connection),
            Self::Asking { .. } | Self::Silent => None,
        };
        let (tell, outcome) = channel();
        let claims = Arc::clone(claims);
        thread::spawn(move || {
            // A run that ended meanwhile wants no answer.
            drop(tell.send(ask(before, |nonce| claims.message(nonce, client, &about))));
            drop(end);
        });
        *self = Self::Asking { line, outcome };
    }

    /// What to wait on, if something can arrive.
    pub(super) fn waiting(&self) -> Option<BorrowedFd<'_>> {
        match self {
            Self::Silent => None,
            Self::Asking { line, .. } => Some(line.as_fd()),
            Self::Open(connection) => Some(connection.as_fd()),
        }
    }

    /// What arrived.
    pub(super) fn arrived(&mut self) -> Vec<Said> {
        if let Self::Asking { outcome, .. } = self {
            match outcome.try_recv().unwrap_or_else(|_| Err("the agent could not be asked".into())) {
                Ok(connection) => *self = Self::Open(connection),
                Err(why) => return self.cut(why),
            }
        }
        let mut said = Vec::new();
        while let Self::Open(connection) = self {
            match connection.hear(Duration::ZERO) {
                Ok(FromAgent::Answer(answer)) => said.push(Ok(answer)),
                Ok(FromAgent::Failed(failure)) => said.push(Ok(Answer::Failed { reason: failure })),
                Ok(_) => {}
                Err(FrameError::TimedOut) => break,
                Err(_) => said.append(&mut self.cut("the agent went away".into())),
            }
        }
        said
    }

    fn cut(&mut self, why: String) -> Vec<Said> {
        *self = Self::Silent;
        vec![Err(why)]
    }

    /// Withdraws the request. One without an identity yet is withdrawn by ending the conversation.
    pub(super) fn withdraw(&mut self, id: Option<String>) {
        match id {
            Some(id) => self.tell(&ToAgent::Cancel { id }),
            None => *self = Self::Silent,
        }
    }

    /// Ends the talk, and returns the conversation if there is one.
    pub(super) fn end(&mut self) -> Option<Connection> {
        match std::mem::replace(self, Self::Silent) {
            Self::Open(connection) => Some(connection),
            Self::Asking { .. } | Self::Silent => None,
        }
    }

    /// Says something that needs no answer.
    pub(super) fn tell(&mut self, message: &ToAgent) {
        if let Self::Open(connection) = self {
            // An agent that went away needs to hear nothing.
            drop(connection.say(message));
        }
    }
}

/// Connects, where that is needed, and asks. Runs beside the terminal, because everything here may take a while.
fn ask(
    before: Option<Connection>,
    message: impl FnOnce(String) -> Result<ToAgent, String>,
) -> Result<Connection, String> {
    let nonce = agent::nonce().map_err(|trouble| agent::in_words(&trouble.failure))?;
    let message = message(nonce)?;
    if let Some(mut connection) = before
        && connection.say(&message).is_ok()
    {
        return Ok(connection);
    }
    let mut connection = agent::connect().map_err(|trouble| agent::in_words(&trouble.failure))?;
    connection.say(&message).map_err(|error| error.to_string())?;
    Ok(connection)
}
