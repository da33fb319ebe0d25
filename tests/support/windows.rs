//! The product's windows on a screen nobody sees, with a driver in them.

use std::process::{Command, Stdio};

use super::browser::{Browser, Door};
use super::home::Home;
use super::keyring::Keyring;
use super::programs::Programs;
use super::running::Running;
use super::screen::Screen;
use super::waiting::eventually;

/// The main window over an empty keychain. Parts end in this order: the driver before what it drives.
pub(crate) struct Windows {
    pub(crate) browser: Browser,
    agent: Running,
    pub(crate) keyring: Keyring,
    pub(crate) home: Home,
    door: Door,
    pub(crate) screen: Screen,
}

impl Windows {
    /// Starts the product and opens its main window.
    pub(crate) fn open() -> Self {
        let mut home = Home::new();
        let screen = Screen::start(&mut home);
        let keyring = Keyring::unlocked(&mut home);
        let door = Door::in_the(&mut home);
        let (agent, browser) = opened(&home, door);
        Self { browser, agent, keyring, home, door, screen }
    }

    /// Ends the product as a crash would, and starts it again.
    pub(crate) fn restart(&mut self) {
        self.agent.kill();
        // The windows leave with the agent; until then the door is still theirs.
        eventually("the windows to leave", || (!self.door.is_open()).then_some(()));
        (self.agent, self.browser) = opened(&self.home, self.door);
    }
}

/// Starts the product in a home whose door a driver may use, and looks at its main window.
pub(crate) fn opened(home: &Home, door: Door) -> (Running, Browser) {
    let agent = Running::start(quiet(Programs::drivable().agent(home, "--open")));
    let browser = Browser::enter(home, door);
    browser.look_at("Countersign");
    (agent, browser)
}

/// Pastes a link into the dialog for new accounts, by the name of the button that opens it, and keeps its account.
pub(crate) fn add(browser: &Browser, button: &str, link: &str) {
    browser.click(&browser.find("button", button));
    browser.type_into(&browser.find("textbox", "Link or text"), link);
    browser.click(&browser.find("button", "Read"));
    keep(browser);
}

/// Keeps the account that the dialog shows.
pub(crate) fn keep(browser: &Browser) {
    browser.click(&browser.find("button", "Keep 1 account"));
    eventually("the dialog to close", || browser.select("dialog[open]").is_empty().then_some(()));
}

/// Goes to the settings.
pub(crate) fn show_settings(browser: &Browser) {
    browser.click(&browser.find("button", "Menu"));
    browser.click(&browser.find("button", "Settings…"));
    browser.find("heading", "Settings");
}

/// Lets a program say nothing and hear nothing.
pub(crate) fn quiet(mut command: Command) -> Command {
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command
}
