//! A notification of the system. It is for programs in a bundle, and ends others that ask for it.
//!
//! Source: `UNUserNotificationCenter` in Apple's documentation.
#![expect(unsafe_code, reason = "the method that a click calls is declared by hand")]

use super::Told;
use crate::event::{Event, Events, FromTray};
use block2::{DynBlock, RcBlock};
use objc2::rc::Retained;
use objc2::runtime::{Bool, ProtocolObject};
use objc2::{AllocAnyThread, DefinedClass, Message, define_class, msg_send};
use objc2_foundation::{NSArray, NSBundle, NSError, NSObject, NSObjectProtocol, NSString, ns_string};
use objc2_user_notifications::{
    UNAuthorizationOptions, UNMutableNotificationContent, UNNotificationRequest, UNNotificationResponse,
    UNUserNotificationCenter, UNUserNotificationCenterDelegate,
};
use std::sync::mpsc::Receiver;

pub(super) fn keep(told: &Receiver<Option<Told>>, events: &Events) {
    if NSBundle::mainBundle().bundleIdentifier().is_none() {
        told.iter().for_each(drop);
        return;
    }
    let center = UNUserNotificationCenter::currentNotificationCenter();
    let clicks = Clicks::new(events.clone());
    // It is not kept alive by the centre, and is here until the agent ends.
    center.setDelegate(Some(ProtocolObject::from_ref(&*clicks)));
    for told in told {
        match told {
            Some(told) => show(&center, &told),
            None => center.removeDeliveredNotificationsWithIdentifiers(&NSArray::from_slice(&[name()])),
        }
    }
}

/// The one notification that there ever is: a new one takes the place of the one before.
fn name() -> &'static NSString {
    ns_string!("request")
}

/// Shows a notification, after the person allowed them once.
fn show(center: &UNUserNotificationCenter, Told { sentence, words }: &Told) {
    let content = UNMutableNotificationContent::new();
    content.setTitle(&NSString::from_str(sentence));
    content.setBody(&NSString::from_str(words.asks));
    let request = UNNotificationRequest::requestWithIdentifier_content_trigger(name(), &content, None);
    let to = center.retain();
    let allowed = RcBlock::new(move |allowed: Bool, _: *mut NSError| {
        if allowed.as_bool() {
            to.addNotificationRequest_withCompletionHandler(&request, None);
        }
    });
    center.requestAuthorizationWithOptions_completionHandler(UNAuthorizationOptions::Alert, &allowed);
}

define_class!(
    // SAFETY: `NSObject` asks nothing of its subclasses, and this one has no destructor of its own.
    #[unsafe(super(NSObject))]
    #[ivars = Events]
    struct Clicks;

    // SAFETY: `NSObjectProtocol` asks nothing that `NSObject` does not do.
    unsafe impl NSObjectProtocol for Clicks {}

    // SAFETY: the method has the types that the protocol says, and calls the handler once.
    unsafe impl UNUserNotificationCenterDelegate for Clicks {
        #[unsafe(method(userNotificationCenter:didReceiveNotificationResponse:withCompletionHandler:))]
        fn clicked(
            &self,
            _: &UNUserNotificationCenter,
            _: &UNNotificationResponse,
            done: &DynBlock<dyn Fn()>,
        ) {
            // Whatever was done to it: all that it does is show the window.
            drop(self.ivars().send(Event::Tray(FromTray::ShowRequest)));
            done.call(());
        }
    }
);

impl Clicks {
    fn new(events: Events) -> Retained<Self> {
        let this = Self::alloc().set_ivars(events);
        // SAFETY: `init` of `NSObject` takes nothing and returns the object.
        unsafe { msg_send![super(this), init] }
    }
}
