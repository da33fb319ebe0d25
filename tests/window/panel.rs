//! The icon in a real panel, and what a click on it does.

use crate::support::screen::until_visible;
use crate::support::windows::quiet;
use crate::support::{Home, Keyring, Panel, Programs, Running, Screen};

#[test]
fn a_click_on_the_icon_in_a_desktops_panel_opens_the_window() {
    let mut home = Home::new();
    let screen = Screen::start(&mut home);
    let _keyring = Keyring::unlocked(&mut home);
    let panel = Panel::start(&home, &screen);
    let _agent = Running::start(quiet(Programs::released().agent(&home, "--background")));
    panel.icon(&home, &screen).click(&home);
    until_visible(&home, "Countersign");
}
