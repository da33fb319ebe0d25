//! A person with an agent, and a client of any kind that is to publish at a registry.

use std::process::{Output, Stdio};

use super::clients::{Client, Stage};
use super::desk::{Desk, link};
use super::home::Home;
use super::keyring::Bus;
use super::mock::{self, Mock};
use super::programs::Programs;
use super::registry::{Registry, User};
use super::session::Session;
use super::terminal::Terminal;

/// The person's agent, with an account for each registry.
pub(crate) struct Counter {
    pub(crate) desk: Desk,
    keeps: Home,
}

/// A place where a client is about to publish.
pub(crate) struct Place {
    pub(crate) home: Home,
    line: String,
    pub(crate) package: String,
}

impl Counter {
    /// Opens with an account for every mock.
    pub(crate) fn open() -> Self {
        Self::with_period(30)
    }

    /// Opens with an account whose codes stand for so many seconds.
    pub(crate) fn with_period(seconds: u64) -> Self {
        Self::at_home(Home::new(), seconds)
    }

    /// The same in a session that can be locked and suspended.
    pub(crate) fn in_a_session(seconds: u64) -> (Self, Session, Bus) {
        let mut home = Home::new();
        let bus = Bus::start(&mut home);
        let session = Session::start(&mut home, rustix::process::getuid().as_raw());
        (Self::at_home(home, seconds), session, bus)
    }

    fn at_home(keeps: Home, seconds: u64) -> Self {
        let mut desk = Desk::with_sealed_file(&keeps);
        desk.add(&keeps, &format!("{}&period={seconds}", link("mock", "mona", mock::SECRET)));
        Self { desk, keeps }
    }

    /// Adds the account of a user at a real registry.
    pub(crate) fn add(&mut self, user: &User, secret: &str) {
        self.desk.add(&self.keeps, &link("real", &user.name, secret));
    }

    /// A home whose programs talk to this agent.
    pub(crate) fn home(&self) -> Home {
        let mut home = Home::new();
        home.set("COUNTERSIGN_HOME", self.keeps.countersign());
        home
    }

    /// Makes a client ready to publish at a mock.
    pub(crate) fn at(&self, mock: &Mock, client: &Client, package: &str, version: &str) -> Place {
        let home = self.home();
        home.sign_in_at(mock);
        Place::with(home, client, (&mock.url(), mock::TOKEN), package, version)
    }

    /// Makes a client ready to publish at a real registry.
    pub(crate) fn at_registry(&self, registry: &Registry, user: &User, client: &Client) -> Place {
        let home = self.home();
        home.sign_in(registry, user);
        Place::with(home, client, (&registry.url(), &user.token), &registry.unique("kit"), "1.0.0")
    }
}

impl Place {
    fn with(
        home: Home,
        client: &Client,
        (registry, token): (&str, &str),
        package: &str,
        version: &str,
    ) -> Self {
        client.install(&home);
        let line = client.prepare(&Stage { home: &home, registry, token, package, version });
        Self { home, line, package: package.to_owned() }
    }

    /// Types the command into a terminal, with `countersign run` and its options in front.
    pub(crate) fn runs(&self, options: &str) -> Terminal {
        self.types(options, &self.line)
    }

    /// Types another command.
    pub(crate) fn types(&self, options: &str, line: &str) -> Terminal {
        Terminal::start(Programs::built().countersign(&self.home, &format!("run {options} -- {line}")))
    }

    /// Runs a command without a terminal, as a tool would, while `meanwhile` happens.
    pub(crate) fn pipes(&self, options: &str, line: &str, meanwhile: impl FnOnce()) -> Output {
        let mut command = Programs::built().countersign(&self.home, &format!("run {options} -- {line}"));
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let child = command.spawn().expect("the companion starts");
        meanwhile();
        child.wait_with_output().expect("it ends")
    }

    /// The command itself.
    pub(crate) fn line(&self) -> &str {
        &self.line
    }
}
