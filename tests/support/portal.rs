//! A desktop's portal that takes pictures of the screen, as the rest of it would have it answer.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::mpsc::{self, Receiver, Sender};

use zbus::blocking::{Connection, connection};
use zbus::message::Header;
use zbus::zvariant::{ObjectPath, OwnedObjectPath, OwnedValue, Value};

use super::home::Home;
use super::keyring::Bus;

const PORTAL: (&str, &str) = ("org.freedesktop.portal.Desktop", "/org/freedesktop/portal/desktop");

/// What a portal answers to one request, by the numbers of its protocol.
#[derive(Clone, Debug)]
pub(crate) enum Answer {
    /// Here is the picture.
    Picture(PathBuf),
    /// The person said no.
    Cancelled,
    /// It ended otherwise: the settings say no.
    Otherwise,
}

/// A portal on a home's bus, which leaves the bus when this value goes.
pub(crate) struct Portal {
    asked: Receiver<bool>,
    _bus: Connection,
}

struct Screenshots {
    answers: Vec<Answer>,
    asked: Sender<bool>,
}

#[zbus::interface(name = "org.freedesktop.portal.Screenshot")]
impl Screenshots {
    async fn screenshot(
        &mut self,
        parent: &str,
        options: HashMap<String, OwnedValue>,
        #[zbus(header)] header: Header<'_>,
        #[zbus(connection)] bus: &zbus::Connection,
    ) -> OwnedObjectPath {
        assert_eq!(parent, "", "the window is out of the way");
        let text = |name: &str| options.get(name).and_then(|value| value.downcast_ref::<String>().ok());
        let sender = header.sender().expect("a caller has a name").trim_start_matches(':').replace('.', "_");
        let token = text("handle_token").expect("there is a token");
        let handle = format!("{}/request/{sender}/{token}", PORTAL.1);
        let handle = ObjectPath::try_from(handle).expect("a handle is a path");
        let interactive = options.get("interactive").is_some_and(|it| it.downcast_ref() == Ok(true));
        // Nobody looks any more when the test ends.
        let _gone = self.asked.send(interactive);
        let (code, uri) = match self.answers.remove(0) {
            Answer::Picture(path) => (0_u32, Some(format!("file://{}", path.display()))),
            Answer::Cancelled => (1, None),
            Answer::Otherwise => (2, None),
        };
        let results: HashMap<&str, Value<'_>> =
            uri.into_iter().map(|uri| ("uri", Value::from(uri))).collect();
        let sender = header.sender().map(zbus::names::UniqueName::to_owned);
        let results = (code, results);
        let answer = bus.emit_signal(sender, &handle, "org.freedesktop.portal.Request", "Response", &results);
        answer.await.expect("the bus takes the answer");
        handle.into()
    }
}

impl Portal {
    /// Starts a portal on the bus of a home, whose requests are answered in this order.
    pub(crate) fn start(home: &Home, answers: &[Answer]) -> Self {
        let (sender, asked) = mpsc::channel();
        let screenshots = Screenshots { answers: answers.to_vec(), asked: sender };
        let bus = connection::Builder::address(Bus::address(home).as_str()).expect("the address is one");
        let bus = bus.serve_at(PORTAL.1, screenshots).and_then(|bus| bus.name(PORTAL.0));
        Self { asked, _bus: bus.and_then(connection::Builder::build).expect("the bus takes the portal") }
    }

    /// Returns whether each request so far wanted the person to be asked.
    pub(crate) fn asked(&self) -> Vec<bool> {
        self.asked.try_iter().collect()
    }
}
