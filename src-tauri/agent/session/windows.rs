//! What Windows tells the window of the main thread: that the session was locked, that the computer is about to be suspended.
//!
//! Sources: `WTSRegisterSessionNotification`, `WM_WTSSESSION_CHANGE`, `RegisterSuspendResumeNotification` and
//! `WM_POWERBROADCAST` in Microsoft's documentation.
#![expect(unsafe_code, reason = "these notifications have no safe interface")]

use super::{FromSession, HOLD, Held, report};
use crate::event::Events;
use crate::main_thread;
use std::sync::{Mutex, PoisonError};
use windows_sys::Win32::System::Power::RegisterSuspendResumeNotification;
use windows_sys::Win32::System::RemoteDesktop::{NOTIFY_FOR_THIS_SESSION, WTSRegisterSessionNotification};
use windows_sys::Win32::UI::WindowsAndMessaging::{
    DEVICE_NOTIFY_WINDOW_HANDLE, PBT_APMSUSPEND, WM_POWERBROADCAST, WM_WTSSESSION_CHANGE, WTS_SESSION_LOCK,
};

static EVENTS: Mutex<Option<Events>> = Mutex::new(None);

pub(super) fn listen(events: &Events) {
    *EVENTS.lock().unwrap_or_else(PoisonError::into_inner) = Some(events.clone());
    main_thread::post(|| {
        let window = main_thread::window();
        // SAFETY: the window is this thread's and lasts as long as the process, and so do both registrations.
        unsafe {
            WTSRegisterSessionNotification(window, NOTIFY_FOR_THIS_SESSION);
            // Computers that only doze tell of it by this alone.
            RegisterSuspendResumeNotification(window, DEVICE_NOTIFY_WINDOW_HANDLE);
        }
    });
}

/// Hears a message of the window, which is answered when this returns: Windows waits for that before it suspends.
pub(crate) fn hear(message: u32, what: usize) {
    let what = u32::try_from(what).unwrap_or_default();
    match (message, what) {
        (WM_WTSSESSION_CHANGE, WTS_SESSION_LOCK) => tell(FromSession::ScreenLocked),
        (WM_POWERBROADCAST, PBT_APMSUSPEND) => {
            let (held, done) = Held::new();
            tell(FromSession::Suspends(held));
            // An error is what comes when it is dropped, and that is all there is to wait for.
            let _ = done.recv_timeout(HOLD);
        }
        _ => {}
    }
}

fn tell(what: FromSession) {
    if let Some(events) = &*EVENTS.lock().unwrap_or_else(PoisonError::into_inner) {
        report(events, what);
    }
}
