//! Source: Desktop Notifications Specification 1.2.

use super::Told;
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

pub(super) fn keep(told: &Receiver<Option<Told>>, events: &Events) {
    let mut shown = None;
    let mut desktop = None;
    for told in told {
        // Asked for when there is something to tell, so that a desktop that starts later is found.
        if desktop.is_none() {
            desktop = reach(events);
        }
        let Some(desktop) = &desktop else { continue };
        if let Some(id) = shown.take() {
            drop(desktop.call::<_, _, ()>("CloseNotification", &(id,)));
        }
        shown = told.and_then(|told| show(desktop, &told));
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

fn show(desktop: &Proxy<'_>, Told { sentence, words }: &Told) -> Option<u32> {
    let hints = HashMap::from([
        ("urgency", Value::from(2_u8)),
        ("transient", Value::from(true)),
        ("desktop-entry", Value::from("dev.countersign.app")),
    ]);
    let actions = [CLICK, words.show];
    desktop.call("Notify", &("Countersign", 0_u32, "", sentence, words.asks, &actions[..], hints, LASTS)).ok()
}
