//! Pages in the browser where a client has the person authenticate.

use super::screen::Screen;
use url::Url;

/// The ends of the lines after which the address of a page comes: npm's, pnpm's and bun's for what needs a second factor, npm's
/// for logging in.
const ANNOUNCED: [&str; 3] = [
    "Authenticate your account at:",
    "Authenticate your account at (press ENTER to open in browser):",
    "Login at:",
];

/// The longest address that is looked at, in bytes.
const LIMIT: usize = 2048;

/// Finds the page that the client waits for: it was announced, and nothing else was written since than an offer to open it.
#[must_use]
pub fn page(screen: &Screen) -> Option<String> {
    let lines: Vec<String> = screen.lines().collect();
    let announced = |line: &String| ANNOUNCED.iter().any(|words| line.trim().ends_with(words));
    let start = lines.iter().rposition(announced)? + 1;
    let mut below = lines.get(start..)?.iter();
    let page = below.by_ref().find(|line| line.contains(char::is_alphanumeric))?;
    let page = page.split(|c: char| c.is_whitespace() || "│|┃".contains(c)).find(|word| !word.is_empty())?;
    let waits = below.all(|line| is_drawn(line) || line.to_ascii_uppercase().contains("PRESS ENTER"));
    (waits && fit(page).is_some()).then(|| page.to_owned())
}

/// Reads the address of a page that may be shown and opened: no other scheme, no password, nothing that cannot be seen.
#[must_use]
pub fn fit(page: &str) -> Option<Url> {
    let url = Some(page).filter(|page| page.len() <= LIMIT && page.chars().all(|c| c.is_ascii_graphic()))?;
    let url = Url::parse(url).ok()?;
    let plain = url.username().is_empty() && url.password().is_none();
    (matches!(url.scheme(), "http" | "https") && url.has_host() && plain).then_some(url)
}

/// Whether a line is no words: empty, a frame, a code to scan.
fn is_drawn(line: &str) -> bool {
    !line.contains(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(output: &str) -> Option<String> {
        let mut screen = Screen::new();
        screen.feed(output.as_bytes());
        page(&screen)
    }

    const PAGE: &str = "https://pages.example/auth/cli/1";

    #[test]
    fn the_page_is_found_in_the_words_of_each_client() {
        for output in [
            format!(
                "npm notice\r\nAuthenticate your account at:\r\n{PAGE}\r\n\u{1b}[1G\u{1b}[0JPress ENTER to open in the browser... \u{1b}[38G"
            ),
            format!("Login at:\r\n{PAGE}\r\n\u{1b}[1G\u{1b}[0JPress ENTER to open in the browser...\r\n"),
            format!(
                "Authenticate your account at:\r\n{PAGE}\r\n\r\n█▀▀▀█ ▄▀ █\r\n▀▀▀▀▀ ▀ ▀\r\n\r\nPress ENTER to open the URL in your browser.\r\n"
            ),
            format!(
                "\r\nAuthenticate your account at (press ENTER to open in browser):\r\n\r\n┌────┐\r\n│ {PAGE} │\r\n└────┘\r\n"
            ),
            format!("Authenticate your account at:\r\n{PAGE}\r\n"),
        ] {
            assert_eq!(found(&output).as_deref(), Some(PAGE), "{output:?}");
        }
    }

    #[test]
    fn what_is_over_or_no_page_is_not_taken_for_one() {
        for output in [
            format!(
                "Authenticate your account at:\r\n{PAGE}\r\nPress ENTER to open in the browser...\r\n+ demo@1.0.0\r\n"
            ),
            "Authenticate your account at:\r\n".to_owned(),
            "Authenticate your account at:\r\nfile:///etc/passwd\r\n".to_owned(),
            "Authenticate your account at:\r\nhttps://me:secret@pages.example/\r\n".to_owned(),
            format!("see {PAGE}\r\n"),
        ] {
            assert_eq!(found(&output), None, "{output:?}");
        }
    }
}
