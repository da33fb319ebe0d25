//! Reads a command's latest output with what the core knows of clients.

use countersign_core::npm::screen::Screen;
use countersign_core::npm::{CLIENTS, Prompt};

/// Returns what the output asks at its end.
pub(super) fn read(output: &[u8]) -> Prompt {
    let screen = screen(output);
    let asked = CLIENTS.iter().map(|client| client.prompt(&screen));
    asked.into_iter().find(|prompt| *prompt != Prompt::None).unwrap_or(Prompt::None)
}

/// Returns whether the output since a code was typed says that it was refused.
pub(super) fn refused(output: &[u8]) -> bool {
    let screen = screen(output);
    CLIENTS.iter().any(|client| client.refused(&screen))
}

fn screen(output: &[u8]) -> Screen {
    let mut screen = Screen::new();
    screen.feed(output);
    screen
}
