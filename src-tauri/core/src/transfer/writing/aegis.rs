//! Aegis: a vault with contents of version 3, in clear or locked as Aegis itself locks it.

use super::{Lock, WriteError, Writer, drawn, groups, json, uuid};
use crate::otp::base32;
use crate::secret::{Secret, SecretText};
use crate::transfer::key::{self, Key};
use crate::transfer::{Found, cipher};
use crate::vault::sealed::Random;
use crate::view::CodeKind;
use data_encoding::{BASE64, HEXLOWER};
use serde::Serialize;
use serde_json::json as value;
use std::collections::HashMap;
use zeroize::Zeroizing;

/// The format.
pub(super) struct Aegis;

/// The costs that Aegis takes for scrypt: N, r and p.
const COST: (u64, u64, u64) = (1 << 15, 8, 1);
/// Bytes of an authentication tag.
const TAG: usize = 16;

impl Writer for Aegis {
    fn name(&self) -> &'static str {
        "aegis"
    }

    fn title(&self) -> &'static str {
        "Aegis"
    }

    fn extension(&self) -> &'static str {
        "json"
    }

    fn lock(&self) -> Lock {
        Lock::Choice
    }

    fn refuses(&self, account: &Found) -> Option<&'static str> {
        let motp = account.entry.parameters().kind() == CodeKind::Motp;
        (motp && motp_bytes(account).is_none())
            .then_some("Aegis keeps secrets of mOTP as hexadecimal digits alone")
    }

    fn loses(&self, _: &Found) -> Vec<&'static str> {
        Vec::new()
    }

    fn write(
        &self,
        accounts: &[&Found],
        password: Option<&SecretText>,
        random: Random<'_>,
    ) -> Result<Zeroizing<Vec<u8>>, WriteError> {
        let accounts: Vec<&Found> =
            accounts.iter().copied().filter(|account| self.refuses(account).is_none()).collect();
        let secrets: Vec<SecretText> = accounts.iter().map(|account| secret(account)).collect();
        let db = contents(&accounts, &secrets, random);
        let Some(password) = password else {
            let header = value!({ "slots": null, "params": null });
            return Ok(json(&Vault { version: 1, header, db }));
        };
        let master = Key::new(drawn(random));
        let slot = slot(&master, password, random)?;
        let (params, sealed) = seal(&master, &json(&db), random);
        let header = value!({ "slots": [slot], "params": params });
        Ok(json(&Vault { version: 1, header, db: BASE64.encode(&sealed) }))
    }
}

#[derive(Serialize)]
struct Vault<Db> {
    version: u32,
    header: serde_json::Value,
    db: Db,
}

/// The contents. They borrow their secrets from texts that wipe themselves, so that they have nothing to wipe: that is why
/// they, alone of what sees a secret, may be serialised.
#[derive(Serialize)]
struct Contents<'a> {
    version: u32,
    entries: Vec<Row<'a>>,
    groups: Vec<Group<'a>>,
}

#[derive(Serialize)]
struct Group<'a> {
    uuid: String,
    name: &'a str,
}

#[derive(Serialize)]
struct Row<'a> {
    #[serde(rename = "type")]
    kind: CodeKind,
    uuid: String,
    name: &'a str,
    issuer: &'a str,
    note: &'a str,
    favorite: bool,
    icon: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    icon_mime: Option<&'static str>,
    info: Info<'a>,
    groups: Vec<String>,
}

#[derive(Serialize)]
struct Info<'a> {
    secret: &'a str,
    algo: String,
    digits: u8,
    #[serde(skip_serializing_if = "Option::is_none")]
    period: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    counter: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pin: Option<&'a str>,
}

/// Writes a secret as Aegis does: the bytes of mOTP's too.
fn secret(account: &Found) -> SecretText {
    motp_bytes(account).map_or_else(|| base32::encode(account.entry.secret()), |bytes| base32::encode(&bytes))
}

/// Returns the bytes whose hexadecimal digits a secret of mOTP is.
fn motp_bytes(account: &Found) -> Option<Secret> {
    let entry = &account.entry;
    let kind = entry.parameters().kind();
    let bytes = HEXLOWER.decode(entry.secret().expose()).ok().filter(|_| kind == CodeKind::Motp)?;
    Some(Secret::new(bytes))
}

fn contents<'a>(accounts: &[&'a Found], secrets: &'a [SecretText], random: Random<'_>) -> Contents<'a> {
    let groups: Vec<Group> =
        groups(accounts).into_iter().map(|name| Group { uuid: uuid(random), name }).collect();
    let ids: HashMap<&str, &str> = groups.iter().map(|group| (group.name, group.uuid.as_str())).collect();
    let rows = accounts.iter().zip(secrets).map(|(account, secret)| {
        let (entry, parameters) = (&account.entry, account.entry.parameters());
        let hotp = parameters.kind() == CodeKind::Hotp;
        Row {
            kind: parameters.kind(),
            uuid: uuid(random),
            name: entry.name(),
            issuer: entry.issuer(),
            note: entry.note().map_or("", SecretText::expose),
            favorite: false,
            icon: account.icon.as_ref().map(|icon| BASE64.encode(&icon.bytes)),
            icon_mime: account.icon.as_ref().map(|icon| icon.mime),
            info: Info {
                secret: secret.expose(),
                algo: parameters.algorithm().to_string(),
                digits: parameters.digits(),
                period: (!hotp).then(|| parameters.period()),
                counter: hotp.then(|| parameters.counter()),
                pin: entry.pin().map(SecretText::expose),
            },
            groups: account
                .groups
                .iter()
                .filter_map(|name| ids.get(name.as_str()))
                .map(|&id| id.into())
                .collect(),
        }
    });
    Contents { version: 3, entries: rows.collect(), groups }
}

/// Locks the master key with a password.
fn slot(master: &Key, password: &SecretText, random: Random<'_>) -> Result<serde_json::Value, WriteError> {
    let salt = drawn::<32>(random);
    let (n, r, p) = COST;
    let key = key::scrypt(password.expose().as_bytes(), &salt, n, r, p).map_err(|_| WriteError::Key)?;
    let (params, sealed) = seal(&key, &**master, random);
    Ok(value!({
        "type": 1, "uuid": uuid(random), "key": HEXLOWER.encode(&sealed), "key_params": params,
        "n": n, "r": r, "p": p, "salt": HEXLOWER.encode(&salt), "repaired": true, "is_backup": false,
    }))
}

/// Seals with a nonce of its own. Returns nonce and tag as Aegis notes them, and what is sealed without the tag.
fn seal(key: &Key, plain: &[u8], random: Random<'_>) -> (serde_json::Value, Vec<u8>) {
    let nonce = drawn(random);
    let mut sealed = cipher::seal_gcm(key, &nonce, plain);
    let tag = sealed.split_off(sealed.len().saturating_sub(TAG));
    (value!({ "nonce": HEXLOWER.encode(&nonce), "tag": HEXLOWER.encode(&tag) }), sealed)
}
