//! What the operating system says of a program that asks.

use countersign_core::view::Fact;
use countersign_link::peer::Peer;

#[cfg(target_os = "linux")]
#[path = "requester/linux.rs"]
mod system;
#[cfg(not(target_os = "linux"))]
#[path = "requester/elsewhere.rs"]
mod system;

/// Where a request comes from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Origin {
    /// What the system vouches for.
    pub(crate) verified: Vec<Fact>,
    /// What a process can choose for itself: the names of its file and its arguments.
    pub(crate) claimed: Vec<Fact>,
    /// The lifecycle script it runs in, by its own environment or an ancestor's.
    pub(crate) lifecycle: Option<String>,
}

/// Gathers what is known of a program at the moment it connected.
pub(crate) fn origin(peer: Peer) -> Origin {
    let mut origin = Origin::default();
    if let Some(uid) = peer.uid {
        origin.verified.push(fact("User", format!("you (uid {uid})")));
    }
    if let Some(pid) = peer.pid {
        system::look_at(pid, &mut origin);
    }
    origin
}

/// Waits until a process is dead, where the system can say so; for ever elsewhere.
pub(crate) async fn death(peer: Peer) {
    match peer.pid {
        Some(pid) => system::death(pid).await,
        None => std::future::pending().await,
    }
}

/// Makes a line of a block. A folder's name can hold anything; the core makes it fit to be shown.
fn fact(label: &str, value: impl Into<String>) -> Fact {
    Fact { label: label.into(), value: value.into() }
}
