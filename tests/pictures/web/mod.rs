//! Pages in real browsers, with codes as pages draw them.

mod code;
mod engine;
mod lines;
mod page;
mod shoot;
mod style;

pub(crate) use shoot::captures;
