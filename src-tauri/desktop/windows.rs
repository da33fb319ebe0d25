//! The two windows: made when they are wanted, hidden or closed when not; without any, the program leaves after a while.

use crate::agent::Agent;
use crate::dropping;
use countersign_core::view::{Decision, Settings, Window};
use countersign_link::private::ToAgent;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use tauri::{
    AppHandle, Emitter, Manager, UserAttentionType, WebviewWindow, WebviewWindowBuilder, WindowEvent,
};

/// How long the program stays without a window before it knows what was set.
const STAYS: Duration = Duration::from_secs(600);

/// What happens when a window is closed.
#[derive(Default)]
pub(crate) struct Rest {
    /// Counts the changes of what is visible, so that an older resolve to leave is seen to be outdated.
    changes: AtomicU64,
    /// The request that waits for its answer.
    awaited: Mutex<Option<String>>,
    /// For how many seconds the program stays without a window; 0 before that is known.
    stays: AtomicU64,
    /// Whether the page is to look for codes on the screen as soon as it can.
    scan: AtomicBool,
    /// Whether the palette is to be shown as soon as its page takes keys.
    palette: AtomicBool,
}

impl Rest {
    /// Takes notice of what was set.
    pub(crate) fn follow(&self, settings: &Settings) {
        self.stays.store(u64::from(settings.leaves_after_minutes) * 60, Ordering::Relaxed);
    }

    /// Says once whether the screen is to be looked at.
    pub(crate) fn take_scan(&self) -> bool {
        self.scan.swap(false, Ordering::Relaxed)
    }

    fn stays(&self) -> Duration {
        match self.stays.load(Ordering::Relaxed) {
            0 => STAYS,
            seconds => Duration::from_secs(seconds),
        }
    }
}

/// Returns a window's label in `tauri.conf.json`.
pub(crate) fn label(window: &Window) -> &'static str {
    match window {
        Window::Main => "main",
        Window::Approve => "approve",
        Window::Palette => "palette",
    }
}

/// Brings a window to the front, and makes it if it does not exist.
pub(crate) fn show(app: &AppHandle, window: &Window) {
    app.state::<Rest>().changes.fetch_add(1, Ordering::Relaxed);
    if let Err(error) = bring_up(app, window) {
        eprintln!("countersign-desktop: the window cannot be shown: {error}");
    }
}

/// Shows the main window and has its page look for codes on the screen, at once or when it begins.
pub(crate) fn scan_screen(app: &AppHandle) {
    app.state::<Rest>().scan.store(true, Ordering::Relaxed);
    show(app, &Window::Main);
    if let Err(error) = app.emit_to(label(&Window::Main), "scan", ()) {
        eprintln!("countersign-desktop: the page was not told: {error}");
    }
}

/// Takes notice that the palette's page takes keys; shown before, it would lose the letters that are typed at once.
pub(crate) fn palette_is_ready(app: &AppHandle) {
    if app.state::<Rest>().palette.swap(false, Ordering::Relaxed) {
        show(app, &Window::Palette);
    }
}

/// Hides the palette, which the system answers by giving the keyboard back to where it was.
pub(crate) fn put_palette_away(app: &AppHandle) {
    if let Some(palette) = app.get_webview_window(label(&Window::Palette)) {
        put_away(&palette);
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
        WindowEvent::CloseRequested { api, .. } if window.label() == label(&Window::Palette) => {
            api.prevent_close();
            put_palette_away(app);
        }
        // Who goes on elsewhere is done with it.
        WindowEvent::Focused(false) if window.label() == label(&Window::Palette) => put_palette_away(app),
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
        tokio::time::sleep(stays(&app)).await;
        let unchanged = app.state::<Rest>().changes.load(Ordering::Relaxed) == change;
        let hidden = app.webview_windows().values().all(|window| !window.is_visible().unwrap_or(false));
        if unchanged && hidden {
            app.exit(0);
        }
    });
}

fn bring_up(app: &AppHandle, window: &Window) -> tauri::Result<()> {
    let there = app.get_webview_window(label(window));
    if there.is_none() && *window == Window::Palette {
        app.state::<Rest>().palette.store(true, Ordering::Relaxed);
        return make(app, window).map(drop);
    }
    let window = there.map_or_else(|| make(app, window), Ok)?;
    window.show()?;
    window.unminimize()?;
    window.set_focus()?;
    if window.label() == label(&Window::Palette) {
        window.emit_to(window.label(), "opened", ())?;
    }
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
fn stays(app: &AppHandle) -> Duration {
    app.state::<Rest>().stays()
}

/// Tests do not wait for ten minutes.
#[cfg(feature = "e2e")]
fn stays(app: &AppHandle) -> Duration {
    let seconds = std::env::var("COUNTERSIGN_STAYS_SECONDS").ok().and_then(|seconds| seconds.parse().ok());
    seconds.map_or_else(|| app.state::<Rest>().stays(), Duration::from_secs)
}
