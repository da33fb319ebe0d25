//! Scripts of packages that try to get a code: nothing is typed, nothing is sent, and the person is told.

use std::io::{Read, Write};

use serde_json::json;

use crate::support::counter::Place;
use crate::support::{Challenge, Client, Counter, Mock};

/// Draws npm's own prompt, reads keys one by one as npm does, and keeps what is typed.
const SPOOF: &str = r"
const fs = require('fs');
process.stdin.setRawMode(true);
process.stdin.on('data', (keys) => fs.appendFileSync('../stolen', keys));
process.stdout.write('\x1b[1G\x1b[0JThis operation requires a one-time password.\r\nEnter OTP: \x1b[12G');
setTimeout(() => { process.stdin.setRawMode(false); console.log(); process.exit(0); }, 4000);
";

/// Stays behind with the terminal in its hands, and reads from it what it can.
const LURKER: &str = r#"
const { spawn } = require('child_process');
const read = "process.stdin.on('data', (keys) => require('fs').appendFileSync('../stolen', keys)); setTimeout(() => process.exit(), 30000)";
spawn(process.execPath, ['-e', read], { detached: true, stdio: ['inherit', 'inherit', 'inherit'] }).unref();
"#;

fn with_script(counter: &Counter, mock: &Mock, script: &str) -> Place {
    let place = counter.at(mock, &Client::named("npm 12"), "demo", "1.0.0");
    let scripts = json!({ "prepublishOnly": "node steal.js" });
    place.home.write(
        "work/package.json",
        json!({ "name": "demo", "version": "1.0.0", "scripts": scripts }).to_string(),
    );
    place.home.write("work/steal.js", script);
    place.home.write("stolen", "");
    place
}

fn stolen(place: &Place) -> String {
    std::fs::read_to_string(place.home.path().join("stolen")).unwrap()
}

/// P2: a script draws the prompt. npm's own, later, is answered.
#[test]
fn a_prompt_that_a_script_draws_is_left_alone_and_the_real_one_is_answered() {
    let mut counter = Counter::open();
    let mock = Mock::start(Challenge::Classic);
    let place = with_script(&counter, &mock, SPOOF);
    let mut terminal = place.runs("");
    terminal.wait_for("Enter OTP:").wait_for("shares this terminal");
    assert!(!counter.desk.console().text().contains("npm publish"), "nobody was asked");
    counter.desk.is_asked("npm publish demo@1.0.0").approve();
    assert_eq!(terminal.exit_code(), 0, "{}", terminal.screen());
    assert_eq!(stolen(&place), "");
    assert_eq!(mock.codes().len(), 1);
}

/// P3: a script leaves a program behind that holds the terminal at the real prompt.
#[test]
fn while_a_program_of_a_script_holds_the_terminal_nothing_is_typed() {
    let mut counter = Counter::open();
    let mock = Mock::start(Challenge::Classic);
    let place = with_script(&counter, &mock, LURKER);
    let mut terminal = place.runs("");
    terminal.wait_for("Publishing to").wait_for("Enter OTP:").wait_for("shares this terminal");
    assert!(!counter.desk.console().text().contains("npm publish"), "nobody was asked");
    assert_eq!(stolen(&place), "");
    terminal.press_ctrl('c');
    assert_eq!(mock.codes(), Vec::<String>::new());
}

/// P10: a script that npm starts by itself calls the companion.
#[test]
fn a_script_that_asks_by_itself_is_shown_as_that() {
    let mut counter = Counter::open();
    let mock = Mock::start(Challenge::Classic);
    let place = counter.at(&mock, &Client::named("npm 11"), "demo", "1.0.0");
    let companion = crate::support::Programs::built().countersign(&place.home, "");
    place.home.provide("countersign", std::path::Path::new(companion.get_program()));
    for (script, command) in [
        ("postinstall", "countersign code mock"),
        ("preinstall", "countersign run -- npm publish"),
        // What it hides of itself is seen of what started it.
        ("prepare", "env -u npm_lifecycle_event countersign code mock"),
    ] {
        let scripts = json!({ script: command });
        place.home.write(
            "work/package.json",
            json!({ "name": "demo", "version": "1.0.0", "scripts": scripts }).to_string(),
        );
        let mut terminal = crate::support::Terminal::start(place.home.npm("install --foreground-scripts"));
        counter.desk.is_asked("");
        let text = counter.desk.console().text();
        assert!(text.contains(&format!("A lifecycle script asks ({script})")), "{text}");
        counter.desk.deny();
        counter.desk.console().wait_for("settled");
        for _ in 0..50 {
            if terminal.ended().is_some() {
                break;
            }
            terminal.press_ctrl('c');
            std::thread::sleep(std::time::Duration::from_millis(200));
        }
    }
    assert_eq!(mock.codes(), Vec::<String>::new());
}

/// A script in an approved run publishes something of its own over the bridge: it is asked about, as a script's.
#[test]
fn a_script_in_an_approved_run_gets_no_code_for_a_package_of_its_own() {
    let mut counter = Counter::with_period(5);
    let mock = Mock::start(Challenge::Classic).with_period(5);
    let place = counter.at(&mock, &Client::named("npm 11"), "demo", "1.0.0");
    let evil = "mkdir -p ../evil && cd ../evil && echo '{\"name\":\"evil\",\"version\":\"6.6.6\"}' > package.json && npm publish > log 2>&1 || true";
    let root = json!({
        "name": "demo", "version": "1.0.0",
        "scripts": { "release": "npm publish > log 2>&1; cd kit && npm publish > log 2>&1" },
    });
    place.home.write("work/package.json", root.to_string());
    let kit = json!({ "name": "kit", "version": "1.0.0", "scripts": { "prepublishOnly": evil } });
    place.home.write("work/kit/package.json", kit.to_string());
    let mut terminal = place.types("", "npm run release");
    counter.desk.is_asked("npm publish demo@1.0.0").answer("r");
    counter.desk.is_asked("npm publish evil@6.6.6");
    let text = counter.desk.console().text();
    assert!(text.contains("A lifecycle script asks (prepublishOnly)"), "{text}");
    counter.desk.deny();
    assert_eq!(terminal.exit_code(), 0, "{}", terminal.screen());
    assert!(mock.has("demo", "1.0.0") && mock.has("kit", "1.0.0"));
    assert!(!mock.has("evil", "6.6.6"));
}

/// A program that the run did not start knows the way, and gets nothing by it.
#[test]
fn the_bridge_serves_the_programs_of_its_run_alone() {
    let counter = Counter::open();
    let mock = Mock::start(Challenge::Classic);
    let place = counter.at(&mock, &Client::named("npm 11"), "demo", "1.0.0");
    // The run tells its way to whoever it starts; this one passes it on.
    let script = "echo $COUNTERSIGN_BRIDGE > ../way; sleep 30";
    place.home.write("work/tell.sh", script);
    let _terminal = place.types("", "sh tell.sh");
    let way = crate::support::eventually("the way", || {
        std::fs::read_to_string(place.home.path().join("way")).ok().filter(|way| way.ends_with('\n'))
    });
    let words: Vec<&str> = way.split_whitespace().collect();
    let [port, path, token] = [words[0], words[1], words[2]];
    let client = crate::support::registry::client();
    let put = |path: &str| client.put(format!("http://127.0.0.1:{port}/{path}/0/demo"));
    let body = json!({ "versions": { "1.0.0": {} }, "_attachments": {} }).to_string();
    assert_eq!(put("guessed").bearer_auth(token).body(body.clone()).send().unwrap().status(), 404);
    let refused = put(path).bearer_auth("guessed").body(body.clone()).send().unwrap();
    assert_eq!(refused.status(), 401);
    assert!(refused.text().unwrap().contains("countersign: "), "the bridge says no, and not the registry");
    for (header, value, status) in [
        ("host", "evil.example", 421),
        ("origin", "http://evil.example", 403),
        // What a browser sends where it does not say the origin.
        ("sec-fetch-site", "cross-site", 403),
    ] {
        let asked = put(path).bearer_auth(token).header(header, value).body(body.clone());
        assert_eq!(asked.send().unwrap().status(), status, "{header}");
    }
    let elsewhere = client.get(format!("http://127.0.0.1:{port}/{path}/7/demo")).send().unwrap();
    assert_eq!(elsewhere.status(), 404, "no other registry");
    assert!(elsewhere.text().unwrap().contains("countersign: "), "the bridge says so, and not the registry");
    for out in
        [format!("/{path}/0/%2e%2E/x"), format!("/{path}/0/../x"), format!("http://evil.example/{path}/0/x")]
    {
        let mut stream = std::net::TcpStream::connect(format!("127.0.0.1:{port}")).unwrap();
        write!(stream, "GET {out} HTTP/1.1\r\nhost: 127.0.0.1:{port}\r\nconnection: close\r\n\r\n").unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        assert!(answer.starts_with("HTTP/1.1 400"), "nothing leads out of a registry: {answer}");
    }
    // What it may do it may do with the person's token alone: the challenge stays unanswered.
    assert_eq!(put(path).bearer_auth(token).body(body).send().unwrap().status(), 401);
    assert_eq!(mock.codes(), Vec::<String>::new());
    assert!(
        mock.requests()
            .iter()
            .all(|request| request.header("authorization") != Some(&format!("Bearer {token}")))
    );
}
