//! What the screen's lock says on the session bus, and logind on the system's.
//!
//! Sources: the idle inhibition specification (`ActiveChanged` of `org.freedesktop.ScreenSaver`, which GNOME, Cinnamon, MATE and
//! Xfce say under names of their own), and `org.freedesktop.login1`.

use super::{FromSession, HOLD, Held, report};
use crate::event::Events;
use std::thread;
use zbus::blocking::fdo::PropertiesProxy;
use zbus::blocking::{Connection, MessageIterator, Proxy};
use zbus::message::Type;
use zbus::names::MemberName;
use zbus::zvariant::{OwnedFd, Value};
use zbus::{MatchRule, Message};

const LOGIND: &str = "org.freedesktop.login1";
const MANAGER: &str = "org.freedesktop.login1.Manager";
const MANAGER_PATH: &str = "/org/freedesktop/login1";
const SESSION: &str = "org.freedesktop.login1.Session";

/// Every desktop's own screen saver says it in the same words.
const SAVERS: &str = ".ScreenSaver";

/// More than ever come at once.
const QUEUE: usize = 16;

pub(super) fn listen(events: &Events) {
    let screen = events.clone();
    // Without a bus there is nobody who could say it.
    thread::spawn(move || hear_the_screen(&screen));
    let computer = events.clone();
    thread::spawn(move || hear_logind(&computer));
}

fn hear_the_screen(events: &Events) -> zbus::Result<()> {
    let bus = Connection::session()?;
    let rule = MatchRule::builder().msg_type(Type::Signal).member("ActiveChanged")?.build();
    for message in MessageIterator::for_match_rule(rule, &bus, Some(QUEUE))? {
        let message = message?;
        let ours = message.header().interface().is_some_and(|interface| interface.ends_with(SAVERS));
        if ours && message.body().deserialize::<bool>().unwrap_or(false) {
            report(events, FromSession::ScreenLocked);
        }
    }
    Ok(())
}

fn hear_logind(events: &Events) -> zbus::Result<()> {
    let bus = Connection::system()?;
    let rule =
        MatchRule::builder().msg_type(Type::Signal).sender(LOGIND)?.path_namespace(MANAGER_PATH)?.build();
    let messages = MessageIterator::for_match_rule(rule, &bus, Some(QUEUE))?;
    let mut inhibitor = inhibit(&bus);
    for message in messages {
        let message = message?;
        match message.header().member().map(MemberName::as_str) {
            Some("Lock") if is_ours(&bus, &message) => report(events, FromSession::ScreenLocked),
            Some("PrepareForSleep") if message.body().deserialize::<bool>().unwrap_or(false) => {
                let (held, done) = Held::new();
                report(events, FromSession::Suspends(held));
                // An error is what comes when it is dropped, and that is all there is to wait for.
                let _ = done.recv_timeout(HOLD);
                drop(inhibitor.take());
            }
            Some("PrepareForSleep") => inhibitor = inhibit(&bus),
            _ => {}
        }
    }
    Ok(())
}

/// Asks logind to wait a moment before each suspension, until what it returns is closed.
fn inhibit(bus: &Connection) -> Option<OwnedFd> {
    let manager = Proxy::new(bus, LOGIND, MANAGER_PATH, MANAGER).ok()?;
    manager.call("Inhibit", &("sleep", "Countersign", "Takes secrets out of memory", "delay")).ok()
}

/// Whether a session is this user's. Where that cannot be told it is: to lock once too often loses nothing.
fn is_ours(bus: &Connection, message: &Message) -> bool {
    let header = message.header();
    let (Some(interface), Some(path)) = (header.interface(), header.path()) else { return false };
    if interface.as_str() != SESSION {
        return false;
    }
    let user = PropertiesProxy::new(bus, LOGIND, path.to_owned())
        .and_then(|session| Ok(session.get(interface.to_owned(), "User")?));
    let Ok(user) = user else { return true };
    let Value::Structure(user) = &*user else { return true };
    let uid = user.fields().first().and_then(|uid| uid.downcast_ref::<u32>().ok());
    uid.is_none_or(|uid| uid == rustix::process::getuid().as_raw())
}
