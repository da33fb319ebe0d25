//! What the agent says without being asked, passed on to the windows.

use crate::windows;
use countersign_core::view::Window;
use countersign_link::private::FromAgent;
use tauri::{AppHandle, Emitter, Manager};

/// Passes a message on. An event that no page hears yet is no loss: each page asks for everything when it begins.
pub(crate) fn on_message(app: &AppHandle, message: FromAgent) {
    match message {
        FromAgent::Answer { .. } => {}
        FromAgent::Changed => emit(app, &Window::Main, "changed", ()),
        FromAgent::Progress { progress } => emit(app, &Window::Main, "progress", progress),
        FromAgent::Request { request } => {
            windows::await_answer(app, request.as_ref().map(|request| request.id.as_str()));
            emit(app, &Window::Approve, "request", request);
        }
        FromAgent::Settings { settings } => {
            app.state::<windows::Rest>().follow(&settings);
            emit(app, &Window::Main, "settings", &settings);
            emit(app, &Window::Approve, "settings", &settings);
            emit(app, &Window::Palette, "settings", &settings);
        }
        FromAgent::ScanScreen => windows::scan_screen(app),
        FromAgent::Show { window } => windows::show(app, &window),
        FromAgent::Toggle => windows::toggle_main(app),
        FromAgent::Quit => app.exit(0),
    }
}

/// Tells the page the words that a request of its own shows in the approval window.
pub(crate) fn words(app: &AppHandle, words: String) {
    emit(app, &Window::Main, "words", words);
}

fn emit(app: &AppHandle, window: &Window, event: &str, payload: impl serde::Serialize + Clone) {
    if let Err(error) = app.emit_to(windows::label(window), event, payload) {
        eprintln!("countersign-desktop: a window was not told: {error}");
    }
}
