//! What no page, no driver and no window may do.

use std::path::Path;
use std::process::Stdio;
use std::thread::sleep;
use std::time::Duration;

use serde_json::{Value, json};

use crate::support::screen::until_visible;
use crate::support::windows::{Windows, quiet};
use crate::support::{Browser, Door, Home, Keyring, Programs, Running, Screen};

/// Has the page call a command of the program behind it, and returns what came of it in words.
fn called(browser: &Browser, command: &str, arguments: &Value) -> String {
    let script = "return window.__TAURI_INTERNALS__.invoke(arguments[0], arguments[1])
        .then((value) => 'did ' + JSON.stringify(value), (error) => 'refused ' + JSON.stringify(error))";
    browser.run(script, &[json!(command), arguments.clone()]).as_str().unwrap_or_default().to_owned()
}

/// U1: people get a program that no driver enters, whatever the environment says.
#[test]
fn no_driver_enters_the_program_that_people_get() {
    let mut home = Home::new();
    let _screen = Screen::start(&mut home);
    let _keyring = Keyring::unlocked(&mut home);
    let door = Door::in_the(&mut home);
    home.set("WEBKIT_INSPECTOR_HTTP_SERVER", "127.0.0.1:0");
    let _agent = Running::start(quiet(Programs::released().agent(&home, "--open")));
    until_visible(&home, "Countersign");
    // As long as a driver takes to find the same door open in the programs built for it.
    for _ in 0..20 {
        assert!(!door.is_open(), "nothing listens for a driver");
        sleep(Duration::from_millis(100));
    }
}

/// U2: the window of the accounts cannot answer a request, and the approval window sees no codes.
#[test]
fn each_window_can_do_its_own_work_and_no_other() {
    let Windows { browser, home, .. } = &Windows::open();
    for (command, arguments) in [
        ("decide", json!({ "id": "any", "decision": { "say": "approve", "account": null } })),
        ("pending", json!({})),
        ("shown", json!({ "id": "any" })),
        ("plugin:window|close", json!({})),
        ("no_such_command", json!({})),
    ] {
        let outcome = called(browser, command, &arguments);
        assert!(outcome.starts_with("refused") && outcome.contains("not allowed"), "{command}: {outcome}");
    }
    assert!(called(browser, "overview", &json!({})).starts_with("did"), "its own work is done");

    let mut asking = Programs::drivable().countersign(home, "list");
    let _asking = Running::start(quiet({
        asking.stdin(Stdio::null());
        asking
    }));
    browser.look_at("Approval request");
    for (command, arguments) in [
        ("overview", json!({})),
        ("codes", json!({ "ids": [] })),
        ("copy", json!({ "id": "any", "next": false })),
        ("lock", json!({})),
    ] {
        let outcome = called(browser, command, &arguments);
        assert!(outcome.starts_with("refused") && outcome.contains("not allowed"), "{command}: {outcome}");
    }
    assert!(called(browser, "pending", &json!({})).starts_with("did"), "its own work is done");
}

/// U3: the page runs nothing but what it was built with, and speaks with nobody else.
#[test]
fn the_page_runs_no_other_script_and_speaks_with_nobody() {
    let Windows { browser, .. } = &Windows::open();
    let refused = |what: &str, script: &str| {
        assert_eq!(browser.run(script, &[]), json!("refused"), "{what}");
    };
    refused("eval", "try { (0, eval)('1'); return 'ran' } catch { return 'refused' }");
    refused(
        "a string for HTML",
        "try { document.createElement('p').innerHTML = '<b>x</b>'; return 'ran' } catch { return 'refused' }",
    );
    refused(
        "an inline handler",
        "window.ran = false; const it = document.createElement('button'); document.body.append(it);
         try { it.setAttribute('onclick', 'window.ran = true') } catch {}
         it.click(); it.remove(); return window.ran ? 'ran' : 'refused'",
    );
    refused("another server", "return fetch('http://127.0.0.1:9/').then(() => 'ran', () => 'refused')");
    refused(
        "a picture from another server",
        "return new Promise((tell) => {
             addEventListener('securitypolicyviolation', () => tell('refused'), { once: true });
             const it = new Image(); it.onload = () => tell('ran'); it.src = 'http://127.0.0.1:9/x.png'; })",
    );
    let here = browser.run("return location.href", &[]);
    browser.run("location.href = 'http://127.0.0.1:9/'; return null", &[]);
    sleep(Duration::from_millis(500));
    assert_eq!(browser.run("return location.href", &[]), here, "it stays where it is");
}

/// A person who starts the window's program opens the one app; the program alone shows nothing and holds nothing.
#[test]
fn the_windows_program_started_by_hand_asks_the_agent() {
    let Windows { home, browser, .. } = &Windows::open();
    let again = Programs::drivable().desktop(home, "").stdin(Stdio::null()).output().unwrap();
    assert!(again.status.success(), "{}", String::from_utf8_lossy(&again.stderr));
    assert_eq!(browser.titles().iter().filter(|title| *title == "Countersign").count(), 1);
    assert!(Path::new(&home.countersign()).exists());
}
