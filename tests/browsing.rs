//! Clients that have the person authenticate in the browser.

use crate::support::{Challenge, Client, Counter, Mock};

/// Those that wait for a page in the terminal, each in its own words.
const WAITING: [&str; 6] = ["npm 9", "npm 11", "npm 12", "pnpm 11", "pnpm 12", "bun"];

/// The page is shown in the app while the client waits, and the request goes with it. No code is sent but the page's own.
#[test]
fn the_app_shows_the_page_that_a_client_waits_for() {
    for name in WAITING {
        let mut counter = Counter::open();
        let mock = Mock::start(Challenge::Web);
        let place = counter.at(&mock, &Client::named(name), "demo", "1.0.0");
        let mut terminal = place.runs("");
        counter.desk.is_asked("demo@1.0.0, in the browser");
        let text = counter.desk.console().text();
        assert!(text.contains(&format!("{}auth/cli/", mock.url())), "{name}: {text}");
        let words = text.rsplit("Compare: ").next().unwrap().lines().next().unwrap().trim().to_owned();
        terminal.wait_for(&words);
        mock.waits_for_the_page();
        mock.authenticate();
        assert_eq!(terminal.exit_code(), 0, "{name}: {}", terminal.screen());
        assert_eq!(mock.codes(), [Mock::web_token()], "{name}");
        assert!(mock.has("demo", "1.0.0"), "{name}");
        counter.desk.console().wait_for("settled");
    }
}

/// Dismissed in the app, the page is the person's own business, and the client still waits for it.
#[test]
fn a_dismissed_page_can_still_be_visited() {
    let mut counter = Counter::open();
    let mock = Mock::start(Challenge::Web);
    let place = counter.at(&mock, &Client::named("npm 12"), "demo", "1.0.0");
    let mut terminal = place.runs("");
    counter.desk.is_asked("in the browser").deny();
    terminal.wait_for("open the page yourself");
    mock.authenticate();
    assert_eq!(terminal.exit_code(), 0, "{}", terminal.screen());
    assert_eq!(mock.codes(), [Mock::web_token()]);
}

/// A code for a page is never the program's: where there is no clipboard it stays where it is.
#[test]
fn an_approved_code_for_a_page_is_not_typed() {
    let mut counter = Counter::open();
    let mock = Mock::start(Challenge::Web);
    let place = counter.at(&mock, &Client::named("npm 12"), "demo", "1.0.0");
    let mut terminal = place.runs("");
    counter.desk.is_asked("in the browser").approve();
    terminal.wait_for("The code could not be copied");
    mock.authenticate();
    assert_eq!(terminal.exit_code(), 0, "{}", terminal.screen());
    assert_eq!(mock.codes(), [Mock::web_token()]);
    assert!(!terminal.text().contains("typed a code"));
}

/// A tool without a terminal gets the outcome over the bridge, and the app shows where to go meanwhile.
#[test]
fn the_app_shows_the_page_where_a_tool_has_no_terminal() {
    let mut counter = Counter::open();
    let mock = Mock::start(Challenge::Web);
    let place = counter.at(&mock, &Client::named("npm 12"), "demo", "1.0.0");
    let output = place.pipes("", "npm publish --json", || {
        counter.desk.is_asked("npm publish demo@1.0.0, in the browser");
        assert!(counter.desk.console().text().contains(&format!("{}auth/cli/", mock.url())));
        mock.authenticate();
    });
    assert!(output.status.success(), "{output:?}");
    counter.desk.console().wait_for("settled");
    assert_eq!(mock.codes(), [Mock::web_token()]);
}

/// pnpm draws the page's address as a code, which is no authenticator's.
#[test]
fn a_drawn_page_is_said_to_be_one() {
    let mut counter = Counter::open();
    let mock = Mock::start(Challenge::Web);
    let place = counter.at(&mock, &Client::named("pnpm 12"), "demo", "1.0.0");
    let terminal = place.runs("");
    counter.desk.is_asked("in the browser");
    place.home.write("work/screen.txt", terminal.screen());
    let output = place.home.companion("scan --text screen.txt");
    let (found, said) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(found.starts_with(&format!("{}auth/cli/", mock.url())), "{found}{said}");
    assert!(said.contains("a link to a page"), "{said}");
}
