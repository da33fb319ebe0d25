//! One `otpauth` link a line: what every authenticator reads one way or another, in clear.

use super::{Lock, WriteError, Writer, beside_the_link, lines};
use crate::otp::link;
use crate::secret::SecretText;
use crate::transfer::Found;
use crate::vault::sealed::Random;
use zeroize::Zeroizing;

/// The format.
pub(super) struct Links;

impl Writer for Links {
    fn name(&self) -> &'static str {
        "otpauth"
    }

    fn title(&self) -> &'static str {
        "otpauth links"
    }

    fn extension(&self) -> &'static str {
        "txt"
    }

    fn lock(&self) -> Lock {
        Lock::Never
    }

    fn loses(&self, account: &Found) -> Vec<&'static str> {
        beside_the_link(account)
    }

    fn write(
        &self,
        accounts: &[&Found],
        password: Option<&SecretText>,
        _: Random<'_>,
    ) -> Result<Zeroizing<Vec<u8>>, WriteError> {
        if password.is_some() {
            return Err(WriteError::NoLock);
        }
        let links: Vec<SecretText> = accounts.iter().map(|account| link::write(&account.entry)).collect();
        Ok(lines(&links))
    }
}
