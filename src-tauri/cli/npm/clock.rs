//! Asks a registry what time it is.

use super::client;
use countersign_core::npm::clock::{Reading, skew};
use serde::Deserialize;
use std::process::{Command, Stdio};
use std::time::{SystemTime, UNIX_EPOCH};

/// Has Node tell the two headers that npm does not tell. npm runs on Node, so it is there, it trusts the same certificates,
/// and this program needs no TLS of its own. Nothing but the address goes out: no token, no cookie.
const SCRIPT: &str = "
const [url] = process.argv.slice(1);
let sent;
const asked = require(url.startsWith('https:') ? 'https' : 'http').get(
  url, { headers: { 'cache-control': 'no-cache' }, timeout: 5000 }, answer => {
    const { date, age } = answer.headers;
    process.stdout.write(JSON.stringify({ sent, received: Date.now(), date, age }));
    asked.destroy();
  });
asked.on('finish', () => { sent = Date.now(); });
asked.on('timeout', () => asked.destroy());
asked.on('error', () => {});
";

#[derive(Deserialize)]
struct Told {
    sent: u64,
    received: u64,
    date: String,
    age: Option<String>,
}

/// Returns how many seconds this machine's clock is ahead of a registry's; none where that cannot be found out.
pub(crate) fn ahead_of(registry: &str) -> Option<i32> {
    if !registry.starts_with("http://") && !registry.starts_with("https://") {
        return None;
    }
    // An address that was never asked for is in no cache.
    let moment = SystemTime::now().duration_since(UNIX_EPOCH).ok()?.as_millis();
    let url = format!("{}/-/ping?at={moment}", registry.trim_end_matches('/'));
    let mut node = Command::new(if cfg!(windows) { "node.exe" } else { "node" });
    node.args(["-e", SCRIPT, &url]).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let answered = client::answer(node).ok()?;
    let told: Told = serde_json::from_str(&answered.output).ok()?;
    let Told { sent, received, date, age } = told;
    skew(Reading { date: &date, age: age.as_deref(), sent_ms: sent, received_ms: received })
}
