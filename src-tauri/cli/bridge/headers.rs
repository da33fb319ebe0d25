//! Headers on their way between a client and a registry.

use hyper::header::{
    ACCEPT_ENCODING, AUTHORIZATION, CONNECTION, CONTENT_LENGTH, EXPECT, HOST, HeaderMap, HeaderName,
    HeaderValue, TE, TRAILER, TRANSFER_ENCODING, UPGRADE,
};

/// What belongs to one connection and not to a message (RFC 9110, section 7.6.1), and what is said anew on the next.
const OF_A_CONNECTION: [HeaderName; 9] =
    [CONNECTION, TE, TRAILER, TRANSFER_ENCODING, UPGRADE, HOST, CONTENT_LENGTH, EXPECT, AUTHORIZATION];

/// How npm says that it would rather authenticate in the browser.
const AUTH_TYPE: &str = "npm-auth-type";

/// Returns a client's headers as they go to the registry, without its credentials.
///
/// A client that would rather authenticate in the browser is not let say so: it has no terminal to say where, and the registry
/// asks for a code then.
pub(super) fn to_registry(from: &HeaderMap, writes: bool) -> HeaderMap {
    let mut headers = passed_on(from);
    if headers.contains_key(AUTH_TYPE) {
        headers.insert(AUTH_TYPE, HeaderValue::from_static("legacy"));
    }
    if writes {
        // A challenge is read here.
        headers.remove(ACCEPT_ENCODING);
    }
    headers
}

/// Returns a message's headers without those of its connection.
pub(super) fn passed_on(from: &HeaderMap) -> HeaderMap {
    let named: Vec<String> = from
        .get_all(CONNECTION)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(',').map(|name| name.trim().to_ascii_lowercase()))
        .collect();
    let of_connection = |name: &HeaderName| {
        let text = name.as_str();
        OF_A_CONNECTION.contains(name)
            || text == "keep-alive"
            || text.starts_with("proxy-")
            || named.iter().any(|named| named == text)
    };
    let kept = from.iter().filter(|(name, _)| !of_connection(name));
    kept.map(|(name, value)| (name.clone(), value.clone())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(list: &[(&'static str, &'static str)]) -> HeaderMap {
        let pair = |(name, value): &(&'static str, &'static str)| {
            (HeaderName::from_static(name), HeaderValue::from_static(value))
        };
        list.iter().map(pair).collect()
    }

    #[test]
    fn what_is_of_one_connection_and_what_authenticates_stays_behind() {
        let sent = headers(&[
            ("host", "127.0.0.1:1"),
            ("connection", "keep-alive, X-Own"),
            ("keep-alive", "timeout=5"),
            ("x-own", "1"),
            ("proxy-authorization", "Basic eA=="),
            ("transfer-encoding", "chunked"),
            ("content-length", "5"),
            ("authorization", "Bearer run"),
            ("npm-command", "publish"),
            ("npm-auth-type", "web"),
            ("accept-encoding", "gzip"),
        ]);
        let kept = to_registry(&sent, true);
        let names: Vec<&str> = kept.keys().map(HeaderName::as_str).collect();
        assert_eq!(names, ["npm-command", "npm-auth-type"]);
        assert_eq!(kept[AUTH_TYPE], "legacy");
        assert!(to_registry(&sent, false).contains_key("accept-encoding"), "what is read passes as it is");
    }

    #[test]
    fn several_values_of_one_header_all_pass() {
        let sent = headers(&[("npm-notice", "one"), ("npm-notice", "two")]);
        assert_eq!(passed_on(&sent).get_all("npm-notice").iter().count(), 2);
    }
}
