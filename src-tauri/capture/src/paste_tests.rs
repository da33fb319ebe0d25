#![allow(clippy::unwrap_used, reason = "a test may end where it stands")]
use super::*;

const SECRET: &str = "TESTSECRETTESTSECRETTESTSECRET22";

fn link(name: &str) -> String {
    format!("otpauth://totp/npm:{name}?secret={SECRET}&issuer=npm")
}

fn texts(reading: &Reading) -> Vec<&str> {
    reading.codes.iter().map(|code| code.text.as_str()).collect()
}

#[test]
fn links_are_found_one_a_line_and_among_words() {
    let (mona, octo) = (link("mona"), link("octo"));
    let text = format!("My accounts\n  {mona}\r\nhttps://example.com\nand ({octo}), which is old.");
    let reading = paste(&text, None);
    assert_eq!(texts(&reading), [mona.as_str(), &octo]);
    let [left, top, right, _] = reading.codes[0].bounds().map(|at| at.to_string());
    assert_eq!((left.as_str(), top.as_str()), ("2", "1"));
    assert_eq!(right, (2 + mona.len()).to_string());
    assert_eq!(reading.nothing, None);
}

#[test]
fn two_links_on_a_line_are_two_and_a_repeated_one_is_one() {
    let (mona, octo) = (link("mona"), link("octo"));
    assert_eq!(texts(&paste(&format!("{mona} {octo} {mona}"), None)), [mona.as_str(), &octo]);
}

#[test]
fn a_label_may_have_spaces_where_the_link_has_the_line_to_itself() {
    let link = format!("otpauth://totp/My Site:Ada L?secret={SECRET}");
    assert_eq!(texts(&paste(&link, None)), [link.as_str()]);
}

#[test]
fn any_case_of_letters_and_exports_are_links() {
    let reading = paste("OTPAUTH://TOTP/a?secret=MFRGG\notpauth-migration://offline?data=CgA%3D", None);
    let kinds: Vec<_> = reading.codes.iter().map(|code| code.kind).collect();
    assert_eq!(kinds, [Kind::Otpauth, Kind::Migration]);
}

#[test]
fn a_link_that_html_refers_to_is_found() {
    let html = format!(r#"<a href="{}">Add to your app</a>"#, link("mona").replace('&', "&amp;"));
    assert_eq!(texts(&paste("Add to your app", Some(&html))), [link("mona").as_str()]);
}

#[test]
fn a_bare_secret_is_a_link_that_names_nobody() {
    for text in [
        SECRET,
        "test secr etts ecre ttes tsec ret2 2",
        " TESTSECRETTESTSECRETTESTSECRET22==\n",
        "TEST-SECR-ETTE-STSE-CRET",
        "TESTSECRETTESTSE",
    ] {
        let reading = paste(text, None);
        let found = texts(&reading);
        assert!(found.len() == 1 && found[0].starts_with(NAMELESS), "{text}");
    }
}

#[test]
fn words_numbers_and_mixed_letters_are_no_secret() {
    for text in [
        "hello world this is a text",
        "correct horse battery staple",
        "1234567890123456",
        "shortsecret",
        "",
        "=",
    ] {
        assert_eq!(bare_secret(text), None, "{text}");
    }
    assert_eq!(bare_secret("TestSecretTestSecretTest"), None);
    assert_eq!(bare_secret(&"A".repeat(300)), None);
}

#[test]
fn the_secret_that_npm_prints_is_found_where_the_colours_of_its_code_were_lost() {
    let lost = format!("{}\n", " ".repeat(70)).repeat(35);
    let reading = paste(&format!("{lost}\n Or enter code: {SECRET}\n"), None);
    assert_eq!(texts(&reading), [format!("{NAMELESS}{SECRET}").as_str()]);
    assert_eq!(paste(&lost, None).nothing, Some(Nothing::ColoursLost));
    assert_eq!(paste("NOTE: IMPORTANTINFORMATION", None).nothing, Some(Nothing::NoCodeInText));
}

/// A terminal's selection: the plain text has spaces alone, and the HTML keeps the colours.
#[test]
fn what_is_drawn_in_the_html_counts_where_the_plain_text_lost_it() {
    let code = qrcode::QrCode::new(link("mona").as_bytes()).unwrap();
    let side = code.width() + 2;
    let dark = |x: usize, y: usize| {
        (1..=code.width()).contains(&x)
            && (1..=code.width()).contains(&y)
            && code[(x - 1, y - 1)] == qrcode::Color::Dark
    };
    let row = |y: usize| -> String {
        let cell = |x| if dark(x, y) { "#000000" } else { "#cccccc" };
        let cells =
            (0..side).map(|x| [r#"<span style="background-color: "#, cell(x), r#"">  </span>"#].concat());
        cells.collect()
    };
    let html: String = (0..side).map(|y| ["<div>", &row(y), "</div>"].concat()).collect();
    let html =
        format!(r#"<div style="white-space: pre; color: #cccccc; background-color: #000">{html}</div>"#);
    let plain = format!("{}\n", " ".repeat(2 * side)).repeat(side);
    assert_eq!(texts(&paste(&plain, Some(&html))), [link("mona").as_str()]);
    assert_eq!(paste(&plain, None).nothing, Some(Nothing::ColoursLost));
    assert_eq!(paste(&plain, Some("<b>no colours</b>")).nothing, Some(Nothing::ColoursLost));
}

#[test]
fn odd_texts_are_no_trouble() {
    for text in ["otpauth", "ootpauth://", "o", "oé otpauth://é", "\u{0}: A", ":", ": ", "é: é"] {
        drop(paste(text, Some(text)));
    }
}
