//! What a pseudo console asks of the person's terminal by itself, and must not get.
//!
//! It wants each key with its release and each change of the focus. To a run those would be keys that the person types, and
//! whoever goes to the approval window would withdraw the request by that.

/// Modes of `microsoft/terminal`'s own, and xterm's for the focus; `h` asks for them and `l` ends them.
const MODES: [&[u8]; 4] = [b"\x1b[?9001h", b"\x1b[?9001l", b"\x1b[?1004h", b"\x1b[?1004l"];

/// Leaves those requests out of the output.
#[derive(Default)]
pub(super) struct Unasked {
    /// What may be the beginning of one.
    begun: Vec<u8>,
}

impl Unasked {
    /// Returns a piece of output without them. The beginning of one is kept until the next piece shows what it is.
    pub(super) fn left_out(&mut self, piece: &[u8]) -> Vec<u8> {
        let mut all = std::mem::take(&mut self.begun);
        all.extend_from_slice(piece);
        let (mut out, mut rest) = (Vec::with_capacity(all.len()), all.as_slice());
        while let Some((first, behind)) = rest.split_first() {
            if let Some(mode) = MODES.iter().find(|mode| rest.starts_with(mode)) {
                rest = &rest[mode.len()..];
            } else if MODES.iter().any(|mode| mode.starts_with(rest)) {
                self.begun = rest.to_vec();
                break;
            } else {
                out.push(*first);
                rest = behind;
            }
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(pieces: &[&str]) -> String {
        let mut unasked = Unasked::default();
        let bytes = pieces.iter().flat_map(|piece| unasked.left_out(piece.as_bytes())).collect();
        String::from_utf8(bytes).expect("text")
    }

    #[test]
    fn a_console_gets_neither_releases_nor_the_focus() {
        assert_eq!(shown(&["\x1b[?9001h\x1b[?1004hnpm\x1b[?1004l"]), "npm");
        assert_eq!(shown(&["a\x1b", "[?10", "04hb"]), "ab");
    }

    #[test]
    fn everything_else_passes() {
        assert_eq!(shown(&["\x1b[?25hOTP: \x1b", "[1G"]), "\x1b[?25hOTP: \x1b[1G");
        assert_eq!(shown(&["\x1b\x1b[?1004h"]), "\x1b");
    }
}
