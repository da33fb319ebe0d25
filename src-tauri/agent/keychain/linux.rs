//! The Secret Service of the session bus (GNOME Keyring, `KWallet`, `KeePassXC`).

use super::SERVICE;
use countersign_core::ports::StoreError;
use keyring_core::{CredentialStore, Error};
use secret_service::blocking::{Collection, SecretService};
use secret_service::{EncryptionType, Error as ServiceError};
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;
use zbus::blocking::{Connection, connection::Builder, fdo::DBusProxy};
use zbus::names::BusName;

const BUS_NAME: &str = "org.freedesktop.secrets";

/// How long the service may take to say how it is. A call that prompts is not among these.
const PATIENCE: Duration = Duration::from_secs(5);

/// A neutral label: it can be read by others while the collection is locked.
pub(super) const MODIFIERS: [(&str, &str); 1] = [("label", "Countersign account")];

pub(super) fn open() -> Result<Arc<CredentialStore>, Error> {
    Ok(zbus_secret_service_keyring_store::Store::new()?)
}

pub(super) fn items_of_ours() -> HashMap<&'static str, &'static str> {
    HashMap::from([("service", SERVICE)])
}

/// Says what provides the service and which collection is the default one, if that is open. Prompts for nothing.
pub(super) fn probe() -> Result<String, StoreError> {
    let bus = connect(Some(PATIENCE))?;
    let service = service(&bus)?;
    let collection = default_collection(&service)?;
    let locked = collection.is_locked().map_err(|error| failed(&error))?;
    if locked { Err(StoreError::Locked) } else { Ok(provider(&bus, &collection)) }
}

/// Unlocks the default collection. The service may ask the person, and then this blocks until they answer.
pub(super) fn unlock() -> Result<(), StoreError> {
    let bus = connect(None)?;
    let service = service(&bus)?;
    match default_collection(&service)?.unlock() {
        Ok(()) => probe().map(drop),
        Err(ServiceError::Prompt) => Err(StoreError::Locked),
        Err(error) => Err(failed(&error)),
    }
}

fn connect(patience: Option<Duration>) -> Result<Connection, StoreError> {
    let builder = Builder::session().map(|builder| match patience {
        Some(patience) => builder.method_timeout(patience),
        None => builder,
    });
    builder.and_then(Builder::build).map_err(|_| StoreError::Unavailable("there is no session bus".into()))
}

fn service(bus: &Connection) -> Result<SecretService<'static>, StoreError> {
    // Nothing secret passes over this session, which only asks and unlocks.
    SecretService::connect_with_existing(EncryptionType::Plain, bus.clone()).map_err(|error| match error {
        ServiceError::Unavailable => nobody(),
        ServiceError::Zbus(zbus::Error::MethodError(name, ..)) if name.ends_with("ServiceUnknown") => {
            nobody()
        }
        error => StoreError::Unavailable(error.to_string()),
    })
}

fn default_collection<'a>(service: &'a SecretService<'_>) -> Result<Collection<'a>, StoreError> {
    service.get_default_collection().map_err(|error| match error {
        ServiceError::NoResult => StoreError::Unavailable("the keychain has no default collection".into()),
        error => failed(&error),
    })
}

fn nobody() -> StoreError {
    StoreError::Unavailable("no program provides a keychain on the session bus".into())
}

/// Names the program and the collection, so that the change to another one is noticed.
fn provider(bus: &Connection, collection: &Collection<'_>) -> String {
    let program = owner(bus).unwrap_or_else(|| "Secret Service".into());
    let path = collection.collection_path.as_str();
    let collection = path.rsplit('/').next().unwrap_or(path);
    format!("{program}, {collection}")
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
