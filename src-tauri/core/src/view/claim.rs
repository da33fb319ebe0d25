//! Makes text that others wrote fit to be shown: one line, cut to length, nothing that steers the reader's eye or screen.

use unicode_properties::{GeneralCategory, UnicodeGeneralCategory};

/// The longest claim shown in one line of the approval window, in characters.
pub const LINE: usize = 160;
/// The longest name of an account, a package or a program, in characters.
pub const NAME: usize = 80;

/// Returns a claim as one line of at most `limit` characters.
///
/// Escape sequences and every character that is not seen go (controls, bidirectional overrides, zero-width characters,
/// tags, private use); white space of any kind becomes one space; at most two marks may sit on one letter; what is too
/// long ends in an ellipsis.
#[must_use]
pub fn line(claim: &str, limit: usize) -> String {
    let mut shown = String::new();
    let mut length = 0;
    let mut marks = 0;
    // Nothing is gained by reading on: every character that is kept counts, and a flood of the others is an attack.
    for character in without_escapes(claim.chars().take(limit.saturating_mul(16))) {
        let Some(character) = visible(character) else { continue };
        if character == ' ' && (shown.is_empty() || shown.ends_with(' ')) {
            continue;
        }
        marks = if is_mark(character) { marks + 1 } else { 0 };
        if marks > 2 {
            continue;
        }
        if length == limit {
            let cut = shown.char_indices().nth(limit.saturating_sub(1)).map_or(0, |(at, _)| at);
            shown.truncate(cut);
            shown.push('…');
            return shown;
        }
        shown.push(character);
        length += 1;
    }
    shown.truncate(shown.trim_end().len());
    shown
}

/// Returns whether a name holds letters from outside ASCII, which can pass for others.
#[must_use]
pub fn may_imitate(name: &str) -> bool {
    !name.is_ascii()
}

/// Returns a character as it may be shown; none if it may not.
fn visible(character: char) -> Option<char> {
    use GeneralCategory::{
        Control, Format, LineSeparator, ParagraphSeparator, PrivateUse, SpaceSeparator, Surrogate, Unassigned,
    };
    match character.general_category() {
        SpaceSeparator | LineSeparator | ParagraphSeparator => Some(' '),
        Control => character.is_whitespace().then_some(' '),
        Format | PrivateUse | Surrogate | Unassigned => None,
        // Letters and a symbol that are drawn as nothing (Hangul fillers, the empty Braille cell).
        _ => (!matches!(character, '\u{115f}' | '\u{1160}' | '\u{3164}' | '\u{ffa0}' | '\u{2800}'))
            .then_some(character),
    }
}

fn is_mark(character: char) -> bool {
    use GeneralCategory::{EnclosingMark, NonspacingMark, SpacingMark};
    matches!(character.general_category(), EnclosingMark | NonspacingMark | SpacingMark)
}

/// Leaves out terminal escape sequences (ECMA-48: CSI, and the strings that BEL or ST ends).
fn without_escapes(mut characters: impl Iterator<Item = char>) -> impl Iterator<Item = char> {
    std::iter::from_fn(move || {
        loop {
            let introducer = match characters.next()? {
                '\u{1b}' => characters.next()?,
                '\u{9b}' => '[',
                other => return Some(other),
            };
            match introducer {
                '[' => while !matches!(characters.next()?, '\u{40}'..='\u{7e}') {},
                ']' | 'P' | 'X' | '^' | '_' => skip_string(&mut characters)?,
                _ => {}
            }
        }
    })
}

fn skip_string(characters: &mut impl Iterator<Item = char>) -> Option<()> {
    loop {
        match characters.next()? {
            '\u{7}' | '\u{9c}' => return Some(()),
            '\u{1b}' => {
                characters.next()?;
                return Some(());
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn ordinary_names_stay_as_they_are() {
        for name in [
            "npm publish @demo/kit@1.0.0",
            "https://registry.example/",
            "Zoë, 日本語, Ελληνικά",
            "cafe\u{301}",
        ] {
            assert_eq!(line(name, NAME), name);
        }
    }

    #[test]
    fn a_claim_cannot_steer_the_terminal_or_the_reading_direction() {
        assert_eq!(line("demo\u{1b}[2K\u{1b}[1Gsafe", NAME), "demosafe");
        assert_eq!(line("a\u{1b}]0;title\u{7}b\u{1b}P+q\u{1b}\\c\u{9b}31md", NAME), "abcd");
        assert_eq!(line("left\u{202e}thgir\u{202c} \u{2066}x\u{2069}", NAME), "leftthgir x");
        assert_eq!(line("ze\u{200b}ro\u{feff}\u{ad}\u{e0041}", NAME), "zero");
    }

    #[test]
    fn a_claim_is_one_line_and_has_an_end() {
        assert_eq!(line("one\r\ntwo\u{2028}three\t four  ", NAME), "one two three four");
        let long = line(&"x".repeat(10_000), NAME);
        assert_eq!(long.chars().count(), NAME);
        assert!(long.ends_with("x…"));
        assert_eq!(line(&"y".repeat(NAME), NAME), "y".repeat(NAME));
    }

    #[test]
    fn marks_do_not_pile_up_over_other_lines() {
        assert_eq!(line(&format!("a{}b", "\u{302}".repeat(50)), NAME), "a\u{302}\u{302}b");
    }

    #[test]
    fn markup_is_text() {
        assert_eq!(line("<script>alert(1)</script>", NAME), "<script>alert(1)</script>");
    }

    #[test]
    fn letters_that_imitate_others_are_noticed() {
        assert!(may_imitate("registry.ехample"), "two letters are Cyrillic");
        assert!(!may_imitate("registry.example"));
    }

    proptest! {
        #[test]
        fn whatever_is_claimed_is_short_and_visible(claim in "\\PC*|[\\x00-\\x{ffff}]{0,300}", limit in 1_usize..200) {
            let shown = line(&claim, limit);
            prop_assert!(shown.chars().count() <= limit);
            prop_assert!(!shown.chars().any(|c| c.is_control() || visible(c).is_none()));
            prop_assert_eq!(&line(&shown, limit), &shown);
        }
    }
}
