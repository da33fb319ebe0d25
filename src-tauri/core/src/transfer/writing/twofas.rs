//! 2FAS: a backup of schema 4, in clear or locked as 2FAS itself locks it.

use super::{Lock as Locking, WriteError, Writer, drawn, groups, json, uuid};
use crate::otp::base32;
use crate::secret::SecretText;
use crate::transfer::key::{self, Key};
use crate::transfer::twofas::ROUNDS;
use crate::transfer::{Found, cipher};
use crate::vault::sealed::Random;
use crate::view::CodeKind;
use data_encoding::BASE64;
use serde::Serialize;
use std::collections::HashMap;
use zeroize::Zeroizing;

/// The format.
pub(super) struct TwoFas;

/// Bytes of salt that 2FAS draws.
const SALT: usize = 256;
/// What 2FAS locks beside the services, and opens first to know whether the password is right. It is the same in every
/// backup and no secret.
const REFERENCE: &str = concat!(
    "tRViSsLKzd86Hprh4ceC2OP7xazn4rrt4xhfEUbOjxLX8Rc3mkISXE0lWbmnWfggogbBJhtYgpK6fMl1D6mtsy92R3HkdGfwuXbzLebqVFJs",
    "R7IZ2w58t938iymwG4824igYy1wi6n2WDpO1Q1P69zwJGs2F5a1qP4MyIiDSD7NCV2OvidXQCBnDlGfmz0f1BQySRkkt4ryiJeCjD2o4Qsve",
    "J9uDBUn8ELyOrESv5R5DMDkD4iAF8TXU7KyoJujd",
);

impl Writer for TwoFas {
    fn name(&self) -> &'static str {
        "2fas"
    }

    fn title(&self) -> &'static str {
        "2FAS"
    }

    fn extension(&self) -> &'static str {
        "2fas"
    }

    fn lock(&self) -> Locking {
        Locking::Choice
    }

    fn refuses(&self, account: &Found) -> Option<&'static str> {
        account.entry.parameters().needs_pin().then_some("2FAS knows neither mOTP nor Yandex")
    }

    fn loses(&self, account: &Found) -> Vec<&'static str> {
        let lost = [
            (account.groups.len() > 1, "its groups but the first"),
            (account.entry.note().is_some(), "its note"),
            (account.icon.is_some(), "its picture"),
        ];
        lost.into_iter().filter_map(|(is_lost, what)| is_lost.then_some(what)).collect()
    }

    fn write(
        &self,
        accounts: &[&Found],
        password: Option<&SecretText>,
        random: Random<'_>,
    ) -> Result<Zeroizing<Vec<u8>>, WriteError> {
        let accounts: Vec<&Found> =
            accounts.iter().copied().filter(|account| self.refuses(account).is_none()).collect();
        let accounts = accounts.as_slice();
        let secrets: Vec<SecretText> =
            accounts.iter().map(|account| base32::encode(account.entry.secret())).collect();
        let groups: Vec<Group> = groups(accounts)
            .into_iter()
            .map(|name| Group { id: uuid(random), name, is_expanded: true })
            .collect();
        let ids: HashMap<&str, &str> = groups.iter().map(|group| (group.name, group.id.as_str())).collect();
        let services = accounts.iter().zip(&secrets).zip(0..);
        let services: Vec<Service> =
            services.map(|((account, secret), position)| service(account, secret, &ids, position)).collect();
        let mut backup = Backup {
            services,
            groups: &groups,
            schema_version: 4,
            updated_at: 0,
            app_version_code: 0,
            app_version_name: "",
            app_origin: "export",
            services_encrypted: None,
            reference: None,
        };
        if let Some(password) = password {
            let lock = Lock::new(password, random)?;
            backup.services_encrypted = Some(lock.seal(&json(&backup.services), random));
            backup.reference = Some(lock.seal(REFERENCE.as_bytes(), random));
            backup.services.clear();
        }
        Ok(json(&backup))
    }
}

/// The backup. It borrows its secrets from texts that wipe themselves, so that it has nothing to wipe: that is why it, alone
/// of what sees a secret, may be serialised.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Backup<'a> {
    services: Vec<Service<'a>>,
    groups: &'a [Group<'a>],
    schema_version: u32,
    updated_at: u64,
    app_version_code: u32,
    app_version_name: &'static str,
    app_origin: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    services_encrypted: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reference: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Group<'a> {
    id: String,
    name: &'a str,
    is_expanded: bool,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Service<'a> {
    name: &'a str,
    secret: &'a str,
    updated_at: u64,
    otp: Otp<'a>,
    order: Order,
    group_id: Option<&'a str>,
}

#[derive(Serialize)]
struct Order {
    position: u64,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Otp<'a> {
    account: &'a str,
    issuer: &'a str,
    digits: u8,
    period: u32,
    algorithm: String,
    counter: u64,
    token_type: &'static str,
    source: &'static str,
}

fn service<'a>(
    account: &'a Found,
    secret: &'a SecretText,
    ids: &HashMap<&str, &'a str>,
    position: u64,
) -> Service<'a> {
    let (entry, parameters) = (&account.entry, account.entry.parameters());
    Service {
        name: entry.issuer(),
        secret: secret.expose(),
        updated_at: 0,
        otp: Otp {
            account: entry.name(),
            issuer: entry.issuer(),
            digits: parameters.digits(),
            period: parameters.period(),
            algorithm: parameters.algorithm().to_string(),
            counter: parameters.counter(),
            token_type: match parameters.kind() {
                CodeKind::Hotp => "HOTP",
                CodeKind::Steam => "STEAM",
                // Of kinds with a PIN none is written.
                CodeKind::Totp | CodeKind::Motp | CodeKind::Yandex => "TOTP",
            },
            source: "Manual",
        },
        order: Order { position },
        group_id: account.groups.first().and_then(|name| ids.get(name.as_str()).copied()),
    }
}

/// A key and the salt it was made with.
struct Lock {
    key: Key,
    salt: [u8; SALT],
}

impl Lock {
    fn new(password: &SecretText, random: Random<'_>) -> Result<Self, WriteError> {
        let salt = drawn(random);
        let key = key::pbkdf2_sha256(password.expose().as_bytes(), &salt, ROUNDS);
        Ok(Self { key: key.map_err(|_| WriteError::Key)?, salt })
    }

    /// Seals with a nonce of its own.
    fn seal(&self, plain: &[u8], random: Random<'_>) -> String {
        let nonce = drawn(random);
        let sealed = cipher::seal_gcm(&self.key, &nonce, plain);
        [&sealed[..], &self.salt, &nonce].map(|part| BASE64.encode(part)).join(":")
    }
}
