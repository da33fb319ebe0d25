//! Duo Mobile: the list of its third-party accounts. One with a counter is HOTP, and none has other parameters.

use super::json::{self, Number, Rows};
use super::login;
use super::spelling::{Odd, Spelling};
use super::{Entries, Format, Found, TransferError};
use crate::secret::SecretText;
use crate::view::CodeKind;
use serde::Deserialize;

/// The format.
pub(super) struct Duo;

impl Format for Duo {
    fn name(&self) -> &'static str {
        "duo"
    }

    fn title(&self) -> &'static str {
        "Duo Mobile"
    }

    fn sniff(&self, file: &[u8]) -> bool {
        json::rows_have(file, &["otpGenerator"])
    }

    fn read(&self, file: &[u8], _: Option<&SecretText>) -> Result<Entries, TransferError> {
        Ok(json::parse::<Rows>(file)?.read(found))
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Row {
    name: Option<String>,
    /// The service, if it is one that Duo knows.
    service_type_label: Option<String>,
    otp_generator: Option<Generator>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Generator {
    otp_secret: SecretText,
    #[serde(default)]
    counter: Number,
}

fn found(row: Row) -> Result<Found, Odd> {
    let Generator { otp_secret, counter } = row.otp_generator.ok_or(Odd::NoSecret)?;
    let (label, name) = (row.service_type_label.unwrap_or_default(), row.name.unwrap_or_default());
    let (issuer, name) = login::split(&label, &name);
    let spelling = Spelling {
        issuer: Some(issuer),
        name: Some(name),
        counter,
        ..Spelling::usual(if counter.0.is_some() { CodeKind::Hotp } else { CodeKind::Totp })
    };
    spelling.spelled(otp_secret.expose())
}
