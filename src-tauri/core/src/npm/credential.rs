//! What npm logs in with: where it stands in its configuration, and of what kind it is. Never the thing itself.

use zeroize::Zeroizing;

/// What npm logs in with, without what is secret in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Credential {
    /// A token of npm's: granular, or of a login.
    Npm,
    /// A token of npm's old kind: a UUID.
    Classic,
    /// A signed token (JWT), as Verdaccio and some others give.
    Signed,
    /// The content of this variable, which is not set.
    Unset(String),
    /// A user name and a password.
    Password,
    /// A token of a kind that is not known.
    Other,
}

impl Credential {
    /// Whether it is a token of npm's old kind, all of which npmjs.com revoked.
    #[must_use]
    pub fn is_classic(&self) -> bool {
        *self == Self::Classic
    }

    /// Returns it in words.
    #[must_use]
    pub fn in_words(&self) -> String {
        match self {
            Self::Npm => "an npm token (granular, or of a login)".to_owned(),
            Self::Classic => "a classic token; npmjs.com revoked those in December 2025".to_owned(),
            Self::Signed => "a signed token (JWT)".to_owned(),
            Self::Unset(name) => format!("the variable {name}, which is not set"),
            Self::Password => "a user name and password".to_owned(),
            Self::Other => "a token".to_owned(),
        }
    }
}

/// The lines of npm's configuration that log in, of one file or of the environment.
#[derive(Default)]
pub struct Lines(Vec<(String, Zeroizing<String>)>);

impl Lines {
    /// Reads a file (`.npmrc`), as `ini` files are read: `key = value`, values in quotes or not.
    #[must_use]
    pub fn read(text: &str) -> Self {
        let line = |line: &str| {
            let line = line.trim();
            let (key, value) = line.split_once('=').filter(|_| !line.starts_with([';', '#']))?;
            let value = value.trim().trim_matches(['"', '\'']);
            Some((key.trim().to_owned(), Zeroizing::new(value.to_owned())))
        };
        Self(text.lines().filter_map(line).filter(|(key, _)| key.starts_with("//")).collect())
    }

    /// Adds a line that came in another way.
    pub fn add(&mut self, key: String, value: Zeroizing<String>) {
        self.0.push((key, value));
    }

    /// Finds what logs in at a registry, as npm does: by its address without the scheme, path by path upwards. A variable
    /// that is named there is looked up with `variable`.
    #[must_use]
    pub fn of(&self, registry: &str, variable: impl Fn(&str) -> Option<Zeroizing<String>>) -> Option<Found> {
        let (_, address) = registry.split_once("//")?;
        let mut path = address.trim_end_matches('/').to_owned();
        loop {
            for (ending, is_token) in [("_authToken", true), ("_auth", false), ("_password", false)] {
                let key = format!("//{path}/:{ending}");
                if let Some((_, value)) = self.0.iter().rev().find(|(known, _)| *known == key) {
                    return Some(found(value, is_token, variable));
                }
            }
            path.truncate(path.rfind('/')?);
        }
    }
}

/// A credential, and the token itself for comparing it with the beginnings that registries show.
pub struct Found {
    /// What it is.
    pub credential: Credential,
    token: Option<Zeroizing<String>>,
}

impl Found {
    /// Whether it is the token whose beginning a registry shows: at least six characters, the rest left out or masked.
    #[must_use]
    pub fn begins(&self, shown: &str) -> bool {
        let start: String =
            shown.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_' || *c == '-').collect();
        start.len() >= 6 && self.token.as_ref().is_some_and(|token| token.starts_with(&start))
    }
}

fn found(value: &str, is_token: bool, variable: impl Fn(&str) -> Option<Zeroizing<String>>) -> Found {
    if !is_token {
        return Found { credential: Credential::Password, token: None };
    }
    let named = value.strip_prefix("${").and_then(|rest| rest.strip_suffix('}'));
    let token = match named {
        // `${NAME?}` is npm's way to say that it may be empty.
        Some(name) => match variable(name.trim_end_matches('?')) {
            Some(content) => content,
            None => {
                return Found {
                    credential: Credential::Unset(name.trim_end_matches('?').to_owned()),
                    token: None,
                };
            }
        },
        None => Zeroizing::new(value.to_owned()),
    };
    Found { credential: kind(&token), token: Some(token) }
}

fn kind(token: &str) -> Credential {
    let groups: Vec<usize> = token.split('-').map(str::len).collect();
    let hexadecimal = token.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-');
    if token.starts_with("npm_") {
        Credential::Npm
    } else if hexadecimal && groups == [8, 4, 4, 4, 12] {
        Credential::Classic
    } else if token.starts_with("eyJ") && token.matches('.').count() == 2 {
        Credential::Signed
    } else {
        Credential::Other
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail")]
    use super::*;

    const REGISTRY: &str = "https://registry.example/team/npm/";

    fn at(text: &str) -> Option<Credential> {
        let set = |name: &str| (name == "SET").then(|| Zeroizing::new("npm_testtoken1234".to_owned()));
        Lines::read(text).of(REGISTRY, set).map(|found| found.credential)
    }

    #[test]
    fn a_login_is_found_as_npm_finds_it() {
        for (text, credential) in [
            ("//registry.example/team/npm/:_authToken=npm_test", Some(Credential::Npm)),
            ("//registry.example/team/:_authToken = \"npm_test\"", Some(Credential::Npm)),
            (
                "//registry.example/:_authToken=00000000-1111-4222-8333-444444444444",
                Some(Credential::Classic),
            ),
            ("//registry.example/:_authToken=eyJhbGciOi.eyJzdWIiOiJ.c2ln", Some(Credential::Signed)),
            ("//registry.example/:_authToken=${SET}", Some(Credential::Npm)),
            ("//registry.example/:_authToken=${NOT_SET}", Some(Credential::Unset("NOT_SET".into()))),
            ("//registry.example/:_authToken=${NOT_SET?}", Some(Credential::Unset("NOT_SET".into()))),
            ("//registry.example/:_auth=dGVzdDp0ZXN0", Some(Credential::Password)),
            ("//registry.example/:_authToken=abcdef", Some(Credential::Other)),
            ("; //registry.example/:_authToken=npm_test", None),
            ("//registry.example.evil.test/:_authToken=npm_test", None),
            ("_authToken=npm_test", None),
            ("", None),
        ] {
            assert_eq!(at(text), credential, "{text}");
        }
    }

    #[test]
    fn the_nearer_path_and_the_later_line_win() {
        let text = "//registry.example/:_authToken=abcdef\n//registry.example/team/npm/:_authToken=abc\n//registry.example/team/npm/:_authToken=npm_test";
        assert_eq!(at(text), Some(Credential::Npm));
    }

    #[test]
    fn a_token_is_known_by_its_beginning() {
        let found =
            Lines::read("//registry.example/:_authToken=npm_testtoken1234").of(REGISTRY, |_| None).unwrap();
        assert!(found.begins("npm_te...1234") && found.begins("npm_testtoken"));
        for other in ["npm_t", "npm_other1", "", "..."] {
            assert!(!found.begins(other), "{other}");
        }
    }
}
