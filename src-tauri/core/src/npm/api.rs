//! What a request to a registry does, and when its answer asks for a second factor.

use super::Target;
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::{Map, Value};
use std::io::Read;

/// The longest answer in which a challenge is looked for, in bytes.
pub const CHALLENGE_LIMIT: usize = 64 * 1024;

/// What a request does.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Action {
    /// In the words of npm's commands (`publish`).
    pub name: String,
    /// What it is done to.
    pub target: Target,
}

/// What an answer of a registry asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Challenge {
    /// A one-time password.
    OneTimePassword,
    /// The code that was sent by e-mail. Never answered.
    Email,
    /// That the person authenticates at a page.
    Browser {
        /// The page.
        page: String,
        /// Where its outcome is told.
        done: String,
    },
}

/// Returns what a writing request does. The body is read for the version alone, and never kept.
#[must_use]
pub fn action(method: &str, path: &str, body: impl Read) -> Action {
    let path = path.split(['?', '#']).next().unwrap_or_default().trim_start_matches('/');
    let words: Vec<String> = path.split('/').map(decoded).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let about = |name: &str, package: Option<&str>, version: Option<String>| Action {
        name: name.to_owned(),
        target: Target { package: package.map(str::to_owned), version, ..Target::default() },
    };
    match (method, words.as_slice()) {
        (_, ["-", "package", package, "dist-tags", ..]) => about("dist-tag", Some(package), None),
        (_, ["-", "package", package, "access" | "visibility" | "collaborators"]) => {
            about("access", Some(package), None)
        }
        (_, ["-", "package", package, "trust", ..]) => about("trust", Some(package), None),
        (_, ["-", "npm", "v1", "tokens", ..]) => about("token", None, None),
        (_, ["-", "npm", "v1", "user"]) => about("profile", None, None),
        (_, ["-", "team" | "org", ..]) => about(words[1], None, None),
        (_, ["-", "stage", id, ..]) => about("stage", Some(id), None),
        (_, ["-", "user", ..] | ["-", "v1", "login"]) => about("login", None, None),
        (_, ["-", what, ..]) => about(what, None, None),
        ("PUT", [package]) => {
            let document: Document = serde_json::from_reader(body).unwrap_or_default();
            match document.versions.into_iter().next().map(|(version, _)| version) {
                Some(version) if document.attachments.is_some() => {
                    about("publish", Some(package), Some(version))
                }
                // Without a tarball the document is changed: deprecated, given other owners.
                _ => about("change", Some(package), None),
            }
        }
        ("PUT", [package, "-rev", ..]) => about("change", Some(package), None),
        ("DELETE", [package, ..]) => about("unpublish", Some(package), None),
        (method, [package, ..]) => about(&method.to_lowercase(), Some(package), None),
        (method, []) => about(&method.to_lowercase(), None, None),
    }
}

/// The document that is sent to publish.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Document {
    versions: Map<String, Value>,
    #[serde(rename = "_attachments")]
    attachments: Option<IgnoredAny>,
}

/// Returns a path's word without its escapes: `@demo%2fkit` is one word.
fn decoded(word: &str) -> String {
    percent_encoding::percent_decode_str(word).decode_utf8_lossy().into_owned()
}

/// Returns what an answer with status 401 asks for, as npm reads it (`npm-registry-fetch`, `check-response`): by the header
/// `www-authenticate`, or by words in the body.
#[must_use]
pub fn challenge(authenticate: Option<&str>, notice: Option<&str>, body: &[u8]) -> Option<Challenge> {
    #[derive(Deserialize)]
    struct Pages {
        #[serde(rename = "authUrl")]
        page: String,
        #[serde(rename = "doneUrl")]
        done: String,
    }
    let text = String::from_utf8_lossy(body.get(..CHALLENGE_LIMIT).unwrap_or(body));
    let schemes = authenticate.unwrap_or_default().split(',').map(|scheme| scheme.trim().to_lowercase());
    let asked = schemes.into_iter().any(|scheme| scheme == "otp") || text.contains("one-time pass");
    let said = format!("{} {text}", notice.unwrap_or_default()).to_lowercase();
    let mailed = ["email", "e-mail"].iter().any(|word| said.contains(word));
    if mailed && ["one-time", "one time", "otp"].iter().any(|word| said.contains(word)) {
        return Some(Challenge::Email);
    }
    if !asked {
        return None;
    }
    match serde_json::from_str(&text) {
        Ok(Pages { page, done }) => Some(Challenge::Browser { page, done }),
        Err(_) => Some(Challenge::OneTimePassword),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(method: &str, path: &str, body: &str) -> String {
        let Action { name, target } = action(method, path, body.as_bytes());
        [name, target.package.unwrap_or_default(), target.version.unwrap_or_default()]
            .join(" ")
            .trim()
            .to_owned()
    }

    #[test]
    fn requests_are_told_by_what_they_do() {
        let publish = r#"{"_id":"@demo/kit","versions":{"1.0.0":{"name":"@demo/kit"}},"_attachments":{"x":{"data":"AAAA"}}}"#;
        for (method, path, body, does) in [
            ("PUT", "/@demo%2fkit", publish, "publish @demo/kit 1.0.0"),
            (
                "PUT",
                "/@demo%2fkit?write=true",
                r#"{"versions":{"1.0.0":{"deprecated":"old"}}}"#,
                "change @demo/kit",
            ),
            ("PUT", "/-/package/demo/dist-tags/latest", "\"1.0.0\"", "dist-tag demo"),
            ("POST", "/-/npm/v1/tokens", "{}", "token"),
            ("POST", "/-/package/@demo%2fkit/access", "{}", "access @demo/kit"),
            ("DELETE", "/demo/-/demo-1.0.0.tgz/-rev/1", "", "unpublish demo"),
            ("POST", "/-/stage/8c6f/approve", "", "stage 8c6f"),
            ("PUT", "/demo", "not json", "change demo"),
            ("PUT", "/", "", "change"),
        ] {
            assert_eq!(said(method, path, body), does, "{method} {path}");
        }
    }

    #[test]
    fn a_challenge_is_known_as_npm_knows_it() {
        let classic = Some(Challenge::OneTimePassword);
        assert_eq!(challenge(Some("OTP"), None, b"{}"), classic);
        assert_eq!(challenge(Some("Basic, otp"), None, b""), classic);
        assert_eq!(challenge(None, None, b"You must provide a one-time pass."), classic);
        assert_eq!(challenge(Some("Bearer"), None, b"{\"error\":\"Unauthorized\"}"), None);
        assert_eq!(challenge(Some("not-otp"), None, b""), None);
    }

    #[test]
    fn a_code_that_was_mailed_and_a_page_are_told_from_it() {
        let notice = Some("Please check your email for a one-time password (OTP)");
        assert_eq!(challenge(Some("OTP"), notice, b"{}"), Some(Challenge::Email));
        assert_eq!(
            challenge(None, None, b"A One Time Password (OTP) by email is required."),
            Some(Challenge::Email)
        );
        let pages = br#"{"authUrl":"https://pages.example/a","doneUrl":"https://registry.example/d"}"#;
        let (page, done) = ("https://pages.example/a".to_owned(), "https://registry.example/d".to_owned());
        assert_eq!(challenge(Some("OTP"), None, pages), Some(Challenge::Browser { page, done }));
    }
}
