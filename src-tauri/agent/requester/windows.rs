//! A snapshot of the processes of Windows, and what each of them says of itself.
//!
//! The folder, the environment and the terminal of another process are in its own memory, which is left alone.
//! Sources: `QueryFullProcessImageNameW`, `GetProcessTimes` and `WaitForMultipleObjects` in Microsoft's
//! documentation.
#![expect(unsafe_code, reason = "the system fills in structures that it is handed")]

use super::Process;
use countersign_link::processes;
use std::ffi::OsString;
use std::os::windows::ffi::OsStringExt;
use std::os::windows::io::{AsRawHandle, FromRawHandle, OwnedHandle};
use std::path::PathBuf;
use std::ptr::null;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use tokio::sync::oneshot;
use windows_sys::Win32::Foundation::{FILETIME, HANDLE};
use windows_sys::Win32::System::Threading::{
    CreateEventW, GetProcessTimes, INFINITE, OpenProcess, PROCESS_NAME_WIN32,
    PROCESS_QUERY_LIMITED_INFORMATION, PROCESS_SYNCHRONIZE, QueryFullProcessImageNameW, SetEvent,
    WaitForMultipleObjects,
};

/// From the beginning of Windows' time to that of Unix, in seconds.
const BEFORE_1970: u64 = 11_644_473_600;

/// The longest path of a program, in units of UTF-16.
const PATH: u32 = 32_768;

/// Every process with its parent.
pub(super) struct Processes(Vec<(u32, u32)>);

impl Processes {
    pub(super) fn now() -> Self {
        Self(processes::parents())
    }

    pub(super) fn find(&self, pid: u32) -> Option<Process> {
        let (_, parent) = *self.0.iter().find(|(process, _)| *process == pid)?;
        let process = open(pid, PROCESS_QUERY_LIMITED_INFORMATION)?;
        Some(Process { pid, parent, born: born(&process)?, program: program(&process) })
    }

    #[expect(clippy::unused_self, reason = "a Mac tells it")]
    pub(super) fn terminal(&self, _: u32) -> Option<String> {
        None
    }

    #[expect(clippy::unused_self, reason = "a Mac tells it")]
    pub(super) fn folder(&self, _: u32) -> Option<PathBuf> {
        None
    }

    #[expect(clippy::unused_self, reason = "a Mac tells it")]
    pub(super) fn lifecycle(&self, _: u32) -> Option<String> {
        None
    }
}

fn open(pid: u32, rights: u32) -> Option<OwnedHandle> {
    // SAFETY: a number that is no process's, or one that is closed to us, gives no handle.
    unsafe { owned(OpenProcess(rights, 0, pid)) }
}

/// Takes a handle over.
///
/// # Safety
/// It is nobody else's.
unsafe fn owned(handle: HANDLE) -> Option<OwnedHandle> {
    // SAFETY: it is a handle, and the caller vouches for the rest.
    (!handle.is_null()).then(|| unsafe { OwnedHandle::from_raw_handle(handle) })
}

fn born(process: &OwnedHandle) -> Option<SystemTime> {
    let mut times = [FILETIME::default(); 4];
    let [born, ended, kernel, user] = &mut times;
    // SAFETY: the process is open for this question, and there is room for all four times.
    let known = unsafe {
        GetProcessTimes(
            process.as_raw_handle(),
            &raw mut *born,
            &raw mut *ended,
            &raw mut *kernel,
            &raw mut *user,
        )
    };
    // Tenths of a microsecond.
    let ticks = (u64::from(born.dwHighDateTime) << 32) | u64::from(born.dwLowDateTime);
    let since = Duration::from_micros(ticks / 10).checked_sub(Duration::from_secs(BEFORE_1970))?;
    (known != 0).then_some(UNIX_EPOCH + since)
}

fn program(process: &OwnedHandle) -> Option<PathBuf> {
    let mut length = PATH;
    let mut path = vec![0_u16; usize::try_from(PATH).ok()?];
    // SAFETY: the process is open for this question, and there is room for as much as is said.
    let known = unsafe {
        QueryFullProcessImageNameW(
            process.as_raw_handle(),
            PROCESS_NAME_WIN32,
            path.as_mut_ptr(),
            &raw mut length,
        )
    };
    let path = path.get(..usize::try_from(length).ok()?)?;
    (known != 0).then(|| PathBuf::from(OsString::from_wide(path)))
}

pub(in super::super) async fn death(pid: u32) {
    let Some((_watch, end)) = watch(pid) else {
        // What cannot be watched has ended, or is closed to us: the end of the connection must do.
        return std::future::pending().await;
    };
    // Its thread goes only when the process or this did.
    drop(end.await);
}

/// Ends its thread when it is dropped: a program that comes again and again must not leave a thread each time.
struct Watch(Arc<OwnedHandle>);

impl Drop for Watch {
    fn drop(&mut self) {
        // SAFETY: an event that is open.
        unsafe { SetEvent(self.0.as_raw_handle()) };
    }
}

/// Waits for a process's end on a thread.
fn watch(pid: u32) -> Option<(Watch, oneshot::Receiver<()>)> {
    let process = open(pid, PROCESS_SYNCHRONIZE)?;
    // SAFETY: an event without a name, for this process alone.
    let given_up = Arc::new(unsafe { owned(CreateEventW(null(), 1, 0, null()))? });
    let (tell, end) = oneshot::channel();
    let theirs = Arc::clone(&given_up);
    thread::spawn(move || {
        let both = [process.as_raw_handle(), theirs.as_raw_handle()];
        // SAFETY: both are open until the wait is over, and there are two.
        unsafe { WaitForMultipleObjects(2, both.as_ptr(), 0, INFINITE) };
        drop(tell);
    });
    Some((Watch(given_up), end))
}
