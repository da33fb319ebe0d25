//! Files that are dropped on the main window. The page hears that there are some and has them looked at; it can name none.

use crate::windows;
use countersign_core::view::Window;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};
use tauri::{AppHandle, DragDropEvent, Emitter, Manager};

/// What was dropped last and not looked at yet.
#[derive(Default)]
pub(crate) struct Dropped(Mutex<Vec<PathBuf>>);

impl Dropped {
    /// Takes it away.
    pub(crate) fn take(&self) -> Vec<PathBuf> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Keeps what is dropped, and tells the page.
pub(crate) fn on_event(app: &AppHandle, event: &DragDropEvent) {
    let told = match event {
        DragDropEvent::Enter { .. } => tell(app, "dragging", true),
        DragDropEvent::Leave => tell(app, "dragging", false),
        DragDropEvent::Drop { paths, .. } => {
            let dropped = app.state::<Dropped>();
            dropped.0.lock().unwrap_or_else(PoisonError::into_inner).clone_from(paths);
            tell(app, "dragging", false).and_then(|()| tell(app, "dropped", true))
        }
        _ => Ok(()),
    };
    if let Err(error) = told {
        eprintln!("countersign-desktop: the window was not told what was dropped: {error}");
    }
}

fn tell(app: &AppHandle, event: &str, what: bool) -> tauri::Result<()> {
    app.emit_to(windows::label(&Window::Main), event, what)
}
