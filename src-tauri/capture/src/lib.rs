//! What people point at: monitors, the clipboard, files, pasted text; and what is found there.
//!
//! One interface over X11, the portal of Wayland desktops, macOS and Windows. Nothing is kept: a file that a portal leaves
//! is gone before its picture is decoded, and if that cannot be, at the next start.

mod clipboard;
mod file;
mod look;
mod miniature;
mod paste;
mod screens;
mod search;
#[cfg(target_os = "linux")]
mod uri;

pub use clipboard::{ClipboardError, Copied, clipboard};
pub use file::{FileError, file, pipe};
pub use look::{Look, LookError, ReadText, copied, look_at_bytes, look_at_file, look_at_text, monitors};
pub use miniature::Miniature;
pub use paste::{bare_secret, drawn, is_nameless, paste};
pub use screens::{Area, CaptureError, Shot, Uncovering, clean, screens};
pub use search::search;
