//! The process that asks a Wayland desktop for keys and says in lines what it hears.
//!
//! Sources: org.freedesktop.portal.GlobalShortcuts (version 1), org.freedesktop.portal.Request, and
//! org.freedesktop.host.portal.Registry, by which a program outside of a sandbox says which one it is.

use std::collections::HashMap;
use std::io::{Read, Write, stdin, stdout};
use std::process::ExitCode;
use std::thread;
use zbus::blocking::{Connection, Proxy};
use zbus::zvariant::{OwnedObjectPath, OwnedValue, Value};

/// What it is started with, before the keys.
pub(super) const FLAG: &str = "--hold-keys";
/// The keys were pressed.
pub(super) const PRESSED: &str = "pressed";
/// They cannot be had; why follows.
pub(super) const REFUSED: &str = "refused";

const NAME: &str = "org.freedesktop.portal.Desktop";
const PATH: &str = "/org/freedesktop/portal/desktop";
const SHORTCUTS: &str = "org.freedesktop.portal.GlobalShortcuts";
const REGISTRY: &str = "org.freedesktop.host.portal.Registry";
const APP: &str = "dev.countersign.app";

/// The one shortcut there is.
const ID: &str = "palette";

type Options<'a> = HashMap<&'a str, Value<'a>>;

/// Holds keys where this process was started for that, and for nothing else.
pub(crate) fn holds_instead() -> Option<ExitCode> {
    let mut arguments = std::env::args().skip(1);
    if arguments.next()? != FLAG {
        return None;
    }
    let trigger = arguments.next()?;
    thread::spawn(|| {
        // Ends when the agent does, which keeps the other end open and says nothing.
        drop(stdin().read_to_end(&mut Vec::new()));
        std::process::exit(0);
    });
    let why = match hold(&trigger) {
        Ok(()) => return Some(ExitCode::SUCCESS),
        Err(why) => why,
    };
    say(&format!("{REFUSED} {why}"));
    Some(ExitCode::FAILURE)
}

/// Asks for the keys and tells of each press, for as long as the portal is there.
fn hold(trigger: &str) -> Result<(), String> {
    let absent = |_| "this desktop has no portal that holds keys".to_owned();
    let bus = Connection::session().map_err(absent)?;
    let registry = Proxy::new(&bus, NAME, PATH, REGISTRY).map_err(absent)?;
    // Older portals do not know it, and tell programs apart by themselves.
    drop(registry.call_method("Register", &(APP, Options::new())));
    let portal = Proxy::new(&bus, NAME, PATH, SHORTCUTS).map_err(absent)?;
    let session = create(&bus, &portal).map_err(absent)?;
    let session = session.ok_or("the desktop refused them")?;
    // Listens before it asks: the keys may be pressed at once.
    let presses = portal.receive_signal("Activated").map_err(absent)?;
    let bound = bind(&bus, &portal, &session, trigger).map_err(absent)?;
    if !bound {
        return Err("you or the desktop refused them".to_owned());
    }
    end_with(&portal).map_err(absent)?;
    for press in presses {
        let of = press.body().deserialize::<(OwnedObjectPath, String, u64, HashMap<String, OwnedValue>)>();
        if of.is_ok_and(|(of, id, ..)| of == session && id == ID) {
            say(PRESSED);
        }
    }
    Ok(())
}

/// Begins a session, in which keys are held; none where the desktop refuses it.
fn create(bus: &Connection, portal: &Proxy<'_>) -> zbus::Result<Option<OwnedObjectPath>> {
    let results = request(bus, "begin", |token| {
        let options =
            Options::from([("handle_token", token.into()), ("session_handle_token", "countersign".into())]);
        portal.call_method("CreateSession", &(options,)).map(drop)
    })?;
    let handle = results.and_then(|mut results| results.remove("session_handle"));
    // The specification says a text; that it is a path is what some portals understood.
    let path = handle.and_then(|handle| {
        let text = handle.downcast_ref::<String>().ok();
        text.and_then(|text| OwnedObjectPath::try_from(text).ok()).or_else(|| handle.try_into().ok())
    });
    Ok(path)
}

/// Has the desktop bind the keys, which may ask the person; returns whether it did.
fn bind(
    bus: &Connection,
    portal: &Proxy<'_>,
    session: &OwnedObjectPath,
    trigger: &str,
) -> zbus::Result<bool> {
    let results = request(bus, "bind", |token| {
        let what =
            Options::from([("description", "Copy a code".into()), ("preferred_trigger", trigger.into())]);
        let options = Options::from([("handle_token", token.into())]);
        portal.call_method("BindShortcuts", &(session, vec![(ID, what)], "", options)).map(drop)
    })?;
    Ok(results.is_some())
}

/// Asks for something and waits for what comes of it; nothing where it was refused.
fn request(
    bus: &Connection,
    name: &str,
    ask: impl FnOnce(&str) -> zbus::Result<()>,
) -> zbus::Result<Option<HashMap<String, OwnedValue>>> {
    let token = format!("countersign{}_{name}", std::process::id());
    let sender = bus.unique_name().map(|name| name.trim_start_matches(':').replace('.', "_"));
    let handle = format!("{PATH}/request/{}/{token}", sender.unwrap_or_default());
    let waiting = Proxy::new(bus, NAME, handle, "org.freedesktop.portal.Request")?;
    let mut answers = waiting.receive_signal("Response")?;
    ask(&token)?;
    let Some(answer) = answers.next() else { return Ok(None) };
    let (response, results): (u32, HashMap<String, OwnedValue>) = answer.body().deserialize()?;
    Ok((response == 0).then_some(results))
}

/// Ends this process when the portal does: the keys went with it.
fn end_with(portal: &Proxy<'static>) -> zbus::Result<()> {
    let owners = portal.receive_owner_changed()?;
    thread::spawn(move || {
        for owner in owners {
            if owner.is_none() {
                std::process::exit(1);
            }
        }
    });
    Ok(())
}

fn say(line: &str) {
    // Whoever does not listen any more has ended.
    drop(writeln!(stdout(), "{line}"));
}
