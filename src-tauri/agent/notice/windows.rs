//! A toast. Windows takes it under the name that the installer gave the program; without that there is none.
//!
//! Source: "Toast content schema" and `ToastNotificationManager` in Microsoft's documentation.

use super::Told;
use crate::event::{Event, Events, FromTray};
use std::sync::mpsc::Receiver;
use windows::Data::Xml::Dom::XmlDocument;
use windows::Foundation::TypedEventHandler;
use windows::UI::Notifications::{ToastNotification, ToastNotificationManager, ToastNotifier};
use windows::core::{HSTRING, IInspectable, Result};

/// What the installer calls the program in the Start menu.
const NAME: &str = "dev.countersign.app";

pub(super) fn keep(told: &Receiver<Option<Told>>, events: &Events) {
    let mut shown: Option<(ToastNotifier, ToastNotification)> = None;
    for told in told {
        if let Some((notifier, toast)) = shown.take() {
            // One that went away by itself needs no hiding.
            drop(notifier.Hide(&toast));
        }
        shown = told.and_then(|told| show(&told, events).ok());
    }
}

fn show(told: &Told, events: &Events) -> Result<(ToastNotifier, ToastNotification)> {
    let document = XmlDocument::new()?;
    document.LoadXml(&HSTRING::from(content(told)))?;
    let toast = ToastNotification::CreateToastNotification(&document)?;
    let events = events.clone();
    toast.Activated(&TypedEventHandler::<ToastNotification, IInspectable>::new(move |_, _| {
        drop(events.send(Event::Tray(FromTray::ShowRequest)));
        Ok(())
    }))?;
    let notifier = ToastNotificationManager::CreateToastNotifierWithId(&HSTRING::from(NAME))?;
    notifier.Show(&toast)?;
    Ok((notifier, toast))
}

/// Writes the toast. It has no button: a click shows the window.
fn content(Told { sentence, words }: &Told) -> String {
    format!(
        "<toast><visual><binding template=\"ToastGeneric\"><text>{}</text><text>{}</text></binding></visual></toast>",
        escaped(sentence),
        escaped(words.asks)
    )
}

/// A package's name must bring no markup in, and XML knows no control characters.
fn escaped(text: &str) -> String {
    let text: String = text.chars().filter(|character| !character.is_control()).collect();
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
