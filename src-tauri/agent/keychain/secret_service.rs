//! The Secret Service of the session bus (GNOME Keyring, `KWallet`, `KeePassXC`).

use super::{SERVICE, text};
use countersign_core::ports::{Id, Provider, Store, StoreError, Stored};
use countersign_core::secret::SecretText;
use countersign_core::view::StoreKind;
use futures_util::{StreamExt, TryStreamExt, stream};
use secret_service::{EncryptionType, Error as ServiceError, Item, SecretService};
use serde::Serialize;
use std::collections::{BTreeMap, HashMap};
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

/// How long the service may take to say how it is. A call that may prompt is not among these.
const PATIENCE: Duration = Duration::from_secs(5);

/// A neutral label: it can be read by others while the collection is locked.
const LABEL: &str = "Countersign account";

const CONTENT: &str = "application/octet-stream";

/// How many items are read at a time, with two calls each: a bus may serve no program that waits for more than 128 answers.
const AT_A_TIME: usize = 16;

/// The Secret Service. Its errors do not tell a locked keychain from an empty one, so every call looks first, without prompting.
///
/// Connections are kept: GNOME's keyring (42.1) ends itself where a program has gone that it was to open a session for.
#[derive(Default)]
pub(crate) struct Keychain {
    /// Where a question is answered soon or not at all.
    bus: Option<Connection>,
    /// What items pass over. Someone may have to be asked for each, so nothing ends it.
    session: Option<SecretService<'static>>,
}

/// Why something with a session did not come about.
enum Trouble {
    Service(ServiceError),
    Store(StoreError),
}

impl From<ServiceError> for Trouble {
    fn from(error: ServiceError) -> Self {
        Self::Service(error)
    }
}

/// An item by its id and what it holds; nothing where it could not be read in passing.
type Read = (Id, Option<Result<SecretText, StoreError>>);

impl Keychain {
    /// Says what provides the service and which collection is the default one, if that is open. Prompts for nothing.
    fn ask(&mut self) -> Result<String, StoreError> {
        let bus = match self.bus.take().filter(|bus| !bus.inner().is_closed()) {
            Some(bus) => bus,
            None => connect(Some(PATIENCE))?,
        };
        let name = named(&bus);
        self.bus = Some(bus);
        name
    }

    /// Does something with the session, and once more with a new one where the service does not know it any more.
    fn with_session<T>(
        &mut self,
        act: &impl AsyncFn(&SecretService<'static>) -> Result<T, Trouble>,
    ) -> Result<T, StoreError> {
        if let Some(session) = self.session.take() {
            let done = zbus::block_on(act(&session));
            if !matches!(done, Err(Trouble::Service(ServiceError::Zbus(_) | ServiceError::ZbusFdo(_)))) {
                self.session = Some(session);
                return done.map_err(told);
            }
        }
        let bus = connect(None)?.into_inner();
        let session = SecretService::connect_with_existing(EncryptionType::Dh, bus);
        let session = zbus::block_on(session).map_err(|error| told(error.into()))?;
        let done = zbus::block_on(act(&session));
        self.session = Some(session);
        done.map_err(told)
    }
}

impl Store for Keychain {
    fn probe(&mut self) -> Result<Provider, StoreError> {
        Ok(Provider { kind: StoreKind::Keychain, name: self.ask()? })
    }

    fn unlock(&mut self, _: Option<&SecretText>) -> Result<(), StoreError> {
        self.with_session(&async |session| Ok(session.get_default_collection().await?.unlock().await?))?;
        self.ask().map(drop)
    }

    fn lock(&mut self) {
        *self = Self::default();
    }

    fn list(&mut self) -> Result<Vec<Id>, StoreError> {
        self.ask()?;
        self.with_session(&async |session| {
            let mut ids = Vec::new();
            for item in items(session, ours()).await? {
                ids.extend(id_of(session, &item).await?);
            }
            Ok(ids)
        })
    }

    /// Asked for one after the other, a thousand items take two thousand calls that each wait for an answer.
    fn read_all(&mut self) -> Result<Vec<Stored>, StoreError> {
        self.ask()?;
        let read: Vec<Option<Read>> = self.with_session(&async |session| {
            let items = items(session, ours()).await?;
            stream::iter(&items).map(|item| read_one(session, item)).buffered(AT_A_TIME).try_collect().await
        })?;
        let mut found: BTreeMap<Id, Vec<_>> = BTreeMap::new();
        for (id, payload) in read.into_iter().flatten() {
            found.entry(id).or_default().push(payload);
        }
        let mut all = Vec::new();
        for (id, mut payloads) in found {
            let payload = match (payloads.pop(), payloads.is_empty()) {
                (Some(Some(read)), true) => read,
                // It may have changed since it was found; then it is searched for.
                (_, true) => self.read(&id),
                _ => Err(StoreError::Ambiguous),
            };
            if payload == Err(StoreError::Locked) {
                return Err(StoreError::Locked);
            }
            all.push((id, payload));
        }
        Ok(all)
    }

    fn read(&mut self, id: &Id) -> Result<SecretText, StoreError> {
        self.ask()?;
        let secret = self.with_session(&async |session| match only(session, id).await? {
            Some(item) => Ok(item.get_secret().await?),
            None => Err(Trouble::Store(StoreError::Absent)),
        });
        text(secret?)
    }

    fn write(&mut self, id: &Id, payload: &SecretText) -> Result<(), StoreError> {
        self.ask()?;
        let bytes = payload.expose().as_bytes();
        self.with_session(&async |session| {
            if let Some(item) = only(session, id).await? {
                return Ok(item.set_secret(bytes, CONTENT).await?);
            }
            let collection = session.get_default_collection().await?;
            collection.create_item(LABEL, attributes(id), bytes, true, CONTENT).await?;
            Ok(())
        })?;
        if self.read(id)? == *payload {
            Ok(())
        } else {
            Err(StoreError::Failed("the keychain returned something else than was written".into()))
        }
    }

    fn delete(&mut self, id: &Id) -> Result<(), StoreError> {
        self.ask()?;
        self.with_session(&async |session| match only(session, id).await? {
            Some(item) => Ok(item.delete().await?),
            None => Ok(()),
        })
    }
}

fn ours() -> HashMap<&'static str, &'static str> {
    HashMap::from([("service", SERVICE)])
}

fn attributes(id: &Id) -> HashMap<&str, &str> {
    HashMap::from([("service", SERVICE), ("username", id.0.as_str())])
}

/// Finds items by their attributes. Ones in a collection that is locked may have the service ask the person.
async fn items<'a>(
    session: &'a SecretService<'static>,
    attributes: HashMap<&str, &str>,
) -> Result<Vec<Item<'a>>, ServiceError> {
    let found = session.search_items(attributes).await?;
    if !found.locked.is_empty() {
        session.unlock_all(&found.locked.iter().collect::<Vec<_>>()).await?;
    }
    Ok(found.unlocked.into_iter().chain(found.locked).collect())
}

/// Finds the item of an account.
async fn only<'a>(session: &'a SecretService<'static>, id: &Id) -> Result<Option<Item<'a>>, Trouble> {
    let mut found = items(session, attributes(id)).await?;
    let item = found.pop();
    if found.is_empty() { Ok(item) } else { Err(Trouble::Store(StoreError::Ambiguous)) }
}

/// Reads an item with its id; nothing where it has none, or has gone.
async fn read_one(session: &SecretService<'static>, item: &Item<'_>) -> Result<Option<Read>, Trouble> {
    let (id, payload) = futures_util::join!(id_of(session, item), item.get_secret());
    Ok(id?.map(|id| (id, payload.ok().map(text))))
}

/// Asks an item for its id; nothing where it has none, or has gone.
async fn id_of(session: &SecretService<'static>, item: &Item<'_>) -> Result<Option<Id>, Trouble> {
    match item.get_attributes().await {
        Ok(mut attributes) => Ok(attributes.remove("username").map(Id)),
        Err(error) => {
            // Gone meanwhile is gone; of one that is there, silence would tell that it is missing.
            let again = items(session, ours()).await?;
            let there = again.iter().any(|it| it.item_path == item.item_path);
            if there { Err(error.into()) } else { Ok(None) }
        }
    }
}

/// Connects to the bus, and lets the service know this program before it is asked to open a session.
///
/// GNOME's keyring (42.1) learns from the bus who asks for the first time. A program that it does not know yet, or that has gone
/// meanwhile, has no default collection there, and a session for it is where the keyring ends itself.
fn connect(patience: Option<Duration>) -> Result<Connection, StoreError> {
    let builder = Builder::session().map(|builder| match patience {
        Some(patience) => builder.method_timeout(patience),
        None => builder,
    });
    let bus = builder
        .and_then(Builder::build)
        .map_err(|_| StoreError::Unavailable("there is no session bus".into()))?;
    default_collection(&bus).map_err(unavailable)?;
    Ok(bus)
}

/// Names the program and the collection, so that the change to another one is noticed.
fn named(bus: &Connection) -> Result<String, StoreError> {
    let collection = default_collection(bus).map_err(unavailable)?;
    // The Secret Service's word for "none".
    if collection.as_str() == "/" {
        return Err(no_collection());
    }
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

fn default_collection(bus: &Connection) -> zbus::Result<OwnedObjectPath> {
    call(bus, SERVICE_PATH, SERVICE_INTERFACE, "ReadAlias", &("default",))
        .and_then(|reply| reply.body().deserialize())
}

fn call<B>(bus: &Connection, path: &str, interface: &str, method: &str, body: &B) -> zbus::Result<Message>
where
    B: Serialize + DynamicType,
{
    bus.call_method(Some(BUS_NAME), path, Some(interface), method, body)
}

fn owner(bus: &Connection) -> Option<String> {
    let daemon = DBusProxy::new(bus).ok()?;
    let pid = daemon.get_connection_unix_process_id(BusName::try_from(BUS_NAME).ok()?).ok()?;
    let process = procfs::process::Process::new(i32::try_from(pid).ok()?).ok()?;
    // Not the kernel's name of it, which ends after 15 characters.
    let started_as = process.cmdline().ok()?.into_iter().next()?;
    Some(std::path::Path::new(&started_as).file_name()?.to_string_lossy().into_owned())
}

fn unavailable(error: zbus::Error) -> StoreError {
    StoreError::Unavailable(match error {
        zbus::Error::MethodError(name, ..) if name.ends_with("ServiceUnknown") => {
            "no program provides a keychain on the session bus".into()
        }
        error => error.to_string(),
    })
}

fn no_collection() -> StoreError {
    StoreError::Unavailable("the keychain has no default collection".into())
}

fn told(trouble: Trouble) -> StoreError {
    match trouble {
        Trouble::Store(error) => error,
        Trouble::Service(ServiceError::Locked | ServiceError::Prompt) => StoreError::Locked,
        Trouble::Service(ServiceError::NoResult) => no_collection(),
        Trouble::Service(ServiceError::Zbus(zbus::Error::MethodError(name, ..)))
            if name.ends_with(".IsLocked") =>
        {
            StoreError::Locked
        }
        Trouble::Service(error) => StoreError::Failed(error.to_string()),
    }
}

#[cfg(test)]
#[path = "secret_service_tests.rs"]
mod tests;
