//! CSV of password managers that have a column for one-time passwords: 1Password, Apple Passwords, Dashlane, `LastPass`,
//! Proton Pass and their like. Browsers write none.

use super::table::Table;

/// The format. Its name stands behind those of the tables that are known more closely, which go first.
pub(super) const PASSWORDS: Table = Table {
    name: "password-csv",
    title: "Password managers (CSV)",
    known_by: &[],
    codes: &[
        "otpauth",
        "totp",
        "otpurl",
        "otpsecret",
        "otp",
        "totpuri",
        "totp_uri",
        "totp_secret",
        "2fa",
        "mfa",
    ],
    issuers: &["title", "name", "issuer", "service", "account", "url"],
    accounts: &["username", "user", "login", "email", "login_username"],
    folders: &["folder", "grouping", "group", "vault", "category", "collection"],
    tags: &["tags"],
    rooted: false,
};
