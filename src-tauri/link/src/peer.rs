//! Who is at the other end of a socket, by the operating system's word.

/// The other end of a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Peer {
    /// Its user, where the system names one.
    pub uid: Option<u32>,
    /// Its process at the time it connected, where the system names one.
    pub pid: Option<u32>,
}

impl Peer {
    /// Says whether it is the user who runs this process. A root process of a user's agent is a stranger too.
    #[cfg(unix)]
    #[must_use]
    pub fn is_own(&self) -> bool {
        self.uid == Some(rustix::process::geteuid().as_raw())
    }
}

/// Asks the system who is at the other end.
///
/// # Errors
/// That of the system call.
#[cfg(target_os = "linux")]
pub fn of(socket: impl std::os::fd::AsFd) -> std::io::Result<Peer> {
    let found = rustix::net::sockopt::socket_peercred(socket)?;
    Ok(Peer { uid: Some(found.uid.as_raw()), pid: u32::try_from(found.pid.as_raw_pid()).ok() })
}

/// Asks the system who is at the other end.
///
/// # Errors
/// That of the system call.
#[cfg(all(unix, not(target_os = "linux")))]
pub fn of(socket: impl std::os::fd::AsFd) -> std::io::Result<Peer> {
    use nix::sys::socket::{getsockopt, sockopt};
    let socket = socket.as_fd();
    let found = getsockopt(&socket, sockopt::LocalPeerCred)?;
    let pid = getsockopt(&socket, sockopt::LocalPeerPid).ok().and_then(|pid| u32::try_from(pid).ok());
    Ok(Peer { uid: Some(found.uid()), pid })
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::os::unix::net::UnixStream;

    #[test]
    fn the_other_end_of_our_own_pair_is_ourselves() {
        let (one, _other) = UnixStream::pair().expect("a pair of sockets");
        let peer = of(&one).expect("the system says who it is");
        assert!(peer.is_own());
        assert_eq!(peer.pid, Some(std::process::id()));
    }

    #[test]
    fn another_user_and_an_unknown_one_are_strangers() {
        let other = rustix::process::geteuid().as_raw().wrapping_add(1);
        assert!(!Peer { uid: Some(other), pid: None }.is_own());
        assert!(!Peer { uid: None, pid: None }.is_own());
    }
}
