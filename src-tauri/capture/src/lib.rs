//! What the screens show: pictures of all monitors, taken at once, and what is found in them.
//!
//! One interface over X11, the portal of Wayland desktops, macOS and Windows. Nothing is kept: a file that a portal leaves
//! is gone before its picture is decoded, and if that cannot be, at the next start.

mod screens;
mod search;

pub use screens::{Area, CaptureError, Shot, Uncovering, clean, screens};
pub use search::search;
