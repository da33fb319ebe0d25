//! Tells payloads apart.

/// What a payload is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// `otpauth://`: a secret to add.
    Otpauth,
    /// `otpauth-migration://`: an export of Google Authenticator, one part or all of it.
    Migration,
    /// `https://` or `http://`: a page, such as a browser login; not a secret.
    Link,
    /// Anything else: to be shown, not acted on.
    Other,
}

impl Kind {
    /// Tells by the scheme, in any case of letters (RFC 3986, 3.1).
    #[must_use]
    pub fn of(text: &str) -> Self {
        let Some((scheme, _)) = text.trim_start().split_once("://") else { return Self::Other };
        match scheme.to_ascii_lowercase().as_str() {
            "otpauth" => Self::Otpauth,
            "otpauth-migration" => Self::Migration,
            "https" | "http" => Self::Link,
            _ => Self::Other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Kind;

    #[test]
    fn the_scheme_tells() {
        for (text, kind) in [
            ("otpauth://totp/npm:me?secret=JBSWY3DPEHPK3PXP", Kind::Otpauth),
            ("OTPAUTH://TOTP/npm:me?secret=JBSWY3DPEHPK3PXP", Kind::Otpauth),
            ("otpauth-migration://offline?data=CgA%3D", Kind::Migration),
            ("https://example.com/login", Kind::Link),
            ("otpauth:totp", Kind::Other),
            ("hello", Kind::Other),
            ("", Kind::Other),
        ] {
            assert_eq!(Kind::of(text), kind, "{text}");
        }
    }
}
