//! The command of a run: which client it starts, and what that needs to ask in the terminal.

use countersign_core::npm::{self, Asks, Client, arguments};
use std::collections::BTreeMap;
use std::ffi::OsString;

/// A command line, as the core understands it.
pub(super) struct Started {
    /// The command line.
    #[cfg_attr(not(unix), expect(dead_code, reason = "only a prompt that can be answered needs claims"))]
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
