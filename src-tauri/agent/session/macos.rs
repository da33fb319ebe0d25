//! What macOS tells: that the screen was locked, to everybody; that the computer is about to sleep, to applications.
//!
//! `com.apple.screenIsLocked` is written down nowhere, and has been told since Mac OS X 10.6. Source of the other:
//! `NSWorkspaceWillSleepNotification` in Apple's documentation, which lets who hears it hold the sleep up.
#![expect(unsafe_code, reason = "what is heard is said to Objective-C in blocks")]

use super::{FromSession, HOLD, Held, report};
use crate::event::Events;
use crate::main_thread;
use block2::RcBlock;
use objc2_app_kit::{NSWorkspace, NSWorkspaceWillSleepNotification};
use objc2_foundation::{
    NSDistributedNotificationCenter, NSNotification, NSNotificationCenter, NSNotificationName, ns_string,
};
use std::ptr::NonNull;

pub(super) fn listen(events: &Events) {
    let events = events.clone();
    // On the main thread, whose loop hands notifications over.
    main_thread::post(move || {
        let screen = events.clone();
        hear(
            &NSDistributedNotificationCenter::defaultCenter(),
            ns_string!("com.apple.screenIsLocked"),
            move || {
                report(&screen, FromSession::ScreenLocked);
            },
        );
        // SAFETY: a constant of AppKit's.
        let sleep = unsafe { NSWorkspaceWillSleepNotification };
        hear(&NSWorkspace::sharedWorkspace().notificationCenter(), sleep, move || {
            let (held, done) = Held::new();
            report(&events, FromSession::Suspends(held));
            // An error is what comes when it is dropped, and that is all there is to wait for.
            let _ = done.recv_timeout(HOLD);
        });
    });
}

/// Listens as long as the process lives.
fn hear(center: &NSNotificationCenter, name: &NSNotificationName, act: impl Fn() + Send + 'static) {
    let block = RcBlock::new(move |_: NonNull<NSNotification>| act());
    // SAFETY: without a queue the block is called on the thread that tells, and what it holds may be sent to any.
    let observer =
        unsafe { center.addObserverForName_object_queue_usingBlock(Some(name), None, None, &block) };
    // The centre keeps it until it is asked to forget it, which nobody does.
    drop(observer);
}
