//! The main job from beginning to end, in real windows: enrol, read the code from a picture, publish with an approval.
//!
//! The demo tells it, the tests check it. Without a person a driver clicks, in the same windows.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::thread::sleep;
use std::time::Duration;

use super::browser::{Browser, Door, Element};
use super::home::Home;
use super::keyring::Keyring;
use super::npm::Npm;
use super::programs::Programs;
use super::registry::{Registry, User};
use super::running::Running;
use super::screen::{Screen, Window};
use super::waiting::{eventually, eventually_or};
use super::windows::quiet;

/// Columns and rows in which npm's QR code fits.
const TERMINAL: (u16, u16) = (88, 52);

/// Room for the terminal and the windows beside it.
const ROOM: (u32, u32) = (1920, 1000);

/// A registry, a user with a package, a terminal window, and the product.
pub(crate) struct Story {
    pub(crate) terminal: Window,
    pub(crate) hands: Hands,
    pub(crate) agent: Running,
    pub(crate) home: Home,
    pub(crate) package: String,
    programs: Programs,
    user: User,
    registry: Registry,
    pictures: Option<PathBuf>,
    taken: u32,
    _keyring: Keyring,
}

/// Who clicks and types.
#[expect(clippy::large_enum_variant, reason = "a story has one of these")]
pub(crate) enum Hands {
    /// A driver, on a screen nobody sees.
    Driver { browser: Browser, screen: Screen },
    /// The person in front of the screen.
    Person,
}

impl Story {
    /// Sets everything up on a screen nobody sees. Pictures of the steps go to a folder if one is named.
    pub(crate) fn unseen(pictures: Option<PathBuf>) -> Self {
        let mut home = Home::new();
        let screen = Screen::start_sized(&mut home, ROOM);
        let door = Door::in_the(&mut home);
        Self::begin(home, Programs::drivable(), pictures, |home| {
            let browser = Browser::enter(home, door);
            browser.look_at("Countersign");
            Hands::Driver { browser, screen }
        })
    }

    /// Sets everything up on the screen of the person who runs this.
    pub(crate) fn seen() -> Self {
        let mut home = Home::new();
        for name in ["DISPLAY", "XAUTHORITY"] {
            if let Some(value) = std::env::var_os(name) {
                home.set(name, value);
            }
        }
        Self::begin(home, Programs::released(), None, |_| Hands::Person)
    }

    fn begin(
        mut home: Home,
        programs: Programs,
        pictures: Option<PathBuf>,
        hands: impl FnOnce(&Home) -> Hands,
    ) -> Self {
        let registry = Registry::start();
        let user = registry.user("mona");
        Npm::Twelve.install(&home);
        home.provide("countersign", Path::new(programs.countersign(&home, "").get_program()));
        home.sign_in(&registry, &user);
        let package = "demo".to_owned();
        home.package(&package, "1.0.0");
        let keyring = Keyring::unlocked(&mut home);
        let agent = Running::start(quiet(programs.agent(&home, "--open")));
        let hands = hands(&home);
        let terminal = Window::open(&home, "env PS1='$ ' sh", TERMINAL);
        let terminal = match hands {
            Hands::Driver { .. } => terminal,
            Hands::Person => terminal.patient(Duration::from_secs(600)),
        };
        Self {
            terminal,
            hands,
            agent,
            home,
            package,
            programs,
            user,
            registry,
            pictures,
            taken: 0,
            _keyring: keyring,
        }
    }

    /// Runs npm's own enrolment and stops where it asks for a code.
    pub(crate) fn enrol(&mut self) {
        self.terminal.wait_for("$ ");
        self.type_line("npm profile enable-2fa auth-and-writes");
        self.terminal.wait_for("password:");
        let password = self.user.password.clone();
        match &self.hands {
            Hands::Person => tell(&format!("Type the password into the terminal window: {password}")),
            Hands::Driver { .. } => self.type_line(&password),
        }
        self.terminal.wait_for("And an OTP code from your authenticator:");
    }

    /// Takes a picture of the terminal window, has the QR code read from it, and confirms the account.
    pub(crate) fn add_from_a_picture(&mut self) {
        let picture = self.home.path().join("terminal.png");
        // The last line is written before it is drawn.
        sleep(Duration::from_millis(500));
        self.terminal.picture(&self.home, &picture);
        self.keep("enrolment");
        let mut add = self.programs.countersign(&self.home, "add --qr");
        let mut add = Running::start(quiet({
            add.arg(&picture);
            add
        }));
        self.press("Add an account", "Approve");
        assert!(add.wait().success(), "the account is added");
    }

    /// Gives npm the code it asks for to confirm the enrolment.
    pub(crate) fn confirm(&mut self) {
        self.confirm_with("Copy code for ");
    }

    /// The same, with the code of the account whose row begins so.
    pub(crate) fn confirm_with(&mut self, row: &str) {
        match &self.hands {
            Hands::Person => {
                tell(
                    "Click the new account in Countersign to copy its code, then paste it into the terminal and press Enter.",
                );
            }
            Hands::Driver { browser, .. } => {
                browser.look_at("Countersign");
                let row = eventually("the account's row", || copy_button(browser, row));
                browser.click(&row);
                let code = eventually("the code in the clipboard", || clipboard(&self.home));
                self.keep("accounts");
                self.type_line(&code);
            }
        }
        self.terminal.wait_for("2FA successfully enabled");
        self.keep("enrolled");
    }

    /// Publishes a version with an approval.
    pub(crate) fn publish(&mut self, version: &str) {
        self.home.package(&self.package, version);
        self.type_line("clear; countersign run -- npm publish; echo ended with $?");
        self.terminal.wait_for("Enter OTP:");
        self.press("npm publish", "Approve");
        self.terminal.wait_for("ended with 0");
        assert!(self.registry.has(&self.package, version), "{} has {version}", self.package);
        self.keep("published");
    }

    /// Answers a request: has the driver press a button of the approval window, or asks the person to.
    pub(crate) fn press(&mut self, sentence: &str, button: &str) {
        match &self.hands {
            Hands::Person => tell(&format!("Countersign asks: {sentence}. Read it, and press {button}.")),
            Hands::Driver { browser, .. } => {
                browser.look_at("Approval request");
                eventually_or(
                    || format!("{sentence:?} to be asked"),
                    || {
                        let heading = browser.select("h1").first().map(|heading| browser.text(heading));
                        heading.filter(|heading| heading.contains(sentence))
                    },
                );
                let button = eventually("the button to be armed", || {
                    let button = browser.all("button").into_iter().find(|it| browser.name(it) == button)?;
                    let unarmed = "return arguments[0].disabled || arguments[0].getAttribute('aria-disabled') === 'true'";
                    (browser.run(unarmed, &[button.reference()]) == false).then_some(button)
                });
                self.keep("request");
                if let Hands::Driver { browser, .. } = &self.hands {
                    browser.click_to_leave(&button);
                }
            }
        }
    }

    /// Returns the process of the windows, if there is one now.
    pub(crate) fn desktop(&self) -> Option<i32> {
        let mut children = self.home.command("pgrep");
        children.args(["-P", &self.agent.id().to_string(), "countersign-des"]);
        let found = children.output().expect("pgrep is installed");
        String::from_utf8_lossy(&found.stdout).trim().parse().ok()
    }

    /// Types a line into the terminal window.
    pub(crate) fn type_line(&self, line: &str) {
        match &self.hands {
            Hands::Person => tell(&format!("Type into the terminal window: {line}")),
            Hands::Driver { screen, .. } => {
                self.terminal.focus(&self.home);
                screen.type_text(&self.home, line);
                screen.press(&self.home, "Return");
            }
        }
    }

    /// Takes a picture of the whole screen, if pictures are wanted.
    pub(crate) fn keep(&mut self, what: &str) {
        if let (Hands::Driver { screen, .. }, Some(folder)) = (&self.hands, &self.pictures) {
            self.taken += 1;
            fs::create_dir_all(folder).unwrap();
            // What was just drawn in the page takes a moment to the screen.
            sleep(Duration::from_millis(400));
            screen.picture(&self.home, &folder.join(format!("{:02}-{what}.png", self.taken)));
        }
    }
}

/// Says something to whoever watches.
pub(crate) fn tell(line: &str) {
    eprintln!("\n-- {line}");
}

fn copy_button(browser: &Browser, row: &str) -> Option<Element> {
    // The row is there a moment before its code, and cannot be clicked until then.
    let ready = |button: &Element| browser.text(button).chars().filter(char::is_ascii_digit).count() >= 6;
    browser.all("button").into_iter().find(|button| browser.name(button).starts_with(row) && ready(button))
}

fn clipboard(home: &Home) -> Option<String> {
    let pasted =
        home.command("xclip").args(["-o", "-selection", "clipboard"]).stderr(Stdio::null()).output().ok()?;
    let pasted = String::from_utf8(pasted.stdout).ok()?;
    (pasted.len() == 6 && pasted.bytes().all(|byte| byte.is_ascii_digit())).then_some(pasted)
}
