//! What a registry says of a person: `npm profile get --json`.

use serde_json::Value;
use std::fmt;

/// Whether and when a registry asks for a second factor.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// Never.
    #[default]
    Disabled,
    /// When the person logs in, and for what a password is needed for.
    AuthOnly,
    /// For every change, too.
    AuthAndWrites,
    /// In a way that this program does not know.
    Unknown,
}

impl fmt::Display for Mode {
    /// The word that npm has for it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Disabled => "disabled",
            Self::AuthOnly => "auth-only",
            Self::AuthAndWrites => "auth-and-writes",
            Self::Unknown => "unknown",
        })
    }
}

impl Mode {
    /// Says which of npm's commands ask for a code.
    #[must_use]
    pub fn asks(self) -> &'static str {
        match self {
            Self::Disabled => "No command asks for a code. (npmjs.com sends one by e-mail.)",
            Self::AuthOnly => "login, profile and token ask for a code; publish and other changes do not.",
            Self::AuthAndWrites => {
                "login, profile, token, publish, unpublish, deprecate, dist-tag, owner, access, team, org, trust and stage approve ask for a code."
            }
            Self::Unknown => "Which commands ask for a code is not known.",
        }
    }
}

/// A person at a registry.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Profile {
    /// The name they log in with.
    pub name: Option<String>,
    /// The name they go by.
    pub full_name: Option<String>,
    /// Whether and when a second factor is asked for. An enrolment that was begun and not finished asks for none.
    pub mode: Mode,
}

impl Profile {
    /// Reads what npm printed; nothing is known of what is no object.
    #[must_use]
    pub fn read(printed: &Value) -> Self {
        let text = |key: &str| printed.get(key).and_then(Value::as_str).map(str::to_owned);
        let tfa = printed.get("tfa").unwrap_or(&Value::Null);
        let pending = tfa.get("pending").and_then(Value::as_bool).unwrap_or(false);
        // npm 6 had a text here, newer ones an object; `false` and null mean none.
        let mode = match tfa.get("mode").or(Some(tfa)).and_then(Value::as_str) {
            _ if pending => Mode::Disabled,
            Some("auth-only") => Mode::AuthOnly,
            Some("auth-and-writes") => Mode::AuthAndWrites,
            Some("disabled" | "") => Mode::Disabled,
            Some(_) => Mode::Unknown,
            None if tfa.is_object() => Mode::Unknown,
            None => Mode::Disabled,
        };
        Self { name: text("name"), full_name: text("fullname"), mode }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_second_factor_is_read_in_every_form() {
        for (tfa, mode) in [
            (json!(null), Mode::Disabled),
            (json!(false), Mode::Disabled),
            (json!({"pending": false, "mode": "auth-only"}), Mode::AuthOnly),
            (json!({"pending": false, "mode": "auth-and-writes"}), Mode::AuthAndWrites),
            (json!({"pending": true, "mode": "auth-and-writes"}), Mode::Disabled),
            (json!({"mode": "passkeys"}), Mode::Unknown),
            (json!({"pending": false}), Mode::Unknown),
            (json!("auth-only"), Mode::AuthOnly),
        ] {
            assert_eq!(Profile::read(&json!({ "name": "mona", "tfa": tfa })).mode, mode, "{tfa}");
        }
    }

    #[test]
    fn nothing_is_known_of_what_is_no_profile() {
        for printed in [json!(null), json!([]), json!("no"), json!({"name": 4})] {
            assert_eq!(Profile::read(&printed), Profile::default());
        }
    }
}
