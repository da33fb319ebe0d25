//! 2FAS: a backup of schema 4, in clear or locked as 2FAS itself locks it.

use super::{WriteError, Writer, drawn, groups, json, uuid};
use crate::otp::base32;
use crate::secret::SecretText;
use crate::transfer::twofas::ROUNDS;
use crate::transfer::{Found, cipher, key};
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

impl Writer for TwoFas {
    fn name(&self) -> &'static str {
        "2fas"
    }

    fn locks(&self) -> bool {
        true
    }

    fn loses(&self, account: &Found) -> Option<&'static str> {
        (account.groups.len() > 1).then_some("its groups but the first")
    }

    fn write(
        &self,
        accounts: &[&Found],
        password: Option<&SecretText>,
        random: Random<'_>,
    ) -> Result<Zeroizing<Vec<u8>>, WriteError> {
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
        let (services, locked) = match password {
            None => (services, None),
            Some(password) => (Vec::new(), Some(lock(&json(&services), password, random)?)),
        };
        Ok(json(&Backup {
            services,
            groups: &groups,
            schema_version: 4,
            app_origin: "export",
            services_encrypted: locked,
        }))
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
    app_origin: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    services_encrypted: Option<String>,
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
        otp: Otp {
            account: entry.name(),
            issuer: entry.issuer(),
            digits: parameters.digits(),
            period: parameters.period(),
            algorithm: parameters.algorithm().to_string(),
            counter: parameters.counter(),
            token_type: match parameters.kind() {
                CodeKind::Totp => "TOTP",
                CodeKind::Hotp => "HOTP",
                CodeKind::Steam => "STEAM",
            },
            source: "Manual",
        },
        order: Order { position },
        group_id: account.groups.first().and_then(|name| ids.get(name.as_str()).copied()),
    }
}

fn lock(services: &[u8], password: &SecretText, random: Random<'_>) -> Result<String, WriteError> {
    let (salt, nonce) = (drawn::<SALT>(random), drawn(random));
    let key = key::pbkdf2_sha256(password.expose().as_bytes(), &salt, ROUNDS).map_err(|_| WriteError::Key)?;
    let sealed = cipher::seal_gcm(&key, &nonce, services);
    Ok([&sealed[..], &salt, &nonce].map(|part| BASE64.encode(part)).join(":"))
}
