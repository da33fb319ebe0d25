//! Black-box tests: what a user or another program can see. This file is their table of contents.

#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a test may end where it stands")]

mod support;

// The product, with a person at the agent's console.
mod asking; // what other programs may ask, and what they hear
mod bridging; // tools that start npm without a terminal
mod browsing; // clients that have the person authenticate in the browser
mod clients; // every client, by a prompt or by the bridge: one code, and none on a no
mod comparing; // what goes out is compared with what is published
mod crowding; // many programs at once
mod doctor; // what a failure means, and the one command that mends it
mod enduring; // what may happen to the keychain and to the agent, and that accounts endure it
mod enrolling; // npm enrols, and nothing of it is lost on the way
mod forgetting; // locked means gone from memory
mod keeping; // where secrets are, what is said when they cannot be kept, that none is lost
mod killing; // the agent is killed at any moment, and nothing is lost
mod locking; // when the person is away
mod moving; // accounts come from other programs and leave for them
mod notifying; // a request is told, and not answered, by the desktop
mod packages; // what people install, and what it says of itself
mod portal; // pictures of a Wayland desktop, in a file that must not stay
mod prompting; // a locked keychain, and its prompt
mod publishing; // npm asks, a person approves, a fresh code is typed
mod readme; // what README types is understood
mod recovery; // recovery codes, one at a time
mod releasing; // many packages with one approval, and long builds
mod running; // `countersign run` is as if the command ran alone
mod scanning; // what pictures, texts, the clipboard and the monitors say
mod shells; // the functions that lead commands through `run`, in the real shells
mod shortcut; // keys that a Wayland desktop holds
mod staging; // versions that wait to be published
mod standing; // how one stands with each registry
mod stealing; // scripts that try to get a code
mod suspending; // the computer sleeps in the middle of a run
mod tray; // the accounts one click away, with and without something that shows them

// The list of them all.
mod attacks; // every attack and fault that was thought of, and what shows it

// The rig itself holds.
mod contents; // no test file is forgotten here
mod keyring; // a keychain of one's own: unlocked, without password, absent
mod registry; // real npm, a real registry, real one-time passwords
mod terminal; // a program in a terminal, and someone who types
#[cfg(feature = "e2e")]
mod window; // the real windows, on a screen nobody sees
