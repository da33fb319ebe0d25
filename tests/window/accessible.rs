//! What a screen reader finds in every window, and that someone who has nothing else can work with it. In the programs that
//! people get: no driver is in them.

use std::process::Stdio;
use std::thread::sleep;

use crate::support::desk::{ARMED, Desk, link};
use crate::support::windows::quiet;
use crate::support::{Authenticator, Home, Keyring, Programs, Reader, Running, Screen, eventually};

const SECRET: &str = "TESTSECRETTESTSECRETTESTSECRET22";
const MAIN: &str = "Countersign";
const ASKED: &str = "Approval request";
const PALETTE: &str = "Copy a code";

/// The open window of a home with one account, and someone who hears it.
struct Place {
    reader: Reader,
    _agent: Running,
    _keyring: Keyring,
    _screen: Screen,
    home: Home,
}

impl Place {
    fn new() -> Self {
        let mut home = Home::new();
        let screen = Screen::start(&mut home);
        let keyring = Keyring::unlocked(&mut home);
        let mut desk = Desk::open(&home);
        desk.add(&home, &link("npm", "mona", SECRET));
        desk.quit();
        let reader = Reader::start(&mut home);
        let agent = Running::start(quiet(Programs::released().agent(&home, "--open")));
        Self { reader, _agent: agent, _keyring: keyring, _screen: screen, home }
    }

    /// Finds these buttons in a window, and no control without a name.
    fn has_buttons(&self, window: &str, names: &[&str]) {
        self.reader.finds_all(window, "push button", names);
        let controls = self.reader.controls(window);
        assert!(controls.len() >= names.len(), "{names:?} are among what can be used: {controls:?}");
        let nameless: Vec<_> = controls.iter().filter(|control| control.name.trim().is_empty()).collect();
        assert!(nameless.is_empty(), "without a name in {window:?}: {nameless:?}, among {controls:?}");
    }

    fn press(&self, window: &str, name: &str) {
        self.reader.press(&self.reader.finds(window, "push button", name));
    }

    fn clipboard(&self) -> String {
        let pasted = self.home.command("xclip").args(["-o", "-selection", "clipboard"]).output();
        String::from_utf8_lossy(&pasted.expect("xclip is installed").stdout).into_owned()
    }
}

#[test]
fn every_control_of_the_main_window_is_found_by_role_and_name_and_can_be_pressed() {
    let place = Place::new();
    place.reader.finds(MAIN, "entry", "Search accounts");
    place.reader.finds(MAIN, "list", "Accounts");
    place.has_buttons(MAIN, &["npm", "Add", "Menu", "Copy code for npm, mona", "Details of npm, mona"]);

    let authenticator = Authenticator::new(SECRET);
    let before = authenticator.code(0);
    place.press(MAIN, "Copy code for npm, mona");
    let copied = eventually("a code in the clipboard", || Some(place.clipboard()).filter(|it| it.len() == 6));
    assert!([before, authenticator.code(0)].contains(&copied), "not the code that was asked for");
    place.reader.hears(MAIN, "Code for npm, mona copied");

    place.press(MAIN, "Add");
    place.reader.finds(MAIN, "dialog", "Add accounts");
    place.reader.finds(MAIN, "entry", "Link or text");
    place.has_buttons(MAIN, &["Scan screen", "Paste", "Choose pictures", "Read"]);
}

#[test]
fn every_setting_is_found_by_role_and_name() {
    let place = Place::new();
    place.press(MAIN, "Menu");
    place.press(MAIN, "Settings…");
    let choices = ["Theme", "Language", "Density", "When nobody has used Countersign for"];
    place.reader.finds_all(MAIN, "combo box", &choices);
    let switches =
        ["When the screen is locked", "Show codes in its menu", "Start with the session, without a window"];
    place.reader.finds_all(MAIN, "check box", &switches);
    let parts = ["Looks", "Lock", "Tray", "Where my secrets are", "About Countersign"];
    place.reader.finds_all(MAIN, "landmark", &parts);
    place.has_buttons(MAIN, &["Done", "Lock now", "Show decisions", "Licences of what is built in"]);
}

#[test]
fn a_request_is_heard_and_answered() {
    let place = Place::new();
    place.reader.finds(MAIN, "list", "Accounts");
    let mut asking = Programs::released().countersign(&place.home, "list");
    asking.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
    let asking = asking.spawn().expect("the companion starts");
    place.reader.finds(ASKED, "alert", "Approval request");
    place.has_buttons(ASKED, &["Deny", "Approve"]);
    eventually("the focus to be on the no", || {
        place.reader.finds(ASKED, "push button", "Deny").is_focused().then_some(())
    });
    sleep(ARMED);
    place.press(ASKED, "Approve");
    let output = asking.wait_with_output().unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stdout).trim(), "npm, mona");
}

#[test]
fn the_palette_is_found_by_role_and_name() {
    let place = Place::new();
    place.reader.finds(MAIN, "list", "Accounts");
    let toggled = Programs::released().countersign(&place.home, "toggle --palette").status();
    assert!(toggled.is_ok_and(|status| status.success()));
    place.reader.finds(PALETTE, "combo box", "Account whose code is copied");
    place.reader.finds(PALETTE, "list box", "Accounts");
    // The box has the keyboard, and what Enter would copy is spoken.
    eventually("the first account to be spoken", || {
        place.reader.finds(PALETTE, "list item", "npm mona").is_focused().then_some(())
    });
    place.has_buttons(PALETTE, &[]);
}
