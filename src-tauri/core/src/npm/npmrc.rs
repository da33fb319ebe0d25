//! `.npmrc` files, as far as they say who the person is at a registry.

use std::collections::BTreeMap;

/// The largest file that is read, in bytes.
const LIMIT: usize = 1 << 20;

/// What files say together.
#[derive(Clone, Default)]
pub struct Npmrc(BTreeMap<String, String>);

/// What authenticates at a registry: the value of the header `authorization`.
#[derive(Clone, PartialEq, Eq)]
pub struct Credential(String);

impl Credential {
    /// Lends the value.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Credential {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Credential(..)")
    }
}

impl Npmrc {
    /// Reads one file more; what was read before goes before it. `variable` gives the value of an environment variable.
    pub fn read(&mut self, text: &str, variable: impl Fn(&str) -> Option<String>) {
        for line in text.get(..LIMIT).unwrap_or(text).lines() {
            let line = line.trim();
            if line.starts_with(['#', ';', '[']) {
                continue;
            }
            let Some((key, value)) = line.split_once('=') else { continue };
            let value = value.trim().trim_matches('"');
            self.0.entry(expanded(key.trim(), &variable)).or_insert_with(|| expanded(value, &variable));
        }
    }

    /// Takes one setting in; what was read before goes before it.
    pub fn set(&mut self, key: &str, value: String) {
        self.0.entry(key.to_owned()).or_insert(value);
    }

    /// Returns a setting.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&str> {
        self.0.get(key).map(String::as_str).filter(|value| !value.is_empty())
    }

    /// Lists the registries of scopes: `@demo` and its address.
    pub fn scopes(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().filter_map(|(key, value)| Some((key.strip_suffix(":registry")?, value.as_str())))
    }

    /// Returns what authenticates at a registry, from the settings for its address or for a folder above it, as npm looks
    /// them up (`npm-registry-fetch`, `auth`).
    #[must_use]
    pub fn credential(&self, registry: &str) -> Option<Credential> {
        let address = registry.split_once(':')?.1;
        let mut path = address.trim_end_matches('/');
        while path.len() > 2 {
            let get = |what: &str| {
                self.get(&format!("{path}/:{what}")).or_else(|| self.get(&format!("{path}:{what}")))
            };
            if let Some(token) = get("_authToken") {
                return Some(Credential(format!("Bearer {token}")));
            }
            if let Some(basic) = get("_auth") {
                return Some(Credential(format!("Basic {basic}")));
            }
            if let (Some(user), Some(password)) = (get("username"), get("_password")) {
                let password = data_encoding::BASE64.decode(password.as_bytes()).ok()?;
                let pair = [user.as_bytes(), b":", &password].concat();
                return Some(Credential(format!("Basic {}", data_encoding::BASE64.encode(&pair))));
            }
            path = path.rsplit_once('/')?.0;
        }
        None
    }
}

/// Puts the values of variables into a text: `${NAME}`, and `${NAME?}` that may be absent. One that is absent stays as it was
/// written.
fn expanded(text: &str, variable: &impl Fn(&str) -> Option<String>) -> String {
    let mut result = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("${") {
        result.push_str(before);
        let Some((name, behind)) = after.split_once('}') else {
            result.push_str("${");
            rest = after;
            continue;
        };
        let value = match name.strip_suffix('?') {
            Some(name) => Some(variable(name).unwrap_or_default()),
            None => variable(name),
        };
        result.push_str(&value.unwrap_or_else(|| format!("${{{name}}}")));
        rest = behind;
    }
    result + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Npmrc {
        let mut npmrc = Npmrc::default();
        npmrc.read(text, |name| (name == "TOKEN").then(|| "from-a-variable".to_owned()));
        npmrc
    }

    fn credential(text: &str, registry: &str) -> Option<String> {
        read(text).credential(registry).map(|it| it.expose().to_owned())
    }

    #[test]
    fn a_token_is_found_for_its_registry_alone() {
        let text =
            "; mine\n//registry.example/:_authToken=abc\n//registry.example/team/:_authToken=${TOKEN}\n";
        let bearer = |token: &str| Some(format!("Bearer {token}"));
        assert_eq!(credential(text, "https://registry.example/"), bearer("abc"));
        assert_eq!(credential(text, "https://registry.example/team/npm/"), bearer("from-a-variable"));
        assert_eq!(credential(text, "https://registry.example:8443/"), None);
        assert_eq!(credential(text, "https://elsewhere.example/"), None);
        assert_eq!(credential(text, "not an address"), None);
    }

    #[test]
    fn names_and_passwords_authenticate_too() {
        assert_eq!(
            credential("//a.example/:_auth=bW9uYTpwdw==", "https://a.example").as_deref(),
            Some("Basic bW9uYTpwdw==")
        );
        let split = "//a.example/:username=mona\n//a.example/:_password=cHc=";
        assert_eq!(credential(split, "https://a.example").as_deref(), Some("Basic bW9uYTpwdw=="));
    }

    #[test]
    fn the_first_file_goes_before_the_others() {
        let mut npmrc = read("registry = \"https://own.example/\"\n");
        npmrc.read("registry=https://other.example/\n@demo:registry=https://demo.example/\n", |_| None);
        assert_eq!(npmrc.get("registry"), Some("https://own.example/"));
        assert_eq!(npmrc.scopes().collect::<Vec<_>>(), [("@demo", "https://demo.example/")]);
    }

    #[test]
    fn what_is_absent_or_cut_stays_as_it_was_written() {
        let npmrc = read("a=${ABSENT}\nb=${ABSENT?}x\nc=${TOKEN\nd=1${TOKEN}2\n");
        assert_eq!(npmrc.get("a"), Some("${ABSENT}"));
        assert_eq!(npmrc.get("b"), Some("x"));
        assert_eq!(npmrc.get("c"), Some("${TOKEN"));
        assert_eq!(npmrc.get("d"), Some("1from-a-variable2"));
    }
}
