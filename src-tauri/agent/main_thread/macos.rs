//! An application in the menu bar alone: no icon in the Dock, no menu of its own, no window.
//!
//! Sources: `NSApplication`, `NSApplicationDelegate`, `CGSessionCopyCurrentDictionary` in Apple's documentation.
#![expect(unsafe_code, reason = "methods that Objective-C calls are declared by hand")]

use super::report;
use crate::event::{Event, FromTray};
use dispatch2::DispatchQueue;
use objc2::rc::Retained;
use objc2::runtime::ProtocolObject;
use objc2::{MainThreadMarker, MainThreadOnly, define_class, msg_send};
use objc2_app_kit::{
    NSApplication, NSApplicationActivationPolicy, NSApplicationDelegate, NSApplicationTerminateReply,
};
use objc2_core_graphics::CGSessionCopyCurrentDictionary;
use objc2_foundation::{NSObject, NSObjectProtocol};

/// The application, before its loop runs.
pub(super) struct Lent {
    application: Retained<NSApplication>,
    /// The application itself does not keep it alive.
    _delegate: Retained<Delegate>,
}

impl Lent {
    /// Becomes an application; none where no desktop is there (SSH, a daemon), whose absence `AppKit` does not take well.
    pub(super) fn prepare() -> Option<Self> {
        let main = MainThreadMarker::new()?;
        CGSessionCopyCurrentDictionary()?;
        let application = NSApplication::sharedApplication(main);
        application.setActivationPolicy(NSApplicationActivationPolicy::Accessory);
        let delegate = Delegate::new(main);
        application.setDelegate(Some(ProtocolObject::from_ref(&*delegate)));
        Some(Self { application, _delegate: delegate })
    }

    /// Runs the loop, until the process ends.
    pub(super) fn keep(self) {
        self.application.run();
    }
}

/// The loop of an application does what is on the main queue.
pub(super) fn post(work: Box<dyn FnOnce() + Send>) {
    DispatchQueue::main().exec_async(work);
}

define_class!(
    // SAFETY: `NSObject` asks nothing of its subclasses, and this one has no destructor.
    #[unsafe(super(NSObject))]
    #[thread_kind = MainThreadOnly]
    struct Delegate;

    // SAFETY: `NSObjectProtocol` asks nothing that `NSObject` does not do.
    unsafe impl NSObjectProtocol for Delegate {}

    // SAFETY: the methods have the types that the protocol says.
    unsafe impl NSApplicationDelegate for Delegate {
        /// The agent and the window are programs of one bundle: who opens Countersign while the agent runs is sent here.
        #[unsafe(method(applicationShouldHandleReopen:hasVisibleWindows:))]
        fn reopened(&self, _: &NSApplication, _: bool) -> bool {
            report(Event::Tray(FromTray::Open));
            false
        }

        /// The session ends. The agent cleans up first, and that ends the process.
        #[unsafe(method(applicationShouldTerminate:))]
        fn should_terminate(&self, _: &NSApplication) -> NSApplicationTerminateReply {
            report(Event::Quit);
            NSApplicationTerminateReply::TerminateLater
        }
    }
);

impl Delegate {
    fn new(main: MainThreadMarker) -> Retained<Self> {
        // SAFETY: `init` of `NSObject` takes nothing and returns the object.
        unsafe { msg_send![Self::alloc(main), init] }
    }
}
