//! Everything Countersign knows: codes, accounts, approvals, npm's habits. No I/O, no async, no clock.
//!
//! * [`secret`]: bytes that wipe themselves and cannot be printed
//! * [`otp`]: codes (RFC 4226, RFC 6238, Steam) and `otpauth` links
//! * [`account`]: what is kept of one account, and the one line it becomes in a keychain
//! * [`recovery`]: the codes for the day on which the authenticator is lost
//! * [`vault`]: the index file (no secrets) and the sealed file
//! * [`transfer`]: foreign formats, one file each
//! * [`approval`]: who may have a code, for what, for how long
//! * [`decisions`]: the last decisions, in a file
//! * [`npm`]: what npm and its like ask, and how
//! * [`app`]: the facade; a method per use case, time is an argument
//! * [`ports`]: the two things asked of the world: a store, a person
//! * [`settings`]: what a person set up
//! * [`view`]: what may be shown; the page's types are made from it
#![forbid(unsafe_code)]

pub mod account;
pub mod app;
pub mod approval;
pub mod decisions;
mod known;
pub mod npm;
pub mod otp;
pub mod ports;
pub mod recovery;
pub mod secret;
pub mod settings;
pub mod time;
pub mod transfer;
pub mod vault;
pub mod view;
