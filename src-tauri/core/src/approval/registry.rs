//! Which registry an account may answer.

use url::{Host, Url};

/// Brings a registry into the form that is compared and remembered.
///
/// A URL loses what does not tell registries apart: the case of scheme and host, the scheme's own port, slashes at the
/// end, credentials, query and fragment; a host in other letters than ASCII becomes its ASCII form (IDNA), which cannot
/// pass for another. Anything else is a service's name and loses the spaces around it and its case.
#[must_use]
pub fn normalised(registry: &str) -> String {
    let text = registry.trim();
    let text = if text.starts_with("//") { format!("https:{text}") } else { text.to_owned() };
    match Url::parse(&text) {
        Ok(url) if matches!(url.scheme(), "http" | "https") => {
            let origin = url.origin().ascii_serialization();
            format!("{origin}{}", url.path().trim_end_matches('/'))
        }
        _ => text.to_lowercase(),
    }
}

/// Returns whether a code would travel in clear over a network: plain HTTP to another machine.
#[must_use]
pub fn in_clear(registry: &str) -> bool {
    let Ok(url) = Url::parse(registry) else { return false };
    let here = match url.host() {
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    };
    url.scheme() == "http" && !here
}

/// How an account stands to the registry that asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Binding {
    /// It is bound to this very registry.
    Same,
    /// It is bound to none yet; approving binds it.
    Free,
    /// It is bound to another, or the request names none: it is not offered.
    Other,
}

/// Compares the registry that an account is bound to with the one that asks.
#[must_use]
pub fn binding(bound: Option<&str>, asks: Option<&str>) -> Binding {
    match (bound.map(normalised), asks.map(normalised)) {
        (None, _) => Binding::Free,
        (Some(bound), Some(asks)) if bound == asks => Binding::Same,
        (Some(_), _) => Binding::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_registry_has_many_spellings() {
        for spelling in [
            "https://registry.example",
            "https://registry.example/",
            "HTTPS://Registry.EXAMPLE:443//",
            " https://user:pw@registry.example/?x=1#y ",
            "//registry.example/",
        ] {
            assert_eq!(normalised(spelling), "https://registry.example", "{spelling}");
        }
        assert_eq!(normalised("http://localhost:4873/npm/"), "http://localhost:4873/npm");
        assert_eq!(normalised(" RubyGems "), "rubygems");
    }

    #[test]
    fn another_registry_is_another_one() {
        for other in [
            "http://registry.example/",
            "https://registry.example:8443/",
            "https://registry.example.evil.test/",
            "https://registry.example/team",
            "https://registry.examp\u{217c}e.test/",
        ] {
            assert_eq!(binding(Some("https://registry.example"), Some(other)), Binding::Other, "{other}");
        }
        assert_eq!(binding(Some("https://registry.example"), None), Binding::Other, "it names no registry");
    }

    #[test]
    fn a_host_that_imitates_another_shows_what_it_is() {
        assert_eq!(normalised("https://registry.\u{435}xample/"), "https://registry.xn--xample-2of");
    }

    #[test]
    fn unbound_accounts_are_free_and_bound_ones_know_theirs() {
        assert_eq!(binding(None, Some("https://registry.example")), Binding::Free);
        assert_eq!(
            binding(Some("https://REGISTRY.example/"), Some("https://registry.example")),
            Binding::Same
        );
    }

    #[test]
    fn plain_http_counts_as_in_clear_but_not_on_this_machine() {
        assert!(in_clear("http://registry.example/"));
        for private in [
            "https://registry.example",
            "http://127.0.0.1:4873/",
            "http://[::1]:4873",
            "http://localhost:4873",
        ] {
            assert!(!in_clear(private), "{private}");
        }
    }
}
