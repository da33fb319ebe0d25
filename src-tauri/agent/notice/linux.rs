//! Source: Desktop Notifications Specification 1.2.

use crate::event::{Event, Events, FromTray};
use std::collections::HashMap;
use std::sync::mpsc::Receiver;
use std::thread;
use zbus::blocking::{Connection, Proxy};
use zbus::zvariant::Value;

const NAME: &str = "org.freedesktop.Notifications";
const PATH: &str = "/org/freedesktop/Notifications";

/// Milliseconds after which a request has expired by itself.
const LASTS: i32 = 90_000;

/// The action that a click on the notification itself stands for.
const CLICK: &str = "default";

pub(super) fn keep(sentences: &Receiver<Option<String>>, events: &Events) {
    let mut shown = None;
    let mut desktop = None;
    for sentence in sentences {
        // Asked for when there is something to tell, so that a desktop that starts later is found.
        if desktop.is_none() {
            desktop = reach(events);
        }
        let Some(desktop) = &desktop else { continue };
        if let Some(id) = shown.take() {
            drop(desktop.call::<_, _, ()>("CloseNotification", &(id,)));
        }
        shown = sentence.and_then(|sentence| show(desktop, &sentence));
    }
}

fn reach(events: &Events) -> Option<Proxy<'static>> {
    let bus = Connection::session().ok()?;
    let desktop = Proxy::new(&bus, NAME, PATH, NAME).ok()?;
    let clicks = desktop.receive_signal("ActionInvoked").ok()?;
    let events = events.clone();
    thread::spawn(move || {
        for click in clicks {
            // Whatever notification it is of: all that it does is show the window.
            if click.body().deserialize::<(u32, String)>().is_ok_and(|(_, action)| action == CLICK) {
                drop(events.send(Event::Tray(FromTray::ShowRequest)));
            }
        }
    });
    Some(desktop)
}

fn show(desktop: &Proxy<'_>, sentence: &str) -> Option<u32> {
    let hints = HashMap::from([
        ("urgency", Value::from(2_u8)),
        ("transient", Value::from(true)),
        ("desktop-entry", Value::from("dev.countersign.app")),
    ]);
    let actions = [CLICK, "Open the request"];
    let text = "A program asks. Nothing leaves before you answer in Countersign’s window.";
    desktop.call("Notify", &("Countersign", 0_u32, "", sentence, text, &actions[..], hints, LASTS)).ok()
}
