//! The part of a desktop that shows status notifier items, and someone who clicks there.

use std::collections::HashMap;
use std::sync::mpsc::{self, Receiver, Sender};

use zbus::blocking::fdo::PropertiesProxy;
use zbus::blocking::{Connection, Proxy, connection};
use zbus::zvariant::{OwnedObjectPath, OwnedValue, Value};

use super::home::Home;
use super::keyring::Bus;
use super::waiting::{PATIENCE, eventually_or};

/// The host's own name and object on the bus.
const WATCHER: (&str, &str) = ("org.kde.StatusNotifierWatcher", "/StatusNotifierWatcher");

const ITEM: (&str, &str) = ("org.kde.StatusNotifierItem", "/StatusNotifierItem");
const MENU: &str = "com.canonical.dbusmenu";

/// A tray host on a home's bus, which leaves the bus when this value goes.
pub(crate) struct Tray {
    bus: Connection,
    came: Receiver<String>,
}

struct Watcher(Sender<String>);

#[zbus::interface(name = "org.kde.StatusNotifierWatcher")]
impl Watcher {
    fn register_status_notifier_item(&self, service: &str) {
        // Nobody looks any more when the test ends.
        let _gone = self.0.send(service.to_owned());
    }

    #[zbus(property)]
    fn is_status_notifier_host_registered(&self) -> bool {
        true
    }
}

impl Tray {
    /// Starts a host on the bus of a home.
    pub(crate) fn start(home: &Home) -> Self {
        let (item, came) = mpsc::channel();
        let bus = connection::Builder::address(Bus::address(home).as_str()).expect("the address is one");
        let bus = bus.serve_at(WATCHER.1, Watcher(item)).and_then(|bus| bus.name(WATCHER.0));
        let bus = bus.and_then(connection::Builder::build).expect("the bus takes the host");
        Self { bus, came }
    }

    /// Waits for an item to come, and looks at it.
    pub(crate) fn item(&self) -> Item {
        let service = self.came.recv_timeout(PATIENCE).expect("an item comes to the tray");
        let icon = Proxy::new(&self.bus, service.clone(), ITEM.1, ITEM.0).expect("its name is one");
        let menu: OwnedObjectPath = icon.get_property("Menu").expect("an item has a menu");
        let menu = Proxy::new(&self.bus, service, menu, MENU).expect("its name is one");
        Item { bus: self.bus.clone(), icon, menu }
    }
}

/// An icon in the tray, and its menu.
pub(crate) struct Item {
    bus: Connection,
    icon: Proxy<'static>,
    menu: Proxy<'static>,
}

/// An entry of a menu: its number, its properties, and what is below it.
type Entry = (i32, HashMap<String, OwnedValue>, Vec<OwnedValue>);

impl Item {
    /// Returns what the menu says now, line by line, without separators. A line that cannot be chosen is in brackets.
    pub(crate) fn lines(&self) -> Vec<String> {
        self.entries().iter().filter_map(line).collect()
    }

    /// Waits until the menu says this.
    pub(crate) fn shows(&self, lines: &[&str]) {
        let what = || format!("a menu that says {lines:?}; it says {:?}", self.lines());
        eventually_or(what, || (self.lines() == lines).then_some(()));
    }

    /// Returns how the icon stands in the tray: `Active`, or `NeedsAttention`.
    pub(crate) fn status(&self) -> String {
        // Asked each time: an item tells of a new status with a signal of its own, which a cache does not hear.
        let status = self.properties(&self.icon).remove("Status").expect("an item has a status");
        status.try_into().expect("a status is a text")
    }

    /// Clicks a line.
    pub(crate) fn choose(&self, wanted: &str) {
        let entries = self.entries();
        let entry = entries.iter().find(|entry| line(entry).is_some_and(|line| line == wanted));
        let (id, ..) = entry.unwrap_or_else(|| panic!("{wanted:?} is not among {:?}", self.lines()));
        let clicked = self.menu.call::<_, _, ()>("Event", &(*id, "clicked", Value::from(0), 0_u32));
        match clicked {
            // Who quits may be gone before it answers.
            Err(zbus::Error::MethodError(name, ..)) if name == "org.freedesktop.DBus.Error.NoReply" => {}
            clicked => clicked.expect("a line can be clicked"),
        }
    }

    /// Returns everything a tray host can read without choosing anything.
    pub(crate) fn everything(&self) -> String {
        let properties = [&self.icon, &self.menu].map(|object| self.properties(object));
        format!("{properties:?} {:?}", self.entries())
    }

    fn properties(&self, object: &Proxy<'_>) -> HashMap<String, OwnedValue> {
        let all = PropertiesProxy::new(&self.bus, object.destination().to_owned(), object.path().to_owned());
        let all = all.and_then(|all| Ok(all.get_all(object.interface().to_owned())?));
        all.expect("an item has properties")
    }

    fn entries(&self) -> Vec<Entry> {
        let all: &[&str] = &[];
        let (_, (_, _, entries)): (u32, Entry) =
            self.menu.call("GetLayout", &(0, -1, all)).expect("a menu has a layout");
        entries.into_iter().map(|entry| Value::from(entry).downcast().expect("an entry is one")).collect()
    }
}

fn line((_, properties, _): &Entry) -> Option<String> {
    let label: &str = properties.get("label")?.downcast_ref().ok()?;
    let dead = properties.get("enabled").is_some_and(|enabled| enabled.downcast_ref() == Ok(false));
    Some(if dead { format!("[{label}]") } else { label.to_owned() })
}
