//! What the tray and the notification say, in each language. The windows have catalogues of their own.
//!
//! One value per language: the compiler sees that no text is missing.

/// The texts of one language.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Words {
    /// Opens the main window.
    pub(crate) open: &'static str,
    /// Looks for codes on the screen.
    pub(crate) scan: &'static str,
    /// Locks.
    pub(crate) lock: &'static str,
    /// Ends the agent.
    pub(crate) quit: &'static str,
    /// Stands below the accounts that fit.
    pub(crate) more: &'static str,
    /// An account without issuer and name.
    pub(crate) unnamed: &'static str,
    /// Stands before the sentence of the request that waits.
    pub(crate) request: &'static str,
    /// One version waits.
    pub(crate) one_waits: &'static str,
    /// Stands after the number of versions that wait.
    pub(crate) many_wait: &'static str,
    /// What a notification of a request says below its sentence.
    pub(crate) asks: &'static str,
    /// The notification's way into the window.
    pub(crate) show: &'static str,
}

const ENGLISH: Words = Words {
    open: "Open Countersign",
    scan: "Scan the screen",
    lock: "Lock",
    quit: "Quit",
    more: "More accounts…",
    unnamed: "Unnamed account",
    request: "Show request: ",
    one_waits: "1 version waits to be published",
    many_wait: " versions wait to be published",
    asks: "A program asks. Nothing leaves before you answer in Countersign’s window.",
    show: "Open the request",
};

const GERMAN: Words = Words {
    open: "Countersign öffnen",
    scan: "Den Bildschirm absuchen",
    lock: "Sperren",
    quit: "Beenden",
    more: "Weitere Konten …",
    unnamed: "Konto ohne Namen",
    request: "Anfrage zeigen: ",
    one_waits: "1 Version wartet auf ihre Veröffentlichung",
    many_wait: " Versionen warten auf ihre Veröffentlichung",
    asks: "Ein Programm fragt. Nichts verlässt Countersign, bevor du in seinem Fenster antwortest.",
    show: "Die Anfrage öffnen",
};

impl Default for &Words {
    fn default() -> Self {
        &ENGLISH
    }
}

impl Words {
    /// Returns the texts in the language that was set, as BCP 47 names it, or else in the session's.
    pub(crate) fn of(set: Option<&str>) -> &'static Self {
        Self::by(set, |name| std::env::var(name).ok())
    }

    fn by(set: Option<&str>, variable: impl Fn(&str) -> Option<String>) -> &'static Self {
        // In this order, and an empty one counts for nothing (POSIX).
        let session = || {
            ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().filter_map(variable).find(|value| !value.is_empty())
        };
        let language = set.map(str::to_owned).or_else(session).unwrap_or_default();
        let primary = language.split(['-', '_', '.', '@']).next().unwrap_or_default();
        if primary.eq_ignore_ascii_case("de") { &GERMAN } else { &ENGLISH }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_is_the_one_that_was_set_and_the_sessions_otherwise() {
        let lang = |value: &'static str| move |name: &str| (name == "LANG").then(|| value.to_owned());
        let lock = |set, value| Words::by(set, lang(value)).lock;
        assert_eq!(lock(None, "de_DE.UTF-8"), "Sperren");
        assert_eq!(lock(None, "C.UTF-8"), "Lock");
        assert_eq!(lock(None, "den"), "Lock");
        assert_eq!(lock(Some("en"), "de_DE.UTF-8"), "Lock");
        assert_eq!(lock(Some("de-AT"), "C"), "Sperren");
        let first = Words::by(None, |name| Some(if name == "LC_ALL" { "" } else { "de" }.to_owned()));
        assert_eq!(first.lock, "Sperren");
    }
}
