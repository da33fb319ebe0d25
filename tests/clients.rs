//! Every client that installs here, against a real registry and against one that authenticates in the browser.

use std::sync::Mutex;
use std::thread;
use std::time::Duration;

use crate::support::clients::CLIENTS;
use crate::support::waiting::eventually_within;
use crate::support::{Challenge, Client, Counter, Desk, Mock, Registry, Terminal};

/// How many clients are tried at a time.
const AT_A_TIME: usize = 3;

/// How a code got to the registry.
fn way(terminal: &Terminal) -> &'static str {
    let text = terminal.text();
    match (text.matches("typed a code of").count(), text.matches("sent a code of").count()) {
        (1, 0) => "typed once",
        (0, 1) => "sent once",
        (0, 0) => "none",
        _ => "several",
    }
}

/// Waits until the client's request waits.
fn asked<'a>(counter: &'a mut Counter, terminal: &mut Terminal) -> &'a mut Desk {
    let mut opened = false;
    for _ in 0..600 {
        // A question that is the person's.
        if !opened && terminal.screen().contains("open this url now?") {
            opened = true;
            terminal.enter("n");
        }
        let text = counter.desk.console().text();
        let latest = text.rsplit("== Approval request:").next().unwrap_or_default();
        if latest.contains("publish") && !latest.contains("settled") {
            return counter.desk.is_asked("publish");
        }
        thread::sleep(Duration::from_millis(100));
    }
    panic!("no request of\n{}", terminal.screen());
}

/// Published with one approval at a registry with real codes.
fn at_a_real_registry(client: &Client) -> &'static str {
    let registry = Registry::shared();
    let user = registry.user("mona");
    let secret = registry.enroll(&user);
    let mut counter = Counter::open();
    counter.add(&user, &secret);
    let place = counter.at_registry(registry, &user, client);
    let mut terminal = place.runs(&format!("--account {}", user.name));
    asked(&mut counter, &mut terminal).approve();
    assert_eq!(terminal.exit_code(), 0, "{}: {}", client.name, terminal.screen());
    assert!(registry.has(&place.package, "1.0.0"), "{}", client.name);
    way(&terminal)
}

/// Published at a registry that authenticates in the browser where a client can, and nothing was sent on a no.
fn at_one_with_a_page(client: &Client) -> [&'static str; 2] {
    let mock = Mock::start(Challenge::ByHeaders);
    let mut counter = Counter::open();
    let options = if goes_to_the_page(client) { "--bridge" } else { "" };
    let place = counter.at(&mock, client, "denied", "1.0.0");
    let mut terminal = place.runs(options);
    asked(&mut counter, &mut terminal).deny();
    left_alone(&mut terminal);
    assert_eq!(mock.codes(), Vec::<String>::new(), "{}", client.name);
    assert!(!mock.has("denied", "1.0.0"));
    let denied = way(&terminal);
    drop(terminal);

    let place = counter.at(&mock, client, "demo", "1.0.0");
    let mut terminal = place.runs(options);
    asked(&mut counter, &mut terminal).approve();
    assert_eq!(terminal.exit_code(), 0, "{}: {}", client.name, terminal.screen());
    assert!(mock.has("demo", "1.0.0"), "{}", client.name);
    let mut codes = mock.codes();
    codes.dedup();
    assert_eq!(codes.len(), 1, "{}", client.name);
    [denied, way(&terminal)]
}

/// Clients that would not ask in the terminal there.
fn goes_to_the_page(client: &Client) -> bool {
    ["pnpm 11", "pnpm 12"].iter().any(|name| client.name.starts_with(name))
}

/// A prompt is left to the person, who gives up; a client without one ends by itself.
fn left_alone(terminal: &mut Terminal) {
    eventually_within(
        Duration::from_secs(60),
        || format!("the refusal to be told in\n{}", terminal.screen()),
        || terminal.text().contains("was refused").then_some(()),
    );
    for _ in 0..100 {
        if terminal.ended().is_some() {
            return;
        }
        terminal.press_ctrl('c');
        thread::sleep(Duration::from_millis(200));
    }
    panic!("it does not end: {}", terminal.screen());
}

#[test]
fn every_client_publishes_with_one_code_and_sends_none_on_a_no() {
    let only = std::env::var("COUNTERSIGN_TEST_CLIENT").unwrap_or_default();
    let wanted = CLIENTS.iter().filter(|client| client.name.starts_with(&only));
    let queue = Mutex::new(wanted.enumerate().collect::<Vec<_>>().into_iter());
    let (rows, reasons) = (Mutex::new(Vec::new()), Mutex::new(Vec::new()));
    thread::scope(|scope| {
        for _ in 0..AT_A_TIME {
            scope.spawn(|| {
                while let Some((place, client)) = { queue.lock().unwrap().next() } {
                    let tried =
                        std::panic::catch_unwind(|| (at_a_real_registry(client), at_one_with_a_page(client)));
                    // The others are tried all the same.
                    let (real, [denied, page]) = tried.unwrap_or_else(|panic| {
                        let reason = panic.downcast_ref::<String>().map_or("", String::as_str);
                        reasons.lock().unwrap().push(format!("{}: {reason}", client.name));
                        ("failed", ["failed"; 2])
                    });
                    let option = if goes_to_the_page(client) { ", with `--bridge`" } else { "" };
                    let row = format!("| {} | {real} | {page}{option} | {denied} |", client.name);
                    rows.lock().unwrap().push((place, row));
                }
            });
        }
    });
    let mut rows = rows.into_inner().unwrap();
    rows.sort();
    let head =
        "| client | Verdaccio 9 | a registry that authenticates in the browser | denied |\n|---|---|---|---|";
    let rows: Vec<String> = rows.into_iter().map(|(_, row)| row).collect();
    let table = format!("{head}\n{}\n", rows.join("\n"));
    eprintln!("{table}");
    let pages = std::fs::read_to_string(crate::support::tools::repository().join("README.md")).unwrap();
    let reasons = reasons.into_inner().unwrap();
    assert!(reasons.is_empty(), "{}", reasons.join("\n\n"));
    assert!(!only.is_empty() || pages.contains(&table), "README.md shows another table than this:\n{table}");
}
