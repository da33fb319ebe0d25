//! Records what the real clients write when they ask for a code: `cargo run --features tools --example record [NAME]...`.
//!
//! One file a client in `tests/fixtures/prompts`: the bytes up to the prompt, and, after a line that says so, those that
//! follow a typed code. The core's tests read them.

#![allow(clippy::unwrap_used, reason = "a recording may end where it stands")]

#[cfg(target_os = "linux")]
mod support;

#[cfg(target_os = "linux")]
fn main() {
    let wanted: Vec<String> = std::env::args().skip(1).collect();
    for client in support::clients::CLIENTS {
        if wanted.is_empty() || wanted.iter().any(|name| client.name.starts_with(name.as_str())) {
            recording::record(client);
        }
    }
}

#[cfg(not(target_os = "linux"))]
fn main() {
    eprintln!("The clients are recorded on Linux alone.");
}

#[cfg(target_os = "linux")]
mod recording {
    use std::fs;
    use std::thread::sleep;
    use std::time::Duration;

    use super::support::mock::{SECRET, TOKEN};
    use super::support::{Authenticator, Challenge, Client, Home, Mock, Stage, Terminal, tools};

    /// Stands between what came before a code was typed and what came after.
    const TYPED: &[u8] = b"\n---- typed ----\n";

    /// Records a code that is taken, and one that is not.
    pub(super) fn record(client: &Client) {
        let file = client.name.to_lowercase().replace(' ', "-");
        let folder = tools::repository().join("tests/fixtures/prompts");
        fs::create_dir_all(&folder).unwrap();
        let right = Authenticator::new(SECRET).code(0);
        let (before, after) = publish(client, &right);
        fs::write(folder.join(format!("{file}.bytes")), [&before, TYPED, &after].concat()).unwrap();
        let (_, after) = publish(client, "000000");
        fs::write(folder.join(format!("{file}.refused")), after).unwrap();
    }

    /// Has a client publish, and returns what it wrote before and after the code was typed.
    fn publish(client: &Client, code: &str) -> (Vec<u8>, Vec<u8>) {
        let mock = Mock::start(Challenge::Classic);
        let mut home = Home::new();
        home.set("npm_config_auth_type", "legacy");
        client.install(&home);
        home.sign_in_at(&mock);
        let stage =
            Stage { home: &home, registry: &mock.url(), token: TOKEN, package: "demo", version: "1.0.0" };
        let line = client.prepare(&stage);
        let mut words = line.split(' ');
        let mut command = home.command(words.next().unwrap());
        command.args(words);
        let mut terminal = Terminal::start(command);
        let before = quiet(&terminal);
        let raw = terminal.is_raw();
        for digit in code.chars() {
            terminal.type_text(&digit.to_string());
            sleep(Duration::from_millis(60));
        }
        if !client.name.starts_with("np ") {
            terminal.type_text("\r");
        }
        let mut ended = None;
        for _ in 0..100 {
            sleep(Duration::from_millis(100));
            ended = ended.or_else(|| terminal.ended());
        }
        let after = terminal.bytes()[before.len()..].to_vec();
        eprintln!("{}: {ended:?}, raw: {raw}, published: {}", client.name, mock.has("demo", "1.0.0"));
        (latest(before), without_places(&after))
    }

    /// Stack traces name files; where those lie on this machine is nobody's business.
    fn without_places(output: &[u8]) -> Vec<u8> {
        let rig = tools::package("").display().to_string().replace("/node_modules/", "");
        String::from_utf8_lossy(output).replace(&rig, "/rig").into_bytes()
    }

    /// A list that is drawn again and again is not kept from its beginning.
    fn latest(before: Vec<u8>) -> Vec<u8> {
        let redrawn = |at: &usize| before[*at..].starts_with(b"\x1b[?25l");
        let start = (before.len().saturating_sub(8 * 1024)..before.len()).find(redrawn).unwrap_or(0);
        if before.len() > 16 * 1024 { before[start..].to_vec() } else { before }
    }

    /// What was written once nothing more comes for a while and something asks.
    fn quiet(terminal: &Terminal) -> Vec<u8> {
        let mut last = (Vec::new(), 0);
        for _ in 0..400 {
            sleep(Duration::from_millis(100));
            let bytes = terminal.bytes();
            last = if bytes == last.0 { (bytes, last.1 + 1) } else { (bytes, 0) };
            let text = terminal.text().to_lowercase();
            if last.1 > 12 && (text.contains("otp") || text.contains("one-time")) {
                break;
            }
        }
        last.0
    }
}
