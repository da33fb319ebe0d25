//! What is there already, and how an entry stands to it.

use crate::account::Account;
use crate::otp::Parameters;
use crate::otp::entry::Entry;
use crate::secret::Secret;
use crate::view::Standing;
use std::collections::HashSet;

/// Accounts and entries by what their codes are made from, and by their names. Borrows every secret.
#[derive(Default)]
pub(crate) struct Known<'a> {
    codes: HashSet<(&'a [u8], Parameters)>,
    names: HashSet<(String, String)>,
}

impl<'a> Known<'a> {
    /// Knows these accounts.
    pub(crate) fn of(accounts: impl Iterator<Item = &'a Account>) -> Self {
        let mut known = Self::default();
        for account in accounts {
            known.codes.insert(codes(account));
            known.names.insert(names(account.issuer(), account.name()));
        }
        known
    }

    /// Returns how an entry stands to what is known, and knows it from then on.
    pub(crate) fn meet(&mut self, entry: &'a Entry) -> Standing {
        if !self.codes.insert(codes_of(entry.secret(), entry.parameters())) {
            Standing::Duplicate
        } else if !self.names.insert(names(entry.issuer(), entry.name())) {
            Standing::Conflict
        } else {
            Standing::New
        }
    }
}

/// Whether an entry makes the codes of an account.
pub(crate) fn same_codes(account: &Account, entry: &Entry) -> bool {
    codes(account) == codes_of(entry.secret(), entry.parameters())
}

/// What an account's codes are made from.
pub(crate) fn codes(account: &Account) -> (&[u8], Parameters) {
    codes_of(account.secret(), &account.parameters)
}

/// What codes are made from. The counter moves with every code, and a PIN may be typed later: neither makes another account.
fn codes_of<'a>(secret: &'a Secret, parameters: &Parameters) -> (&'a [u8], Parameters) {
    (secret.expose(), parameters.with_counter(0))
}

fn names(issuer: &str, name: &str) -> (String, String) {
    (issuer.to_lowercase(), name.to_lowercase())
}
