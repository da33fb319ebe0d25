//! The private channel of an agent, held by a test where a window would hold it.
//!
//! The agent speaks only with a program that it started itself, and starts only the one beside it. So it gets a folder of its own,
//! and beside it a script in the window's place that leads into the test.

use std::fs;
use std::io::{self, BufRead, BufReader, Write};
use std::os::fd::AsFd;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::{UnixListener, UnixStream};
use std::process::Stdio;
use std::thread;
use std::time::{Duration, Instant};

use countersign_core::view::{AccountRow, Failure, Overview, StoreCondition, Window};
use countersign_link::passing::Passing;
use countersign_link::private::{Call, FromAgent, Reply, ToAgent};
use data_encoding::BASE32;

use super::desk::link;
use super::home::Home;
use super::programs::Programs;
use super::running::Running;
use super::waiting::{PATIENCE, eventually};

/// The test that is the window's program, and where it finds the test that started the agent.
const STAND_IN: &str = "support::inside::stands_in_for_a_window";
const PLACE: &str = "COUNTERSIGN_TEST_INSIDE";

/// An agent, and the channel that its window would have.
pub(crate) struct Inside {
    agent: Running,
    channel: BufReader<UnixStream>,
    calls: u64,
}

impl Inside {
    /// Starts the agent of a home and takes the place of its window.
    pub(crate) fn start(home: &Home) -> Self {
        let folder = home.path().join("inside");
        let (program, place) = (folder.join("countersign-agent"), folder.join("test.socket"));
        if !program.exists() {
            fs::create_dir(&folder).unwrap();
            fs::copy(Programs::built().agent(home, "").get_program(), &program).unwrap();
            let test = std::env::current_exe().unwrap();
            let script = format!(
                "#!/bin/sh\n{PLACE}='{}' exec '{}' --exact {STAND_IN} --ignored --nocapture\n",
                place.display(),
                test.display()
            );
            let window = home.write("inside/countersign-desktop", script);
            fs::set_permissions(window, fs::Permissions::from_mode(0o700)).unwrap();
        }
        let _none_before = fs::remove_file(&place);
        let listener = UnixListener::bind(&place).unwrap();
        listener.set_nonblocking(true).unwrap();
        let mut agent = home.command(program);
        agent.arg("--open").stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let agent = Running::start(agent);
        let (channel, _) = eventually("the agent to open its window", || listener.accept().ok());
        channel.set_nonblocking(false).unwrap();
        Self { agent, channel: BufReader::new(channel), calls: 0 }
    }

    /// Has something done, and waits for what comes of it.
    pub(crate) fn ask(&mut self, what: ToAgent) -> Result<Reply, Failure> {
        self.begin(what);
        self.answer(PATIENCE).expect("the agent answers every call")
    }

    /// Has something done, and waits for nothing. Returns the number of the call.
    pub(crate) fn begin(&mut self, what: ToAgent) -> u64 {
        self.calls += 1;
        let mut line = serde_json::to_vec(&Call { number: self.calls, what }).unwrap();
        line.push(b'\n');
        self.channel.get_mut().write_all(&line).expect("the agent listens");
        self.calls
    }

    /// Returns what came of the last call, if it came within this time.
    pub(crate) fn answer(&mut self, within: Duration) -> Option<Result<Reply, Failure>> {
        self.answer_to(self.calls, within)
    }

    /// Returns what came of a call, if it came within this time. What is heard before is passed over.
    pub(crate) fn answer_to(&mut self, call: u64, within: Duration) -> Option<Result<Reply, Failure>> {
        let end = Instant::now() + within;
        loop {
            match self.hear(end)? {
                FromAgent::Answer { number, result } if number == call => return Some(result),
                _ => {}
            }
        }
    }

    /// Waits until the agent has a window shown.
    pub(crate) fn shows(&mut self, wanted: &Window) {
        let end = Instant::now() + PATIENCE;
        loop {
            let heard = self.hear(end).expect("the agent shows its window");
            if matches!(heard, FromAgent::Show { window } if window == *wanted) {
                return;
            }
        }
    }

    fn hear(&mut self, end: Instant) -> Option<FromAgent> {
        let mut line = Vec::new();
        let left = end.checked_duration_since(Instant::now())?.max(Duration::from_millis(1));
        self.channel.get_ref().set_read_timeout(Some(left)).unwrap();
        match self.channel.read_until(b'\n', &mut line) {
            Ok(0) => panic!("the agent ended by itself"),
            Ok(_) => Some(serde_json::from_slice(&line).expect("the agent says nothing else")),
            Err(error) if matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut) => None,
            Err(error) => panic!("the channel broke: {error}"),
        }
    }

    /// Everything but codes.
    pub(crate) fn overview(&mut self) -> Overview {
        match self.ask(ToAgent::Overview) {
            Ok(Reply::Overview(overview)) => overview,
            other => panic!("no overview but {other:?}"),
        }
    }

    /// Waits until the store is open or says that it is not, and returns which.
    pub(crate) fn settled(&mut self) -> Overview {
        eventually("the store to be read", || {
            let overview = self.overview();
            (overview.store.condition != StoreCondition::Opening).then_some(overview)
        })
    }

    /// The accounts.
    pub(crate) fn rows(&mut self) -> Vec<AccountRow> {
        self.overview().accounts
    }

    /// Has links read, as what could be kept.
    pub(crate) fn drafts(&mut self, links: Vec<Passing>) -> Vec<String> {
        match self.ask(ToAgent::Draft { links }) {
            Ok(Reply::Drafts { drafts, .. }) => drafts.into_iter().map(|draft| draft.draft).collect(),
            other => panic!("links are read, not {other:?}"),
        }
    }

    /// Keeps so many accounts with secrets of their own.
    pub(crate) fn keep_many(&mut self, count: usize) {
        let secret = |number| BASE32.encode(format!("a test secret, no.{number:03}").as_bytes());
        let links = (0..count).map(|number| link("npm", &format!("mona{number}"), &secret(number)));
        let drafts = self.drafts(links.map(Passing::new).collect());
        self.ask(ToAgent::Keep { drafts }).expect("they are kept");
    }

    /// Returns the agent's process.
    pub(crate) fn id(&self) -> u32 {
        self.agent.id()
    }

    /// Ends the agent as a person would, and waits for that.
    pub(crate) fn quit(mut self) {
        self.begin(ToAgent::Quit);
        self.agent.wait();
    }

    /// Ends the agent at once, as a crash or the power would.
    pub(crate) fn kill(mut self) {
        self.agent.kill();
    }
}

/// No test, but what an agent is given to start in the place of its window: carries bytes between it and a test.
#[test]
#[ignore = "the agents of other tests start it"]
fn stands_in_for_a_window() {
    let place = std::env::var_os(PLACE).expect("an agent of a test starts this");
    let agent = UnixStream::from(io::stdin().as_fd().try_clone_to_owned().unwrap());
    let test = UnixStream::connect(place).unwrap();
    let (to_agent, from_test) = (agent.try_clone().unwrap(), test.try_clone().unwrap());
    thread::spawn(move || carry(&from_test, &to_agent));
    carry(&agent, &test);
}

/// Carries bytes until either end is gone, and then so is this program.
fn carry(mut from: &UnixStream, mut to: &UnixStream) {
    let _gone = io::copy(&mut from, &mut to);
    std::process::exit(0);
}
