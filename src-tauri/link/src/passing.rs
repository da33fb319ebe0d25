//! A secret text that passes over a channel once, towards the agent and never from it.

use serde::{Deserialize, Serialize};
use std::fmt;
use zeroize::Zeroize;

/// A passphrase, an `otpauth` link or a recovery code on its way in. The only secret that has a wire form, and only in messages to the agent.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, Zeroize)]
#[zeroize(drop)]
#[serde(transparent)]
pub struct Passing(String);

impl Passing {
    /// Takes the text over.
    #[must_use]
    pub fn new(text: String) -> Self {
        Self(text)
    }

    /// Returns the text.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Passing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Passing(..)")
    }
}
