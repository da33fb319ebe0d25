//! The public socket: one task a conversation, and everything that is said there handed to the agent's loop.

use crate::event::{Event, Events, FromProgram};
use crate::requester;
use countersign_core::app::Caller;
use countersign_core::view::Failure;
use countersign_link::frame::FrameError;
use countersign_link::paths::Paths;
use countersign_link::public::{FromAgent, PROTOCOL, ToAgent};
use countersign_link::server::{Conversation, ListenError, Listener};
use std::future::pending;
use std::io;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;
use tokio::sync::mpsc::unbounded_channel;
use tokio::sync::oneshot;

/// How long quitting waits for the socket to be taken away.
const FAREWELL: Duration = Duration::from_secs(1);

/// How long to wait when the system has no more descriptors for a connection.
const RECOVERY: Duration = Duration::from_millis(100);

/// The open socket, on a thread of its own.
pub(crate) struct Programs {
    close: oneshot::Sender<()>,
    closed: mpsc::Receiver<()>,
}

impl Programs {
    /// Opens the socket and listens; also listens for the system's signals to end.
    pub(crate) fn listen(paths: &Paths, events: Events) -> Result<Self, ListenError> {
        let (close, closing) = oneshot::channel();
        let (opened, is_opened) = mpsc::channel();
        let (gone, closed) = mpsc::channel();
        let paths = paths.clone();
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|error| failed(&paths, error))?;
        let places = paths.clone();
        thread::spawn(move || {
            runtime.block_on(async move {
                match Listener::bind(&places) {
                    Ok(listener) => {
                        drop(opened.send(Ok(())));
                        tokio::select! {
                            () = accept(listener, events.clone()) => {}
                            () = asked_to_end(events) => {}
                            _ = closing => {}
                        }
                    }
                    Err(error) => drop(opened.send(Err(error))),
                }
            });
            drop(gone);
        });
        is_opened.recv().unwrap_or_else(|_| Err(failed(&paths, io::ErrorKind::BrokenPipe.into())))?;
        Ok(Self { close, closed })
    }

    /// Closes the socket and takes its file away.
    pub(crate) fn close(self) {
        drop(self.close);
        let _ = self.closed.recv_timeout(FAREWELL);
    }
}

fn failed(paths: &Paths, error: io::Error) -> ListenError {
    ListenError::Io(paths.socket.display().to_string(), error)
}

async fn accept(mut listener: Listener, events: Events) {
    let mut last: Caller = 0;
    loop {
        match listener.accept().await {
            Ok(conversation) => {
                last += 1;
                tokio::spawn(converse(conversation, last, events.clone()));
            }
            Err(_) => tokio::time::sleep(RECOVERY).await,
        }
    }
}

/// Holds one conversation from its greeting to its end.
async fn converse(mut conversation: Conversation, caller: Caller, events: Events) {
    if !greet(&mut conversation).await {
        return;
    }
    let peer = conversation.peer();
    let (answers, mut to_say) = unbounded_channel();
    let tell = |what| events.send(Event::Program(caller, what)).is_ok();
    if !tell(FromProgram::Came(requester::origin(peer), answers)) {
        return;
    }
    let death = requester::death(peer);
    tokio::pin!(death);
    // Until the loop has taken a message in, the next is not read: nobody can fill its queue.
    let mut taken: Option<oneshot::Receiver<()>> = None;
    loop {
        tokio::select! {
            biased;
            answer = to_say.recv() => {
                let Some(answer) = answer else { break };
                if conversation.say(&answer).await.is_err() {
                    break;
                }
            }
            () = receipt(&mut taken) => taken = None,
            heard = conversation.hear(), if taken.is_none() => match heard {
                Ok(message) => {
                    let (receipt, wait) = oneshot::channel();
                    taken = Some(wait);
                    if !tell(FromProgram::Said(Box::new(message), receipt)) {
                        break;
                    }
                }
                Err(error) => {
                    refuse(&mut conversation, &error).await;
                    break;
                }
            },
            // Last, so that what a program said before it ended is heard.
            () = &mut death, if taken.is_none() => break,
        }
    }
    tell(FromProgram::Left);
}

async fn receipt(taken: &mut Option<oneshot::Receiver<()>>) {
    match taken {
        // Dropping the other half is the receipt.
        Some(wait) => drop(wait.await),
        None => pending().await,
    }
}

async fn greet(conversation: &mut Conversation) -> bool {
    let ours = FromAgent::Hello { protocol: PROTOCOL, agent: env!("CARGO_PKG_VERSION").into() };
    match conversation.hear().await {
        // Another version hears ours too, so that it can tell the person which side is older.
        Ok(ToAgent::Hello { protocol, .. }) => conversation.say(&ours).await.is_ok() && protocol == PROTOCOL,
        Ok(_) => {
            refuse(conversation, &FrameError::Malformed).await;
            false
        }
        Err(error) => {
            refuse(conversation, &error).await;
            false
        }
    }
}

async fn refuse(conversation: &mut Conversation, error: &FrameError) {
    if matches!(error, FrameError::TooLong(_) | FrameError::Malformed) {
        let failure = Failure {
            code: "bad-message".into(),
            message: format!("The agent ended the conversation: {error}."),
            hint: "Use the countersign command of the same version as the agent.".into(),
        };
        // Whoever sends such things may not listen either.
        drop(conversation.say(&FromAgent::Failed(failure)).await);
    }
}

/// Waits until the system asks the agent to end.
#[cfg(unix)]
async fn asked_to_end(events: Events) {
    use tokio::signal::unix::{SignalKind, signal};
    let signals =
        (signal(SignalKind::terminate()), signal(SignalKind::interrupt()), signal(SignalKind::hangup()));
    let (Ok(mut terminate), Ok(mut interrupt), Ok(mut hangup)) = signals else { return pending().await };
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
        _ = hangup.recv() => {}
    }
    drop(events.send(Event::Quit));
    // The socket stays until the agent closes it.
    pending::<()>().await;
}

/// Waits until the system asks the agent to end.
#[cfg(not(unix))]
async fn asked_to_end(events: Events) {
    use tokio::signal::windows::{ctrl_break, ctrl_c, ctrl_close};
    let signals = (ctrl_c(), ctrl_break(), ctrl_close());
    let (Ok(mut key), Ok(mut other), Ok(mut closed)) = signals else { return pending().await };
    tokio::select! {
        _ = key.recv() => {}
        _ = other.recv() => {}
        // The console's window; Windows waits some seconds.
        _ = closed.recv() => {}
    }
    drop(events.send(Event::Quit));
    pending::<()>().await;
}
