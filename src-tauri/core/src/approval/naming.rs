//! Which account a name means.

use crate::account::Account;

/// The longest name that is looked for, in bytes.
const LIMIT: usize = 1_000;

/// Finds the one account that a name means: the whole issuer, name or `issuer, name` (also `issuer:name`) of one
/// account, or else a part of the issuer or name of one account. The case of letters is of no importance.
///
/// Returns none where no account or more than one is meant. The two are not told apart, here or to the asking
/// program: names leave only after an approval.
#[must_use]
pub fn meant<'a>(name: &str, accounts: impl Iterator<Item = &'a Account> + Clone) -> Option<&'a Account> {
    let name = name.trim().to_lowercase();
    if name.is_empty() || name.len() > LIMIT {
        return None;
    }
    let whole = accounts.clone().filter(|account| spellings(account).contains(&name));
    let part = accounts.filter(|account| {
        account.issuer().to_lowercase().contains(&name) || account.name().to_lowercase().contains(&name)
    });
    match only(whole) {
        Found::None => match only(part) {
            Found::One(account) => Some(account),
            Found::None | Found::Many => None,
        },
        Found::One(account) => Some(account),
        Found::Many => None,
    }
}

/// Returns the forms in which an account may be written in full.
fn spellings(account: &Account) -> [String; 5] {
    let (issuer, name) = (account.issuer().to_lowercase(), account.name().to_lowercase());
    [format!("{issuer}, {name}"), format!("{issuer}:{name}"), format!("{issuer} {name}"), issuer, name]
}

enum Found<'a> {
    None,
    One(&'a Account),
    Many,
}

fn only<'a>(mut accounts: impl Iterator<Item = &'a Account>) -> Found<'a> {
    match (accounts.next(), accounts.next()) {
        (None, _) => Found::None,
        (Some(account), None) => Found::One(account),
        (Some(_), Some(_)) => Found::Many,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail")]

    use super::*;
    use crate::otp::{Parameters, entry::Entry};
    use crate::ports::Id;
    use crate::secret::Secret;

    fn account(issuer: &str, name: &str) -> Account {
        let entry = Entry::new(issuer, name, Parameters::default(), Secret::new(vec![7; 20])).unwrap();
        Account::new(Id(format!("{issuer}/{name}")), &entry, 0, false)
    }

    fn find(name: &str) -> Option<String> {
        let accounts = [
            account("npm", "mona"),
            account("npm", "mona-work"),
            account("GitHub", "Mona"),
            account("Verdaccio", "ci"),
        ];
        meant(name, accounts.iter()).map(|account| account.id.0.clone())
    }

    #[test]
    fn a_part_is_enough_where_it_is_the_only_one() {
        assert_eq!(find("verd").as_deref(), Some("Verdaccio/ci"));
        assert_eq!(find("WORK").as_deref(), Some("npm/mona-work"));
        assert_eq!(find("github").as_deref(), Some("GitHub/Mona"));
    }

    #[test]
    fn the_whole_name_goes_before_a_part() {
        assert_eq!(find("npm, mona").as_deref(), Some("npm/mona"));
        assert_eq!(find("npm:mona").as_deref(), Some("npm/mona"));
        assert_eq!(find("mona-work").as_deref(), Some("npm/mona-work"));
    }

    #[test]
    fn what_could_be_two_is_none() {
        assert_eq!(find("npm"), None);
        assert_eq!(find("mona"), None, "two accounts have this name in full");
        assert_eq!(find("m"), None);
    }

    #[test]
    fn nothing_and_nonsense_mean_no_account() {
        for name in ["", "  ", "nowhere", &"x".repeat(5_000)] {
            assert_eq!(find(name), None);
        }
    }
}
