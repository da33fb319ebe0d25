//! The command of a run: which client it starts, and what that needs to ask in the terminal.

#[cfg(unix)]
use countersign_core::npm::Reach;
use countersign_core::npm::{self, Asks, Client, arguments};
use std::collections::BTreeMap;
use std::ffi::OsString;

/// A command line, as the core understands it.
pub(super) struct Started {
    /// The command line.
    pub(super) words: Vec<String>,
    /// The client that it starts itself.
    pub(super) client: Option<&'static dyn Client>,
    /// The client's own command.
    pub(super) command: arguments::Command,
}

impl Started {
    /// Reads a command line.
    pub(super) fn by(line: &[OsString]) -> Self {
        let words: Vec<String> = line.iter().map(|word| word.to_string_lossy().into_owned()).collect();
        let client = npm::started_by(&words);
        let command = client.map(|client| client.command(words.get(1..).unwrap_or_default()));
        Self { words, client, command: command.unwrap_or_default() }
    }

    /// Whether and how often it may ask.
    pub(super) fn asks(&self) -> Asks {
        self.client.map_or(Asks::Nested, |client| client.asks(&self.command))
    }

    /// The clients whose prompts may come: the one that was started, where that is known. What is started by another is
    /// known by its line editor alone: plain lines are anybody's.
    pub(super) fn asking(&self) -> Vec<&'static dyn Client> {
        match (self.client, self.asks()) {
            (Some(client), Asks::Once | Asks::Several) => vec![client],
            _ => npm::CLIENTS.iter().copied().filter(|client| client.reads_keys()).collect(),
        }
    }

    /// Whether it asks the registry by itself.
    #[cfg(unix)]
    pub(super) fn asks_itself(&self) -> bool {
        let itself = self.client.is_some_and(Client::asks_itself);
        matches!(self.asks(), Asks::Once | Asks::Several) && itself
    }

    /// Whether it may start clients that ask.
    #[cfg(unix)]
    pub(super) fn starts_others(&self) -> bool {
        let nests = self.client.is_some_and(Client::nests);
        self.asks() == Asks::Nested || (nests && self.asks() != Asks::Never)
    }

    /// Whether what asks in the end can be reached by its registry alone: a tool that brings its own client, or one that asks
    /// for itself where others stand between it and us. `scripts` gives the text of a script by its name.
    #[cfg(unix)]
    pub(super) fn by_registry_alone(&self, script: impl Fn(&str) -> Option<String>) -> bool {
        let alone = |word: &str| {
            npm::started_by(&[word.to_owned()]).is_some_and(|client| client.reach() == Reach::Registry)
        };
        let itself =
            self.client.is_some_and(|client| client.reach() == Reach::Registry && !client.asks_itself());
        let launched = self.launched().iter().any(|word| alone(word));
        let scripted = self.command.words.iter().chain(&self.command.written).filter_map(|name| script(name));
        let scripted = self.asks() == Asks::Nested
            && scripted.into_iter().any(|text| text.split([' ', ';', '&', '|']).any(alone));
        itself || launched || scripted
    }

    /// The words of a command that starts another: `npx lerna publish`, `pnpm exec lerna publish`.
    #[cfg(unix)]
    fn launched(&self) -> &[String] {
        let program = self.words.first().map(String::as_str).unwrap_or_default();
        let program = program.rsplit('/').next().unwrap_or_default();
        let launcher = matches!(program, "npx" | "bunx" | "pnpx")
            || (self.client.is_some() && self.asks() == Asks::Nested);
        if launcher { self.words.get(1..).unwrap_or_default() } else { &[] }
    }

    /// The options that make it ask in the terminal.
    pub(super) fn options(&self) -> &'static [&'static str] {
        self.client.map_or(&[], |client| client.options(&self.command))
    }

    /// The variables that make it ask in the terminal; those of every client where it may start any.
    pub(super) fn environment(&self) -> BTreeMap<&'static str, &'static str> {
        let clients = match (self.asks(), self.client) {
            (Asks::Never, _) => Vec::new(),
            (_, Some(client)) => vec![client],
            (_, None) => npm::CLIENTS.to_vec(),
        };
        clients.into_iter().flat_map(Client::environment).copied().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_that_asks_does_so_in_the_terminal() {
        let environment =
            |line: &str| Started::by(&line.split(' ').map(OsString::from).collect::<Vec<_>>()).environment();
        assert_eq!(environment("npm publish")["npm_config_auth_type"], "legacy");
        assert_eq!(environment("make release")["npm_config_auth_type"], "legacy");
        assert!(environment("npm view demo").is_empty());
    }
}
