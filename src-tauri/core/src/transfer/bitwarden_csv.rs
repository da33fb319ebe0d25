//! Bitwarden's CSV, of a person's vault or an organisation's, and that of its authenticator.
//!
//! Source: "Condition a CSV file" in Bitwarden's help.

use super::table::Table;

/// The format.
pub(super) const BITWARDEN: Table = Table {
    name: "bitwarden-csv",
    title: "Bitwarden (CSV)",
    known_by: &["type", "name", "login_totp"],
    codes: &["login_totp"],
    issuers: &["name"],
    accounts: &["login_username"],
    folders: &["folder"],
    tags: &["collections"],
    rooted: false,
};
