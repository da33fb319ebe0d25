//! The desktop's notification of a request. It opens the window; nothing in it answers.

use crate::event::Events;
use std::sync::mpsc::{self, Sender};
use std::thread;

#[cfg(target_os = "linux")]
#[path = "notice/linux.rs"]
mod system;
#[cfg(not(target_os = "linux"))]
#[path = "notice/elsewhere.rs"]
mod system;

/// The notification, on a thread of its own: a desktop may keep it waiting.
pub(crate) struct Notice {
    sender: Sender<Option<String>>,
    /// The request that it tells of.
    told: Option<String>,
}

impl Notice {
    /// Starts the thread. A click on the notification arrives as [`crate::event::FromTray::ShowRequest`].
    pub(crate) fn start(events: Events) -> Self {
        let (sender, sentences) = mpsc::channel();
        thread::spawn(move || system::keep(&sentences, &events));
        Self { sender, told: None }
    }

    /// Tells of a request, by its id and sentence, once; with none it takes back what it told.
    pub(crate) fn tell(&mut self, request: Option<(&str, &str)>) {
        let id = request.map(|(id, _)| id.to_owned());
        if self.told != id {
            self.told = id;
            drop(self.sender.send(request.map(|(_, sentence)| sentence.to_owned())));
        }
    }
}
