//! Black-box tests: what a user or another program can see. This file is their table of contents.

#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a test may end where it stands")]

mod support;

// The product, with a person at the agent's console.
mod asking; // what other programs may ask, and what they hear
mod keeping; // where secrets are, what is said when they cannot be kept, that none is lost
mod moving; // accounts come from other programs and leave for them
mod publishing; // npm asks, a person approves, a fresh code is typed
mod running; // `countersign run` is as if the command ran alone
mod tray; // the accounts one click away, with and without something that shows them

// The rig itself holds.
mod contents; // no test file is forgotten here
mod keyring; // a keychain of one's own: unlocked, without password, absent
mod registry; // real npm, a real registry, real one-time passwords
mod terminal; // a program in a terminal, and someone who types
#[cfg(feature = "e2e")]
mod window; // the real windows, on a screen nobody sees
