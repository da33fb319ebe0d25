//! Battle.net's authenticator on Android: the preferences of the messenger, and of the older app of its own.
//!
//! Codes have eight digits. Both mask secret and serial number with bytes that are the same on every phone and publicly
//! known.

use super::json::Number;
use super::preferences::Preferences;
use super::spelling::{Odd, Spelling};
use super::{Entries, Format, Found, TransferError};
use crate::secret::{Secret, SecretText};
use crate::view::CodeKind;
use data_encoding::HEXLOWER_PERMISSIVE;
use zeroize::Zeroizing;

const SECRET: &str = "com.blizzard.messenger.AUTHENTICATOR_DEVICE_SECRET";
const SERIAL: &str = "com.blizzard.messenger.AUTHENTICATOR_SERIAL";
const MASKED: &str = "com.blizzard.bma.AUTH_STORE.HASH";
const MASK: [u8; 57] = [
    0x39, 0x8e, 0x27, 0xfc, 0x50, 0x27, 0x6a, 0x65, 0x60, 0x65, 0xb0, 0xe5, 0x25, 0xf4, 0xc0, 0x6c, 0x04,
    0xc6, 0x10, 0x75, 0x28, 0x6b, 0x8e, 0x7a, 0xed, 0xa5, 0x9d, 0xa9, 0x81, 0x3b, 0x5d, 0xd6, 0xc8, 0x0d,
    0x2f, 0xb3, 0x80, 0x68, 0x77, 0x3f, 0xa5, 0x9b, 0xa4, 0x7c, 0x17, 0xca, 0x6c, 0x64, 0x79, 0x01, 0x5c,
    0x1d, 0x5b, 0x8b, 0x8f, 0x6b, 0x9a,
];
/// Hexadecimal digits of the secret, which stand before the serial number.
const SECRET_DIGITS: usize = 40;

/// The format.
pub(super) struct BattleNet;

impl Format for BattleNet {
    fn name(&self) -> &'static str {
        "battle-net"
    }

    fn title(&self) -> &'static str {
        "Battle.net"
    }

    fn sniff(&self, file: &[u8]) -> bool {
        let known = |map: Preferences| map.text(SECRET).is_some() || map.text(MASKED).is_some();
        Preferences::read(file).is_ok_and(known)
    }

    fn read(&self, file: &[u8], _: Option<&SecretText>) -> Result<Entries, TransferError> {
        let map = Preferences::read(file)?;
        let found = match (map.text(SECRET), map.text(MASKED)) {
            (Some(secret), _) => found(&text(secret), &text(map.text(SERIAL).unwrap_or_default())),
            (None, Some(masked)) => both(masked),
            (None, None) => return Err(TransferError::Unsupported),
        };
        Ok(vec![found.map_err(|odd| odd.refused(1))])
    }
}

/// Returns what stands under the mask, in the messenger one for each text; some of its versions use none.
fn text(written: &str) -> Zeroizing<String> {
    let plain =
        |text: &Zeroizing<String>| text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    unmasked(written)
        .filter(|text| !text.is_empty() && plain(text))
        .unwrap_or_else(|| Zeroizing::new(written.to_owned()))
}

fn unmasked(masked: &str) -> Option<Zeroizing<String>> {
    let mut bytes = Zeroizing::new(HEXLOWER_PERMISSIVE.decode(masked.trim().as_bytes()).ok()?);
    if bytes.len() > MASK.len() {
        return None;
    }
    bytes.iter_mut().zip(MASK).for_each(|(byte, mask)| *byte ^= mask);
    String::from_utf8(std::mem::take(&mut *bytes)).ok().map(Zeroizing::new)
}

/// Reads what the older app keeps: secret and serial number under one mask.
fn both(masked: &str) -> Result<Found, Odd> {
    let text = unmasked(masked).filter(|text| text.len() == MASK.len()).ok_or(Odd::Unreadable)?;
    let (secret, serial) = text.split_at_checked(SECRET_DIGITS).ok_or(Odd::Unreadable)?;
    found(secret, serial)
}

fn found(secret: &str, serial: &str) -> Result<Found, Odd> {
    let secret = HEXLOWER_PERMISSIVE.decode(secret.trim().as_bytes()).map_err(|_| Odd::Unreadable)?;
    let spelling = Spelling {
        issuer: Some("Battle.net"),
        name: Some(serial),
        digits: Number(Some(8)),
        ..Spelling::usual(CodeKind::Totp)
    };
    spelling.bytes(Secret::new(secret))
}
