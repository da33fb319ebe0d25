//! The real windows: the product's own, and first a screen nobody sees and a driver in a window of someone else's.

mod accessible; // what a screen reader finds in every window, and that it can be worked with
mod adding; // from a picture, from a link, by hand; there after a restart
mod beginning; // a first start, what was decided, a clock that is wrong
mod guard; // what no page, no driver and no window may do
mod list; // arranged and searched by keyboard, the same after a restart
mod main_job; // enrol, add from a picture, copy, publish, deny, lose the window
mod memory; // no secret is where a browser engine is
mod moving; // an encrypted file in, all of it back out, an export that another program reads
mod npm_page; // what waits is published from the window, an error is explained
mod page; // where a client has the person authenticate: opened by a click alone
mod palette; // a code without the mouse and without the window
mod panel; // a click on the icon in a desktop's panel
mod scanning; // the screen, the clipboard, what is pasted or dragged
mod screens; // every screen, in each theme, shape and language: axe-core has no objection, all of it fits
mod settings; // what is set is in force and stays

use std::process::Stdio;

use crate::support::{Browser, Door, Home, Running, Screen};

#[test]
fn a_terminal_window_can_be_typed_into_and_seen() {
    let mut home = Home::new();
    let screen = Screen::start(&mut home);
    let mut window =
        screen.terminal(&home, "printf 'Your name: '; read name; echo Hello $name; read name", (80, 24));
    window.wait_for("Your name: ");
    screen.type_text(&home, "Mona");
    screen.press(&home, "Return");
    window.wait_for("Hello Mona");

    let file = home.path().join("screen.png");
    screen.picture(&home, &file);
    let picture = image::open(file).unwrap().to_luma8();
    assert_eq!(picture.dimensions(), (1280, 800));
    let lit = picture.pixels().filter(|pixel| pixel.0[0] > 128).count();
    assert!(lit > 1000, "a window with text is on the screen");

    screen.press(&home, "Return");
    window.wait();
}

#[test]
fn a_driver_enters_a_window_that_others_started() {
    let mut home = Home::new();
    let _screen = Screen::start(&mut home);
    let door = Door::in_the(&mut home);
    let page = r#"<!doctype html><title>Elsewhere</title>
        <input type="search" id="search" aria-label="Search accounts">
        <ul aria-label="Accounts"><li><button aria-label="Copy code for npm, mona"
            onclick="this.textContent = document.querySelector('#search').value">123 456</button></li></ul>"#;
    let page = home.write("page.html", page);

    let mut program = home.command("sh");
    program.args(["-c", "exec /usr/lib/*/webkit2gtk-4.1/MiniBrowser --automation about:blank"]);
    program.stdout(Stdio::null()).stderr(Stdio::null());
    let _program = Running::start(program);
    let browser = Browser::enter(&home, door);
    browser.visit(&format!("file://{}", page.display()));

    browser.look_at("Elsewhere");
    assert!(browser.titles().contains(&"Elsewhere".to_owned()));
    browser.type_into(&browser.find("searchbox", "Search accounts"), "npm");
    let copy = browser.find("button", "Copy code for npm, mona");
    assert_eq!(browser.text(&copy), "123 456");
    browser.click(&copy);
    assert_eq!(browser.text(&copy), "npm");
    assert_eq!(browser.name(&browser.focused()), "Copy code for npm, mona");
    assert!(browser.shows("list", "Accounts"));
    assert!(!browser.shows("button", "Approve"));

    let file = home.path().join("page.png");
    browser.picture(&file);
    assert!(image::open(file).unwrap().width() > 100);
}
