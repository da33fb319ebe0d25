//! `KeePassXC`'s CSV, from its menu or from `keepassxc-cli export --format csv`.

use super::table::Table;

/// The format.
pub(super) const KEEPASSXC: Table = Table {
    name: "keepassxc-csv",
    title: "KeePassXC (CSV)",
    known_by: &["group", "title", "username", "totp"],
    codes: &["totp"],
    issuers: &["title"],
    accounts: &["username"],
    folders: &["group"],
    tags: &["tags"],
    rooted: true,
};
