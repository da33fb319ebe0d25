//! The product with a person at the agent's console: the whole chain without a window.

use std::io::Write;
use std::process::{Child, Output, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use rustix::process::Signal;

use super::home::Home;
use super::programs::Programs;
use super::terminal::Terminal;
use super::waiting::{eventually, eventually_or};

/// Longer than the buttons and the console take to accept a yes.
pub(crate) const ARMED: Duration = Duration::from_millis(900);

/// What the console says of an answer that came too early, and of a request that is over.
const TOO_EARLY: &str = "The answer came before the request could be read.";
const SETTLED: &str = "The request is settled.";

/// The passphrase of every sealed file in the tests.
pub(crate) const PASSPHRASE: &str = "a passphrase of a test";

/// The agent in a terminal, and someone who reads and answers there.
pub(crate) struct Desk {
    console: Terminal,
}

impl Home {
    /// Runs the companion to its end, without a terminal, with arguments separated by blanks.
    pub(crate) fn companion(&self, args: &str) -> Output {
        Programs::built().countersign(self, args).stdin(Stdio::null()).output().expect("the companion starts")
    }

    /// Waits until `countersign status` says some words.
    pub(crate) fn says(&self, words: &str) {
        let status = || String::from_utf8_lossy(&self.companion("status").stdout).into_owned();
        eventually_or(
            || format!("{words:?}; the status is {:?}", status()),
            || status().contains(words).then_some(()),
        );
    }
}

impl Desk {
    /// Starts the agent on a keychain that answers.
    pub(crate) fn open(home: &Home) -> Self {
        let mut desk = Self::start(home);
        desk.console.wait_for("Open:");
        desk
    }

    /// Starts the agent where no keychain answers, and chooses the sealed file.
    pub(crate) fn with_sealed_file(home: &Home) -> Self {
        let mut desk = Self::start(home);
        desk.console
            .wait_for("keep secrets in a file")
            .enter("s")
            .wait_for("A passphrase for the sealed file");
        desk.console.enter(PASSPHRASE).wait_for("The same once more").enter(PASSPHRASE).wait_for("Open: 0");
        desk
    }

    /// Starts the agent, whatever store it finds.
    pub(crate) fn start(home: &Home) -> Self {
        Self { console: Terminal::start_sized(Programs::built().agent(home, "--console"), (120, 60)) }
    }

    /// Waits for a request whose sentence holds these words.
    pub(crate) fn is_asked(&mut self, words: &str) -> &mut Self {
        self.console.wait_for("Approval request:").wait_for(words).wait_for("d  deny");
        self
    }

    /// Says yes, as soon as a yes is taken.
    pub(crate) fn approve(&mut self) -> &mut Self {
        self.answer("a")
    }

    /// Says no.
    pub(crate) fn deny(&mut self) -> &mut Self {
        self.answer("d")
    }

    /// Types an answer once the request can be answered, and again where a busy machine made that too early.
    pub(crate) fn answer(&mut self, line: &str) -> &mut Self {
        let times = |console: &Terminal, words| console.text().matches(words).count();
        loop {
            sleep(ARMED);
            let (early, settled) = (times(&self.console, TOO_EARLY), times(&self.console, SETTLED));
            self.console.enter(line);
            let typed = Instant::now();
            while times(&self.console, TOO_EARLY) == early {
                let over = times(&self.console, SETTLED) > settled;
                if over || typed.elapsed() > Duration::from_millis(300) {
                    return self;
                }
                sleep(Duration::from_millis(10));
            }
        }
    }

    /// Brings an account in by its link, as a person would with `countersign add -`.
    pub(crate) fn add(&mut self, home: &Home, link: &str) {
        let adding = add(home, link);
        self.is_asked("").approve();
        let done = adding.wait_with_output().unwrap();
        assert!(done.status.success(), "adding failed: {}", String::from_utf8_lossy(&done.stderr));
    }

    /// Returns the console's terminal.
    pub(crate) fn console(&mut self) -> &mut Terminal {
        &mut self.console
    }

    /// Ends the agent at once, as a crash would.
    pub(crate) fn kill(&mut self) {
        self.console.signal(Signal::KILL);
        self.console.wait();
    }

    /// Ends the agent as a person would.
    pub(crate) fn quit(mut self) {
        // A request that was just answered takes the lines that are typed until the agent says that it is settled.
        eventually("the agent to end", || {
            self.console.enter("q");
            let begun = Instant::now();
            while begun.elapsed() < Duration::from_secs(2) {
                if self.console.ended().is_some() {
                    return Some(());
                }
                sleep(Duration::from_millis(20));
            }
            None
        });
    }
}

/// Starts `countersign add -` and hands it a link.
pub(crate) fn add(home: &Home, link: &str) -> Child {
    let mut adding = Programs::built().countersign(home, "add -");
    adding.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut adding = adding.spawn().expect("the companion starts");
    let mut input = adding.stdin.take().expect("its input is a pipe");
    input.write_all(link.as_bytes()).expect("it reads its input");
    drop(input);
    adding
}

/// Returns a link as registries make them, with a secret that is a test's.
pub(crate) fn link(issuer: &str, account: &str, secret: &str) -> String {
    format!("otpauth://totp/{issuer}:{account}?secret={secret}&issuer={issuer}")
}
