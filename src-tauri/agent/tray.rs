//! The tray: the accounts one click away. It copies and opens; it never approves.

use crate::event::{Event, Events, FromTray};
use crate::words::Words;
use countersign_core::view::{CodeView, PaletteRow, claim};
use std::sync::mpsc::{self, Sender};
use std::thread;

#[cfg(target_os = "linux")]
#[path = "tray/linux.rs"]
mod system;
#[cfg(not(target_os = "linux"))]
#[path = "tray/elsewhere.rs"]
mod system;

#[cfg(not(target_os = "linux"))]
pub(crate) use system::take_away;

/// How many accounts fit a menu on a usual screen; the window has them all.
const ENTRIES: usize = 30;

/// What the tray's menu shows. Not for printing: codes may be in it.
#[derive(Clone, Default, PartialEq, Eq)]
pub(crate) struct Menu {
    /// The language that it is in.
    pub(crate) words: &'static Words,
    /// Whether there is to be an icon at all.
    pub(crate) shown: bool,
    /// The sentence of the request that waits.
    pub(crate) request: Option<String>,
    /// The accounts that make codes: those used last, then the others by issuer.
    pub(crate) accounts: Vec<Line>,
    /// Whether there is something to lock.
    pub(crate) open: bool,
    /// How many staged versions wait to be published.
    pub(crate) staged: u32,
}

/// One account in the menu.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Line {
    /// The account.
    pub(crate) id: String,
    /// What it is called.
    name: String,
    /// Whether it stands before the others.
    recent: bool,
    /// Its code, where the person wants codes to be shown here.
    code: Option<String>,
}

impl Menu {
    /// The accounts for which there is room.
    pub(crate) fn shown_lines(&self) -> impl Iterator<Item = &Line> {
        self.accounts.iter().take(ENTRIES)
    }

    /// Writes codes beside the accounts that they are of.
    pub(crate) fn add_codes(&mut self, codes: &[CodeView]) {
        for line in &mut self.accounts {
            line.code = codes.iter().find(|code| code.id == line.id).map(|code| code.code.clone());
        }
    }
}

impl Line {
    /// Takes from an account what the menu shows.
    pub(crate) fn of(row: &PaletteRow) -> Self {
        Self { id: row.id.clone(), name: name(&row.issuer, &row.account), recent: row.recent, code: None }
    }

    /// What stands in the menu.
    fn label(&self, words: &Words) -> String {
        let name = if self.name.is_empty() { words.unnamed } else { &self.name };
        self.code.as_ref().map_or_else(|| name.to_owned(), |code| format!("{name}   {code}"))
    }
}

fn report(events: &Events, what: FromTray) {
    // Nobody listens any more when the agent ends.
    drop(events.send(Event::Tray(what)));
}

/// Names an account in one line of a menu, which is as wide as its longest; with nothing where it has no name.
fn name(issuer: &str, account: &str) -> String {
    let names = [issuer, account].map(|name| claim::line(name, claim::NAME));
    match names.each_ref().map(String::as_str) {
        ["", name] | [name, ""] => name.into(),
        [issuer, account] => format!("{issuer} · {account}"),
    }
}

/// Says how many staged versions wait; none says nothing.
fn waiting(words: &Words, staged: u32) -> Option<String> {
    match staged {
        0 => None,
        1 => Some(words.one_waits.into()),
        count => Some(format!("{count}{}", words.many_wait)),
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
    use countersign_core::view::CodeKind;

    #[test]
    fn codes_stand_beside_their_accounts_once_they_are_asked_for() {
        let row = |id: &str| PaletteRow {
            id: id.into(),
            issuer: "npm".into(),
            account: id.into(),
            kind: CodeKind::Totp,
            recent: false,
        };
        let accounts = [row("a"), row("b")].iter().map(Line::of).collect();
        let mut menu = Menu { accounts, ..Menu::default() };
        let labels = |menu: &Menu| menu.shown_lines().map(|line| line.label(menu.words)).collect::<Vec<_>>();
        assert_eq!(labels(&menu), ["npm · a", "npm · b"]);
        let code = CodeView { id: "b".into(), code: "755224".into(), next: "287082".into(), valid_until: 59 };
        menu.add_codes(&[code]);
        assert_eq!(labels(&menu), ["npm · a", "npm · b   755224"]);
    }

    #[test]
    fn what_waits_is_counted_in_words() {
        let words = Menu::default().words;
        assert_eq!(waiting(words, 2).as_deref(), Some("2 versions wait to be published"));
        assert_eq!(waiting(words, 0), None);
    }

    #[test]
    fn every_account_has_a_line_of_bearable_length() {
        assert_eq!(name("npm", "mona"), "npm · mona");
        assert_eq!(name("", "mona"), "mona");
        assert_eq!(name("npm", ""), "npm");
        assert_eq!(name("", ""), "");
        assert!(name(&"n".repeat(400), &"m".repeat(400)).chars().count() <= 2 * claim::NAME + 3);
    }
}
