//! What a screen reader is told of every window: the accessibility tree, over the bus that it has of its own.
//!
//! Source: AT-SPI 2, the interface `org.a11y.atspi.Accessible`.

use std::process::Stdio;

use zbus::blocking::{Connection, Proxy, connection};
use zbus::zvariant::OwnedObjectPath;

use super::home::Home;
use super::keyring::Bus;
use super::running::Running;
use super::waiting::eventually;

const ROOT: (&str, &str) = ("org.a11y.atspi.Registry", "/org/a11y/atspi/accessible/root");
const ACCESSIBLE: &str = "org.a11y.atspi.Accessible";

/// Deeper than any page of ours.
const DEEPEST: usize = 40;

/// A screen reader's view of a home's windows.
pub(crate) struct Assistive {
    bus: Connection,
    _launcher: Running,
}

/// Something that a screen reader can speak of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Spoken {
    /// Its role, in the words of AT-SPI.
    pub(crate) role: String,
    /// Its name.
    pub(crate) name: String,
}

impl Assistive {
    /// Starts what assistive technology is based on. Programs that are started later tell of themselves.
    pub(crate) fn start(home: &mut Home) -> Self {
        home.set("NO_AT_BRIDGE", "0");
        let mut launcher = home.command("/usr/libexec/at-spi-bus-launcher");
        launcher.args(["--launch-immediately", "--a11y=1"]);
        launcher.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let launcher = Running::start(launcher);
        let session = connection::Builder::address(Bus::address(home).as_str()).expect("the address is one");
        let session = session.build().expect("the bus takes a reader");
        let address = eventually("the bus of assistive technology", || {
            let launcher = Proxy::new(&session, "org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus").ok()?;
            launcher.call::<_, _, String>("GetAddress", &()).ok()
        });
        let bus = connection::Builder::address(address.as_str()).expect("the address is one");
        Self { bus: bus.build().expect("the bus takes a reader"), _launcher: launcher }
    }

    /// Returns everything that can be spoken of, in all windows.
    pub(crate) fn everything(&self) -> Vec<Spoken> {
        let mut found = Vec::new();
        self.walk(ROOT.0, ROOT.1, 0, &mut found);
        found
    }

    /// Waits until something of this role and name is there.
    pub(crate) fn finds(&self, role: &str, name: &str) {
        eventually(&format!("a {role} that is called {name:?}"), || {
            self.everything().iter().any(|it| it.role == role && it.name == name).then_some(())
        });
    }

    fn walk(&self, program: &str, path: &str, depth: usize, found: &mut Vec<Spoken>) {
        // What goes away while it is looked at is not there.
        let Ok(object) = Proxy::new(&self.bus, program, path, ACCESSIBLE) else { return };
        let role = object.call("GetRoleName", &()).unwrap_or_default();
        let name = object.get_property("Name").unwrap_or_default();
        found.push(Spoken { role, name });
        let children = object.call("GetChildren", &());
        let children: Vec<(String, OwnedObjectPath)> = children.unwrap_or_default();
        if depth < DEEPEST {
            for (program, path) in children {
                self.walk(&program, path.as_str(), depth + 1, found);
            }
        }
    }
}
