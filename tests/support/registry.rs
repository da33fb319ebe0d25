//! A real registry with two-factor authentication, on this machine alone.

use std::fs;
use std::iter;
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::Stdio;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, OnceLock, PoisonError};

use reqwest::blocking::{Client, Response};
use serde_json::{Value, json};

use super::authenticator::Authenticator;
use super::home::Home;
use super::running::Running;
use super::tools;
use super::waiting::eventually;

/// Verdaccio: it asks for codes as the public registry did, takes the neighbouring steps' codes, and refuses replays.
pub(crate) struct Registry {
    home: Home,
    scheme: &'static str,
    address: String,
    client: Client,
    server: Running,
}

/// Someone with an account at a [`Registry`].
pub(crate) struct User {
    pub(crate) name: String,
    pub(crate) password: String,
    pub(crate) token: String,
}

const CONFIGURATION: &str = "
storage: ./storage
auth: { htpasswd: { file: ./htpasswd, max_users: 10000 } }
packages: { '**': { access: $all, publish: $authenticated, unpublish: $authenticated } }
flags: { tfa: true, stage: true }
web: { enable: false }
userRateLimit: { windowMs: 1000, max: 100000 }
server: { rateLimit: { windowMs: 1000, max: 100000 } }
log: { type: stdout, format: pretty, level: http, colors: false }
";

static COUNT: AtomicU32 = AtomicU32::new(1);

impl Registry {
    /// Returns the registry that the tests of this program share. It takes seconds to start, and users keep apart.
    pub(crate) fn shared() -> &'static Self {
        static SHARED: OnceLock<Registry> = OnceLock::new();
        SHARED.get_or_init(Self::start)
    }

    /// Starts a registry nobody else uses.
    pub(crate) fn start() -> Self {
        Self::start_in(Home::new(), "http", "")
    }

    /// Starts one that takes packages with programs in them.
    pub(crate) fn for_large_packages() -> Self {
        Self::start_in(Home::new(), "http", "max_body_size: 200mb\n")
    }

    /// Starts one that is reached over TLS, with a certificate that an authority of its own signed.
    pub(crate) fn encrypted() -> Self {
        let home = Home::new();
        let sign = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost \
                    -addext subjectAltName=IP:127.0.0.1 -addext basicConstraints=critical,CA:FALSE -keyout key.pem -out cert.pem";
        let signed =
            home.command("openssl").args(sign.split_whitespace()).output().expect("openssl is installed");
        assert!(signed.status.success(), "{signed:?}");
        let file = |name: &str| home.work().join(name).display().to_string();
        let https = format!("https: {{ key: {}, cert: {} }}\n", file("key.pem"), file("cert.pem"));
        Self::start_in(home, "https", &https)
    }

    fn start_in(home: Home, scheme: &'static str, more: &str) -> Self {
        let configuration = home.write("work/config.yaml", format!("{CONFIGURATION}{more}"));
        let (server, port) = eventually("the registry to start", || {
            let port = free_port();
            let mut command = home.command(tools::node());
            command.arg("--require").arg(tools::repository().join("tests/support/registry.cjs"));
            command.arg(tools::package("verdaccio/bin/verdaccio")).arg("--config").arg(&configuration);
            command.args(["--listen", &format!("{scheme}://127.0.0.1:{port}")]).stdin(Stdio::null());
            let log = fs::File::create(log_of(&home)).unwrap();
            command.stdout(log.try_clone().unwrap()).stderr(log);
            let mut server = Running::start(command);
            // Ends early when another program took the port in between.
            until_it_answers(&mut server, &format!("{scheme}://127.0.0.1:{port}/-/ping"))
                .then_some((server, port))
        });
        Self { home, scheme, address: format!("127.0.0.1:{port}"), client: client(), server }
    }

    /// `host:port`.
    pub(crate) fn address(&self) -> &str {
        &self.address
    }

    /// The certificate of the authority that signed its own.
    pub(crate) fn authority(&self) -> PathBuf {
        self.home.work().join("cert.pem")
    }

    /// Returns the address a person would configure, with the closing slash.
    pub(crate) fn url(&self) -> String {
        format!("{}://{}/", self.scheme, self.address)
    }

    /// Returns a name that nothing at this registry has yet.
    pub(crate) fn unique(&self, name: &str) -> String {
        format!("{name}-{}", COUNT.fetch_add(1, Ordering::Relaxed))
    }

    /// Signs someone up, without a second factor.
    pub(crate) fn user(&self, name: &str) -> User {
        // Its file of users takes one newcomer at a time and refuses the others.
        static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());
        let _turn = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
        let (name, password) = (self.unique(name), "correct horse".to_owned());
        let url = format!("{}-/user/org.couchdb.user:{name}", self.url());
        let answer = self.expect(self.client.put(url).json(&json!({ "name": name, "password": password })));
        let token = answer["token"].as_str().expect("signing up answers a token").to_owned();
        User { name, password, token }
    }

    /// Turns on two-factor authentication for someone and returns the secret in base32.
    ///
    /// Confirms with the code of the step before, so that the code of this moment can still be used.
    pub(crate) fn enroll(&self, user: &User) -> String {
        let profile = |tfa: Value| {
            let url = format!("{}-/npm/v1/user", self.url());
            self.client.post(url).bearer_auth(&user.token).json(&json!({ "tfa": tfa }))
        };
        let answer = self.expect(profile(json!({ "mode": "auth-and-writes", "password": user.password })));
        let link = answer["tfa"].as_str().expect("enrolling answers a link").to_owned();
        let secret = link.split_once("secret=").expect("the link has a secret").1;
        let secret = secret.split('&').next().unwrap_or(secret).to_owned();
        let confirm = || profile(json!([Authenticator::new(&secret).code(-1)]));
        // Refused when a step began between making the code and its arrival.
        if confirm().send().and_then(Response::error_for_status).is_err() {
            self.expect(confirm());
        }
        secret
    }

    /// Returns whether someone published this version of a package.
    pub(crate) fn has(&self, package: &str, version: &str) -> bool {
        let answer = self.client.get(format!("{}{package}", self.url())).send();
        let document: Option<Value> = answer.ok().and_then(|answer| answer.json().ok());
        document.is_some_and(|document| document["versions"][version].is_object())
    }

    /// Downloads a published version, as everyone who installs it does.
    pub(crate) fn archive(&self, package: &str, version: &str) -> Vec<u8> {
        let url = format!("{}{package}/-/{package}-{version}.tgz", self.url());
        let answer = self.client.get(url).send().and_then(Response::error_for_status);
        self.must(answer.and_then(Response::bytes)).into()
    }

    /// Returns what the registry wrote about its day.
    pub(crate) fn log(&self) -> String {
        fs::read_to_string(log_of(&self.home)).unwrap_or_default()
    }

    /// Returns an answer. Where there is none, the end of the log tells why the registry ended.
    fn must<T>(&self, answer: reqwest::Result<T>) -> T {
        answer.unwrap_or_else(|error| {
            let log = self.log();
            let lines: Vec<&str> = log.lines().collect();
            panic!(
                "{error:?}; the registry said last:\n{}",
                lines[lines.len().saturating_sub(40)..].join("\n")
            )
        })
    }

    fn expect(&self, request: reqwest::blocking::RequestBuilder) -> Value {
        let answer = request.send().and_then(Response::error_for_status);
        self.must(answer.and_then(Response::json))
    }
}

impl Home {
    /// Signs someone in at a registry, as `npm login` would.
    pub(crate) fn sign_in(&self, registry: &Registry, user: &User) {
        let (url, address, token) = (registry.url(), &registry.address, &user.token);
        self.write(
            ".npmrc",
            format!("registry={url}\n//{address}/:_authToken={token}\nupdate-notifier=false\n"),
        );
    }
}

/// Returns a port that was free a moment ago.
pub(crate) fn free_port() -> u16 {
    listener().local_addr().expect("it has an address").port()
}

/// Listens at a port that was free.
///
/// Not one that the system picks: those it also gives to every outgoing connection, of which tests make many.
pub(crate) fn listener() -> TcpListener {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let candidates = iter::repeat_with(|| {
        // Test programs that run at the same time begin at different places.
        let place = std::process::id().wrapping_mul(97).wrapping_add(NEXT.fetch_add(1, Ordering::Relaxed));
        u16::try_from(20_000 + place % 12_000).expect("below 32,000")
    });
    let mut free = candidates.take(12_000).filter_map(|port| TcpListener::bind(("127.0.0.1", port)).ok());
    free.next().expect("a port is free")
}

/// Waits until a server answers; returns false when it ended instead.
pub(crate) fn until_it_answers(server: &mut Running, url: &str) -> bool {
    let client = client();
    eventually(&format!("an answer from {url}"), || {
        if server.ended().is_some() { Some(false) } else { client.get(url).send().is_ok().then_some(true) }
    })
}

/// Returns a client that goes to this machine alone.
pub(crate) fn client() -> Client {
    // Chosen once; later choices change nothing.
    drop(rustls::crypto::ring::default_provider().install_default());
    // The tests' own registries sign their certificates themselves. A connection that was idle may be closed by the registry
    // at the moment in which it is used again, so each request has its own.
    let client =
        Client::builder().no_proxy().tls_danger_accept_invalid_certs(true).pool_max_idle_per_host(0).build();
    client.expect("a client for this machine needs nothing")
}

fn log_of(home: &Home) -> PathBuf {
    home.path().join("registry.log")
}
