//! The conversation between the programs.
//!
//! Two channels with two vocabularies. On the [`public`] socket programs ask; on the [`private`] channel, which only a
//! process started by the agent holds, the person's own shell answers. No message of the second kind exists on the first.
#![cfg_attr(not(windows), forbid(unsafe_code))]

pub mod directory;
pub mod frame;
pub mod passing;
pub mod paths;
pub mod peer;
pub mod private;
#[cfg(windows)]
pub mod processes;
pub mod public;
#[cfg(feature = "server")]
pub mod server;
pub mod shell;
pub mod socket;
