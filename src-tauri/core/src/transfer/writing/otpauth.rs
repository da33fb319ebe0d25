//! One `otpauth` link a line: what every authenticator reads one way or another, in clear.

use super::{WriteError, Writer};
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

    fn locks(&self) -> bool {
        false
    }

    fn loses(&self, account: &Found) -> Option<&'static str> {
        (!account.groups.is_empty()).then_some("its groups")
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
        let length = links.iter().map(|link| link.expose().len() + 1).sum();
        let mut list = Zeroizing::new(Vec::with_capacity(length));
        for link in &links {
            list.extend_from_slice(link.expose().as_bytes());
            list.push(b'\n');
        }
        Ok(list)
    }
}
