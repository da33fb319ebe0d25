//! A window that nobody sees, and the loop of its messages.
//!
//! No message-only window: those hear nothing that is told to everybody, such as the end of the session.
//! Sources: "Window Procedures", `WM_ENDSESSION`, `PostMessageW`, `GetMessageW` in Microsoft's documentation.
#![expect(unsafe_code, reason = "windows and their messages have no safe interface")]

use super::report;
use crate::event::Event;
use crate::session;
use std::collections::VecDeque;
use std::ptr::{null, null_mut};
use std::sync::atomic::{AtomicPtr, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};
use windows_sys::Win32::Foundation::{HWND, LPARAM, LRESULT, WPARAM};
use windows_sys::Win32::System::LibraryLoader::GetModuleHandleW;
use windows_sys::Win32::UI::HiDpi::{
    DPI_AWARENESS_CONTEXT_PER_MONITOR_AWARE_V2, SetProcessDpiAwarenessContext,
};
use windows_sys::Win32::UI::WindowsAndMessaging::{
    CreateWindowExW, DefWindowProcW, DispatchMessageW, GetMessageW, MSG, PostMessageW, RegisterClassW,
    TranslateMessage, WM_APP, WM_ENDSESSION, WNDCLASSW, WS_EX_NOACTIVATE, WS_EX_TOOLWINDOW, WS_OVERLAPPED,
};
use windows_sys::w;

/// Something was posted.
const POSTED: u32 = WM_APP;

/// How long the end of the session waits for the agent, which ends the process when it is done.
const FAREWELL: Duration = Duration::from_secs(3);

/// How often it looks for what is posted meanwhile.
const GLANCE: Duration = Duration::from_millis(20);

static WINDOW: AtomicPtr<core::ffi::c_void> = AtomicPtr::new(null_mut());

type Work = Box<dyn FnOnce() + Send>;

static WORK: Mutex<VecDeque<Work>> = Mutex::new(VecDeque::new());

/// The window, before its loop runs.
pub(super) struct Lent;

impl Lent {
    /// Makes the window; none where the system gives none.
    pub(super) fn prepare() -> Option<Self> {
        // SAFETY: it takes a constant. Where Windows does not know it, the menu is as blurred as those of old programs.
        unsafe { SetProcessDpiAwarenessContext(DPI_AWARENESS_CONTEXT_PER_MONITOR_AWARE_V2) };
        let name = w!("dev.countersign.agent");
        // SAFETY: no name asks for this program's own module, which stays as long as the process.
        let module = unsafe { GetModuleHandleW(null()) };
        let class = WNDCLASSW {
            lpfnWndProc: Some(procedure),
            hInstance: module,
            lpszClassName: name,
            ..WNDCLASSW::default()
        };
        // SAFETY: the class and its name are whole, and the procedure is there as long as the process.
        unsafe { RegisterClassW(&raw const class) };
        let style = WS_EX_TOOLWINDOW | WS_EX_NOACTIVATE;
        // SAFETY: the class was registered by this module; the window gets no data of ours.
        let window = unsafe {
            CreateWindowExW(
                style,
                name,
                name,
                WS_OVERLAPPED,
                0,
                0,
                0,
                0,
                null_mut(),
                null_mut(),
                module,
                null(),
            )
        };
        WINDOW.store(window, Ordering::Release);
        (!window.is_null()).then_some(Self)
    }

    /// Runs the loop.
    #[expect(clippy::unused_self, reason = "only who made the window has messages to wait for")]
    pub(super) fn keep(self) {
        let mut message = MSG::default();
        // SAFETY: `message` is ours to be written to, and of no window in particular: the tray and the keys have some too.
        while unsafe { GetMessageW(&raw mut message, null_mut(), 0, 0) } > 0 {
            // SAFETY: it is a message that was just received.
            unsafe {
                TranslateMessage(&raw const message);
                DispatchMessageW(&raw const message);
            }
        }
    }
}

/// The window; for what the system tells windows alone.
pub(crate) fn window() -> HWND {
    WINDOW.load(Ordering::Acquire)
}

pub(super) fn post(work: Work) {
    WORK.lock().unwrap_or_else(PoisonError::into_inner).push_back(work);
    // SAFETY: posting to a window of this process asks for nothing but its handle.
    unsafe { PostMessageW(window(), POSTED, 0, 0) };
}

/// Does what was posted. Not all at once: who is called here may wait for messages himself, as an open menu does.
fn work() {
    let next = || WORK.lock().unwrap_or_else(PoisonError::into_inner).pop_front();
    while let Some(work) = next() {
        work();
    }
}

/// What the window does with a message.
unsafe extern "system" fn procedure(window: HWND, message: u32, wide: WPARAM, long: LPARAM) -> LRESULT {
    match message {
        POSTED => work(),
        WM_ENDSESSION if wide != 0 => {
            report(Event::Quit);
            let end = Instant::now() + FAREWELL;
            while Instant::now() < end {
                work();
                thread::sleep(GLANCE);
            }
        }
        _ => session::hear(message, wide),
    }
    // SAFETY: these are the system's own arguments, handed back to it.
    unsafe { DefWindowProcW(window, message, wide, long) }
}
