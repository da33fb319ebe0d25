//! The desktop's notification of a request. It opens the window; nothing in it answers.

use crate::event::Events;
use crate::words::Words;
use std::sync::mpsc::{self, Sender};
use std::thread;

#[cfg(target_os = "linux")]
#[path = "notice/linux.rs"]
mod system;
#[cfg(target_os = "macos")]
#[path = "notice/macos.rs"]
mod system;
#[cfg(windows)]
#[path = "notice/windows.rs"]
mod system;

/// What is told: the request's sentence, and the language of what is said besides.
struct Told {
    sentence: String,
    words: &'static Words,
}

/// The notification, on a thread of its own: a desktop may keep it waiting.
pub(crate) struct Notice {
    sender: Sender<Option<Told>>,
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
    pub(crate) fn tell(&mut self, request: Option<(&str, &str)>, words: &'static Words) {
        let id = request.map(|(id, _)| id.to_owned());
        if self.told != id {
            self.told = id;
            let told = request.map(|(_, sentence)| Told { sentence: sentence.to_owned(), words });
            drop(self.sender.send(told));
        }
    }
}
