//! The part of a desktop that shows notifications, and someone who clicks on them.
#![expect(
    clippy::used_underscore_binding,
    reason = "zbus names the eight arguments of the specification, and we look at three"
)]

use std::collections::HashMap;
use std::sync::mpsc::{self, Receiver, Sender};

use zbus::blocking::{Connection, connection};
use zbus::zvariant::OwnedValue;

use super::home::Home;
use super::keyring::Bus;
use super::waiting::PATIENCE;

const NAME: &str = "org.freedesktop.Notifications";
const PATH: &str = "/org/freedesktop/Notifications";

/// A notification server on a home's bus, which leaves the bus when this value goes.
pub(crate) struct Notifications {
    bus: Connection,
    seen: Receiver<Seen>,
}

/// What the server was told.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Seen {
    /// To show one.
    Shown { id: u32, summary: String, actions: Vec<String> },
    /// To take one back.
    Closed(u32),
}

struct Server {
    last: u32,
    seen: Sender<Seen>,
}

#[zbus::interface(name = "org.freedesktop.Notifications")]
impl Server {
    #[expect(clippy::too_many_arguments, reason = "the specification has eight")]
    fn notify(
        &mut self,
        _app: &str,
        _replaces: u32,
        _icon: &str,
        summary: String,
        _body: &str,
        actions: Vec<String>,
        _hints: HashMap<String, OwnedValue>,
        _expires: i32,
    ) -> u32 {
        self.last += 1;
        // Nobody looks any more when the test ends.
        let _gone = self.seen.send(Seen::Shown { id: self.last, summary, actions });
        self.last
    }

    fn close_notification(&self, id: u32) {
        let _gone = self.seen.send(Seen::Closed(id));
    }
}

impl Notifications {
    /// Starts a server on the bus of a home.
    pub(crate) fn start(home: &Home) -> Self {
        let (sender, seen) = mpsc::channel();
        let bus = connection::Builder::address(Bus::address(home).as_str()).expect("the address is one");
        let bus = bus.serve_at(PATH, Server { last: 0, seen: sender }).and_then(|bus| bus.name(NAME));
        let bus = bus.and_then(connection::Builder::build).expect("the bus takes the server");
        Self { bus, seen }
    }

    /// Waits for what it is told next.
    pub(crate) fn next(&self) -> Seen {
        self.seen.recv_timeout(PATIENCE).expect("a notification comes or goes")
    }

    /// Clicks, on the notification itself or on a button.
    pub(crate) fn click(&self, id: u32, action: &str) {
        let clicked = self.bus.emit_signal(None::<&str>, PATH, NAME, "ActionInvoked", &(id, action));
        clicked.expect("the bus takes a signal");
    }
}
