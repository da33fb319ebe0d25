//! npm's command line, read as npm reads it: options anywhere, shortened commands, aliases.

/// A command line that was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Command {
    /// The command in full (`publish` for `npm pub`); none where it is not known or not given.
    pub name: Option<&'static str>,
    /// What was written for it.
    pub written: Option<String>,
    /// The words after it.
    pub words: Vec<String>,
    /// Options with their values; empty for those that have none.
    pub options: Vec<(String, String)>,
}

/// What a client's command line may hold.
#[derive(Clone, Copy, Debug)]
pub struct Grammar {
    /// Its commands.
    pub commands: &'static [&'static str],
    /// Other names for them.
    pub aliases: &'static [(&'static str, &'static str)],
    /// The options that take a value; every other one stands alone.
    pub valued: &'static [&'static str],
    /// Whether commands may be shortened and written in camel case.
    pub shortened: bool,
}

/// npm's own.
pub(super) const NPM: Grammar =
    Grammar { commands: COMMANDS, aliases: ALIASES, valued: VALUED, shortened: true };

impl Command {
    /// Reads npm's command line without the program.
    #[must_use]
    pub fn read(arguments: &[String]) -> Self {
        Self::by(&NPM, arguments)
    }

    /// Reads a command line without the program.
    #[must_use]
    pub fn by(grammar: &Grammar, arguments: &[String]) -> Self {
        let mut command = Self::default();
        let mut words = Vec::new();
        let mut rest = arguments.iter();
        while let Some(argument) = rest.next() {
            if argument == "--" {
                words.extend(rest.by_ref().cloned());
            } else if let Some(option) = argument.strip_prefix('-').filter(|option| !option.is_empty()) {
                let option = option.trim_start_matches('-');
                let (key, value) = match option.split_once('=') {
                    Some((key, value)) => (long(key), value.to_owned()),
                    // An option that wants a value takes the next word, unless that is an option itself.
                    None if grammar.takes_value(long(option)) => {
                        let next = rest.as_slice().first().filter(|next| !next.starts_with('-'));
                        let value = next.cloned().unwrap_or_default();
                        if next.is_some() {
                            rest.next();
                        }
                        (long(option), value)
                    }
                    None => (long(option), String::new()),
                };
                command.options.push((key.to_owned(), value));
            } else {
                words.push(argument.clone());
            }
        }
        let mut words = words.into_iter();
        command.written = words.next();
        command.name = command.written.as_deref().and_then(|word| grammar.in_full(word));
        command.words = words.collect();
        command
    }

    /// Returns the value of an option; the last one counts.
    #[must_use]
    pub fn option(&self, key: &str) -> Option<&str> {
        self.options.iter().rev().find(|(known, _)| known == key).map(|(_, value)| value.as_str())
    }

    /// Returns a word after the command.
    #[must_use]
    pub fn word(&self, place: usize) -> Option<&str> {
        self.words.get(place).map(String::as_str)
    }
}

/// Returns `name@version`, or the name alone.
#[must_use]
pub fn spec(package: Option<&str>, version: Option<&str>) -> Option<String> {
    let package = package?;
    Some(version.map_or_else(|| package.to_owned(), |version| format!("{package}@{version}")))
}

/// Splits `name@version`; a scope's own `@` is none.
#[must_use]
pub fn split_spec(spec: &str) -> (String, Option<String>) {
    match spec.rfind('@') {
        Some(at) if at > 0 => {
            (spec[..at].to_owned(), Some(spec[at + 1..].to_owned()).filter(|it| !it.is_empty()))
        }
        _ => (spec.to_owned(), None),
    }
}

impl Grammar {
    /// Lists every word that stands for one of its commands, also the shortened ones.
    #[must_use]
    pub fn words(&self) -> Vec<&'static str> {
        let names = self.commands.iter().copied().chain(self.aliases.iter().map(|(alias, _)| *alias));
        let shortened = |name: &'static str| {
            let ends = if self.shortened { 2..name.len() } else { 0..0 };
            ends.filter_map(move |end| name.get(..end)).filter(|word| self.in_full(word).is_some())
        };
        let mut words: Vec<&'static str> = names.clone().chain(names.flat_map(shortened)).collect();
        words.sort_unstable();
        words.dedup();
        words
    }

    /// Returns the command that a word stands for: itself, an alias, or the only one that begins so.
    fn in_full(&self, word: &str) -> Option<&'static str> {
        let word = if self.shortened { in_dashes(word) } else { word.to_owned() };
        let alias =
            |name: &str| self.aliases.iter().find(|(alias, _)| *alias == name).map(|(_, command)| *command);
        let exact = self.commands.iter().copied().find(|command| *command == word);
        exact.or_else(|| alias(&word)).or_else(|| {
            let names = self.commands.iter().copied().chain(self.aliases.iter().map(|(alias, _)| *alias));
            let mut beginning = names.filter(|name| self.shortened && name.starts_with(&word));
            match (beginning.next(), beginning.next()) {
                (Some(only), None) => Some(alias(only).unwrap_or(only)),
                _ => None,
            }
        })
    }

    fn takes_value(&self, option: &str) -> bool {
        self.valued.contains(&option)
            || (option.starts_with('@') && option.ends_with(":registry"))
            || option.starts_with("//")
    }
}

fn in_dashes(word: &str) -> String {
    let mut dashed = String::new();
    for character in word.chars() {
        if character.is_ascii_uppercase() {
            dashed.push('-');
        }
        dashed.push(character.to_ascii_lowercase());
    }
    dashed
}

/// Returns an option's long form.
fn long(option: &str) -> &str {
    match option {
        "C" => "prefix",
        "L" => "location",
        "c" => "call",
        "m" => "message",
        "reg" => "registry",
        "w" => "workspace",
        "ws" => "workspaces",
        "enjoy-by" => "before",
        other => other,
    }
}

/// npm's commands, those of the older versions 6 to 10 among them.
const COMMANDS: &[&str] = &[
    "access",
    "adduser",
    "approve-scripts",
    "audit",
    "bugs",
    "cache",
    "ci",
    "completion",
    "config",
    "dedupe",
    "deny-scripts",
    "deprecate",
    "diff",
    "dist-tag",
    "docs",
    "doctor",
    "edit",
    "exec",
    "explain",
    "explore",
    "find-dupes",
    "fund",
    "get",
    "help",
    "help-search",
    "hook",
    "init",
    "install",
    "install-ci-test",
    "install-scripts",
    "install-test",
    "link",
    "ll",
    "login",
    "logout",
    "ls",
    "org",
    "outdated",
    "owner",
    "pack",
    "ping",
    "pkg",
    "prefix",
    "profile",
    "prune",
    "publish",
    "query",
    "rebuild",
    "repo",
    "restart",
    "root",
    "run",
    "sbom",
    "search",
    "set",
    "shrinkwrap",
    "stage",
    "star",
    "stars",
    "start",
    "stop",
    "team",
    "test",
    "token",
    "trust",
    "undeprecate",
    "uninstall",
    "unpublish",
    "unstar",
    "update",
    "version",
    "view",
    "whoami",
];

/// npm's other names for them.
const ALIASES: &[(&str, &str)] = &[
    ("add", "install"),
    ("add-user", "adduser"),
    ("author", "owner"),
    ("c", "config"),
    ("cit", "install-ci-test"),
    ("clean-install", "ci"),
    ("clean-install-test", "install-ci-test"),
    ("create", "init"),
    ("ddp", "dedupe"),
    ("dist-tags", "dist-tag"),
    ("find", "search"),
    ("hlep", "help"),
    ("home", "docs"),
    ("i", "install"),
    ("ic", "ci"),
    ("in", "install"),
    ("info", "view"),
    ("innit", "init"),
    ("ins", "install"),
    ("inst", "install"),
    ("insta", "install"),
    ("instal", "install"),
    ("install-clean", "ci"),
    ("isnt", "install"),
    ("isnta", "install"),
    ("isntal", "install"),
    ("isntall", "install"),
    ("isntall-clean", "ci"),
    ("issues", "bugs"),
    ("it", "install-test"),
    ("la", "ll"),
    ("list", "ls"),
    ("ln", "link"),
    ("ogr", "org"),
    ("r", "uninstall"),
    ("rb", "rebuild"),
    ("remove", "uninstall"),
    ("rm", "uninstall"),
    ("rum", "run"),
    ("run-script", "run"),
    ("s", "search"),
    ("se", "search"),
    ("show", "view"),
    ("sit", "install-ci-test"),
    ("t", "test"),
    ("tst", "test"),
    ("u", "update"),
    ("udpate", "update"),
    ("un", "uninstall"),
    ("unlink", "uninstall"),
    ("up", "update"),
    ("upgrade", "update"),
    ("urn", "run"),
    ("v", "view"),
    ("verison", "version"),
    ("why", "explain"),
    ("x", "exec"),
];

/// npm's options that take a value; every other one stands alone.
const VALUED: &[&str] = &[
    "_auth",
    "_authToken",
    "access",
    "allow-directory",
    "allow-file",
    "allow-git",
    "allow-remote",
    "allow-scripts",
    "also",
    "audit-level",
    "auth-type",
    "before",
    "ca",
    "cache",
    "cache-max",
    "cache-min",
    "cafile",
    "call",
    "cert",
    "cidr",
    "cpu",
    "depth",
    "diff",
    "diff-dst-prefix",
    "diff-src-prefix",
    "diff-unified",
    "editor",
    "expect-result-count",
    "expires",
    "fetch-retries",
    "fetch-retry-factor",
    "fetch-retry-maxtimeout",
    "fetch-retry-mintimeout",
    "fetch-timeout",
    "git",
    "globalconfig",
    "heading",
    "https-proxy",
    "include",
    "init-author-email",
    "init-author-name",
    "init-author-url",
    "init-license",
    "init-module",
    "init-type",
    "init-version",
    "init.author.email",
    "init.author.name",
    "init.author.url",
    "init.license",
    "init.module",
    "init.version",
    "install-strategy",
    "key",
    "libc",
    "local-address",
    "location",
    "lockfile-version",
    "loglevel",
    "logs-dir",
    "logs-max",
    "maxsockets",
    "message",
    "min-release-age",
    "min-release-age-exclude",
    "name",
    "node-gyp",
    "node-options",
    "noproxy",
    "omit",
    "only",
    "orgs",
    "orgs-permission",
    "os",
    "otp",
    "pack-destination",
    "package",
    "packages",
    "packages-and-scopes-permission",
    "password",
    "prefix",
    "preid",
    "provenance-file",
    "proxy",
    "registry",
    "replace-registry-host",
    "save-prefix",
    "sbom-format",
    "sbom-type",
    "scope",
    "scopes",
    "script-shell",
    "searchexclude",
    "searchlimit",
    "searchopts",
    "searchstaleness",
    "shell",
    "tag",
    "tag-version-prefix",
    "token-description",
    "umask",
    "user-agent",
    "userconfig",
    "viewer",
    "which",
    "workspace",
];
