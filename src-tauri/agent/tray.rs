//! The tray: the accounts one click away. It copies and opens; it never approves.

use crate::event::{Event, Events, FromTray};
use countersign_core::view::{AccountState, Overview, claim};
use std::sync::mpsc::{self, Sender};
use std::thread;

#[cfg(target_os = "linux")]
#[path = "tray/linux.rs"]
mod system;
#[cfg(not(target_os = "linux"))]
#[path = "tray/elsewhere.rs"]
mod system;

/// What the tray's menu shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Menu {
    /// The sentence of the request that waits.
    pub(crate) request: Option<String>,
    /// The accounts that make codes: id and name, in order.
    pub(crate) accounts: Vec<(String, String)>,
    /// Whether there is something to lock.
    pub(crate) open: bool,
    /// How many staged versions wait to be published.
    pub(crate) staged: u32,
}

impl Menu {
    /// Takes from the overview what the menu shows.
    pub(crate) fn of(overview: &Overview, request: Option<String>, staged: u32) -> Self {
        let ready = overview.accounts.iter().filter(|row| row.state == AccountState::Ready);
        Self {
            request,
            accounts: ready.map(|row| (row.id.clone(), name(&row.issuer, &row.account))).collect(),
            open: overview.store.condition == countersign_core::view::StoreCondition::Open,
            staged,
        }
    }
}

fn report(events: &Events, what: FromTray) {
    // Nobody listens any more when the agent ends.
    drop(events.send(Event::Tray(what)));
}

/// Names an account in one line of a menu, which is as wide as its longest.
fn name(issuer: &str, account: &str) -> String {
    let names = [issuer, account].map(|name| claim::line(name, claim::NAME));
    match names.each_ref().map(String::as_str) {
        ["", ""] => "Unnamed account".into(),
        ["", name] | [name, ""] => name.into(),
        [issuer, account] => format!("{issuer} · {account}"),
    }
}

/// Says how many staged versions wait; none says nothing.
#[cfg_attr(not(target_os = "linux"), expect(dead_code, reason = "the tray is shown on Linux alone so far"))]
fn waiting(staged: u32) -> Option<String> {
    match staged {
        0 => None,
        1 => Some("1 version waits to be published".into()),
        count => Some(format!("{count} versions wait to be published")),
    }
}

/// The tray, on a thread of its own. Where there is none the agent goes on without it.
pub(crate) struct Tray(Sender<Menu>);

impl Tray {
    /// Starts the thread. Whether a tray host shows it arrives as [`FromTray::Shown`].
    pub(crate) fn start(events: Events) -> Self {
        let (sender, menus) = mpsc::channel();
        thread::spawn(move || system::keep(&menus, &events));
        Self(sender)
    }

    /// Shows another menu.
    pub(crate) fn show(&self, menu: Menu) {
        drop(self.0.send(menu));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use countersign_core::view::{AccountRow, CodeKind, StoreCondition, StoreView};

    fn row(id: &str, state: AccountState) -> AccountRow {
        AccountRow {
            id: id.into(),
            issuer: "npm".into(),
            account: id.into(),
            state,
            kind: CodeKind::Totp,
            digits: 6,
            period: 30,
            counter: None,
            groups: Vec::new(),
            pinned: false,
            uses: 0,
            last_used: None,
            same_as: None,
            noted: false,
            registry: None,
            warning: None,
            npm: true,
            recovery: Vec::new(),
        }
    }

    #[test]
    fn only_accounts_that_make_codes_are_in_the_menu() {
        let store = StoreView { kind: None, condition: StoreCondition::Open, provider: None, failure: None };
        let accounts = vec![
            row("a", AccountState::Missing),
            row("b", AccountState::Ready),
            row("c", AccountState::Deleted),
        ];
        let menu = Menu::of(
            &Overview {
                accounts,
                store,
                runs: Vec::new(),
                progress: None,
                undo: 0,
                backup: None,
                tray: true,
            },
            None,
            2,
        );
        assert_eq!(menu.accounts, [("b".to_owned(), "npm · b".to_owned())]);
        assert!(menu.open);
        assert_eq!(waiting(menu.staged).as_deref(), Some("2 versions wait to be published"));
        assert_eq!(waiting(0), None);
    }

    #[test]
    fn every_account_has_a_line_of_bearable_length() {
        assert_eq!(name("npm", "mona"), "npm · mona");
        assert_eq!(name("", "mona"), "mona");
        assert_eq!(name("npm", ""), "npm");
        assert_eq!(name("", ""), "Unnamed account");
        assert!(name(&"n".repeat(400), &"m".repeat(400)).chars().count() <= 2 * claim::NAME + 3);
    }
}
