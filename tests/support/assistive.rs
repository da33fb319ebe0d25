//! A screen reader: what it is told of every window, and the keys that it has instead of a mouse.
//!
//! Source: AT-SPI 2, the interfaces `org.a11y.atspi.Accessible` and `org.a11y.atspi.Action`.

use std::fmt;

use serde::Serialize;
use serde::de::DeserializeOwned;
use zbus::blocking::{Connection, connection};
use zbus::zvariant::{DynamicType, OwnedObjectPath, OwnedValue, Type};

use super::home::Home;
use super::keyring::Bus;
use super::running::Running;
use super::waiting::{eventually, eventually_or};
use super::windows::quiet;

const ROOT: (&str, &str) = ("org.a11y.atspi.Registry", "/org/a11y/atspi/accessible/root");
const ACCESSIBLE: &str = "org.a11y.atspi.Accessible";

/// Deeper than any page of ours.
const DEEPEST: usize = 40;

/// The bit of a state's first word that says where the keyboard is.
const FOCUSED: u32 = 1 << 12;

/// What can be used, by its role.
const CONTROLS: [&str; 8] = [
    "push button",
    "toggle button",
    "entry",
    "password text",
    "check box",
    "radio button",
    "combo box",
    "link",
];

/// Someone who does not see the windows of a home.
pub(crate) struct Reader {
    bus: Connection,
    _launcher: Running,
}

/// Something that a screen reader can speak of.
#[derive(Clone)]
pub(crate) struct Spoken {
    /// Its role, in the words of AT-SPI.
    pub(crate) role: String,
    /// Its name.
    pub(crate) name: String,
    state: u32,
    at: Place,
}

/// A program's name on the bus and an object of it.
type Place = (String, OwnedObjectPath);

impl fmt::Debug for Spoken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {:?}", self.role, self.name)
    }
}

impl Spoken {
    /// Returns whether it can be used.
    pub(crate) fn is_control(&self) -> bool {
        CONTROLS.contains(&self.role.as_str())
    }

    /// Returns whether it has the keyboard.
    pub(crate) fn is_focused(&self) -> bool {
        self.state & FOCUSED != 0
    }
}

impl Reader {
    /// Starts what assistive technology is based on. Programs that are started later tell of themselves.
    pub(crate) fn start(home: &mut Home) -> Self {
        home.set("NO_AT_BRIDGE", "0");
        let mut launcher = home.command("/usr/libexec/at-spi-bus-launcher");
        launcher.args(["--launch-immediately", "--a11y=1", "--screen-reader=1"]);
        let launcher = Running::start(quiet(launcher));
        let session = connected(&Bus::address(home));
        let address: String = eventually("the bus of assistive technology", || {
            let place = ("org.a11y.Bus", "/org/a11y/bus");
            call(&session, place, "org.a11y.Bus", "GetAddress", &())
        });
        Self { bus: connected(&address), _launcher: launcher }
    }

    /// Returns everything in the window of this name; nothing where there is none.
    pub(crate) fn window(&self, name: &str) -> Vec<Spoken> {
        let root = (ROOT.0.to_owned(), OwnedObjectPath::try_from(ROOT.1).expect("it is a path"));
        let frames =
            self.children(&root).iter().flat_map(|program| self.children(program)).collect::<Vec<_>>();
        let mut found = Vec::new();
        for frame in frames {
            if self.spoken(frame.clone()).is_some_and(|frame| frame.name == name) {
                self.walk(frame, 0, &mut found);
            }
        }
        found
    }

    /// Waits until something of this role and name is in a window, and returns it.
    pub(crate) fn finds(&self, window: &str, role: &str, name: &str) -> Spoken {
        let what = || format!("{role} {name:?} in {window:?}; there are {:?}", self.window(window));
        let is_it = |one: &Spoken| one.role == role && one.name == name;
        eventually_or(what, || self.window(window).into_iter().find(is_it))
    }

    /// Waits until something of this role is in a window for each of these names.
    pub(crate) fn finds_all(&self, window: &str, role: &str, names: &[&str]) {
        let what = || format!("{role} {names:?} in {window:?}; there are {:?}", self.window(window));
        eventually_or(what, || {
            let all = self.window(window);
            let there = |name: &&str| all.iter().any(|one| one.role == role && one.name == *name);
            names.iter().all(there).then_some(())
        });
    }

    /// Returns what can be used in a window.
    pub(crate) fn controls(&self, window: &str) -> Vec<Spoken> {
        self.window(window).into_iter().filter(Spoken::is_control).collect()
    }

    /// Waits until something says these words.
    pub(crate) fn hears(&self, window: &str, words: &str) {
        let said = |one: &Spoken| {
            let place = (one.at.0.as_str(), one.at.1.as_str());
            let text: Option<String> =
                call(&self.bus, place, "org.a11y.atspi.Text", "GetText", &(0_i32, -1_i32));
            text.is_some_and(|text| text.contains(words))
        };
        eventually(words, || self.window(window).iter().any(said).then_some(()));
    }

    /// Does with a control what a click would.
    pub(crate) fn press(&self, control: &Spoken) {
        let place = (control.at.0.as_str(), control.at.1.as_str());
        let done: Option<bool> = call(&self.bus, place, "org.a11y.atspi.Action", "DoAction", &0_i32);
        assert_eq!(done, Some(true), "{control:?} takes no press");
    }

    fn walk(&self, at: Place, depth: usize, found: &mut Vec<Spoken>) {
        // What goes away while it is looked at is not there.
        let Some(spoken) = self.spoken(at) else { return };
        let children = if depth < DEEPEST { self.children(&spoken.at) } else { Vec::new() };
        found.push(spoken);
        for child in children {
            self.walk(child, depth + 1, found);
        }
    }

    fn spoken(&self, at: Place) -> Option<Spoken> {
        let name = self.property(&at, "Name")?.try_into().ok()?;
        // A page's objects leave `GetRoleName` empty.
        let role = self.ask(&at, "GetLocalizedRoleName", &())?;
        let state: Vec<u32> = self.ask(&at, "GetState", &())?;
        Some(Spoken { role, name, state: state.first().copied().unwrap_or_default(), at })
    }

    /// Returns what is below an object, asked for one by one: `GetChildren` of the object that stands for a page leaves out
    /// the page, which another program shows.
    fn children(&self, at: &Place) -> Vec<Place> {
        let count: Option<i32> = self.property(at, "ChildCount").and_then(|count| count.try_into().ok());
        (0..count.unwrap_or_default()).filter_map(|index| self.ask(at, "GetChildAtIndex", &index)).collect()
    }

    fn property(&self, (program, path): &Place, name: &str) -> Option<OwnedValue> {
        let place = (program.as_str(), path.as_str());
        call(&self.bus, place, "org.freedesktop.DBus.Properties", "Get", &(ACCESSIBLE, name))
    }

    fn ask<A, R>(&self, (program, path): &Place, method: &str, arguments: &A) -> Option<R>
    where
        A: Serialize + DynamicType,
        R: DeserializeOwned + Type,
    {
        call(&self.bus, (program, path.as_str()), ACCESSIBLE, method, arguments)
    }
}

fn connected(address: &str) -> Connection {
    let bus = connection::Builder::address(address).expect("the address is one");
    bus.build().expect("the bus takes a reader")
}

fn call<A, R>(
    bus: &Connection,
    (program, path): (&str, &str),
    interface: &str,
    method: &str,
    arguments: &A,
) -> Option<R>
where
    A: Serialize + DynamicType,
    R: DeserializeOwned + Type,
{
    let answer = bus.call_method(Some(program), path, Some(interface), method, arguments).ok()?;
    answer.body().deserialize().ok()
}
