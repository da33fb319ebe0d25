//! Real terminals on a screen nobody sees, with what real programs draw into them.

mod capture;
mod emitter;
mod palette;
mod program;
mod show;

pub(crate) use capture::{any_emitter, any_palette, capture};
pub(crate) use emitter::Drawing;
