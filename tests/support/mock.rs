//! A registry of a few hundred lines that challenges as others do: npmjs.com, by mail, in the browser, never, always.
//!
//! It keeps what is published in memory, and remembers every request, so that a test can see what was sent, and how often.

mod wire;

use std::collections::{BTreeMap, BTreeSet};
use std::net::TcpListener;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::authenticator::Authenticator;
use super::home::Home;
use super::waiting::eventually;
use wire::Conversation;
pub(crate) use wire::Request;

/// How a second factor is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Challenge {
    /// `401` with `www-authenticate: OTP`.
    Classic,
    /// `401` whose body alone says so, as old servers do.
    InTheBody,
    /// `401` with the addresses of a page where to authenticate.
    Web,
    /// The page for clients that say they can do that, and the classic way for others: npmjs.com.
    ByHeaders,
    /// The classic way, for a code that was mailed.
    Email,
    /// `403`: the account has no second factor, and needs one.
    Forbidden,
}

/// The token of the only user.
pub(crate) const TOKEN: &str = "test-token-of-mona";

/// The secret of the only user.
pub(crate) const SECRET: &str = "TESTSECRETTESTSECRETTESTSECRET22";

/// What the page in the browser gives a client that waits.
const WEB_TOKEN: &str = "1234567890123456";

/// A running mock; it ends with the test program.
pub(crate) struct Mock {
    address: String,
    state: Arc<Mutex<State>>,
}

struct State {
    address: String,
    challenge: Challenge,
    /// Whether a code is taken once only.
    single_use: bool,
    /// Seconds that a code stands for.
    period: u64,
    /// How long a connection may be idle before a request on it is lost.
    patience: Duration,
    /// Where a request with a code is sent on to.
    leads_to: Option<String>,
    used: BTreeSet<String>,
    /// How often the waiting page was asked, and whether the person was there.
    authenticated: bool,
    packages: BTreeMap<String, Value>,
    requests: Vec<Request>,
}

impl Mock {
    /// Starts one that takes a code as often as it comes.
    pub(crate) fn start(challenge: Challenge) -> Self {
        let listener = super::registry::listener();
        let address = listener.local_addr().expect("it has an address").to_string();
        let state = State {
            address: address.clone(),
            challenge,
            single_use: false,
            period: 30,
            patience: Duration::MAX,
            leads_to: None,
            used: BTreeSet::new(),
            authenticated: false,
            packages: BTreeMap::new(),
            requests: Vec::new(),
        };
        let state = Arc::new(Mutex::new(state));
        let shared = Arc::clone(&state);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let state = Arc::clone(&shared);
                // A conversation that breaks off is the client's business.
                thread::spawn(move || drop(serve(Conversation::with(stream), &state)));
            }
        });
        Self { address, state }
    }

    /// From now on every code is taken once only.
    pub(crate) fn refusing_replays(self) -> Self {
        lock(&self.state).single_use = true;
        self
    }

    /// Codes stand for so many seconds, so that a test of several steps need not take minutes.
    pub(crate) fn with_period(self, seconds: u64) -> Self {
        lock(&self.state).period = seconds;
        self
    }

    /// A connection is closed after so long without a request: just as the next one is on its way.
    pub(crate) fn closing_after(self, patience: Duration) -> Self {
        lock(&self.state).patience = patience;
        self
    }

    /// A request with a code is answered by the address of another registry.
    pub(crate) fn leading_to(self, other: &Self) -> Self {
        lock(&self.state).leads_to = Some(other.url());
        self
    }

    /// The address a person would configure, with the closing slash.
    pub(crate) fn url(&self) -> String {
        format!("http://{}/", self.address)
    }

    /// `host:port`.
    pub(crate) fn address(&self) -> &str {
        &self.address
    }

    /// Whether someone published this version.
    pub(crate) fn has(&self, package: &str, version: &str) -> bool {
        let state = lock(&self.state);
        state.packages.get(package).is_some_and(|document| document["versions"][version].is_object())
    }

    /// Every request so far.
    pub(crate) fn requests(&self) -> Vec<Request> {
        lock(&self.state).requests.clone()
    }

    /// The requests that carried a code, and the codes.
    pub(crate) fn codes(&self) -> Vec<String> {
        self.requests()
            .into_iter()
            .filter_map(|request| request.header("npm-otp").map(str::to_owned))
            .collect()
    }

    /// The person opened the page and authenticated there.
    pub(crate) fn authenticate(&self) {
        lock(&self.state).authenticated = true;
    }

    /// Waits until a client asks whether the person was at the page.
    pub(crate) fn waits_for_the_page(&self) {
        eventually("somebody to wait for the page", || {
            self.requests().iter().any(|request| request.path.starts_with("/-/v1/done")).then_some(())
        });
    }

    /// What the page gives.
    pub(crate) fn web_token() -> &'static str {
        WEB_TOKEN
    }
}

impl Home {
    /// Signs the only user of a mock in.
    pub(crate) fn sign_in_at(&self, mock: &Mock) {
        let (url, address) = (mock.url(), mock.address());
        self.write(
            ".npmrc",
            format!("registry={url}\n//{address}/:_authToken={TOKEN}\nupdate-notifier=false\n"),
        );
    }
}

fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

fn serve(mut conversation: Conversation, state: &Mutex<State>) -> std::io::Result<()> {
    let mut said: Option<Instant> = None;
    while let Some(request) = conversation.hear()? {
        let answer = {
            let mut state = lock(state);
            if said.is_some_and(|said| said.elapsed() > state.patience) {
                break;
            }
            state.requests.push(request.clone());
            state.answer(&request)
        };
        conversation.say(&answer)?;
        said = Some(Instant::now());
    }
    Ok(())
}

/// What is answered.
pub(crate) struct Reply {
    status: u16,
    headers: Vec<(&'static str, String)>,
    body: Value,
}

impl Reply {
    fn new(status: u16, body: Value) -> Self {
        Self { status, headers: Vec::new(), body }
    }

    fn reason(&self) -> &'static str {
        match self.status {
            307 => "Temporary Redirect",
            401 => "Unauthorized",
            403 => "Forbidden",
            404 => "Not Found",
            _ => "OK",
        }
    }

    fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }
}

impl State {
    fn answer(&mut self, request: &Request) -> Reply {
        let (path, query) = request.path.split_once('?').unwrap_or((&request.path, ""));
        match (request.method.as_str(), path) {
            ("GET", "/-/v1/done") if self.authenticated => Reply::new(200, json!({ "token": WEB_TOKEN })),
            ("GET", "/-/v1/done") => Reply::new(202, json!({})).with("retry-after", "1"),
            ("GET", "/-/whoami") => Reply::new(200, json!({ "username": "mona" })),
            ("GET", "/-/npm/v1/user") => {
                Reply::new(200, json!({ "name": "mona", "tfa": { "mode": "auth-and-writes" } }))
            }
            ("GET", path) if path.ends_with("/collaborators") => Reply::new(200, json!({ "mona": "write" })),
            ("GET", path) if path.starts_with("/-/") => Reply::new(200, json!({})),
            ("GET" | "HEAD", path) => match self.packages.get(&package(path)) {
                Some(document) => Reply::new(200, document.clone()),
                None => Reply::new(404, json!({ "error": "not found" })),
            },
            _ => self.write(request, path, query),
        }
    }

    fn write(&mut self, request: &Request, path: &str, _query: &str) -> Reply {
        if request.header("authorization") != Some(&format!("Bearer {TOKEN}")) {
            return Reply::new(401, json!({ "error": "Unauthorized" })).with("www-authenticate", "Bearer");
        }
        if self.challenge == Challenge::Forbidden {
            let error = "Two-factor authentication or granular access token with bypass 2fa enabled is required to publish packages.";
            return Reply::new(403, json!({ "error": error }));
        }
        let code = request.header("npm-otp");
        if let (Some(_), Some(other)) = (code, &self.leads_to) {
            let location = format!("{other}{}", path.trim_start_matches('/'));
            return Reply::new(307, json!({})).with("location", location);
        }
        match code {
            Some(code) if self.takes(code) => {}
            Some(_) => {
                return Reply::new(401, json!({ "error": "invalid OTP" })).with("www-authenticate", "OTP");
            }
            None => return self.challenge(request),
        }
        if request.method == "PUT"
            && let Some(document) =
                serde_json::from_slice(&request.body).ok().filter(|it: &Value| it["versions"].is_object())
        {
            return self.keep(package(path), document);
        }
        Reply::new(201, json!({ "ok": true }))
    }

    /// The codes of the neighbouring steps are taken, too.
    fn takes(&mut self, code: &str) -> bool {
        let phone = Authenticator::with_period(SECRET, self.period);
        let right = code == WEB_TOKEN || (-1..=1).any(|steps| phone.code(steps) == code);
        let new = self.used.insert(code.to_owned());
        right && (new || !self.single_use)
    }

    fn challenge(&self, request: &Request) -> Reply {
        let web = request.header("npm-auth-type") == Some("web") && request.header("npm-command").is_some();
        let (address, notice) = (
            &self.address,
            "Open http://localhost:1/login to use your security key for authentication or enter OTP from your authenticator app",
        );
        let sentence =
            "You must provide a one-time pass. Upgrade your client to npm@latest in order to use 2FA.";
        let classic = || Reply::new(401, json!({ "error": sentence })).with("www-authenticate", "OTP");
        let page = || {
            Reply::new(401, json!({
                "authUrl": format!("http://{address}/auth/cli/8b4f6f3c-0000-4000-8000-000000000000"),
                "doneUrl": format!("http://{address}/-/v1/done?authId=8b4f6f3c-0000-4000-8000-000000000000"),
            }))
            .with("www-authenticate", "OTP")
        };
        match self.challenge {
            Challenge::Web => page(),
            Challenge::ByHeaders if web => page(),
            Challenge::ByHeaders => classic().with("npm-notice", notice),
            Challenge::InTheBody => Reply::new(401, json!({ "error": sentence })),
            Challenge::Email => {
                classic().with("npm-notice", "Please check your email for a one-time password (OTP)")
            }
            Challenge::Classic | Challenge::Forbidden => classic(),
        }
    }

    fn keep(&mut self, package: String, mut document: Value) -> Reply {
        let versions = document["versions"].as_object().cloned().unwrap_or_default();
        let kept = self.packages.entry(package).or_insert_with(|| {
            document["_attachments"] = json!({});
            document
        });
        for (version, manifest) in versions {
            kept["versions"][version] = manifest;
        }
        Reply::new(201, json!({ "ok": true, "success": true }))
    }
}

/// The package in a path: `/@demo%2fkit` is `@demo/kit`.
fn package(path: &str) -> String {
    path.trim_start_matches('/').replace("%2f", "/").replace("%2F", "/").replace("%40", "@")
}
