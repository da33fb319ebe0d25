//! The conversation with the agent during a run, on a thread of its own: a pipe is not waited for together with the console.

use super::claims::Claims;
use crate::agent;
use countersign_core::npm::{Client, Target};
use countersign_core::view::Answer;
use countersign_link::frame::FrameError;
use countersign_link::public::{FromAgent, ToAgent};
use countersign_link::socket::Connection;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, TryRecvError, channel};
use std::thread::{self, JoinHandle};
use std::time::Duration;

/// How long the agent is listened to before we look whether there is something to say.
const GLANCE: Duration = Duration::from_millis(100);

/// What the agent said, or why it will say no more.
pub(super) type Said = Result<Answer, String>;

/// Says that something arrived.
pub(super) type Poke = Arc<dyn Fn() + Send + Sync>;

type Message = Box<dyn FnOnce() -> Result<ToAgent, String> + Send>;

/// At most one conversation: the one about the prompt that waits.
pub(super) struct Talk {
    poke: Poke,
    open: Option<Open>,
}

/// Dropping it ends the conversation.
struct Open {
    orders: Sender<Message>,
    said: Receiver<Said>,
    /// Returns the conversation, if it is still good when nothing more is to be said.
    thread: JoinHandle<Option<Connection>>,
}

impl Talk {
    /// Asks nobody yet.
    pub(super) fn silent(poke: Poke) -> Self {
        Self { poke, open: None }
    }

    /// Asks for a code, in the conversation that is under way if one is: an approved run is one conversation.
    pub(super) fn ask(&mut self, claims: &Arc<Claims>, client: &'static dyn Client, about: Target) {
        let claims = Arc::clone(claims);
        let message: Message = Box::new(move || {
            let nonce = agent::nonce().map_err(|trouble| agent::in_words(&trouble.failure))?;
            claims.message(nonce, client, &about)
        });
        let message = match &self.open {
            Some(open) => open.orders.send(message).map_err(|unsent| unsent.0).err(),
            None => Some(message),
        };
        if let Some(message) = message {
            self.open = Some(self.begin(message));
        }
    }

    fn begin(&self, first: Message) -> Open {
        let ((orders, ordered), (tell, said)) = (channel(), channel());
        // The other half is held right here.
        drop(orders.send(first));
        let poke = Arc::clone(&self.poke);
        let thread = thread::spawn(move || {
            let tell = |said: Said| {
                let heard = tell.send(said).is_ok();
                poke();
                heard
            };
            converse(&ordered, &tell).unwrap_or_else(|why| {
                tell(Err(why));
                None
            })
        });
        Open { orders, said, thread }
    }

    /// What arrived.
    pub(super) fn arrived(&mut self) -> Vec<Said> {
        let Some(open) = &self.open else { return Vec::new() };
        let said: Vec<Said> = open.said.try_iter().collect();
        if said.iter().any(Result::is_err) {
            self.open = None;
        }
        said
    }

    /// Withdraws the request. One without an identity yet is withdrawn by ending the conversation.
    pub(super) fn withdraw(&mut self, id: Option<String>) {
        match id {
            Some(id) => self.tell(&ToAgent::Cancel { id }),
            None => self.open = None,
        }
    }

    /// Says something that needs no answer.
    pub(super) fn tell(&mut self, message: &ToAgent) {
        if let Some(open) = &self.open {
            let message = message.clone();
            // An agent that went away needs to hear nothing.
            drop(open.orders.send(Box::new(move || Ok(message))));
        }
    }

    /// Ends the talk when the last word was said, and returns the conversation if there is one.
    pub(super) fn end(&mut self) -> Option<Connection> {
        let Open { orders, said, thread } = self.open.take()?;
        drop(orders);
        // What comes now is still heard, by nobody.
        let conversation = thread.join().ok().flatten();
        drop(said);
        conversation
    }
}

/// Says what is to be said, and hears what comes, until nobody wants either any more. Returns why it ended otherwise.
fn converse(orders: &Receiver<Message>, tell: &impl Fn(Said) -> bool) -> Result<Option<Connection>, String> {
    // Gathering the first message and connecting may take a while, which is why the console does not wait for this thread.
    let Ok(first) = orders.recv() else { return Ok(None) };
    let first = first()?;
    let mut connection = agent::connect().map_err(|trouble| agent::in_words(&trouble.failure))?;
    connection.say(&first).map_err(|error| error.to_string())?;
    loop {
        match orders.try_recv() {
            Ok(message) => connection.say(&message()?).map_err(|error| error.to_string())?,
            Err(TryRecvError::Disconnected) => return Ok(Some(connection)),
            Err(TryRecvError::Empty) => {}
        }
        if let Some(said) = hear(&mut connection)?
            && !tell(said)
        {
            return Ok(None);
        }
    }
}

fn hear(connection: &mut Connection) -> Result<Option<Said>, String> {
    match connection.hear(GLANCE) {
        Ok(FromAgent::Answer(answer)) => Ok(Some(Ok(answer))),
        Ok(FromAgent::Failed(failure)) => Ok(Some(Ok(Answer::Failed { reason: failure }))),
        Ok(_) | Err(FrameError::TimedOut) => Ok(None),
        Err(_) => Err("the agent went away".into()),
    }
}
