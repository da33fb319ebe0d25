//! Foreign formats.
