//! The tokens of a person at a registry: `npm token list --json`.

use crate::view::{TokenView, claim};
use jiff::Timestamp;
use serde_json::Value;

use super::credential::Found;

/// From this many days on a person is warned that a token ends.
pub const SOON_DAYS: i32 = 3;

/// The most tokens that are shown.
const LIMIT: usize = 200;

/// Reads the list; what is no token is passed over. `now` is in seconds since 1970, `current` what npm logs in with.
#[must_use]
pub fn read(printed: &Value, current: Option<&Found>, now: u64) -> Vec<TokenView> {
    let tokens = printed.as_array().map(Vec::as_slice).unwrap_or_default();
    tokens
        .iter()
        .filter(|token| token.is_object())
        .take(LIMIT)
        .map(|token| one(token, current, now))
        .collect()
}

fn one(token: &Value, current: Option<&Found>, now: u64) -> TokenView {
    let text = |key: &str| token.get(key).and_then(Value::as_str).unwrap_or_default();
    let days_left = expiry(token).map(|ends| days(ends, now));
    let addresses =
        token.get("cidr_whitelist").and_then(Value::as_array).is_some_and(|list| !list.is_empty());
    TokenView {
        id: claim::line(text("key"), 6).replace('…', ""),
        name: claim::line(text("name"), claim::NAME),
        created: text("created").get(..10).map(|date| claim::line(date, 10)).unwrap_or_default(),
        kind: kind(token).to_owned(),
        addresses,
        days_left,
        in_use: current.is_some_and(|found| found.begins(text("token"))),
        warning: days_left.and_then(warning),
    }
}

fn kind(token: &Value) -> &'static str {
    let is = |key: &str| token.get(key).and_then(Value::as_bool).unwrap_or(false);
    let permissions = token.get("permissions").map(Value::to_string).unwrap_or_default();
    if is("bypass_2fa") || is("automation") {
        "skips the second factor; loses direct publishing in January 2027"
    } else if is("readonly") {
        "reads alone"
    } else if permissions.contains("stage") {
        "stages, and does not publish"
    } else {
        "publishes"
    }
}

/// Finds when a token ends, in seconds since 1970. Registries have several names for it.
fn expiry(token: &Value) -> Option<i64> {
    let value = ["expires", "expiry", "expires_at", "expiresAt", "expiration"]
        .iter()
        .find_map(|key| token.get(key))?;
    match value {
        Value::String(text) => Some(text.parse::<Timestamp>().ok()?.as_second()),
        // Milliseconds are told from seconds by their size: seconds reach it in the year 33,658.
        Value::Number(number) => {
            let number = number.as_i64()?;
            Some(if number > 1_000_000_000_000 { number / 1_000 } else { number })
        }
        _ => None,
    }
}

/// Returns the whole days that are left; negative once it has ended.
fn days(ends: i64, now: u64) -> i32 {
    let left = ends.saturating_sub(i64::try_from(now).unwrap_or(i64::MAX));
    i32::try_from(left.div_euclid(24 * 3_600)).unwrap_or(i32::MAX)
}

fn warning(days: i32) -> Option<String> {
    match days {
        ..0 => Some("It has ended.".to_owned()),
        0 => Some("It ends within a day.".to_owned()),
        1..=SOON_DAYS => Some(format!(
            "It ends in {days} days. Granular tokens last 7 days unless you ask for more, and 90 at most."
        )),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail")]
    use super::super::credential::Lines;
    use super::*;
    use serde_json::json;

    /// 2025-11-22T00:00:00Z.
    const NOW: u64 = 1_763_769_600;

    fn token(more: &Value) -> TokenView {
        let mut token = json!({"key": "0123456789abcdef", "token": "npm_te", "name": "ci", "created": "2025-11-20T10:00:00.000Z"});
        for (key, value) in more.as_object().unwrap() {
            token[key] = value.clone();
        }
        read(&json!([token]), None, NOW).remove(0)
    }

    #[test]
    fn the_days_that_are_left_are_counted_whatever_the_registry_calls_them() {
        for (more, days) in [
            (json!({"expires": "2025-11-29T00:00:00Z"}), Some(7)),
            (json!({"expiry": "2025-11-22T12:00:00.000Z"}), Some(0)),
            (json!({"expiresAt": (NOW + 90 * 86_400) * 1_000}), Some(90)),
            (json!({"expires_at": NOW - 1}), Some(-1)),
            (json!({"expires": null}), None),
            (json!({}), None),
            (json!({"expires": "soon"}), None),
        ] {
            assert_eq!(token(&more).days_left, days, "{more}");
        }
    }

    #[test]
    fn three_days_before_its_end_a_token_is_remarked_upon() {
        let warned = |days: u64| token(&json!({"expires": NOW + days * 86_400 + 10})).warning;
        assert!(warned(3).unwrap().contains("3 days"));
        assert!(warned(0).unwrap().contains("within a day"));
        assert_eq!(warned(4), None);
        assert!(token(&json!({"expires": NOW - 10})).warning.unwrap().contains("has ended"));
    }

    #[test]
    fn kinds_are_told_apart() {
        assert_eq!(token(&json!({"readonly": true})).kind, "reads alone");
        assert!(token(&json!({"bypass_2fa": true})).kind.contains("January 2027"));
        assert!(token(&json!({"permissions": [{"action": "stage"}]})).kind.contains("stages"));
        assert_eq!(token(&json!({})).kind, "publishes");
        assert!(token(&json!({"cidr_whitelist": ["192.0.2.0/24"]})).addresses);
    }

    /// A token, even the part of it that a registry shows, is in nothing that is shown.
    #[test]
    fn no_part_of_a_token_is_shown() {
        let shown = serde_json::to_string(&token(&json!({"token": "npm_testtoken"}))).unwrap();
        assert!(!shown.contains("npm_"), "{shown}");
    }

    #[test]
    fn the_token_in_use_is_marked() {
        let lines = Lines::read("//registry.example/:_authToken=npm_testtoken1234");
        let found = lines.of("https://registry.example/", |_| None);
        let printed =
            json!([{"key": "aaaaaa", "token": "npm_testtok"}, {"key": "bbbbbb", "token": "npm_other12"}]);
        let marks: Vec<bool> = read(&printed, found.as_ref(), NOW).iter().map(|token| token.in_use).collect();
        assert_eq!(marks, [true, false]);
    }

    #[test]
    fn what_is_no_list_of_tokens_is_none() {
        for printed in [json!(null), json!({}), json!([1, "two", null])] {
            assert!(read(&printed, None, NOW).is_empty());
        }
    }
}
