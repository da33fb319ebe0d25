//! The conversation with the agent: calls go out numbered, answers come back to whoever waits for the number.

use countersign_core::view::Failure;
use countersign_link::private::{Call, FromAgent, Reply, ToAgent};
use countersign_link::shell::{Reader, ShellEnd, Writer};
use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use tokio::sync::oneshot;

type Answer = Result<Reply, Failure>;

/// Who waits for an answer; none any more when the agent is gone.
type Waiting = Arc<Mutex<Option<HashMap<u64, oneshot::Sender<Answer>>>>>;

/// The agent, as the commands see it.
pub(crate) struct Agent {
    calls: Sender<Call>,
    waiting: Waiting,
    next: AtomicU64,
}

impl Agent {
    /// Speaks and hears on threads of their own; `on_message` gets what answers no call. When the agent is gone it gets
    /// [`FromAgent::Quit`].
    pub(crate) fn over(channel: ShellEnd, on_message: impl Fn(FromAgent) + Send + 'static) -> Self {
        let (calls, said) = mpsc::channel();
        let waiting = Waiting::new(Mutex::new(Some(HashMap::new())));
        let heard = Arc::clone(&waiting);
        thread::spawn(move || speak(channel.calls, &said));
        thread::spawn(move || hear(channel.replies, &heard, on_message));
        Self { calls, waiting, next: AtomicU64::new(1) }
    }

    /// Has something done and waits for what comes of it.
    pub(crate) async fn ask(&self, what: ToAgent) -> Answer {
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        let (sender, answer) = oneshot::channel();
        lock(&self.waiting).as_mut().ok_or_else(gone)?.insert(number, sender);
        self.calls.send(Call { number, what }).map_err(|_| gone())?;
        answer.await.map_err(|_| gone())?
    }
}

fn speak(mut calls: Writer<Call>, said: &Receiver<Call>) {
    for call in said {
        if calls.say(&call).is_err() {
            return; // the hearing side notices too, and ends the program
        }
    }
}

fn hear(mut replies: Reader<FromAgent>, waiting: &Waiting, on_message: impl Fn(FromAgent)) {
    while let Ok(message) = replies.hear() {
        match message {
            FromAgent::Answer { number, result } => {
                let sender = lock(waiting).as_mut().and_then(|waiting| waiting.remove(&number));
                if let Some(sender) = sender {
                    drop(sender.send(result)); // nobody waits any more if the page was closed meanwhile
                }
            }
            message => on_message(message),
        }
    }
    drop(lock(waiting).take());
    on_message(FromAgent::Quit);
}

fn lock(waiting: &Waiting) -> MutexGuard<'_, Option<HashMap<u64, oneshot::Sender<Answer>>>> {
    waiting.lock().unwrap_or_else(PoisonError::into_inner)
}

fn gone() -> Failure {
    Failure {
        code: "agent-gone".into(),
        message: "Countersign's agent has ended. Your accounts are kept.".into(),
        hint: "Open Countersign again.".into(),
    }
}
