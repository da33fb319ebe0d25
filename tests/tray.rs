//! The tray: the accounts one click away where something shows it, and nothing missing where nothing does.

use std::io::Write;
use std::process::{Output, Stdio};
use std::thread::sleep;
use std::time::Duration;

use rustix::process::Signal;

use crate::support::desk::{ARMED, Desk, add, link};
use crate::support::waiting::{eventually_or, eventually_within};
use crate::support::{Authenticator, Bus, Home, Keyring, Panel, Programs, Running, Screen, Tray, eventually};

const MONA: &str = "TESTSECRETTESTSECRETTESTSECRET22";
const OCTO: &str = "TESTSECRETTESTSECRETTESTSECRET33";

/// What the menu says of one account.
const LINES: [&str; 5] = ["npm · mona", "Open Countersign", "Scan the screen", "Lock", "Quit"];

/// Brings an account in, and ends the agent again.
fn enrol(home: &Home, accounts: &[(&str, &str)]) {
    let mut desk = Desk::open(home);
    for (account, secret) in accounts {
        desk.add(home, &link("npm", account, secret));
    }
    desk.quit();
}

/// Starts the agent as signing in does: no window, no console.
fn in_background(home: &Home) -> Running {
    let mut agent = Programs::built().agent(home, "--background");
    agent.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
    Running::start(agent)
}

/// Waits for the agent's end, which must be a quiet one.
fn ends_quietly(agent: &mut Running) {
    assert_eq!(agent.wait().code(), Some(0));
    let mut errors = agent.child().stderr.take().expect("its errors are a pipe");
    assert_eq!(std::io::read_to_string(&mut errors).unwrap(), "");
}

fn xclip(home: &Home, target: &str) -> Output {
    home.command("xclip").args(["-o", "-selection", "clipboard", "-t", target]).output().expect("xclip runs")
}

/// Returns what is in the clipboard; `None` where nobody owns it.
fn clipboard(home: &Home, target: &str) -> Option<String> {
    let pasted = xclip(home, target);
    pasted.status.success().then(|| String::from_utf8_lossy(&pasted.stdout).into_owned())
}

/// Chooses an account and waits until its code, and no other's, is in the clipboard.
fn copies(home: &Home, choose: impl FnOnce(), secret: &str) {
    let authenticator = Authenticator::new(secret);
    let before = authenticator.code(0);
    choose();
    let copied = eventually("a code in the clipboard", || clipboard(home, "UTF8_STRING"));
    assert!([before, authenticator.code(0)].contains(&copied), "not the code of the account that was chosen");
}

#[test]
fn choosing_an_account_copies_its_code_while_no_window_is_open() {
    let mut home = Home::new();
    let _screen = Screen::start(&mut home);
    let _keyring = Keyring::unlocked(&mut home);
    enrol(&home, &[("mona", MONA), ("oc_to", OCTO)]);
    let tray = Tray::start(&home);
    let _agent = in_background(&home);
    let item = tray.item();
    item.shows(&["npm · mona", "npm · oc__to", "Open Countersign", "Scan the screen", "Lock", "Quit"]);
    let shown = item.everything();
    for secret in [MONA, OCTO] {
        let authenticator = Authenticator::new(secret);
        for kept in [secret.to_owned(), authenticator.code(-1), authenticator.code(0), authenticator.code(1)]
        {
            assert!(!shown.contains(&kept), "a code or a secret is in what every program may read");
        }
    }
    assert_eq!(clipboard(&home, "UTF8_STRING"), None, "nothing is copied before anything is chosen");

    copies(&home, || item.choose("npm · oc__to"), OCTO);
    let kinds = clipboard(&home, "TARGETS").unwrap();
    assert!(
        kinds.lines().any(|kind| kind == "x-kde-passwordManagerHint"),
        "histories are not asked to leave it out"
    );
    assert_eq!(clipboard(&home, "x-kde-passwordManagerHint").as_deref(), Some("secret"));
}

/// By default they are not: every program of the session can read what is in the menu.
#[test]
fn codes_stand_in_the_menu_once_that_is_set() {
    let mut home = Home::new();
    let _screen = Screen::start(&mut home);
    let _keyring = Keyring::unlocked(&mut home);
    enrol(&home, &[("mona", MONA)]);
    home.write("countersign/settings.json", r#"{ "version": 1, "tray": { "codes": true } }"#);
    let tray = Tray::start(&home);
    let _agent = in_background(&home);
    let item = tray.item();
    let authenticator = Authenticator::new(MONA);
    let line = || format!("npm · mona   {}", authenticator.code(0));
    eventually_or(
        || format!("{:?} in {:?}", line(), item.lines()),
        || item.lines().contains(&line()).then_some(()),
    );
    // It follows the clock by itself.
    let first = line();
    eventually("another code", || (item.lines().contains(&line()) && line() != first).then_some(()));
    let now = || item.lines().into_iter().find(|line| line.starts_with("npm · mona   ")).unwrap();
    copies(&home, || item.choose(&now()), MONA);
}

#[test]
fn an_account_that_was_used_stands_before_the_others() {
    let mut home = Home::new();
    let _screen = Screen::start(&mut home);
    let _keyring = Keyring::unlocked(&mut home);
    enrol(&home, &[("mona", MONA), ("octo", OCTO)]);
    let tray = Tray::start(&home);
    let _agent = in_background(&home);
    let item = tray.item();
    item.shows(&["npm · mona", "npm · octo", "Open Countersign", "Scan the screen", "Lock", "Quit"]);
    copies(&home, || item.choose("npm · octo"), OCTO);
    item.shows(&["npm · octo", "npm · mona", "Open Countersign", "Scan the screen", "Lock", "Quit"]);
}

#[test]
fn locking_in_the_tray_takes_the_code_and_the_accounts_away() {
    let mut home = Home::new();
    let _screen = Screen::start(&mut home);
    let _keyring = Keyring::unlocked(&mut home);
    enrol(&home, &[("mona", MONA)]);
    let tray = Tray::start(&home);
    let _agent = in_background(&home);
    let item = tray.item();
    item.shows(&LINES);
    copies(&home, || item.choose("npm · mona"), MONA);

    item.choose("Lock");
    item.shows(&["Open Countersign", "[Lock]", "Quit"]);
    // Sooner than it is emptied without locking.
    let emptied = || clipboard(&home, "UTF8_STRING").is_none().then_some(());
    eventually_within(Duration::from_secs(10), || "an empty clipboard".into(), emptied);
}

/// U7: what the person copied after the code is theirs.
#[test]
fn what_was_copied_later_outlives_locking_and_quitting() {
    let mut home = Home::new();
    let _screen = Screen::start(&mut home);
    let _keyring = Keyring::unlocked(&mut home);
    enrol(&home, &[("mona", MONA)]);
    let tray = Tray::start(&home);
    let mut agent = in_background(&home);
    let item = tray.item();
    item.shows(&LINES);
    copies(&home, || item.choose("npm · mona"), MONA);
    let _owner = copy(&home, "a shopping list");

    item.choose("Lock");
    item.shows(&["Open Countersign", "[Lock]", "Quit"]);
    item.choose("Quit");
    ends_quietly(&mut agent);
    assert_eq!(clipboard(&home, "UTF8_STRING").as_deref(), Some("a shopping list"));
}

/// Copies a text as another program would. The clipboard holds it as long as that program runs.
fn copy(home: &Home, text: &str) -> Running {
    let mut owner = home.command("xclip");
    owner.args(["-i", "-quiet", "-selection", "clipboard"]);
    owner.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
    let mut owner = Running::start(owner);
    let mut input = owner.child().stdin.take().expect("its input is a pipe");
    input.write_all(text.as_bytes()).expect("it reads its input");
    drop(input);
    eventually("the text in the clipboard", || {
        clipboard(home, "UTF8_STRING").filter(|pasted| pasted == text).map(drop)
    });
    owner
}

#[test]
fn a_request_is_announced_in_the_tray_and_never_decided_there() {
    let mut home = Home::new();
    let keyring = Keyring::unlocked(&mut home);
    let mut desk = Desk::open(&home);
    let tray = Tray::start(&home);
    let item = tray.item();
    item.shows(&["Open Countersign", "Scan the screen", "Lock", "Quit"]);
    assert_eq!(item.status(), "Active");

    let adding = add(&home, &link("npm", "mona", MONA));
    desk.is_asked("");
    let request = eventually("the request in the menu", || {
        item.lines().into_iter().find(|line| line.starts_with("Show request: "))
    });
    assert_eq!(item.status(), "NeedsAttention");
    // From now on a yes would be taken.
    sleep(ARMED);
    item.choose(&request);
    home.says("a request waits for you");

    desk.deny();
    assert!(!adding.wait_with_output().unwrap().status.success(), "denied at the console");
    assert_eq!(keyring.count(&home), 0);
    item.shows(&["Open Countersign", "Scan the screen", "Lock", "Quit"]);
}

#[test]
fn the_menu_speaks_the_language_that_is_set() {
    let mut home = Home::new();
    let _keyring = Keyring::unlocked(&mut home);
    home.set("LANG", "de_DE.UTF-8");
    let tray = Tray::start(&home);
    let german = in_background(&home);
    tray.item().shows(&["Countersign öffnen", "Den Bildschirm absuchen", "Sperren", "Beenden"]);
    drop(german);
    home.write("countersign/settings.json", r#"{ "version": 1, "language": "en" }"#);
    let _english = in_background(&home);
    tray.item().shows(&["Open Countersign", "Scan the screen", "Lock", "Quit"]);
}

#[test]
fn where_nothing_shows_a_tray_the_app_goes_on() {
    let mut home = Home::new();
    let keyring = Keyring::unlocked(&mut home);
    let mut desk = Desk::open(&home);
    desk.add(&home, &link("npm", "mona", MONA));
    assert_eq!(keyring.count(&home), 1);
    desk.quit();
}

#[test]
fn the_tray_comes_with_its_host_and_comes_back_with_it() {
    let mut home = Home::new();
    let _screen = Screen::start(&mut home);
    let _keyring = Keyring::unlocked(&mut home);
    enrol(&home, &[("mona", MONA)]);
    let _agent = in_background(&home);
    home.says("is open");

    let tray = Tray::start(&home);
    tray.item().shows(&LINES);
    drop(tray);
    home.says("is open");

    let tray = Tray::start(&home);
    let item = tray.item();
    item.shows(&LINES);
    copies(&home, || item.choose("npm · mona"), MONA);
}

/// A real one, which draws the icon itself and shows the menu.
#[test]
fn in_a_desktops_panel_the_icon_is_seen_and_its_menu_copies() {
    let mut home = Home::new();
    let screen = Screen::start(&mut home);
    let _keyring = Keyring::unlocked(&mut home);
    enrol(&home, &[("mona", MONA), ("octo", OCTO)]);
    let panel = Panel::start(&home, &screen);
    let mut agent = in_background(&home);
    let icon = panel.icon(&home, &screen);
    let [red, green, blue] = icon.colour;
    assert!(green > red + 40 && green > blue, "the icon has not the colour of ours: {:?}", icon.colour);
    copies(&home, || icon.choose(&home, &screen, 2), OCTO);
    // The line below the three that open, scan and lock; octo was used, and stands first now.
    icon.choose(&home, &screen, 6);
    ends_quietly(&mut agent);
}

/// At several moments, because there is one in which a host could be missed.
#[test]
fn a_host_that_comes_while_the_agent_starts_is_not_missed() {
    for moment in 0..24 {
        let (home, _bus, _agent) = on_a_bus_of_its_own();
        sleep(Duration::from_millis(moment));
        let tray = Tray::start(&home);
        tray.item().shows(&["Open Countersign", "[Lock]", "Quit"]);
    }
}

/// Several at once, because the panic and the end of the process ran for it.
#[test]
fn ending_when_the_bus_is_gone_is_no_panic() {
    let mut agents: Vec<_> = (0..12).map(|_| on_a_bus_of_its_own()).collect();
    for (home, bus, _) in &mut agents {
        home.says("has no store");
        drop(bus.take());
    }
    for (home, _, agent) in &agents {
        home.says("has no store");
        agent.signal(Signal::TERM);
    }
    for (_, _, agent) in &mut agents {
        ends_quietly(agent);
    }
}

fn on_a_bus_of_its_own() -> (Home, Option<Bus>, Running) {
    let mut home = Home::new();
    let bus = Bus::start(&mut home);
    let agent = in_background(&home);
    (home, Some(bus), agent)
}
