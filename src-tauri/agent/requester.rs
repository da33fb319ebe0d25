//! What the operating system says of a program that asks.

use countersign_core::view::Fact;
use countersign_link::peer::Peer;

#[cfg(any(target_os = "macos", test))]
mod arguments;
#[cfg(target_os = "linux")]
#[path = "requester/linux.rs"]
mod system;
#[cfg(not(target_os = "linux"))]
#[path = "requester/elsewhere.rs"]
mod system;

/// Ancestors that are looked at.
const GENERATIONS: usize = 12;

/// Ancestors that are shown: those nearest say where the request comes from, and what matters must fit in one window.
const SHOWN: usize = 4;

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

/// Joins a line of descent, nearest first; the farthest are counted.
fn chain(links: impl Iterator<Item = String>) -> Option<String> {
    let links: Vec<String> = links.collect();
    let shown = links.get(..SHOWN).unwrap_or(&links).join(" ← ");
    match links.len().saturating_sub(SHOWN) {
        _ if links.is_empty() => None,
        0 => Some(shown),
        more => Some(format!("{shown} ← {more} more")),
    }
}

/// Says how long ago something was, from seconds.
fn ago(seconds: u64) -> String {
    match seconds {
        0..120 => format!("{seconds} s ago"),
        120..7_200 => format!("{} min ago", seconds / 60),
        7_200..172_800 => format!("{} h ago", seconds / 3_600),
        _ => format!("{} days ago", seconds / 86_400),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_descent_is_told_by_its_nearest_and_a_count() {
        let links = |count: u32| (1..=count).map(|link| link.to_string());
        assert_eq!(chain(links(0)), None);
        assert_eq!(chain(links(4)).as_deref(), Some("1 ← 2 ← 3 ← 4"));
        assert_eq!(chain(links(9)).as_deref(), Some("1 ← 2 ← 3 ← 4 ← 5 more"));
    }
}
