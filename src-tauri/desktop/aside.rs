//! Our own windows out of the way of a picture of the screen.

use countersign_capture::{Area, Uncovering};
use tauri::{AppHandle, Manager, PhysicalPosition, WebviewWindow};

/// Windows that stepped aside; they come back when this value goes.
pub(crate) struct Aside(Vec<Hidden>);

struct Hidden {
    window: WebviewWindow,
    place: Option<PhysicalPosition<i32>>,
    focused: bool,
}

/// Hides every window that is shown, and waits until what was beneath is drawn.
pub(crate) fn step_aside(app: &AppHandle) -> Aside {
    let shown = app.webview_windows().into_values();
    let shown: Vec<_> = shown.filter(|window| window.is_visible().unwrap_or(false)).collect();
    let areas: Vec<_> = shown.iter().filter_map(area).collect();
    let uncovering = Uncovering::of(&areas);
    let hidden = Aside(shown.into_iter().filter_map(hide).collect());
    uncovering.wait();
    hidden
}

fn area(window: &WebviewWindow) -> Option<Area> {
    let (place, size) = (window.outer_position().ok()?, window.outer_size().ok()?);
    Some(Area { x: place.x, y: place.y, width: size.width, height: size.height })
}

fn hide(window: WebviewWindow) -> Option<Hidden> {
    let hidden =
        Hidden { place: window.outer_position().ok(), focused: window.is_focused().unwrap_or(false), window };
    hidden.window.hide().is_ok().then_some(hidden)
}

impl Drop for Aside {
    fn drop(&mut self) {
        for Hidden { window, place, focused } in &self.0 {
            // One that was closed meanwhile stays closed, and a desktop that places windows itself does so.
            let back = window.show();
            let placed = place.map(|place| window.set_position(place));
            let focus = focused.then(|| window.set_focus());
            for error in [Some(back), placed, focus].into_iter().flatten().filter_map(Result::err) {
                eprintln!("countersign-desktop: a window did not come back as it was: {error}");
            }
        }
    }
}
