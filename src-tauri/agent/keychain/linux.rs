//! The Secret Service of the session bus (GNOME Keyring, `KWallet`, `KeePassXC`).

use super::{SERVICE, text};
use countersign_core::ports::{Id, StoreError};
use countersign_core::secret::SecretText;
use futures_util::{StreamExt, stream};
use keyring_core::{CredentialStore, Error};
use secret_service::blocking::SecretService;
use secret_service::{EncryptionType, Error as ServiceError, Item};
use serde::Serialize;
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;
use zbus::blocking::{Connection, connection::Builder, fdo::DBusProxy};
use zbus::message::Message;
use zbus::names::BusName;
use zbus::zvariant::{DynamicType, OwnedObjectPath, Value};

const BUS_NAME: &str = "org.freedesktop.secrets";
const SERVICE_PATH: &str = "/org/freedesktop/secrets";
const SERVICE_INTERFACE: &str = "org.freedesktop.Secret.Service";
const COLLECTION: &str = "org.freedesktop.Secret.Collection";
const PROPERTIES: &str = "org.freedesktop.DBus.Properties";

/// How long the service may take to say how it is. A call that prompts is not among these.
const PATIENCE: Duration = Duration::from_secs(5);

/// How many items are asked for at a time, with two calls each: a bus may serve no program that waits for more than 128 answers.
const AT_A_TIME: usize = 32;

/// An item by its id and what it holds; nothing where it could not be read in passing.
type Read = (Id, Option<Result<SecretText, StoreError>>);

/// A neutral label: it can be read by others while the collection is locked.
pub(super) const MODIFIERS: [(&str, &str); 1] = [("label", "Countersign account")];

pub(super) fn open() -> Result<Arc<CredentialStore>, Error> {
    Ok(zbus_secret_service_keyring_store::Store::new()?)
}

pub(super) fn items_of_ours() -> HashMap<&'static str, &'static str> {
    HashMap::from([("service", SERVICE)])
}

/// The way to the service: one connection, for as long as it lives.
///
/// A new one for every question, whose first words open a session, made GNOME's keyring (42.1) fall over now and then: it may not
/// know the program yet when it makes the session.
#[derive(Default)]
pub(super) struct Service {
    bus: Option<Connection>,
}

impl Service {
    /// Says what provides the service and which collection is the default one, if that is open. Prompts for nothing.
    pub(super) fn probe(&mut self) -> Result<String, StoreError> {
        asked(&self.bus()?)
    }

    /// Unlocks the default collection. The service may ask the person, and then this blocks until they answer.
    pub(super) fn unlock(&mut self) -> Result<(), StoreError> {
        let bus = connect(None)?;
        default_collection(&bus)?;
        // Nothing secret passes over this session, which only unlocks.
        let service = SecretService::connect_with_existing(EncryptionType::Plain, bus)
            .map_err(|error| failed(&error))?;
        match service.get_default_collection().and_then(|collection| collection.unlock()) {
            Ok(()) => self.probe().map(drop),
            Err(ServiceError::Prompt) => Err(StoreError::Locked),
            Err(error) => Err(failed(&error)),
        }
    }

    /// Reads every item of ours, many at a time: asked for one after the other, a thousand take four thousand calls that each
    /// wait for an answer. Nothing where the person may have to be asked, who takes longer than a question to the service may.
    pub(super) fn read_all(&mut self) -> Result<Option<Vec<Read>>, StoreError> {
        let bus = self.bus()?.into_inner();
        zbus::block_on(async {
            let service =
                secret_service::SecretService::connect_with_existing(EncryptionType::Dh, bus).await?;
            let found = service.search_items(items_of_ours()).await?;
            if !found.locked.is_empty() {
                return Ok(None);
            }
            let read = stream::iter(&found.unlocked).map(read_one).buffered(AT_A_TIME);
            Ok(Some(read.filter_map(std::future::ready).collect().await))
        })
        .map_err(|error| match error {
            ServiceError::Locked | ServiceError::Prompt => StoreError::Locked,
            error => failed(&error),
        })
    }

    fn bus(&mut self) -> Result<Connection, StoreError> {
        if let Some(bus) = self.bus.as_ref().filter(|bus| !bus.inner().is_closed()) {
            return Ok(bus.clone());
        }
        let bus = connect(Some(PATIENCE))?;
        self.bus = Some(bus.clone());
        Ok(bus)
    }
}

/// Reads an item with its id; nothing where it has none, or has gone.
async fn read_one(item: &Item<'_>) -> Option<Read> {
    let (attributes, payload) = futures_util::join!(item.get_attributes(), item.get_secret());
    let payload = payload.ok().map(text);
    Some((Id(attributes.ok()?.remove("username")?), payload))
}

fn connect(patience: Option<Duration>) -> Result<Connection, StoreError> {
    let builder = Builder::session().map(|builder| match patience {
        Some(patience) => builder.method_timeout(patience),
        None => builder,
    });
    builder.and_then(Builder::build).map_err(|_| StoreError::Unavailable("there is no session bus".into()))
}

/// Names the program and the collection, so that the change to another one is noticed.
fn asked(bus: &Connection) -> Result<String, StoreError> {
    let collection = default_collection(bus)?;
    let locked = call(bus, &collection, PROPERTIES, "Get", &(COLLECTION, "Locked"))
        .and_then(|reply| bool::try_from(reply.body().deserialize::<Value<'_>>()?).map_err(Into::into))
        .map_err(|error| StoreError::Failed(error.to_string()))?;
    if locked {
        return Err(StoreError::Locked);
    }
    let program = owner(bus).unwrap_or_else(|| "Secret Service".into());
    let collection = collection.rsplit('/').next().unwrap_or(&collection);
    Ok(format!("{program}, {collection}"))
}

/// The path of the default collection.
fn default_collection(bus: &Connection) -> Result<String, StoreError> {
    let path = call(bus, SERVICE_PATH, SERVICE_INTERFACE, "ReadAlias", &("default",))
        .and_then(|reply| reply.body().deserialize::<OwnedObjectPath>())
        .map_err(|error| match error {
            zbus::Error::MethodError(name, ..) if name.ends_with("ServiceUnknown") => nobody(),
            error => StoreError::Unavailable(error.to_string()),
        })?;
    // The Secret Service's word for "none".
    if path.as_str() == "/" {
        return Err(StoreError::Unavailable("the keychain has no default collection".into()));
    }
    Ok(path.to_string())
}

fn call<B>(bus: &Connection, path: &str, interface: &str, method: &str, body: &B) -> zbus::Result<Message>
where
    B: Serialize + DynamicType,
{
    bus.call_method(Some(BUS_NAME), path, Some(interface), method, body)
}

fn nobody() -> StoreError {
    StoreError::Unavailable("no program provides a keychain on the session bus".into())
}

fn owner(bus: &Connection) -> Option<String> {
    let daemon = DBusProxy::new(bus).ok()?;
    let pid = daemon.get_connection_unix_process_id(BusName::try_from(BUS_NAME).ok()?).ok()?;
    let process = procfs::process::Process::new(i32::try_from(pid).ok()?).ok()?;
    // Not the kernel's name of it, which ends after 15 characters.
    let started_as = process.cmdline().ok()?.into_iter().next()?;
    Some(std::path::Path::new(&started_as).file_name()?.to_string_lossy().into_owned())
}

fn failed(error: &ServiceError) -> StoreError {
    StoreError::Failed(error.to_string())
}
