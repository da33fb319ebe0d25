//! The palette: keys from anywhere, some letters, Enter, and on with the work.

use crate::support::desk::link;
use crate::support::screen::{hand, until_visible};
use crate::support::shortcuts::Shortcuts;
use crate::support::windows::{Windows, add, quiet};
use crate::support::{Authenticator, Home, Keyring, Programs, Running, Screen, Window, eventually};

const OCTO: &str = "TESTSECRETTESTSECRETTESTSECRET22";
const MONA: &str = "TESTSECRETTESTSECRETTESTSECRET33";
const PALETTE: &str = "Copy a code";

fn output(home: &Home, program: &str, arguments: &[&str]) -> String {
    let output = home.command(program).args(arguments).output().expect("it is installed");
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

fn clipboard(home: &Home) -> String {
    output(home, "xclip", &["-o", "-selection", "clipboard"])
}

fn focused(home: &Home) -> String {
    output(home, "xdotool", &["getactivewindow", "getwindowname"])
}

fn is_gone(home: &Home) {
    eventually("the palette to go", || {
        (!hand(home, &["search", "--onlyvisible", "--name", &format!("^{PALETTE}$")])).then_some(())
    });
}

/// Presses the keys in whatever window has the focus, and waits for the palette to take it.
fn call(windows: &Windows) {
    windows.screen.press(&windows.home, "ctrl+alt+o");
    until_visible(&windows.home, PALETTE);
    eventually("the palette to have the focus", || (focused(&windows.home) == PALETTE).then_some(()));
}

/// Waits until the window that had the focus has it again, and proves it by typing there.
fn is_typed_on(windows: &Windows, terminal: &mut Window, word: &str) {
    is_gone(&windows.home);
    eventually("the terminal to have the focus", || (focused(&windows.home) != PALETTE).then_some(()));
    windows.screen.type_text(&windows.home, word);
    windows.screen.press(&windows.home, "Return");
    terminal.wait_for(&format!("heard {word}"));
}

#[test]
fn keys_letters_and_enter_copy_a_code_and_give_the_keyboard_back() {
    let windows = Windows::open();
    let (home, browser, screen) = (&windows.home, &windows.browser, &windows.screen);
    for (issuer, name, secret) in [("GitHub", "octo", OCTO), ("npm", "mona", MONA)] {
        add(browser, "Add", &link(issuer, name, secret));
    }
    let mut terminal =
        screen.terminal(home, "sh -c 'echo ready; while read word; do echo heard $word; done'", (60, 12));
    terminal.wait_for("ready");
    terminal.focus(home);

    call(&windows);
    let authenticator = Authenticator::new(OCTO);
    let before = authenticator.code(0);
    // A slip is forgiven.
    screen.type_text(home, "gihtub");
    screen.press(home, "Return");
    let copied = eventually("a code in the clipboard", || {
        Some(clipboard(home)).filter(|text| text.len() == 6 && text.bytes().all(|byte| byte.is_ascii_digit()))
    });
    assert!([before, authenticator.code(0)].contains(&copied), "not the code of GitHub, octo");
    is_typed_on(&windows, &mut terminal, "first");

    call(&windows);
    let authenticator = Authenticator::new(MONA);
    let before = authenticator.code(1);
    screen.type_text(home, "npm");
    screen.press(home, "shift+Return");
    eventually("the next code in the clipboard", || {
        [&before, &authenticator.code(1)].contains(&&clipboard(home)).then_some(())
    });
    is_typed_on(&windows, &mut terminal, "second");

    let last = clipboard(home);
    call(&windows);
    screen.type_text(home, "git");
    screen.press(home, "Escape");
    is_typed_on(&windows, &mut terminal, "third");
    assert!([last, String::new()].contains(&clipboard(home)), "nothing was copied");
}

/// The desktop holds the keys, and its portal says when they are pressed.
#[test]
fn the_keys_that_a_wayland_desktop_holds_open_the_palette() {
    let mut home = Home::new();
    let _screen = Screen::start(&mut home);
    let _keyring = Keyring::unlocked(&mut home);
    let portal = Shortcuts::start(&home, true);
    // The windows go to the screen that is there all the same.
    home.set("WAYLAND_DISPLAY", "wayland-of-a-test");
    let _agent = Running::start(quiet(Programs::released().agent(&home, "--background")));
    let bound = portal.bound();
    portal.press(&bound);
    until_visible(&home, PALETTE);
}
