//! macOS and Windows: the system's own interface, through `xcap`.

use super::{CaptureError, Shot};
use countersign_scan::Picture;
use xcap::{Monitor, XCapError};

pub(super) fn shots() -> Result<Vec<Shot>, CaptureError> {
    #[cfg(target_os = "macos")]
    permission()?;
    let monitors = Monitor::all().map_err(|error| failure(&error))?;
    if monitors.is_empty() {
        return Err(CaptureError::NoScreen);
    }
    monitors.iter().map(shot).collect()
}

fn shot(monitor: &Monitor) -> Result<Shot, CaptureError> {
    let image = monitor.capture_image().map_err(|error| failure(&error))?;
    let (width, height) = image.dimensions();
    let picture = Picture::from_rgba(width, height, image.into_raw())?;
    let name = monitor.friendly_name().or_else(|_| monitor.name()).unwrap_or_default();
    Ok(Shot { name, picture })
}

/// Without the permission the system gives pictures without any window in them. Asked for it, it asks the person, once.
#[cfg(target_os = "macos")]
fn permission() -> Result<(), CaptureError> {
    use objc2_core_graphics::{CGPreflightScreenCaptureAccess, CGRequestScreenCaptureAccess};
    if CGPreflightScreenCaptureAccess() || CGRequestScreenCaptureAccess() {
        Ok(())
    } else {
        Err(CaptureError::Refused)
    }
}

fn failure(error: &XCapError) -> CaptureError {
    CaptureError::Server(error.to_string())
}
