//! The one line above a client's prompt, drawn so that the client's own line editor notices nothing.

use crate::outcome::printable;

/// Where the line is drawn.
#[derive(Clone, Copy, Debug)]
pub(super) struct Canvas {
    /// Characters in a row.
    pub(super) columns: u16,
    /// Whether the terminal understands nothing but text (`TERM=dumb`).
    pub(super) plain: bool,
}

/// Returns what puts a message into a line of its own above the prompt: the prompt's line is wiped, the message takes its
/// place, and the prompt's own bytes follow on the next line, which leaves the cursor where the client believes it is.
pub(super) fn insert(message: &str, prompt: &[u8], canvas: Canvas) -> Vec<u8> {
    let wipe: &[u8] = if canvas.plain { b"\r\n" } else { b"\r\x1b[K" };
    [wipe, fitted(message, canvas).as_bytes(), b"\r\n", prompt].concat()
}

/// Returns what changes the message in the line right above the prompt's. A cursor that the client saved stays saved.
pub(super) fn replace(message: &str, prompt: &[u8], canvas: Canvas) -> Vec<u8> {
    let up: &[u8] = if canvas.plain { b"" } else { b"\x1b[A" };
    [up, &insert(message, prompt, canvas)].concat()
}

/// Returns what writes a message behind the prompt, where it stands until something else does. The row's end cuts it, and the
/// cursor comes back.
pub(super) fn beside(message: &str) -> Vec<u8> {
    format!("\x1b7\x1b[?7l\x1b[K  countersign: {}\x1b[?7h\x1b8", printable(message)).into_bytes()
}

/// Returns a message that takes one row and no more.
fn fitted(message: &str, canvas: Canvas) -> String {
    let mut room = usize::from(canvas.columns).saturating_sub(1);
    let mut line = format!("countersign: {}", printable(message));
    // Anything beyond ASCII may be two columns wide: better a word short than a row too long.
    let end = line.char_indices().find(|(_, c)| {
        let width = if c.is_ascii() { 1 } else { 2 };
        let fits = room >= width;
        room = room.saturating_sub(width);
        !fits
    });
    if let Some((end, _)) = end {
        line.truncate(end);
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    const WIDE: Canvas = Canvas { columns: 80, plain: false };

    #[test]
    fn the_prompt_stands_again_below_the_message() {
        let drawn = insert("approve \"amber otter\"", b"Enter OTP: \x1b[12G", WIDE);
        assert_eq!(drawn, b"\r\x1b[Kcountersign: approve \"amber otter\"\r\nEnter OTP: \x1b[12G");
    }

    #[test]
    fn a_changed_message_takes_the_place_of_the_first() {
        let drawn = replace("denied", b"Enter OTP: ", WIDE);
        assert_eq!(drawn, b"\x1b[A\r\x1b[Kcountersign: denied\r\nEnter OTP: ");
    }

    #[test]
    fn a_dumb_terminal_gets_text_alone() {
        let dumb = Canvas { plain: true, ..WIDE };
        assert_eq!(insert("hello", b"Enter OTP: ", dumb), b"\r\ncountersign: hello\r\nEnter OTP: ");
        assert_eq!(replace("hello", b"Enter OTP: ", dumb), b"\r\ncountersign: hello\r\nEnter OTP: ");
    }

    #[test]
    fn a_message_behind_the_prompt_leaves_the_cursor_where_it_was() {
        let drawn = beside("approve \x1b[2J");
        assert_eq!(drawn, b"\x1b7\x1b[?7l\x1b[K  countersign: approve [2J\x1b[?7h\x1b8");
    }

    #[test]
    fn a_message_takes_one_row() {
        let narrow = Canvas { columns: 20, plain: false };
        assert_eq!(fitted("ein langer Satz", narrow), "countersign: ein la");
        assert_eq!(fitted("ääää", narrow), "countersign: äää");
    }

    #[test]
    fn what_others_wrote_cannot_steer_the_terminal() {
        assert_eq!(fitted("a\x1b[2Jb\r\nc", WIDE), "countersign: a[2Jbc");
    }
}
