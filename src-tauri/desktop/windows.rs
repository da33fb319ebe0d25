//! The two windows: made when they are wanted, hidden or closed when not; without any, the program leaves after a while.

use crate::agent::Agent;
use crate::dropping;
use countersign_core::view::{Decision, Window};
use countersign_link::private::ToAgent;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use tauri::{AppHandle, Manager, UserAttentionType, WebviewWindow, WebviewWindowBuilder, WindowEvent};

/// How long the program stays without a window.
const STAYS: Duration = Duration::from_secs(600);

/// What happens when a window is closed.
#[derive(Default)]
pub(crate) struct Rest {
    /// Counts the changes of what is visible, so that an older resolve to leave is seen to be outdated.
    changes: AtomicU64,
    /// The request that waits for its answer.
    awaited: Mutex<Option<String>>,
}

/// Returns a window's label in `tauri.conf.json`.
pub(crate) fn label(window: &Window) -> &'static str {
    match window {
        Window::Main => "main",
        Window::Approve => "approve",
    }
}

/// Brings a window to the front, and makes it if it does not exist.
pub(crate) fn show(app: &AppHandle, window: &Window) {
    app.state::<Rest>().changes.fetch_add(1, Ordering::Relaxed);
    if let Err(error) = bring_up(app, window) {
        eprintln!("countersign-desktop: the window cannot be shown: {error}");
    }
}

/// Hides the main window if it is in front, brings it there otherwise.
pub(crate) fn toggle_main(app: &AppHandle) {
    match app.get_webview_window(label(&Window::Main)) {
        Some(main) if main.is_visible().unwrap_or(false) && main.is_focused().unwrap_or(false) => {
            put_away(&main);
        }
        _ => show(app, &Window::Main),
    }
}

/// Follows the request that waits: its window comes with it and goes with it.
pub(crate) fn await_answer(app: &AppHandle, request: Option<&str>) {
    let rest = app.state::<Rest>();
    let mut awaited = rest.awaited.lock().unwrap_or_else(PoisonError::into_inner);
    let another = awaited.as_deref() != request;
    *awaited = request.map(str::to_owned);
    drop(awaited);
    match request {
        Some(_) if another => show(app, &Window::Approve),
        Some(_) => {}
        None => close_approve(app),
    }
}

/// Keeps the main window for the next time; closing the approval window says no.
pub(crate) fn on_event(window: &tauri::Window, event: &WindowEvent) {
    let app = window.app_handle();
    match event {
        WindowEvent::CloseRequested { api, .. } if window.label() == label(&Window::Main) => {
            api.prevent_close();
            if let Some(main) = app.get_webview_window(window.label()) {
                put_away(&main);
            }
        }
        WindowEvent::CloseRequested { .. } => deny(app),
        WindowEvent::DragDrop(event) => dropping::on_event(app, event),
        WindowEvent::Destroyed => rest(app),
        _ => {}
    }
}

/// Ends the program after a while if no window is shown until then.
pub(crate) fn rest(app: &AppHandle) {
    let change = app.state::<Rest>().changes.fetch_add(1, Ordering::Relaxed) + 1;
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        tokio::time::sleep(stays()).await;
        let unchanged = app.state::<Rest>().changes.load(Ordering::Relaxed) == change;
        let hidden = app.webview_windows().values().all(|window| !window.is_visible().unwrap_or(false));
        if unchanged && hidden {
            app.exit(0);
        }
    });
}

fn bring_up(app: &AppHandle, window: &Window) -> tauri::Result<()> {
    let window = match app.get_webview_window(label(window)) {
        Some(window) => window,
        None => make(app, window)?,
    };
    window.show()?;
    window.unminimize()?;
    window.set_focus()?;
    if window.label() == label(&Window::Approve) {
        // Where the desktop lets no program take the focus, the person is at least called.
        window.request_user_attention(Some(UserAttentionType::Critical))?;
    }
    Ok(())
}

fn make(app: &AppHandle, window: &Window) -> tauri::Result<WebviewWindow> {
    let mut windows = app.config().app.windows.iter();
    let Some(config) = windows.find(|config| config.label == label(window)) else {
        return Err(tauri::Error::WindowNotFound);
    };
    let builder = WebviewWindowBuilder::from_config(app, config)?.on_navigation(is_our_page);
    // WebKitGTK hands no files that are dropped to the page; the other web views do, as the standard says.
    #[cfg(not(target_os = "linux"))]
    let builder = builder.disable_drag_drop_handler();
    builder.build()
}

/// Pages come from the program itself and from nowhere else.
fn is_our_page(url: &tauri::Url) -> bool {
    // Windows and Android know no schemes of programs; there Tauri answers for a host of its own.
    url.scheme() == "tauri" || url.host_str() == Some("tauri.localhost")
}

fn put_away(main: &WebviewWindow) {
    if let Err(error) = main.hide() {
        eprintln!("countersign-desktop: the window cannot be hidden: {error}");
    }
    rest(main.app_handle());
}

fn close_approve(app: &AppHandle) {
    let closed = app.get_webview_window(label(&Window::Approve)).map(|window| window.destroy());
    if let Some(Err(error)) = closed {
        eprintln!("countersign-desktop: the window cannot be closed: {error}");
    }
}

fn deny(app: &AppHandle) {
    let awaited = app.state::<Rest>().awaited.lock().unwrap_or_else(PoisonError::into_inner).clone();
    let Some(id) = awaited else { return };
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        let denial = ToAgent::Decide { id, decision: Decision::Deny };
        if let Err(failure) = app.state::<Agent>().ask(denial).await {
            eprintln!("countersign-desktop: {}", failure.message);
        }
    });
}

#[cfg(not(feature = "e2e"))]
fn stays() -> Duration {
    STAYS
}

/// Tests do not wait for ten minutes.
#[cfg(feature = "e2e")]
fn stays() -> Duration {
    let seconds = std::env::var("COUNTERSIGN_STAYS_SECONDS").ok().and_then(|seconds| seconds.parse().ok());
    seconds.map_or(STAYS, Duration::from_secs)
}
