//! The socket between both real ends, and what hostile programs say on it.

use super::*;
use crate::paths::Paths;
use crate::public::PROTOCOL;
use crate::socket::{ConnectError, Connection};
use std::io::{Read, Write};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::UnixStream;

/// How long the other end may take on a busy machine before a test gives up.
const PATIENCE: Duration = Duration::from_secs(30);

struct Home {
    _folder: tempfile::TempDir,
    paths: Paths,
}

fn home() -> Home {
    let folder = tempfile::tempdir().expect("a temporary folder");
    Home { paths: Paths::under(folder.path()), _folder: folder }
}

/// Runs a server that greets and then tells every conversation's end to `ended`.
fn serve(home: &Home) -> std::sync::mpsc::Receiver<FrameError> {
    let (told, ended) = std::sync::mpsc::channel();
    let (ready, is_ready) = std::sync::mpsc::channel();
    let paths = home.paths.clone();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        runtime.block_on(async move {
            let mut listener = Listener::bind(&paths).expect("it listens");
            ready.send(()).expect("the test waits");
            while let Ok(conversation) = listener.accept().await {
                tokio::spawn(greet(conversation, told.clone()));
            }
        });
    });
    is_ready.recv().expect("the server starts");
    ended
}

/// Waits for the end of a conversation.
fn end(ended: &std::sync::mpsc::Receiver<FrameError>) -> FrameError {
    ended.recv_timeout(PATIENCE).expect("the conversation ends")
}

async fn greet(mut conversation: Conversation, told: std::sync::mpsc::Sender<FrameError>) {
    let error = loop {
        let answer = match conversation.hear().await {
            Ok(ToAgent::Hello { .. }) => FromAgent::Hello { protocol: PROTOCOL, agent: "test".into() },
            Ok(_) => FromAgent::Done,
            Err(error) => break error,
        };
        if let Err(error) = conversation.say(&answer).await {
            break error;
        }
    };
    drop(told.send(error));
}

fn raw(home: &Home) -> UnixStream {
    let stream = UnixStream::connect(&home.paths.socket).expect("someone listens");
    stream.set_read_timeout(Some(PATIENCE)).expect("it has one");
    stream
}

#[test]
fn both_ends_greet_and_talk() {
    let home = home();
    let _ended = serve(&home);
    let mut connection = Connection::connect(&home.paths).expect("the agent greets");
    connection.say(&ToAgent::Open).expect("it is said");
    assert_eq!(connection.hear(Duration::from_secs(5)).expect("it answers"), FromAgent::Done);
    assert!(matches!(connection.hear(Duration::ZERO), Err(FrameError::TimedOut)));
}

#[test]
fn nobody_listening_is_no_failure_of_another_kind() {
    let home = home();
    assert!(matches!(Connection::connect(&home.paths), Err(ConnectError::NotRunning)));
    crate::directory::make(&home.paths.runtime).expect("the folder");
    drop(std::os::unix::net::UnixListener::bind(&home.paths.socket).expect("a socket that dies"));
    assert!(matches!(Connection::connect(&home.paths), Err(ConnectError::NotRunning)));
}

#[test]
fn neither_end_uses_a_folder_that_others_may_enter() {
    let home = home();
    std::fs::create_dir(&home.paths.runtime).expect("the folder");
    std::fs::set_permissions(&home.paths.runtime, std::fs::Permissions::from_mode(0o777)).expect("its mode");
    assert!(
        matches!(Connection::connect(&home.paths), Err(ConnectError::Refused(why)) if why.contains("chmod"))
    );
    assert!(matches!(in_a_runtime(|| Listener::bind(&home.paths).map(drop)), Err(ListenError::Directory(_))));
}

#[test]
fn a_socket_that_somebody_listens_on_is_left_alone() {
    let home = home();
    crate::directory::make(&home.paths.runtime).expect("the folder");
    let fake = std::os::unix::net::UnixListener::bind(&home.paths.socket).expect("a fake agent");
    assert!(matches!(in_a_runtime(|| Listener::bind(&home.paths).map(drop)), Err(ListenError::Taken(_))));
    drop(fake);
    in_a_runtime(|| Listener::bind(&home.paths).map(drop)).expect("a dead socket is replaced");
    assert!(!home.paths.socket.exists(), "the listener takes its socket with it");
}

#[test]
fn a_file_in_the_sockets_place_is_left_alone() {
    let home = home();
    crate::directory::make(&home.paths.runtime).expect("the folder");
    std::fs::write(&home.paths.socket, "mine").expect("a file");
    assert!(matches!(
        in_a_runtime(|| Listener::bind(&home.paths).map(drop)),
        Err(ListenError::NotASocket(_))
    ));
    assert_eq!(std::fs::read_to_string(&home.paths.socket).expect("it is still there"), "mine");
}

#[test]
fn malformed_and_endless_messages_end_the_conversation_and_nothing_else() {
    let home = home();
    let ended = serve(&home);
    for hostile in [
        b"\n".to_vec(),
        b"{}\n".to_vec(),
        b"\xff\xfe\x00\n".to_vec(),
        b"{\"type\":\"decide\",\"id\":\"x\",\"decision\":{\"say\":\"deny\"}}\n".to_vec(),
        b"{\"type\":\"cancel\",\"id\":\"i\",\"and\":\"more\"}\n".to_vec(),
        [b"[".repeat(60_000), b"\n".to_vec()].concat(),
    ] {
        raw(&home).write_all(&hostile).expect("it is sent");
        assert!(matches!(end(&ended), FrameError::Malformed));
    }
    // The server may close before everything is sent, which the sender sees as an error.
    drop(raw(&home).write_all(&vec![b'a'; 1024 * 1024]));
    assert!(matches!(end(&ended), FrameError::TooLong(FRAME_LIMIT)));
    Connection::connect(&home.paths).expect("the agent still greets");
}

#[test]
fn one_conversation_too_many_is_closed_without_a_byte() {
    let home = home();
    let ended = serve(&home);
    let mut held: Vec<_> = (0..MOST_CONVERSATIONS).map(|_| Connection::connect(&home.paths).ok()).collect();
    assert!(held.iter().all(Option::is_some));
    let mut heard = Vec::new();
    raw(&home).read_to_end(&mut heard).expect("it is closed");
    assert!(heard.is_empty());
    held.pop();
    assert!(matches!(end(&ended), FrameError::Closed));
    Connection::connect(&home.paths).expect("there is a place again");
}

/// Gives a conversation that was just begun, and the program's end of it.
fn begun() -> (UnixStream, Conversation) {
    let (theirs, ours) = UnixStream::pair().expect("a pair of sockets");
    ours.set_nonblocking(true).expect("it can be polled");
    let place = Arc::new(Semaphore::new(1)).try_acquire_owned().expect("a place");
    let stream = Stream::from_std(ours).expect("it can be polled");
    (theirs, Conversation::new(stream, Peer { uid: None, pid: None }, place))
}

#[tokio::test(start_paused = true)]
async fn a_message_that_never_ends_is_given_up() {
    let (theirs, mut conversation) = begun();
    (&theirs).write_all(b"{\"type\":").expect("it is sent");
    // Without this a conversation that is never given up would not fail, but keep the test for ever.
    let heard = timeout(2 * SILENCE, conversation.hear()).await.expect("it is given up");
    assert!(matches!(heard, Err(FrameError::TimedOut)));
}

#[tokio::test(start_paused = true)]
async fn a_message_that_comes_byte_by_byte_wins_no_time() {
    for greeting in ["", "{\"type\":\"hello\",\"protocol\":1,\"program\":\"p\"}\n"] {
        let (theirs, mut conversation) = begun();
        (&theirs).write_all(greeting.as_bytes()).expect("it is sent");
        if !greeting.is_empty() {
            conversation.hear().await.expect("it greets");
        }
        let begun = Instant::now();
        let heard = loop {
            (&theirs).write_all(b" ").expect("it is sent");
            match timeout(Duration::from_secs(1), conversation.hear()).await {
                Ok(heard) => break heard,
                Err(_) => assert!(begun.elapsed() < 2 * FRAME_TIME, "every byte brings new patience"),
            }
        };
        assert!(matches!(heard, Err(FrameError::TimedOut)));
    }
}

fn in_a_runtime<T>(act: impl FnOnce() -> T) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let _inside = runtime.enter();
    act()
}
