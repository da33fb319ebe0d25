//! `countersign npm status` and `countersign npm tokens`: how you stand with each registry.

use super::standing;
use crate::Carry;
use crate::outcome::{self, Exit, Trouble};
use clap::Args;
use countersign_core::view::{RegistryView, TokenView};
use serde::Serialize;
use std::process::ExitCode;

/// Says for each registry who you are, what asks for codes, when tokens end, and whether the clocks agree
///
/// Asks npm, and through it your registries. No token is printed, and none leaves npm.
#[derive(Debug, Args)]
pub(crate) struct Status {
    /// This registry alone
    #[arg(long, value_name = "URL")]
    registry: Option<String>,
    /// Prints one JSON object
    #[arg(long)]
    json: bool,
}

/// Lists your tokens at each registry, and when they end
///
/// By their names and the beginnings of their keys; the tokens themselves are never printed.
#[derive(Debug, Args)]
pub(crate) struct Tokens {
    /// This registry alone
    #[arg(long, value_name = "URL")]
    registry: Option<String>,
    /// Prints one JSON object
    #[arg(long)]
    json: bool,
}

/// What a script gets of tokens.
#[derive(Serialize)]
struct Listed<'a> {
    registries: Vec<Tokened<'a>>,
}

#[derive(Serialize)]
struct Tokened<'a> {
    url: &'a str,
    user: Option<&'a str>,
    tokens: Option<&'a [TokenView]>,
}

impl Carry for Status {
    fn json(&self) -> bool {
        self.json
    }

    fn carry_out(self) -> Result<ExitCode, Trouble> {
        let status = standing::gather(self.registry.as_deref())?;
        if self.json {
            outcome::object(&status)?;
        } else {
            outcome::line(&format!("npm {}", status.npm))?;
            status.registries.iter().try_for_each(show)?;
        }
        let fine = status.registries.iter().all(|registry| registry.trouble.is_none());
        Ok(if fine { Exit::Done } else { Exit::Failed }.into())
    }
}

impl Carry for Tokens {
    fn json(&self) -> bool {
        self.json
    }

    fn carry_out(self) -> Result<ExitCode, Trouble> {
        let status = standing::gather(self.registry.as_deref())?;
        if self.json {
            let listed = status.registries.iter().map(|it| Tokened {
                url: &it.url,
                user: it.user.as_deref(),
                tokens: it.tokens.as_deref(),
            });
            outcome::object(&Listed { registries: listed.collect() })?;
        } else {
            for registry in &status.registries {
                outcome::line(&format!("\n{}", registry.url))?;
                show_tokens(registry)?;
            }
        }
        let any = status.registries.iter().any(|it| it.tokens.as_ref().is_some_and(|list| !list.is_empty()));
        Ok(if any { Exit::Done } else { Exit::Nothing }.into())
    }
}

fn show(registry: &RegistryView) -> Result<(), Trouble> {
    let makers = if registry.makers { "; npm's own registry" } else { "" };
    outcome::line(&format!("\n{} ({}{makers})", registry.url, registry.serves))?;
    let fact = |label: &str, value: &str| outcome::line(&format!("  {label:<14}{value}"));
    match (&registry.user, &registry.login) {
        (Some(user), Some(login)) => fact("you", &format!("{user}, with {login}"))?,
        (Some(user), None) => fact("you", user)?,
        (None, Some(login)) => fact("you", &format!("not recognised, with {login}"))?,
        (None, None) => fact("you", "not logged in")?,
    }
    if let Some(mode) = &registry.mode {
        fact("second factor", mode)?;
    }
    if registry.user.is_some() {
        fact("asks", &registry.asks)?;
        fact("", &registry.way)?;
    }
    fact("clock", &clock(registry))?;
    show_tokens(registry)?;
    if let Some(trouble) = &registry.trouble {
        outcome::line(&format!("  ! {}", trouble.message))?;
        outcome::line(&format!("    {}", trouble.hint))?;
        outcome::line(&format!("    $ {}", trouble.command))?;
    }
    Ok(())
}

fn clock(registry: &RegistryView) -> String {
    let way = |skew: i32| if skew > 0 { "ahead" } else { "behind" };
    match registry.skew_s {
        None if registry.reached => "the registry tells no time".to_owned(),
        None => "the registry was not reached".to_owned(),
        Some(skew) if registry.clock_differs => {
            format!("{} s {}: codes will be refused. Have it set by the network.", skew.abs(), way(skew))
        }
        Some(-1..=1) => "agrees".to_owned(),
        Some(skew) => format!("{} s {}, which codes bear", skew.abs(), way(skew)),
    }
}

fn show_tokens(registry: &RegistryView) -> Result<(), Trouble> {
    let Some(tokens) = &registry.tokens else {
        return outcome::line("  tokens        the registry lists none to you");
    };
    if tokens.is_empty() {
        return outcome::line("  tokens        none are listed");
    }
    tokens.iter().try_for_each(|token| outcome::line(&format!("  token         {}", in_words(token))))
}

fn in_words(token: &TokenView) -> String {
    let mut parts = vec![token.id.clone()];
    parts.extend(Some(token.name.clone()).filter(|name| !name.is_empty()));
    parts.push(token.kind.clone());
    parts.extend(Some(format!("made on {}", token.created)).filter(|_| !token.created.is_empty()));
    parts.extend(token.addresses.then(|| "from certain addresses alone".to_owned()));
    parts.push(match token.days_left {
        Some(days) if days >= 0 => format!("ends in {days} days"),
        Some(_) => "ended".to_owned(),
        None => "its end is not told".to_owned(),
    });
    parts.extend(token.in_use.then(|| "in use here".to_owned()));
    let warning = token.warning.as_ref().map_or(String::new(), |warning| format!("  ! {warning}"));
    format!("{}{warning}", parts.join(", "))
}
