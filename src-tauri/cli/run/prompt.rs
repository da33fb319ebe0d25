//! Reads a client's output: does it ask for a code, did the registry refuse one?

/// What the latest output asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Asked {
    Nothing,
    Code { cooked: bool },
    MailedCode,
}

pub(super) fn read(output: &[u8]) -> Asked {
    let text = String::from_utf8_lossy(output);
    let end = text.trim_end().trim_end_matches("\u{1b}[12G").trim_end();
    if !end.ends_with("Enter OTP:") {
        return Asked::Nothing;
    }
    if text.contains("check your email") { Asked::MailedCode } else { Asked::Code { cooked: false } }
}

pub(super) fn refused(output: &[u8]) -> bool {
    String::from_utf8_lossy(output).contains("EOTP")
}
