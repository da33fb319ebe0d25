//! What a desktop says of the session: its screen is locked, the computer goes to sleep. Both on one bus of a home.

use std::io::{PipeReader, Read, pipe};
use std::os::fd::OwnedFd;
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread;

use zbus::blocking::{Connection, connection};
use zbus::zvariant::{self, OwnedObjectPath};

use super::home::Home;
use super::keyring::Bus;
use super::waiting::PATIENCE;

const LOGIND: (&str, &str) = ("org.freedesktop.login1", "/org/freedesktop/login1");
const SESSION: (&str, &str) = ("org.freedesktop.login1.Session", "/org/freedesktop/login1/session/c1");

/// A session on a home's bus, which leaves the bus when this value goes.
pub(crate) struct Session {
    bus: Connection,
    holds: Receiver<PipeReader>,
}

/// Someone who holds suspensions up.
pub(crate) struct Hold(PipeReader);

struct Manager(Sender<PipeReader>);

#[zbus::interface(name = "org.freedesktop.login1.Manager")]
impl Manager {
    fn inhibit(&self, what: &str, who: &str, why: &str, mode: &str) -> zvariant::OwnedFd {
        assert_eq!((what, mode), ("sleep", "delay"), "{who} holds up nothing else: {why}");
        let (ours, theirs) = pipe().expect("there is a pipe");
        // Nobody looks any more when the test ends.
        let _gone = self.0.send(ours);
        OwnedFd::from(theirs).into()
    }
}

struct Seat {
    uid: u32,
}

#[zbus::interface(name = "org.freedesktop.login1.Session")]
impl Seat {
    #[zbus(property)]
    fn user(&self) -> (u32, OwnedObjectPath) {
        (self.uid, OwnedObjectPath::try_from("/org/freedesktop/login1/user/self").expect("it is a path"))
    }
}

impl Session {
    /// Starts logind, as far as programs of a home see it, with one session of this user.
    pub(crate) fn start(home: &mut Home, uid: u32) -> Self {
        let address = Bus::address(home);
        home.set("DBUS_SYSTEM_BUS_ADDRESS", &address);
        let (held, holds) = mpsc::channel();
        let bus = connection::Builder::address(address.as_str()).expect("the address is one");
        let bus = bus.serve_at(LOGIND.1, Manager(held)).and_then(|bus| bus.serve_at(SESSION.1, Seat { uid }));
        let bus = bus.and_then(|bus| bus.name(LOGIND.0)).and_then(connection::Builder::build);
        Self { bus: bus.expect("the bus takes logind"), holds }
    }

    /// Waits until someone holds suspensions up.
    pub(crate) fn hold(&self) -> Hold {
        Hold(self.holds.recv_timeout(PATIENCE).expect("someone holds suspensions up"))
    }

    /// The computer is about to sleep, or has woken up.
    pub(crate) fn sleeps(&self, sleeps: bool) {
        self.says(LOGIND.1, "org.freedesktop.login1.Manager", "PrepareForSleep", &(sleeps,));
    }

    /// logind has the session locked.
    pub(crate) fn lock(&self) {
        self.says(SESSION.1, SESSION.0, "Lock", &());
    }

    /// The screen's own lock says whether it is there.
    pub(crate) fn covers_the_screen(&self, covers: bool) {
        self.says("/org/gnome/ScreenSaver", "org.gnome.ScreenSaver", "ActiveChanged", &(covers,));
    }

    fn says<B>(&self, path: &str, interface: &str, member: &str, body: &B)
    where
        B: serde::Serialize + zvariant::DynamicType,
    {
        let said = self.bus.emit_signal(None::<&str>, path, interface, member, body);
        said.expect("the bus takes a signal");
    }
}

impl Hold {
    /// Returns whether the suspension is still held up.
    pub(crate) fn is_held(&self) -> bool {
        use rustix::event::{PollFd, PollFlags, Timespec, poll};
        let at_once = Timespec { tv_sec: 0, tv_nsec: 0 };
        poll(&mut [PollFd::new(&self.0, PollFlags::IN)], Some(&at_once)).expect("a pipe can be asked") == 0
    }

    /// Waits until it is let go.
    pub(crate) fn await_release(mut self) {
        let (told, hears) = mpsc::channel();
        // Nobody hears it any more where it came too late.
        thread::spawn(move || drop(told.send(self.0.read(&mut [0]))));
        let read = hears.recv_timeout(PATIENCE).expect("the suspension is held up no longer");
        assert_eq!(read.expect("a pipe can be read"), 0, "nothing is said, it is closed");
    }
}
