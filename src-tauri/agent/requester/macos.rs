//! What `libproc.h`, `sysctl(3)` and `kqueue(2)` tell of processes.
#![expect(unsafe_code, reason = "the system fills in structures that it is handed")]

use super::super::arguments::variable;
use super::Process;
use rustix::event::kqueue::{Event, EventFilter, EventFlags, ProcessEvents, kevent, kqueue};
use rustix::process::Pid;
use std::ffi::{CStr, OsStr, c_int};
use std::mem::{MaybeUninit, size_of};
use std::os::fd::OwnedFd;
use std::os::unix::ffi::OsStrExt;
use std::path::PathBuf;
use std::ptr::null_mut;
use std::time::{Duration, UNIX_EPOCH};
use tokio::io::Interest;
use tokio::io::unix::AsyncFd;

/// The longest arguments and environment that are searched, in bytes: as long as the system lets them be.
const ARGUMENTS: usize = 1 << 20;

/// The processes, which the system is asked for one by one.
pub(super) struct Processes;

impl Processes {
    pub(super) fn now() -> Self {
        Self
    }

    #[expect(clippy::unused_self, reason = "on Windows it has them all")]
    pub(super) fn find(&self, pid: u32) -> Option<Process> {
        let found = basic(pid)?;
        let born = UNIX_EPOCH
            + Duration::from_secs(found.pbi_start_tvsec)
            + Duration::from_micros(found.pbi_start_tvusec);
        Some(Process { pid, parent: found.pbi_ppid, born, program: program(pid) })
    }

    #[expect(clippy::unused_self, reason = "as for finding one")]
    pub(super) fn terminal(&self, pid: u32) -> Option<String> {
        let device = basic(pid)?.e_tdev;
        if device == u32::MAX {
            return Some("none".to_owned());
        }
        let device = libc::dev_t::from_ne_bytes(device.to_ne_bytes());
        // SAFETY: what it returns is a text of its own or nothing; only this thread asks, and it is copied at once.
        let name = unsafe {
            let name = libc::devname(device, libc::S_IFCHR);
            (!name.is_null()).then(|| CStr::from_ptr(name).to_string_lossy().into_owned())
        };
        name.map(|name| format!("/dev/{name}"))
    }

    #[expect(clippy::unused_self, reason = "as for finding one")]
    pub(super) fn folder(&self, pid: u32) -> Option<PathBuf> {
        // SAFETY: the structure is one of numbers and bytes.
        let found: libc::proc_vnodepathinfo = unsafe { information(pid, libc::PROC_PIDVNODEPATHINFO)? };
        let path: Vec<u8> =
            found.pvi_cdir.vip_path.iter().flatten().map(|byte| byte.cast_unsigned()).collect();
        let path = CStr::from_bytes_until_nul(&path).ok()?.to_bytes();
        (!path.is_empty()).then(|| PathBuf::from(OsStr::from_bytes(path)))
    }

    /// Returns the lifecycle script that a process's environment names. npm and its like set this for every script they run.
    #[expect(clippy::unused_self, reason = "as for finding one")]
    pub(super) fn lifecycle(&self, pid: u32) -> Option<String> {
        variable(&arguments(pid)?, "npm_lifecycle_event")
    }
}

fn basic(pid: u32) -> Option<libc::proc_bsdinfo> {
    // SAFETY: the structure is one of numbers and bytes.
    unsafe { information(pid, libc::PROC_PIDTBSDINFO) }
}

/// Asks for one structure about a process.
///
/// # Safety
/// `T` is the structure that `flavor` fills in, and any bytes make one.
unsafe fn information<T>(pid: u32, flavor: c_int) -> Option<T> {
    let mut found = MaybeUninit::<T>::zeroed();
    let size = c_int::try_from(size_of::<T>()).ok()?;
    let pid = c_int::try_from(pid).ok()?;
    // SAFETY: there is room for as much as is said.
    let filled = unsafe { libc::proc_pidinfo(pid, flavor, 0, found.as_mut_ptr().cast(), size) };
    // SAFETY: it was filled in whole, and the caller vouches for what is in it.
    (filled == size).then(|| unsafe { found.assume_init() })
}

fn program(pid: u32) -> Option<PathBuf> {
    let mut path = [0_u8; 4096];
    let room = u32::try_from(path.len()).ok()?;
    // SAFETY: there is room for as much as is said.
    let length = unsafe { libc::proc_pidpath(c_int::try_from(pid).ok()?, path.as_mut_ptr().cast(), room) };
    let path = path.get(..usize::try_from(length).ok()?).filter(|path| !path.is_empty())?;
    Some(PathBuf::from(OsStr::from_bytes(path)))
}

/// Returns a process's arguments and environment, as the system keeps them; those of other users are not shown.
fn arguments(pid: u32) -> Option<Vec<u8>> {
    let mut name = [libc::CTL_KERN, libc::KERN_PROCARGS2, c_int::try_from(pid).ok()?];
    let mut found = vec![0_u8; ARGUMENTS];
    let mut length = found.len();
    let count = u32::try_from(name.len()).ok()?;
    // SAFETY: the name has as many parts as is said and the room is as large; nothing is set.
    let failed = unsafe {
        libc::sysctl(name.as_mut_ptr(), count, found.as_mut_ptr().cast(), &raw mut length, null_mut(), 0)
    };
    found.truncate(length);
    (failed == 0).then_some(found)
}

pub(in super::super) async fn death(pid: u32) {
    // SAFETY: it owns its descriptor, which nobody replaces or closes before it is dropped.
    let register =
        |watched: OwnedFd| unsafe { AsyncFd::register_with_interest(watched, Interest::READABLE).ok() };
    match watch(pid).and_then(register) {
        Some(watched) => drop(watched.readable().await),
        // What cannot be watched has ended, or is another user's: the end of the connection must do.
        None => std::future::pending().await,
    }
}

/// Returns what can be read from once a process has ended.
fn watch(pid: u32) -> Option<OwnedFd> {
    let pid = i32::try_from(pid).ok().and_then(Pid::from_raw)?;
    let queue = kqueue().ok()?;
    let filter = EventFilter::Proc { pid, flags: ProcessEvents::EXIT };
    let end = Event::new(filter, EventFlags::ADD | EventFlags::ONESHOT, null_mut());
    let none: &mut [Event] = &mut [];
    // SAFETY: the event is of a process, and names no descriptor that could be closed.
    unsafe { kevent(&queue, &[end], none, None) }.ok()?;
    Some(queue)
}
