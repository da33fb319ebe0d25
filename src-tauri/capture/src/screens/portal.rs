//! Wayland: the desktop's portal takes the picture, of all monitors together, and leaves it in a file.
//!
//! Source: org.freedesktop.portal.Screenshot and org.freedesktop.portal.Request, version 2 of 2022 and 1 of 2018.

use super::leftover::Leftover;
use super::{CaptureError, Shot};
use crate::uri;
use async_io::Timer;
use countersign_scan::Picture;
use futures_lite::{StreamExt, future};
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::{Duration, Instant};
use zbus::proxy::CacheProperties;
use zbus::zvariant::{OwnedValue, Value};
use zbus::{Connection, Proxy};

const PORTAL: (&str, &str) = ("org.freedesktop.portal.Desktop", "/org/freedesktop/portal/desktop");

/// How long the desktop's own question may stand before it is taken for a no.
const ANSWER: Duration = Duration::from_secs(120);
/// How often it is looked whether the person still wants to wait.
const LOOK: Duration = Duration::from_millis(50);

pub(super) fn shot(notes: &Path, cancel: &AtomicBool) -> Result<Shot, CaptureError> {
    let file = async_io::block_on(ask(cancel))?;
    let bytes = Leftover::of(notes, &file).and_then(Leftover::take).map_err(CaptureError::File)?;
    Ok(Shot { name: String::new(), picture: Picture::decode(&bytes)? })
}

/// Has the portal take a picture; returns the file that it is in.
async fn ask(cancel: &AtomicBool) -> Result<PathBuf, CaptureError> {
    let bus = Connection::session().await.map_err(|_| CaptureError::NoPortal)?;
    // Where the person once said no to pictures without a question, asking for one with a question still works.
    for interactive in [false, true] {
        match request(&bus, interactive, cancel).await? {
            Response::Given(uri) => return uri::path(&uri).ok_or(CaptureError::Refused),
            Response::Cancelled => return Err(CaptureError::Refused),
            Response::Otherwise => {}
        }
    }
    Err(CaptureError::Refused)
}

/// What the portal said in the end.
enum Response {
    /// The picture is in this file.
    Given(String),
    /// The person said no.
    Cancelled,
    /// It ended some other way; a refusal by the settings is one.
    Otherwise,
}

async fn request(bus: &Connection, interactive: bool, cancel: &AtomicBool) -> Result<Response, CaptureError> {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let until = Instant::now() + ANSWER;
    let token = format!("countersign{}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
    let sender = bus.unique_name().map(|name| name.trim_start_matches(':').replace('.', "_"));
    let handle = format!("{}/request/{}/{token}", PORTAL.1, sender.unwrap_or_default());
    // Listens before it asks: the answer may come at once.
    let listening = proxy(bus, handle, "org.freedesktop.portal.Request").await?;
    let mut answers = listening.receive_signal("Response").await.map_err(bus_error)?;

    let portal = proxy(bus, PORTAL.1.to_owned(), "org.freedesktop.portal.Screenshot").await?;
    let options = HashMap::from([
        ("handle_token", Value::from(token.as_str())),
        ("interactive", Value::from(interactive)),
        ("modal", Value::from(false)),
    ]);
    let question = ("", options);
    waiting(portal.call_method("Screenshot", &question), cancel, until)
        .await?
        .map_err(|_| CaptureError::NoPortal)?;

    let Some(answer) = waiting(answers.next(), cancel, until).await? else { return Ok(Response::Otherwise) };
    let (response, mut results): (u32, HashMap<String, OwnedValue>) =
        answer.body().deserialize().map_err(bus_error)?;
    Ok(match (response, results.remove("uri").and_then(|uri| String::try_from(uri).ok())) {
        (0, Some(uri)) => Response::Given(uri),
        (1, _) => Response::Cancelled,
        _ => Response::Otherwise,
    })
}

async fn proxy<'a>(bus: &Connection, object: String, interface: &'a str) -> Result<Proxy<'a>, CaptureError> {
    let builder = zbus::proxy::Builder::new(bus).destination(PORTAL.0).and_then(|it| it.path(object));
    let builder = builder.and_then(|it| it.interface(interface)).map_err(bus_error)?;
    builder.cache_properties(CacheProperties::No).build().await.map_err(bus_error)
}

/// Waits, but not longer than the person wants to.
async fn waiting<T>(
    what: impl Future<Output = T>,
    cancel: &AtomicBool,
    until: Instant,
) -> Result<T, CaptureError> {
    let given_up = async {
        loop {
            Timer::after(LOOK).await;
            if cancel.load(Ordering::Relaxed) {
                return Err(CaptureError::Cancelled);
            }
            if Instant::now() >= until {
                return Err(CaptureError::TimedOut);
            }
        }
    };
    future::or(async { Ok(what.await) }, given_up).await
}

fn bus_error(error: impl std::fmt::Display) -> CaptureError {
    CaptureError::Server(error.to_string())
}
