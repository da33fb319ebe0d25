//! What people see, copied or drag is read by the real window.

use std::path::Path;
use std::process::Stdio;

use crate::support::desk::link;
use crate::support::screen::{hand, place_of, until_visible};
use crate::support::story::Hands;
use crate::support::windows::Windows;
use crate::support::{Browser, Home, Running, Story, eventually};

const SECRET: &str = "TESTSECRETTESTSECRETTESTSECRET33";

/// Shows a page in a browser of someone else's, and moves its window to a place.
pub(super) fn page(home: &Home, title: &str, body: &str, (x, y): (u32, u32)) -> Running {
    let file = home.write(&format!("{title}.html"), format!("<!doctype html><title>{title}</title>{body}"));
    let mut program = home.command("sh");
    program.args(["-c", "exec /usr/lib/*/webkit2gtk-4.1/MiniBrowser --geometry=700x700 \"$0\""]);
    program.arg(format!("file://{}", file.display())).stdout(Stdio::null()).stderr(Stdio::null());
    // The driver is not to come to this one.
    program.env_remove("WEBKIT_INSPECTOR_SERVER").env_remove("TAURI_WEBVIEW_AUTOMATION");
    let program = Running::start(program);
    until_visible(home, &format!("{title}.*"));
    let (x, y) = (x.to_string(), y.to_string());
    assert!(hand(
        home,
        &["search", "--onlyvisible", "--name", &format!("^{title}"), "windowmove", "--sync", &x, &y]
    ));
    program
}

/// What the companion sees on the monitors now.
fn seen(home: &Home) -> String {
    let output = home.command("countersign").args(["scan", "--screen"]).output().unwrap();
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn boxes(browser: &Browser) -> Vec<String> {
    browser.all("checkbox").iter().map(|element| browser.name(element)).collect()
}

/// The real command's code in a real terminal on one of two monitors, a page with another one on the other, and our own
/// window in front of the first.
#[test]
fn scan_screen_finds_the_codes_of_a_terminal_and_of_a_page_on_two_monitors() {
    let mut story = Story::unseen(None);
    let Hands::Driver { screen, .. } = &story.hands else { unreachable!("it is unseen") };
    screen.divide(&story.home, &[("LEFT", 1000), ("RIGHT", 920)]);
    let code = story.home.code("github.png", &link("GitHub", "octo", SECRET));
    let body = format!("<h1>Set up your authenticator</h1><img src=\"file://{}\">", code.display());
    let _page = page(&story.home, "GitHub", &body, (1080, 100));
    story.enrol();
    // In front of the terminal's code, in part.
    let ours = ["search", "--onlyvisible", "--name", "^Countersign$"];
    assert!(hand(
        &story.home,
        &[&ours[..], &["windowmove", "--sync", "330", "90", "windowactivate", "--sync"]].concat()
    ));
    let before = place_of(&story.home, "^Countersign$");
    eventually("the page's code to be seen", || seen(&story.home).contains("GitHub:octo").then_some(()));
    assert!(!seen(&story.home).contains("issuer=npm"), "our window covers the terminal's code");

    let Hands::Driver { browser, .. } = &story.hands else { unreachable!("it is unseen") };
    browser.look_at("Countersign");
    // Offered at once where there is no account yet.
    browser.click(&browser.find("button", "Scan screen"));
    let found = eventually("both codes", || Some(boxes(browser)).filter(|boxes| boxes.len() == 2));
    let places: Vec<_> = browser.select(".where").iter().map(|place| browser.text(place)).collect();
    let at = |part: &str| found.iter().position(|name| name.contains(part)).unwrap();
    let (npm, github) = (1 - at("GitHub, octo"), at("GitHub, octo"));
    assert!(places[npm].starts_with("On LEFT"), "{places:?}");
    assert!(places[github].starts_with("On RIGHT"), "{places:?}");
    assert_eq!(browser.select(".miniature img").len(), 2);
    assert_eq!(place_of(&story.home, "^Countersign$"), before, "our window is back where it was");
    story.keep("scanned");

    let Hands::Driver { browser, .. } = &story.hands else { unreachable!("it is unseen") };
    browser.click(&browser.find("button", "Keep 2 accounts"));
    eventually("the dialog to close", || browser.select("dialog[open]").is_empty().then_some(()));
    browser.find("button", "Copy code for GitHub, octo");
    let name = found[npm].replacen("Keep ", "Copy code for ", 1);
    story.confirm_with(&name);
}

/// Pastes by the keyboard into the window, as a person would.
fn paste(windows: &Windows) {
    let ours = ["search", "--onlyvisible", "--name", "^Countersign$", "windowactivate", "--sync"];
    assert!(hand(&windows.home, &ours));
    windows.screen.press(&windows.home, "ctrl+v");
}

fn copied(home: &Home, form: &str, content: &Path) -> Running {
    let mut xclip = home.command("xclip");
    xclip.args(["-quiet", "-selection", "clipboard", "-t", form, "-i"]).arg(content);
    Running::start({
        xclip.stdout(Stdio::null()).stderr(Stdio::null());
        xclip
    })
}

#[test]
fn what_was_copied_is_read_wherever_it_is_pasted_in_the_window() {
    let windows = Windows::open();
    let (home, browser) = (&windows.home, &windows.browser);
    let parts = include_str!("../fixtures/transfer/otpauth-migration/parts-in-any-order.txt");
    let part = parts.lines().nth(1).unwrap();
    for (form, content, name) in [
        ("image/png", home.code("one.png", &link("One", "png", SECRET)), "Keep One, png"),
        (
            "image/jpeg",
            home.code("two.jpg", &link("Two", "jpeg", &SECRET.replace('T', "A"))),
            "Keep Two, jpeg",
        ),
        (
            "UTF8_STRING",
            home.write("three", link("Three", "text", &SECRET.replace('T', "B"))),
            "Keep Three, text",
        ),
        ("UTF8_STRING", home.write("four", part), "Keep Plain, tim"),
    ] {
        let _owner = copied(home, form, &content);
        eventually("the clipboard", || {
            let offered =
                home.command("xclip").args(["-o", "-selection", "clipboard", "-t", "TARGETS"]).output();
            String::from_utf8_lossy(&offered.unwrap().stdout).contains(form).then_some(())
        });
        paste(&windows);
        eventually(name, || boxes(browser).contains(&name.to_owned()).then_some(()));
    }
    assert!(browser.text(&browser.select(".found")[0]).contains("Parts 1 and 2 of 3 are missing."));

    // The button does the same without the page having a part in it.
    let _owner =
        copied(home, "image/png", &home.code("five.png", &link("Five", "button", &SECRET.replace('T', "C"))));
    eventually("the button's picture", || {
        browser.click(&browser.find("button", "Paste"));
        boxes(browser).contains(&"Keep Five, button".to_owned()).then_some(())
    });
    browser.click(&browser.find("button", "Keep 5 accounts"));
    browser.find("button", "Copy code for Plain, tim");
    assert_eq!(windows.keyring.count(home), 5);
}

/// A terminal's selection in a page of someone else's: its plain text has nothing but spaces.
#[test]
fn a_code_that_is_drawn_with_colours_is_read_from_what_a_page_copies() {
    let windows = Windows::open();
    let (home, browser) = (&windows.home, &windows.browser);
    let text = link("npm", "xterm", SECRET);
    let code = qrcode::QrCode::new(&text).unwrap();
    let side = code.width();
    let cell = |x: usize, y: usize| {
        let dark = x > 0 && y > 0 && x <= side && y <= side && code[(x - 1, y - 1)] == qrcode::Color::Dark;
        ["<span style=\"background-color:", if dark { "#000" } else { "#ddd" }, "\">&nbsp;&nbsp;</span>"]
            .concat()
    };
    let row = |y: usize| {
        ["<div>".into(), (0..side + 2).map(|x| cell(x, y)).collect::<String>(), "</div>".into()].concat()
    };
    let rows: String = (0..side + 2).map(row).collect();
    let body = format!("<body style=\"font: 6px monospace; background: #000; white-space: pre\">{rows}");
    let _page = page(home, "Terminal", &body, (40, 40));
    let other = ["search", "--onlyvisible", "--name", "^Terminal", "windowactivate", "--sync"];
    assert!(hand(home, &other));
    windows.screen.press(home, "ctrl+a");
    windows.screen.press(home, "ctrl+c");
    eventually("the clipboard", || {
        let offered = home.command("xclip").args(["-o", "-selection", "clipboard", "-t", "TARGETS"]).output();
        String::from_utf8_lossy(&offered.unwrap().stdout).contains("text/html").then_some(())
    });
    paste(&windows);
    let name = "Keep npm, xterm".to_owned();
    eventually("the code", || boxes(browser).contains(&name).then_some(()));
}

/// Drags from one place of the screen to another, in steps, as a hand does.
pub(super) fn drag(home: &Home, from: (i32, i32), to: (i32, i32)) {
    let at = |(x, y): (i32, i32)| assert!(hand(home, &["mousemove", &x.to_string(), &y.to_string()]));
    at(from);
    assert!(hand(home, &["mousedown", "1"]));
    for step in 1..=20 {
        at((from.0 + (to.0 - from.0) * step / 20, from.1 + (to.1 - from.1) * step / 20));
        std::thread::sleep(std::time::Duration::from_millis(40));
    }
    std::thread::sleep(std::time::Duration::from_millis(300));
    assert!(hand(home, &["mouseup", "1"]));
}

/// A picture in a page of a browser, which hands the file over that the picture is from; then a folder.
#[test]
fn what_is_dragged_from_another_window_is_read() {
    let windows = Windows::open();
    let (home, browser) = (&windows.home, &windows.browser);
    let code = home.code("dragged.png", &link("npm", "dragged", SECRET));
    let folder = home.path().join("work");
    let body = format!(
        "<body style=\"margin: 0\"><img src=\"file://{}\"><p style=\"font-size: 40px\"><a href=\"file://{}\">folder</a>",
        code.display(),
        folder.display()
    );
    let _page = page(home, "Elsewhere", &body, (560, 20));
    let ours = ["search", "--onlyvisible", "--name", "^Countersign$", "windowmove", "--sync", "20", "40"];
    assert!(hand(home, &ours));
    drag(home, (700, 250), (200, 300));
    let name = "Keep npm, dragged".to_owned();
    eventually("the picture", || boxes(browser).contains(&name).then_some(()));
    assert_eq!(browser.text(&browser.select(".where")[0]), "In dragged.png, in the middle");
    assert!(code.exists(), "what was dragged is still there");

    // The link stands below the picture; above both are the title and the bar of the browser's window.
    let (_, height) = image::image_dimensions(&code).unwrap();
    drag(home, (600, 20 + 75 + i32::try_from(height).unwrap() + 70), (200, 300));
    eventually("a word about the folder", || {
        let told = browser.select(".failure");
        told.iter().any(|failure| browser.text(failure).contains("it is a folder")).then_some(())
    });
}
