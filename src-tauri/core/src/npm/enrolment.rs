//! What npm prints while it enrols an authenticator (`npm profile enable-2fa`, versions 6 to 12).

use super::screen::Screen;
use zeroize::Zeroizing;

/// What precedes the secret.
const SECRET: &str = "Or enter code:";
/// What precedes the recovery codes.
const DONE: &str = "2FA successfully enabled.";

/// Returns the secret that is printed in clear, in base32 as the registry wrote it.
#[must_use]
pub fn secret(screen: &Screen) -> Option<Zeroizing<String>> {
    let lines: Vec<_> = screen.lines().map(Zeroizing::new).collect();
    let line = lines.iter().rev().find_map(|line| line.trim().strip_prefix(SECRET))?;
    Some(Zeroizing::new(line.trim().to_owned())).filter(|secret| !secret.is_empty())
}

/// Returns the recovery codes, in their order. Each stands indented on a line of its own; whatever follows is no code.
#[must_use]
pub fn recovery_codes(screen: &Screen) -> Vec<Zeroizing<String>> {
    let lines: Vec<_> = screen.lines().map(Zeroizing::new).collect();
    let after = lines.iter().rposition(|line| line.starts_with(DONE)).map_or(lines.len(), |place| place + 1);
    let mut codes = Vec::new();
    for line in lines.iter().skip(after) {
        let code = line.trim();
        let is_code = line.starts_with(' ') && !code.is_empty() && !code.contains(' ');
        match (is_code, codes.is_empty()) {
            (true, _) => codes.push(Zeroizing::new(code.to_owned())),
            // The sentence that says what they are for.
            (false, true) => {}
            (false, false) => break,
        }
    }
    codes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn screen(output: &str) -> Screen {
        let mut screen = Screen::new();
        screen.feed(output.as_bytes());
        screen
    }

    fn exposed(codes: &[Zeroizing<String>]) -> Vec<&str> {
        codes.iter().map(|code| code.as_str()).collect()
    }

    #[test]
    fn the_secret_stands_below_the_code() {
        let output = "Scan into your authenticator app:\r\n\u{1b}[40m  \u{1b}[0m\r\n Or enter code: TESTSECRETTEST22\r\nAnd an OTP code from your authenticator: ";
        assert_eq!(secret(&screen(output)).as_deref().map(String::as_str), Some("TESTSECRETTEST22"));
        assert!(secret(&screen(" Or enter code: \r\n")).is_none());
        assert!(secret(&screen("npm password: ")).is_none());
    }

    #[test]
    fn recovery_codes_of_any_shape_stand_indented() {
        let long = "ab".repeat(32);
        let output = format!(
            "2FA successfully enabled. Below are your recovery codes, please print these out.\r\nYou will need these to recover access to your account if you lose your authentication device.\r\n\t0123456789abcdef\r\n\t{long}\r\nnpm notice\r\n\tnot-a-code\r\n"
        );
        assert_eq!(exposed(&recovery_codes(&screen(&output))), ["0123456789abcdef", &long]);
    }

    #[test]
    fn without_success_there_are_no_codes() {
        assert!(recovery_codes(&screen("npm error code E401\r\n\tsomething\r\n")).is_empty());
        assert!(recovery_codes(&screen("2FA successfully enabled.\r\n")).is_empty());
    }
}
