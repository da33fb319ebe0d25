//! The bridge's conversation with the agent: one request at a time, in one conversation for the whole run.

use super::Say;
use crate::agent;
use countersign_core::view::{Answer, Ask, PromptClaim};
use countersign_link::frame::FrameError;
use countersign_link::public::{FromAgent, ToAgent};
use countersign_link::socket::Connection;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};
use tokio::sync::oneshot;
use zeroize::Zeroizing;

/// How long the agent may be silent about a request: longer than one lives, and as many steps as an account may be behind.
const PATIENCE: Duration = Duration::from_secs(400);

/// How often it is looked whether the client still waits.
const LOOK: Duration = Duration::from_millis(200);

/// A code and the request that it answers.
pub(super) struct Given {
    pub(super) id: String,
    pub(super) code: Zeroizing<String>,
    /// Whether it is the one that was given before.
    pub(super) again: bool,
}

/// What became of a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    Accepted,
    Refused,
}

enum Job {
    Ask { claim: Box<PromptClaim>, wanted: Arc<AtomicBool>, tell: oneshot::Sender<Result<Given, String>> },
    Fate(String, Fate),
}

/// A thread that talks to the agent.
pub(super) struct Asker(Sender<Job>);

/// Withdraws a request when nobody waits for it any more.
struct Wanted(Arc<AtomicBool>);

impl Drop for Wanted {
    fn drop(&mut self) {
        self.0.store(false, Ordering::Relaxed);
    }
}

impl Asker {
    pub(super) fn start(say: Say) -> Self {
        let (jobs, job) = channel();
        thread::spawn(move || work(&job, &say));
        Self(jobs)
    }

    /// Asks for a code. Dropping the future withdraws the request.
    pub(super) async fn ask(&self, claim: PromptClaim) -> Result<Given, String> {
        let wanted = Wanted(Arc::new(AtomicBool::new(true)));
        let (tell, told) = oneshot::channel();
        let job = Job::Ask { claim: Box::new(claim), wanted: Arc::clone(&wanted.0), tell };
        let asked = self.0.send(job).is_ok();
        let answer = if asked { told.await.ok() } else { None };
        answer.unwrap_or_else(|| Err("the agent could not be asked".into()))
    }

    /// Says what became of a code.
    pub(super) fn tell(&self, id: String, fate: Fate) {
        // Without the thread nobody is left to be told.
        drop(self.0.send(Job::Fate(id, fate)));
    }
}

fn work(jobs: &Receiver<Job>, say: &Say) {
    let (mut talk, mut last) = (None, Zeroizing::<String>::default());
    for job in jobs {
        match job {
            Job::Ask { claim, wanted, tell } => {
                let mut answer = ask(&mut talk, *claim, &wanted, say);
                if let Ok(given) = &mut answer {
                    given.again = *last == *given.code;
                    last.clone_from(&given.code);
                }
                if answer.is_err() && !wanted.load(Ordering::Relaxed) {
                    continue;
                }
                // A code that nobody waits for any more is not used.
                drop(tell.send(answer));
            }
            Job::Fate(id, fate) => {
                if let Some(connection) = &mut talk {
                    let message = match fate {
                        Fate::Accepted => ToAgent::Accepted { id },
                        Fate::Refused => ToAgent::Refused { id },
                    };
                    // An agent that went away needs to hear nothing.
                    drop(Connection::say(connection, &message));
                }
            }
        }
    }
}

fn ask(
    talk: &mut Option<Connection>,
    claim: PromptClaim,
    wanted: &AtomicBool,
    say: &Say,
) -> Result<Given, String> {
    let failed = |trouble: crate::outcome::Trouble| agent::in_words(&trouble.failure);
    let message = ToAgent::Ask { nonce: agent::nonce().map_err(failed)?, ask: Ask::prompt(claim) };
    let goes_on = talk.as_mut().is_some_and(|connection| connection.say(&message).is_ok());
    if !goes_on {
        let connection = talk.insert(agent::connect().map_err(failed)?);
        connection.say(&message).map_err(|error| error.to_string())?;
    }
    let connection = talk.as_mut().ok_or("the agent could not be asked")?;
    let answer = settle(connection, wanted, say);
    if answer.is_err() && !wanted.load(Ordering::Relaxed) {
        // What it still says of this request would be taken for an answer to the next.
        *talk = None;
    }
    answer
}

fn settle(connection: &mut Connection, wanted: &AtomicBool, say: &Say) -> Result<Given, String> {
    let end = Instant::now() + PATIENCE;
    while wanted.load(Ordering::Relaxed) && Instant::now() < end {
        match connection.hear(LOOK) {
            Ok(FromAgent::Answer(Answer::Pending { words: [first, second], .. })) => {
                say(&format!("approve \"{first} {second}\" in the app"));
            }
            Ok(FromAgent::Answer(Answer::Copied { account, .. })) => {
                return Err(format!("a code of {account} is on the clipboard, for the page"));
            }
            Ok(FromAgent::Answer(Answer::Soon { in_ms, .. })) => {
                say(&format!("approved; the next code comes in {} s", in_ms.div_ceil(1000)));
            }
            Ok(FromAgent::Answer(Answer::Code { id, code, account, .. })) => {
                say(&format!("sent a code of {account}"));
                return Ok(Given { id, code: Zeroizing::new(code), again: false });
            }
            Ok(
                FromAgent::Answer(
                    Answer::Denied { reason, .. } | Answer::Busy { reason } | Answer::Failed { reason },
                )
                | FromAgent::Failed(reason),
            ) => return Err(agent::in_words(&reason)),
            Ok(FromAgent::Answer(Answer::Expired { .. })) => return Err("nobody answered in time".into()),
            Ok(FromAgent::Answer(Answer::Locked)) => return Err("the app is locked".into()),
            Ok(_) | Err(FrameError::TimedOut) => {}
            Err(_) => return Err("the agent went away".into()),
        }
    }
    Err("the request was withdrawn".into())
}
