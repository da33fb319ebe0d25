//! A failure as a client told it.

use crate::npm::clock::TOLERATED_S;
use crate::npm::credential::Credential;
use crate::view::claim;

/// The longest text that is read, in bytes: of a longer log the end.
const LIMIT: usize = 1 << 20;

/// What is known of the machine on which it failed.
#[derive(Clone, Debug, Default)]
pub struct Around {
    /// How many seconds this machine's clock is ahead of the registry's.
    pub skew_s: Option<i32>,
    /// What npm logs in with there.
    pub credential: Option<Credential>,
    /// The registry of npm's configuration.
    pub registry: Option<String>,
}

/// A failure, read so that the differences between clients do not matter.
pub struct Case {
    /// The whole text in lower case, without colours, frames and line breaks.
    text: String,
    /// The client's name for it (`EOTP`).
    code: Option<String>,
    /// The status of the last answer that is mentioned.
    status: Option<u16>,
    /// Where the last request that is mentioned went.
    url: Option<String>,
    /// The command that failed, without the program, where the text says it.
    command: Option<String>,
    /// The variable that a configuration names and that is not set.
    variable: Option<String>,
    pub(super) around: Around,
}

impl Case {
    /// Reads what a client wrote to the terminal, or npm's log of a run.
    #[must_use]
    pub fn read(text: &str, around: Around) -> Self {
        let start = text.len().saturating_sub(LIMIT);
        let start = (start..=text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(text.len());
        let plain = without_colours(text.get(start..).unwrap_or_default());
        let lines: Vec<&str> = plain.lines().map(told).collect();
        let flat = lines.iter().flat_map(|line| line.split_whitespace()).collect::<Vec<_>>().join(" ");
        Self {
            code: lines.iter().rev().find_map(|line| code(line)),
            status: lines.iter().rev().find_map(|line| status(line)).or_else(|| status(&flat)),
            url: lines.iter().rev().find_map(|line| url(line)),
            command: lines.iter().find_map(|line| command(line)),
            variable: variable(&plain),
            // A word that was wrapped at the edge of a frame has lost nothing but its blank.
            text: flat.to_lowercase(),
            around,
        }
    }

    /// Whether all of these phrases occur, in lower case.
    pub(super) fn says(&self, phrases: &[&str]) -> bool {
        phrases.iter().all(|phrase| self.text.contains(phrase))
    }

    /// Whether one of these phrases occurs, in lower case.
    pub(super) fn says_any(&self, phrases: &[&str]) -> bool {
        phrases.iter().any(|phrase| self.text.contains(phrase))
    }

    /// Whether the client calls it so.
    pub(super) fn is(&self, codes: &[&str]) -> bool {
        self.code.as_deref().is_some_and(|code| codes.contains(&code))
    }

    /// Whether a server answered so.
    pub(super) fn answered(&self, status: u16) -> bool {
        self.status == Some(status) || self.is(&[&format!("E{status}")])
    }

    /// Whether a one-time password is the matter.
    pub(super) fn wants_code(&self) -> bool {
        self.is(&["EOTP", "ERR_PNPM_OTP_NON_INTERACTIVE", "ERR_PNPM_OTP_SECOND_CHALLENGE"])
            || self.says_any(&[
                "one-time pass",
                "two factor authentication enabled.",
                "invalid otp token",
                "requires additional authentication, but",
                "incorrect one-time password",
            ])
    }

    /// Whether the clock differs from the registry's by more than a code allows.
    pub(super) fn clock_differs(&self) -> bool {
        self.around.skew_s.is_some_and(|skew| skew.abs() >= TOLERATED_S)
    }

    /// The variable that the text or the configuration names and that is not set.
    pub(super) fn unset_variable(&self) -> Option<String> {
        let configured = || match &self.around.credential {
            Some(Credential::Unset(name)) => Some(name.clone()),
            _ => None,
        };
        self.variable.clone().or_else(configured).map(|name| claim::line(&name, claim::NAME))
    }

    /// The registry that is meant, fit to be shown and to be pasted.
    pub(super) fn registry(&self) -> Option<String> {
        let named = self.around.registry.clone().or_else(|| self.url.as_deref().and_then(origin))?;
        let plain = |c: char| c.is_ascii_alphanumeric() || "-._~:/[]%@".contains(c);
        Some(named).filter(|named| named.chars().all(plain) && named.len() <= claim::LINE)
    }

    /// What was to be reached, for the person.
    pub(super) fn there(&self) -> String {
        self.registry().unwrap_or_else(|| "the registry".to_owned())
    }

    /// `npm COMMAND`, at the registry that is meant.
    pub(super) fn npm(&self, command: &str) -> String {
        match self.registry() {
            Some(registry) => format!("npm {command} --registry={registry}"),
            None => format!("npm {command}"),
        }
    }

    /// The command that failed, as it is run with a code.
    pub(super) fn run(&self) -> String {
        format!("countersign run -- npm {}", self.command.as_deref().unwrap_or("publish"))
    }
}

impl std::fmt::Debug for Case {
    /// Keeps the text to itself: people paste more than they mean to.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Case").field("code", &self.code).field("status", &self.status).finish_non_exhaustive()
    }
}

/// Takes escape sequences out; what they leave is one text, line breaks included.
fn without_colours(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('\u{1b}') {
        plain.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let end = rest.strip_prefix('[').and_then(|it| it.find(|c| ('\u{40}'..='\u{7e}').contains(&c)));
        rest = end.map_or(rest, |end| &rest[end + 2..]);
    }
    plain.push_str(rest);
    plain
}

/// Takes off what clients put in front of their lines: the numbers of a log, names, marks, frames.
fn told(line: &str) -> &str {
    const LEVELS: [&str; 6] = ["error ", "verbose ", "http ", "warn ", "notice ", "info "];
    let after = line.trim_start_matches(|c: char| c.is_ascii_digit()).trim_start();
    let logged = after.len() < line.len() && LEVELS.iter().any(|level| after.starts_with(level));
    let line = if logged { after } else { line };
    let line = line.strip_prefix("\u{27a4} ").unwrap_or(line);
    let marks = ["npm error ", "npm ERR! ", "npm notice ", "error ", "verbose ", "notice "];
    let line = marks.iter().find_map(|mark| line.strip_prefix(mark)).unwrap_or(line);
    line.trim_start_matches(['\u{d7}', '\u{2502}', ' '])
}

/// Finds a client's name for a failure: `code EOTP`, `"code": "EOTP"`, `[E401] ...`, `Error: ERR_PNPM_...`.
fn code(line: &str) -> Option<String> {
    let fits = |word: &str| {
        let word = word.trim_matches(['"', ',', '[', ']', ':', '\'']);
        let named = word.starts_with('E') && word.len() > 3;
        (named && word.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_'))
            .then(|| word.to_owned())
    };
    let after = ["code ", "\"code\":", "Error: "].iter().find_map(|mark| line.trim().strip_prefix(mark));
    let bracketed = line.trim().strip_prefix('[').and_then(|rest| rest.split_once(']')).map(|(word, _)| word);
    after.or(bracketed).and_then(|rest| fits(rest.split_whitespace().next()?))
}

/// Finds the status of an answer: `403 Forbidden - PUT http://…`, `(status 403 Forbidden)`, `Response Code: 403`,
/// `http fetch PUT 403 http://…`.
fn status(line: &str) -> Option<u16> {
    let words: Vec<&str> = line.split_whitespace().collect();
    let number = |word: &str| {
        let number: u16 = word.trim_matches(['(', ')', ':', ',']).parse().ok()?;
        (400..600).contains(&number).then_some(number)
    };
    let stands = |place: usize| {
        let before = place.checked_sub(1).and_then(|place| words.get(place)).copied().unwrap_or_default();
        let reason =
            words.get(place + 1).is_some_and(|next| next.starts_with(|c: char| c.is_ascii_uppercase()));
        let first = place == 0 || (place == 1 && words.first() == words.get(1));
        (first && reason)
            || matches!(before, "(status" | "Code:")
            || matches!(before, "PUT" | "POST" | "DELETE" | "GET")
    };
    words.iter().enumerate().find_map(|(place, word)| number(word).filter(|_| stands(place)))
}

fn url(line: &str) -> Option<String> {
    let at = line.find("https://").or_else(|| line.find("http://"))?;
    let rest = line.get(at..)?;
    let end = rest.find(|c: char| c.is_whitespace() || "\"')>,".contains(c)).unwrap_or(rest.len());
    // npm's own advice holds addresses of websites; requests are told with their method, or as what failed.
    let request = [
        "PUT ",
        "POST ",
        "GET ",
        "DELETE ",
        "request to ",
        "Publishing to ",
        "logged in to ",
        "\u{2192} ",
        "URL: ",
        "Registry: ",
    ];
    let asks = request.iter().any(|mark| line.get(..at).is_some_and(|before| before.ends_with(mark)));
    let about = asks || line.get(..at).is_some_and(|before| before.contains("http fetch"));
    about.then(|| rest.get(..end).unwrap_or_default().trim_end_matches([':', ';']).to_owned())
}

/// Returns an address's registry, as far as it can be told: everything before the package.
fn origin(url: &str) -> Option<String> {
    let parsed = url::Url::parse(url).ok()?;
    Some(format!("{}/", parsed.origin().ascii_serialization()))
}

/// Finds the command line in npm's log: `verbose argv "publish" "--tag" "next"`.
fn command(line: &str) -> Option<String> {
    let words = line.strip_prefix("argv ")?;
    let words: Vec<String> =
        words.split('"').map(str::trim).filter(|word| !word.is_empty()).map(str::to_owned).collect();
    let harmless = |word: &String| word.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._@/=:".contains(&b));
    let secret = words.iter().any(|word| word.contains("otp") || word.contains("_auth"));
    (!words.is_empty() && !secret && words.iter().all(harmless)).then(|| words.join(" "))
}

/// Finds the name in `Failed to replace env in config: ${NAME}` and Yarn's `Environment variable not found (NAME)`.
fn variable(text: &str) -> Option<String> {
    let npm =
        || text.split_once("Failed to replace env in config: ${")?.1.split_once('}').map(|(name, _)| name);
    let yarn =
        || text.split_once("Environment variable not found (")?.1.split_once(')').map(|(name, _)| name);
    let name = npm().or_else(yarn)?;
    let plain = !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    plain.then(|| name.to_owned())
}
