//! X11: every monitor's part of the root window, as the server keeps it.
//!
//! Plain `GetImage` and no shared memory: for a 4K monitor that saves 25 ms of 90, and needs a second way beside it.

use super::pixels::Form;
use super::{Area, CaptureError, Shot};
use std::thread;
use std::time::{Duration, Instant};
use x11rb::connection::{Connection, RequestConnection};
use x11rb::protocol::randr::{self, ConnectionExt as _};
use x11rb::protocol::xproto::{ConnectionExt as _, ImageFormat, ImageOrder, Screen};
use x11rb::rust_connection::RustConnection;

/// A part of a root window.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Monitor {
    name: String,
    area: Area,
}

/// Takes a picture of every monitor of every screen of the server.
pub(super) fn shots() -> Result<Vec<Shot>, CaptureError> {
    let (server, _) = connect()?;
    let mut shots = Vec::new();
    for (number, screen) in server.setup().roots.iter().enumerate() {
        let form = form(&server, screen)?;
        for Monitor { name, area } in monitors(&server, number, screen)? {
            let Some(bytes) = look(&server, screen, area)? else { continue };
            let area = within(area, screen);
            shots.push(Shot { name, picture: form.picture(area.width, area.height, bytes)? });
        }
    }
    if shots.is_empty() { Err(CaptureError::NoScreen) } else { Ok(shots) }
}

fn connect() -> Result<(RustConnection, usize), CaptureError> {
    RustConnection::connect(None).map_err(server_error)
}

/// Returns the pixels of an area; none where it is off the screen.
fn look(server: &RustConnection, screen: &Screen, area: Area) -> Result<Option<Vec<u8>>, CaptureError> {
    let Area { x, y, width, height } = within(area, screen);
    // What is within the screen fits the protocol's numbers.
    let (Ok(x), Ok(y)) = (i16::try_from(x), i16::try_from(y)) else { return Ok(None) };
    let (Ok(width), Ok(height)) = (u16::try_from(width), u16::try_from(height)) else { return Ok(None) };
    if width == 0 || height == 0 {
        return Ok(None);
    }
    let image = server.get_image(ImageFormat::Z_PIXMAP, screen.root, x, y, width, height, u32::MAX);
    Ok(Some(image.map_err(server_error)?.reply().map_err(server_error)?.data))
}

/// Cuts an area to the screen; asked for more, the server gives nothing.
fn within(area: Area, screen: &Screen) -> Area {
    let cut = |from: i32, length: u32, most: u16| {
        let end = i64::from(from) + i64::from(length);
        let start = from.clamp(0, i32::from(most));
        let length = (end.clamp(0, i64::from(most)) - i64::from(start)).max(0);
        (start, u32::try_from(length).unwrap_or(0))
    };
    let (x, width) = cut(area.x, area.width, screen.width_in_pixels);
    let (y, height) = cut(area.y, area.height, screen.height_in_pixels);
    Area { x, y, width, height }
}

/// The monitors that `RandR` knows (1.5, of 2015); without it, the whole screen.
fn monitors(server: &RustConnection, number: usize, screen: &Screen) -> Result<Vec<Monitor>, CaptureError> {
    let mut monitors = Vec::new();
    if server.extension_information(randr::X11_EXTENSION_NAME).map_err(server_error)?.is_some() {
        let known = server.randr_get_monitors(screen.root, true).map_err(server_error)?.reply();
        // A server with an older RandR refuses the question.
        for monitor in known.map(|known| known.monitors).unwrap_or_default() {
            let name = server.get_atom_name(monitor.name).map_err(server_error)?.reply();
            let name = name.map(|name| String::from_utf8_lossy(&name.name).into_owned()).unwrap_or_default();
            let (x, y) = (i32::from(monitor.x), i32::from(monitor.y));
            let area = Area { x, y, width: u32::from(monitor.width), height: u32::from(monitor.height) };
            monitors.push(Monitor { name, area });
        }
    }
    if monitors.is_empty() {
        let (width, height) = (u32::from(screen.width_in_pixels), u32::from(screen.height_in_pixels));
        let name = format!("screen {}", number + 1);
        monitors.push(Monitor { name, area: Area { x: 0, y: 0, width, height } });
    }
    Ok(distinct(monitors))
}

/// Leaves out monitors that show a part of what another shows, as mirrored ones do.
fn distinct(monitors: Vec<Monitor>) -> Vec<Monitor> {
    let ends = |area: &Area| {
        (area.x.saturating_add_unsigned(area.width), area.y.saturating_add_unsigned(area.height))
    };
    let inside = |inner: &Area, outer: &Area| {
        let ((right, bottom), (outer_right, outer_bottom)) = (ends(inner), ends(outer));
        inner.x >= outer.x && inner.y >= outer.y && right <= outer_right && bottom <= outer_bottom
    };
    let shown = |at: usize, monitor: &Monitor| {
        monitors.iter().enumerate().any(|(other_at, other)| {
            let same = other.area == monitor.area;
            other_at != at && inside(&monitor.area, &other.area) && (!same || other_at < at)
        })
    };
    let kept: Vec<bool> = monitors.iter().enumerate().map(|(at, monitor)| !shown(at, monitor)).collect();
    monitors.into_iter().zip(kept).filter_map(|(monitor, kept)| kept.then_some(monitor)).collect()
}

fn form(server: &RustConnection, screen: &Screen) -> Result<Form, CaptureError> {
    let setup = server.setup();
    let format = setup.pixmap_formats.iter().find(|format| format.depth == screen.root_depth);
    let mut visuals = screen.allowed_depths.iter().flat_map(|depth| &depth.visuals);
    let visual = visuals.find(|visual| visual.visual_id == screen.root_visual);
    let (Some(format), Some(visual)) = (format, visual) else { return Err(CaptureError::Colours) };
    let masks = [visual.red_mask, visual.green_mask, visual.blue_mask];
    if masks.contains(&0) || !matches!(format.bits_per_pixel, 16 | 24 | 32) {
        return Err(CaptureError::Colours); // a palette
    }
    Ok(Form {
        bits: format.bits_per_pixel,
        row_bits: format.scanline_pad,
        lowest_first: setup.image_byte_order == ImageOrder::LSB_FIRST,
        masks,
    })
}

fn server_error(error: impl std::fmt::Display) -> CaptureError {
    CaptureError::Server(error.to_string())
}

/// Areas of the screen that windows are about to leave.
pub(super) struct Watched {
    server: RustConnection,
    number: usize,
    areas: Vec<Area>,
    covered: Vec<Option<Vec<u8>>>,
}

/// How often the areas are looked at.
const LOOK: Duration = Duration::from_millis(25);
/// Windows that have not left by then are not seen, or covered by others.
const LEAVING: Duration = Duration::from_millis(400);
/// What has not come to rest by then moves by itself.
const MOVING: Duration = Duration::from_millis(1200);

impl Watched {
    /// Looks at the areas while they are covered.
    pub(super) fn before(areas: &[Area]) -> Result<Self, CaptureError> {
        let (server, number) = connect()?;
        let mut watched = Self { server, number, areas: areas.to_vec(), covered: Vec::new() };
        watched.covered = watched.look()?;
        Ok(watched)
    }

    /// Waits until the areas have changed, and then until they change no more.
    ///
    /// A compositor keeps what is beneath and draws it at once, or fades the window out. Without one, each program that
    /// was beneath draws its own window anew, at its own pace.
    pub(super) fn until_still(self) {
        let rest = if self.has_compositor() { 3 } else { 8 };
        let start = Instant::now();
        let mut last = Vec::new();
        let mut still = 0;
        while start.elapsed() < MOVING && still < rest {
            thread::sleep(LOOK);
            let Ok(now) = self.look() else { return };
            let left = now != self.covered || start.elapsed() >= LEAVING;
            still = if left && now == last { still + 1 } else { 0 };
            last = now;
        }
    }

    fn look(&self) -> Result<Vec<Option<Vec<u8>>>, CaptureError> {
        let Some(screen) = self.server.setup().roots.get(self.number) else { return Ok(Vec::new()) };
        self.areas.iter().map(|area| look(&self.server, screen, *area)).collect()
    }

    /// A compositor owns a selection that is named for its screen (EWMH, `_NET_WM_CM_Sn`).
    fn has_compositor(&self) -> bool {
        let name = format!("_NET_WM_CM_S{}", self.number);
        let atom = self.server.intern_atom(false, name.as_bytes()).ok().and_then(|atom| atom.reply().ok());
        let owner = atom.and_then(|atom| self.server.get_selection_owner(atom.atom).ok()?.reply().ok());
        owner.is_some_and(|owner| owner.owner != x11rb::NONE)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn monitor(name: &str, x: i32, width: u32) -> Monitor {
        Monitor { name: name.into(), area: Area { x, y: 0, width, height: 1080 } }
    }

    #[test]
    fn a_mirrored_monitor_is_looked_at_once() {
        let names = |monitors: Vec<Monitor>| -> Vec<String> {
            distinct(monitors).into_iter().map(|monitor| monitor.name).collect()
        };
        assert_eq!(names(vec![monitor("A", 0, 1920), monitor("B", 1920, 1920)]), ["A", "B"]);
        assert_eq!(names(vec![monitor("A", 0, 1920), monitor("B", 0, 1920)]), ["A"]);
        assert_eq!(names(vec![monitor("A", 0, 1280), monitor("B", 0, 1920)]), ["B"]);
    }

    #[test]
    fn an_area_is_cut_to_the_screen() {
        let screen = Screen { width_in_pixels: 1280, height_in_pixels: 800, ..Screen::default() };
        let area = |x, y, width, height| Area { x, y, width, height };
        assert_eq!(within(area(-20, 700, 100, 200), &screen), area(0, 700, 80, 100));
        assert_eq!(within(area(2000, -900, 100, 200), &screen), area(1280, 0, 0, 0));
        assert_eq!(within(area(10, 10, 20, 20), &screen), area(10, 10, 20, 20));
    }
}
