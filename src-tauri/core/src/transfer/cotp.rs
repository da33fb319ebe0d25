//! cotp: the JSON that it exports.

use super::json::{self, Number, Rows};
use super::spelling::{Odd, Spelling, kind};
use super::{Entries, Format, Found, TransferError};
use crate::secret::SecretText;
use crate::view::CodeKind;
use serde::Deserialize;

/// The format.
pub(super) struct Cotp;

impl Format for Cotp {
    fn name(&self) -> &'static str {
        "cotp"
    }

    fn title(&self) -> &'static str {
        "cotp"
    }

    fn sniff(&self, file: &[u8]) -> bool {
        json::has(file, &["version", "elements"])
    }

    fn read(&self, file: &[u8], _: Option<&SecretText>) -> Result<Entries, TransferError> {
        let database: Database = json::parse(file)?;
        Ok(database.elements.read(found))
    }
}

#[derive(Deserialize)]
struct Database<'a> {
    #[serde(borrow)]
    elements: Rows<'a>,
}

#[derive(Deserialize)]
struct Element {
    secret: Option<SecretText>,
    issuer: Option<String>,
    label: Option<String>,
    digits: Option<Number>,
    #[serde(rename = "type")]
    kind: Option<String>,
    algorithm: Option<String>,
    period: Option<Number>,
    counter: Option<Number>,
}

fn found(element: Element) -> Result<Found, Odd> {
    let spelling = Spelling {
        issuer: element.issuer.as_deref(),
        name: element.label.as_deref(),
        kind: element.kind.as_deref().map(kind).transpose()?.unwrap_or(CodeKind::Totp),
        algorithm: element.algorithm.as_deref(),
        digits: element.digits,
        period: element.period,
        counter: element.counter,
        groups: Vec::new(),
    };
    spelling.base32(element.secret.ok_or(Odd::NoSecret)?.expose())
}
