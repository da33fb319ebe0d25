//! The loopback bridge of one run to its registries: where a tool has no prompt, the registry's challenge is answered here.
//!
//! A client of the run talks to the registry through it. When the registry asks for a second factor, the person is asked, and
//! the same request goes out once more with the code: scripts run once, the tool sees one answer, and no program ever sees the
//! code. Nothing but a socket and a thread that sleeps exists before the first client comes.

mod asker;
mod door;
mod forward;
mod headers;
mod kin;
mod packages;
mod page;
mod registries;
mod spool;
mod upstream;

pub(crate) use registries::Registries;

use crate::run::Claims;
use std::io;
use std::net::{Ipv4Addr, TcpListener};
use std::sync::Arc;
use std::thread;

/// Tells the person something while a command runs.
pub(crate) type Say = Arc<dyn Fn(&str) + Send + Sync>;

/// Where the bridge is, and what opens it. Both words are made for one run and die with it.
#[derive(Clone)]
pub(crate) struct Address {
    /// Its port at 127.0.0.1.
    pub(crate) port: u16,
    /// The first word of every path.
    pub(crate) path: String,
    /// What clients have in place of the token: it opens this bridge, and nothing else.
    pub(crate) token: String,
}

impl Address {
    /// The address of the registry with a number.
    pub(crate) fn of_registry(&self, number: usize) -> String {
        format!("http://127.0.0.1:{}/{}/{number}/", self.port, self.path)
    }

    /// The value of the header `host` in requests that were meant for it.
    fn host(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }
}

/// Opens the bridge of a run.
///
/// # Errors
/// Where this machine gives no port, or no random words.
pub(crate) fn open(claims: Arc<Claims>, say: Say) -> io::Result<Address> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    let address = Address { port: listener.local_addr()?.port(), path: word()?, token: word()? };
    let known = address.clone();
    thread::spawn(move || {
        // Without a first client nothing is started.
        let Ok((first, _)) = listener.accept() else { return };
        let state = forward::Bridge::new(known, claims, Arc::clone(&say));
        if let Err(error) = door::serve(state, first, listener) {
            say(&format!("the way to the registry broke off: {error}"));
        }
    });
    Ok(address)
}

/// Thirty-two random bytes as a word.
fn word() -> io::Result<String> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(io::Error::other)?;
    Ok(data_encoding::HEXLOWER.encode(&bytes))
}
