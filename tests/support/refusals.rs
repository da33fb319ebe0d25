//! A registry that refuses, in each of the ways in which registries do.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::thread;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde_json::json;

use super::home::Home;
use super::registry::free_port;

/// What it says, and how: status, headers, body. Named as the diagnosis that should be found.
pub(crate) struct Refusal {
    pub(crate) name: &'static str,
    status: &'static str,
    headers: &'static str,
    body: &'static str,
}

const PASS: &str =
    r#"{"error":"You must provide a one-time pass. Upgrade your client to npm@latest in order to use 2FA."}"#;

/// Every refusal that a server can make. The words are those that npm's own registry documents or that people report.
pub(crate) const REFUSALS: &[Refusal] = &[
    Refusal { name: "code-wanted", status: "401 Unauthorized", headers: "www-authenticate: OTP", body: PASS },
    Refusal {
        name: "browser-wanted",
        status: "401 Unauthorized",
        headers: "www-authenticate: OTP",
        body: r#"{"authUrl":"http://localhost:1/auth/cli/00000000-0000-4000-8000-000000000000","doneUrl":"http://localhost:1/-/v1/done?authId=00000000-0000-4000-8000-000000000000"}"#,
    },
    Refusal {
        name: "mailed-code-wanted",
        status: "401 Unauthorized",
        headers: "www-authenticate: OTP\r\nnpm-notice: Please check your email for a one-time password (OTP)",
        body: r#"{"error":"A One Time Password (OTP) by email is required."}"#,
    },
    Refusal {
        name: "malformed-code",
        status: "400 Bad Request",
        headers: "",
        body: r#"{"error":"child \"otp\" fails because [\"otp\" with value \"12\" fails to match the required pattern]"}"#,
    },
    Refusal {
        name: "second-factor-required",
        status: "403 Forbidden",
        headers: "",
        body: r#"{"error":"Two-factor authentication or granular access token with bypass 2fa enabled is required to publish packages."}"#,
    },
    Refusal {
        name: "login-expired",
        status: "401 Unauthorized",
        headers: "www-authenticate: Bearer",
        body: r#"{"error":"Unauthorized"}"#,
    },
    Refusal {
        name: "password-wrong",
        status: "401 Unauthorized",
        headers: "www-authenticate: Basic",
        body: r#"{"error":"Unauthorized"}"#,
    },
    Refusal {
        name: "address-not-allowed",
        status: "401 Unauthorized",
        headers: "www-authenticate: ipaddress",
        body: r#"{"error":"Unauthorized"}"#,
    },
    Refusal {
        name: "too-many-requests",
        status: "429 Too Many Requests",
        headers: "retry-after: 60",
        body: r#"{"error":"Could not authenticate"}"#,
    },
    Refusal {
        name: "version-taken",
        status: "403 Forbidden",
        headers: "",
        body: r#"{"error":"You cannot publish over the previously published versions: 1.0.0."}"#,
    },
    Refusal {
        name: "not-permitted",
        status: "403 Forbidden",
        headers: "",
        body: r#"{"error":"You do not have permission to publish \"demo\". Are you logged in as the correct user?"}"#,
    },
    Refusal {
        name: "not-found-to-you",
        status: "404 Not Found",
        headers: "",
        body: r#"{"error":"Not found"}"#,
    },
    Refusal {
        name: "not-a-registry",
        status: "200 OK",
        headers: "content-type: text/html",
        body: "<!DOCTYPE html><title>Welcome</title>",
    },
    Refusal {
        name: "takes-no-packages",
        status: "405 Method Not Allowed",
        headers: "",
        body: r#"{"error":"This mirror is read-only"}"#,
    },
];

/// At the address of this name it lets people in who come with [`TOKEN`], and lists their tokens.
pub(crate) const WELCOME: &str = "welcome";

/// What logs in.
pub(crate) const TOKEN: &str = "npm_testtokentesttokentesttokentesttoken1234";

/// A running one. It ends with the test program.
pub(crate) struct Refusals {
    address: String,
}

impl Refusals {
    /// Starts it, with a clock that is so many seconds ahead of this machine's.
    pub(crate) fn start(ahead: i64) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", free_port())).expect("a port is free");
        let address = listener.local_addr().expect("it has an address").to_string();
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                // A conversation that breaks off is the client's business.
                thread::spawn(move || drop(serve(stream, ahead)));
            }
        });
        Self { address }
    }

    /// `host:port`.
    pub(crate) fn address(&self) -> &str {
        &self.address
    }

    /// The address at which it refuses in this way, with the closing slash.
    pub(crate) fn at(&self, refusal: &str) -> String {
        format!("http://{}/{refusal}/", self.address)
    }
}

impl Home {
    /// Signs someone in where every change is refused in this way.
    pub(crate) fn sign_in_to_be_refused(&self, refusals: &Refusals, refusal: &str) {
        let (url, address) = (refusals.at(refusal), refusals.address());
        let token = TOKEN;
        self.write(
            ".npmrc",
            format!("registry={url}\n//{address}/{refusal}/:_authToken={token}\nupdate-notifier=false\nfetch-retries=0\n"),
        );
    }
}

fn serve(stream: TcpStream, ahead: i64) -> io::Result<()> {
    let mut reader = BufReader::new(stream);
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line)? == 0 {
            return Ok(());
        }
        let mut words = line.split_whitespace().map(str::to_owned);
        let (method, path) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        let mut length = 0;
        let mut chunked = false;
        loop {
            let mut header = String::new();
            reader.read_line(&mut header)?;
            let header = header.trim().to_ascii_lowercase();
            if header.is_empty() {
                break;
            }
            if let Some(value) = header.strip_prefix("content-length:") {
                length = value.trim().parse().unwrap_or(0);
            }
            chunked |= header.starts_with("transfer-encoding:") && header.contains("chunked");
            if header.starts_with("expect:") {
                reader.get_mut().write_all(b"HTTP/1.1 100 Continue\r\n\r\n")?;
            }
        }
        if chunked {
            skip_chunks(&mut reader)?;
        } else {
            io::copy(&mut reader.by_ref().take(length), &mut io::sink())?;
        }
        let answer = answer(&method, &path, ahead);
        reader.get_mut().write_all(answer.as_bytes())?;
    }
}

fn skip_chunks(reader: &mut BufReader<TcpStream>) -> io::Result<()> {
    loop {
        let mut size = String::new();
        reader.read_line(&mut size)?;
        let size = u64::from_str_radix(size.trim(), 16).unwrap_or(0);
        io::copy(&mut reader.by_ref().take(size + 2), &mut io::sink())?;
        if size == 0 {
            return Ok(());
        }
    }
}

/// Says who one is, and lists tokens that end in different ways.
fn welcomed(path: &str, ahead: i64) -> String {
    let in_days = |days: i64| moment(days * 86_400 + 3_600).to_string();
    let body = if path.contains("/-/npm/v1/user") {
        json!({ "name": "mona", "fullname": "Mona", "tfa": { "pending": false, "mode": "auth-only" } })
    } else if path.contains("/-/npm/v1/tokens") {
        let made = in_days(-4);
        let tokens = json!([
            { "key": "aaaaaa11", "token": "npm_testtok", "name": "laptop", "created": made, "expires": in_days(2) },
            { "key": "bbbbbb22", "token": "npm_otherto", "name": "ci", "created": made, "expires": in_days(80), "readonly": true },
            { "key": "cccccc33", "token": "npm_otherto", "name": "old", "created": made, "expires": in_days(-1), "bypass_2fa": true },
        ]);
        json!({ "objects": tokens, "urls": {} })
    } else {
        json!({})
    };
    let (date, body) = (http_date(ahead), body.to_string());
    format!(
        "HTTP/1.1 200 OK\r\ndate: {date}\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    )
}

/// Reading finds nothing, as for a package that is published for the first time; changes are refused.
fn answer(method: &str, path: &str, ahead: i64) -> String {
    let name = path.trim_start_matches('/').split('/').next().unwrap_or_default();
    let refusal = REFUSALS.iter().find(|refusal| refusal.name == name);
    let reads = matches!(method, "GET" | "HEAD");
    let (status, headers, body) = match refusal {
        _ if reads && path.contains("/-/ping") => ("200 OK", "", "{}"),
        _ if reads && name == WELCOME => return welcomed(path, ahead),
        // A page and a full desk answer everything so.
        Some(refusal) if !reads || matches!(name, "not-a-registry") => {
            (refusal.status, refusal.headers, refusal.body)
        }
        Some(_) | None => ("404 Not Found", "", r#"{"error":"not found"}"#),
    };
    let date = http_date(ahead);
    let kind = if headers.contains("content-type") { "" } else { "content-type: application/json\r\n" };
    let headers = if headers.is_empty() { String::new() } else { format!("{headers}\r\n") };
    let body = if method == "HEAD" { "" } else { body };
    format!(
        "HTTP/1.1 {status}\r\ndate: {date}\r\n{kind}{headers}content-length: {}\r\n\r\n{body}",
        body.len()
    )
}

/// Returns a moment as HTTP writes it (RFC 9110 section 5.6.7).
fn http_date(ahead: i64) -> String {
    moment(ahead).strftime("%a, %d %b %Y %H:%M:%S GMT").to_string()
}

fn moment(from_now: i64) -> jiff::Timestamp {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or(Duration::ZERO).as_secs();
    jiff::Timestamp::from_second(i64::try_from(now).unwrap_or_default() + from_now).expect("a moment")
}
