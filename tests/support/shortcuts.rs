//! A Wayland desktop's portal that holds keys for programs, and someone who presses them.

use std::collections::HashMap;
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Mutex};

use zbus::blocking::fdo::DBusProxy;
use zbus::blocking::{Connection, connection};
use zbus::message::Header;
use zbus::names::{OwnedUniqueName, UniqueName};
use zbus::zvariant::{ObjectPath, OwnedObjectPath, OwnedValue, Value};

use super::home::Home;
use super::keyring::Bus;
use super::waiting::PATIENCE;

const PORTAL: (&str, &str) = ("org.freedesktop.portal.Desktop", "/org/freedesktop/portal/desktop");

type Options = HashMap<String, OwnedValue>;

/// A portal on a home's bus, which leaves the bus when this value goes.
pub(crate) struct Shortcuts {
    bound: Receiver<Bound>,
    bus: Connection,
}

/// What a program wants to have held.
#[derive(Debug)]
pub(crate) struct Bound {
    /// The keys that it prefers, as the shortcuts specification writes them.
    pub(crate) trigger: String,
    /// The number of its process.
    pub(crate) process: u32,
    /// What it calls itself.
    pub(crate) app: Option<String>,
    session: OwnedObjectPath,
    id: String,
    sender: OwnedUniqueName,
}

struct Portal {
    grants: bool,
    bound: Sender<Bound>,
    registered: Registered,
}

/// What a program called itself, and by which connection.
type Registered = Arc<Mutex<Option<(OwnedUniqueName, String)>>>;

/// Where programs outside of a sandbox say who they are.
struct Registry(Registered);

#[zbus::interface(name = "org.freedesktop.host.portal.Registry")]
impl Registry {
    #[expect(clippy::needless_pass_by_value, reason = "zbus hands over what it has")]
    fn register(&self, app: String, options: Options, #[zbus(header)] header: Header<'_>) {
        assert!(options.is_empty(), "there are none");
        let sender = header.sender().expect("a caller has a name").to_owned().into();
        *self.0.lock().expect("nobody panicked with it") = Some((sender, app));
    }
}

#[zbus::interface(name = "org.freedesktop.portal.GlobalShortcuts")]
impl Portal {
    async fn create_session(
        &self,
        options: Options,
        #[zbus(header)] header: Header<'_>,
        #[zbus(connection)] bus: &zbus::Connection,
    ) -> OwnedObjectPath {
        let sender = header.sender().expect("a caller has a name");
        let token = text(&options, "session_handle_token");
        let session = format!("{}/session/{}/{token}", PORTAL.1, plain(sender));
        let results = HashMap::from([("session_handle", Value::from(session))]);
        respond(bus, sender, &options, 0, results).await
    }

    async fn bind_shortcuts(
        &self,
        session: OwnedObjectPath,
        shortcuts: Vec<(String, Options)>,
        parent: &str,
        options: Options,
        #[zbus(header)] header: Header<'_>,
        #[zbus(connection)] bus: &zbus::Connection,
    ) -> OwnedObjectPath {
        assert_eq!((parent, shortcuts.len()), ("", 1), "one shortcut, and no window");
        let sender = header.sender().expect("a caller has a name");
        let (id, what) = shortcuts.into_iter().next().expect("there is one");
        assert!(!text(&what, "description").is_empty(), "the desktop's settings say what it is for");
        let names = zbus::fdo::DBusProxy::new(bus).await.expect("the bus is there");
        let process = names.get_connection_unix_process_id(sender.to_owned().into()).await;
        let trigger = text(&what, "preferred_trigger");
        let registered = self.registered.lock().expect("nobody panicked with it").clone();
        let app = registered.filter(|(of, _)| of == sender).map(|(_, app)| app);
        let process = process.expect("a caller is a process");
        let bound = Bound { trigger, process, app, session, id, sender: sender.to_owned().into() };
        let code = u32::from(!self.grants);
        let handle = respond(bus, sender, &options, code, HashMap::new()).await;
        // Nobody looks any more when the test ends.
        let _gone = self.bound.send(bound);
        handle
    }
}

async fn respond(
    bus: &zbus::Connection,
    sender: &UniqueName<'_>,
    options: &Options,
    code: u32,
    results: HashMap<&str, Value<'_>>,
) -> OwnedObjectPath {
    let handle = format!("{}/request/{}/{}", PORTAL.1, plain(sender), text(options, "handle_token"));
    let handle = ObjectPath::try_from(handle).expect("a handle is a path");
    let to = Some(sender.to_owned());
    let body = (code, results);
    let answer = bus.emit_signal(to, &handle, "org.freedesktop.portal.Request", "Response", &body);
    answer.await.expect("the bus takes the answer");
    handle.into()
}

fn text(options: &Options, name: &str) -> String {
    let value = options.get(name).and_then(|value| value.downcast_ref::<String>().ok());
    value.unwrap_or_else(|| panic!("there is no {name}"))
}

fn plain(sender: &UniqueName<'_>) -> String {
    sender.trim_start_matches(':').replace('.', "_")
}

impl Shortcuts {
    /// Starts a portal on the bus of a home, which binds what it is asked for, or refuses it.
    pub(crate) fn start(home: &Home, grants: bool) -> Self {
        let (sender, bound) = mpsc::channel();
        let bus = connection::Builder::address(Bus::address(home).as_str()).expect("the address is one");
        let registered = Registered::default();
        let registry = Registry(Arc::clone(&registered));
        let bus = bus.serve_at(PORTAL.1, Portal { grants, bound: sender, registered });
        let bus = bus.and_then(|bus| bus.serve_at(PORTAL.1, registry)).and_then(|bus| bus.name(PORTAL.0));
        Self { bound, bus: bus.and_then(connection::Builder::build).expect("the bus takes the portal") }
    }

    /// Waits for a program that wants keys to be held.
    pub(crate) fn bound(&self) -> Bound {
        self.bound.recv_timeout(PATIENCE).expect("a program asks for keys")
    }

    /// Returns whether a program asked for keys that nobody looked at yet.
    pub(crate) fn was_asked(&self) -> bool {
        self.bound.try_recv().is_ok()
    }

    /// Presses the keys.
    pub(crate) fn press(&self, bound: &Bound) {
        let body = (&bound.session, &bound.id, 0_u64, HashMap::<&str, Value<'_>>::new());
        let portal = "org.freedesktop.portal.GlobalShortcuts";
        let pressed = self.bus.emit_signal(Some(&bound.sender), PORTAL.1, portal, "Activated", &body);
        pressed.expect("the bus takes a signal");
    }

    /// Returns whether the program that asked is still there.
    pub(crate) fn is_held(&self, bound: &Bound) -> bool {
        let names = DBusProxy::new(&self.bus).expect("the bus is there");
        names.name_has_owner(bound.sender.clone().into()).is_ok_and(|held| held)
    }
}
