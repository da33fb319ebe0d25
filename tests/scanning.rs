//! What pictures, texts, the clipboard and the monitors say, as the companion tells it.

use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::process::{Output, Stdio};

use image::{DynamicImage, ImageFormat};
use serde_json::{Value, json};

use crate::support::code::drawn;
use crate::support::desk::{Desk, link};
use crate::support::{Home, Keyring, Programs, Running, Screen, eventually};

const SECRET: &str = "TESTSECRETTESTSECRETTESTSECRET22";
const OTHER: &str = "TESTSECRETTESTSECRETTESTSECRET33";

/// What `scan --json` said, and its exit status.
struct Scanned {
    said: Value,
    status: Option<i32>,
}

impl Scanned {
    fn of(output: &Output) -> Self {
        let said = serde_json::from_slice(&output.stdout).expect("standard output is one JSON object");
        Self { said, status: output.status.code() }
    }

    fn images(&self) -> &[Value] {
        assert_eq!(self.said["version"], 1);
        self.said["images"].as_array().expect("there are images")
    }

    /// Every text that was found, by its source.
    fn found(&self) -> Vec<(String, Vec<String>)> {
        let words = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let codes = |image: &Value| {
            image["codes"]
                .as_array()
                .expect("codes are a list")
                .iter()
                .map(|code| words(&code["text"]))
                .collect()
        };
        self.images().iter().map(|image| (words(&image["source"]), codes(image))).collect()
    }

    fn error(&self, at: usize) -> &str {
        self.images()[at]["error"].as_str().unwrap_or_default()
    }
}

fn scan(home: &Home, args: &str) -> Scanned {
    Scanned::of(&home.companion(&format!("scan --json {args}")))
}

/// Gives the companion something on its standard input.
fn piped(home: &Home, args: &str, input: &[u8]) -> Output {
    let mut scan = Programs::built().countersign(home, args);
    let mut scan = scan.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    scan.stdin.take().unwrap().write_all(input).unwrap();
    scan.wait_with_output().unwrap()
}

/// Copies something, in one form, and keeps it on the clipboard as the program it was copied in would.
fn copy(home: &Home, form: &str, content: &Path) -> Running {
    let mut xclip = home.command("xclip");
    xclip.args(["-quiet", "-selection", "clipboard", "-t", form, "-i"]).arg(content);
    xclip.stdout(Stdio::null()).stderr(Stdio::null());
    let owner = Running::start(xclip);
    eventually("the clipboard", || {
        let targets =
            home.command("xclip").args(["-o", "-selection", "clipboard", "-t", "TARGETS"]).output().unwrap();
        String::from_utf8_lossy(&targets.stdout).lines().any(|offered| offered == form).then_some(())
    });
    owner
}

fn shown(at: &Path) -> String {
    at.display().to_string()
}

#[test]
fn every_monitor_is_looked_at_and_named() {
    let mut home = Home::new();
    let screen = Screen::start_sized(&mut home, (1800, 700));
    screen.divide(&home, &[("LEFT", 1000), ("RIGHT", 800)]);
    let (mona, octo) = (link("npm", "mona", SECRET), link("GitHub", "octo", OTHER));
    let _left = screen.show(&home, &home.code("left.png", &mona), (100, 100));
    let right = screen.show(&home, &home.code("right.png", &octo), (1100, 200));

    let scanned = scan(&home, "--screen");
    let of = |name: &str, text: &str| (format!("screen {name}"), vec![text.to_owned()]);
    assert_eq!(scanned.found(), [of("LEFT", &mona), of("RIGHT", &octo)]);
    assert_eq!(scanned.status, Some(0));
    assert_eq!(scanned.images()[0]["error"], Value::Null);
    let corner = &scanned.images()[1]["codes"][0]["corners"][0];
    let near = |at: usize, place: f64| (corner[at].as_f64().unwrap() - place).abs() < 40.0;
    assert!(near(0, 124.0) && near(1, 224.0), "places are those of the monitor: {corner}");

    drop(right);
    let scanned = scan(&home, "--screen");
    assert_eq!(scanned.found()[1].1, Vec::<String>::new());
    assert!(scanned.error(1).contains("No QR code"), "the empty monitor says why: {}", scanned.error(1));
    assert_eq!(scanned.status, Some(0), "a code on one of the monitors is enough");
}

#[test]
fn an_empty_screen_and_no_screen_at_all_say_so() {
    let home = Home::new();
    let scanned = scan(&home, "--screen");
    assert_eq!((scanned.status, scanned.images().len()), (Some(5), 1));
    assert!(scanned.error(0).contains("no screen"), "{}", scanned.error(0));

    let mut home = Home::new();
    let _screen = Screen::start(&mut home);
    let scanned = scan(&home, "--screen");
    assert_eq!(scanned.found(), [("screen screen".to_owned(), vec![])]);
    assert_eq!(scanned.status, Some(5));
}

#[test]
fn the_clipboard_is_read_in_every_form_that_codes_are_copied_in() {
    let mut home = Home::new();
    let _screen = Screen::start(&mut home);
    let mona = link("npm", "mona", SECRET);
    let (png, jpeg) = (home.code("a code.png", &mona), home.code("code.jpg", &mona));
    let text = home.write("code.txt", include_str!("fixtures/scan/qrencode-UTF8.txt"));
    let drawn_there = scan(&home, &format!("--text {}", shown(&text))).found().remove(0).1;
    let html = home.write("code.html", html(&mona));
    let list = home.write("list", format!("file://{}\r\n", shown(&png).replace(' ', "%20")));

    for (form, content, source, expected) in [
        ("image/png", &png, "clipboard".to_owned(), vec![mona.clone()]),
        ("image/jpeg", &jpeg, "clipboard".to_owned(), vec![mona.clone()]),
        ("UTF8_STRING", &text, "clipboard".to_owned(), drawn_there),
        ("text/html", &html, "clipboard".to_owned(), vec![mona.clone()]),
        ("text/uri-list", &list, shown(&png), vec![mona.clone()]),
    ] {
        let _owner = copy(&home, form, content);
        let scanned = scan(&home, "--clipboard");
        assert_eq!(scanned.found(), [(source, expected)], "{form}");
        assert_eq!(scanned.status, Some(0), "{form}");
    }
}

#[test]
fn a_picture_of_megabytes_comes_through_the_clipboard_whole() {
    let mut home = Home::new();
    let _screen = Screen::start(&mut home);
    let mona = link("npm", "mona", SECRET);
    // Noise does not compress: this is larger than anything an X server passes in one piece.
    let mut large = image::RgbImage::from_fn(2000, 1400, |x, y| {
        let noise = x.wrapping_mul(2_654_435_761) ^ y.wrapping_mul(40_503) ^ (x * y).wrapping_mul(97);
        image::Rgb(noise.to_le_bytes().first_chunk().copied().unwrap())
    });
    image::imageops::overlay(&mut large, &DynamicImage::from(drawn(&mona)).into_rgb8(), 900, 600);
    let file = home.path().join("large.png");
    large.save(&file).unwrap();
    assert!(file.metadata().unwrap().len() > 1 << 20);
    let _owner = copy(&home, "image/png", &file);
    assert_eq!(scan(&home, "--clipboard").found()[0].1, [mona]);
}

#[test]
fn a_clipboard_without_a_code_says_what_is_the_matter() {
    let mut home = Home::new();
    let scanned = scan(&home, "--clipboard");
    assert!(scanned.error(0).contains("cannot be read"), "{}", scanned.error(0));

    let _screen = Screen::start(&mut home);
    for (form, content, words) in [
        ("", "", "is empty"),
        ("UTF8_STRING", "a sentence", "No QR code"),
        ("image/png", "no picture", "not a picture"),
        ("application/x-other", "something", "no picture, no text and no file"),
    ] {
        let _owner = (!form.is_empty()).then(|| copy(&home, form, &home.write("copied", content)));
        let scanned = scan(&home, "--clipboard");
        assert_eq!((scanned.status, scanned.images().len()), (Some(5), 1), "{form}");
        assert!(scanned.error(0).contains(words), "{form}: {}", scanned.error(0));
    }
}

#[test]
fn standard_input_is_a_picture_or_a_text() {
    let home = Home::new();
    let mona = link("npm", "mona", SECRET);
    let mut png = std::io::Cursor::new(Vec::new());
    drawn(&mona).write_to(&mut png, ImageFormat::Png).unwrap();
    let scanned = Scanned::of(&piped(&home, "scan --json -", png.get_ref()));
    assert_eq!(scanned.found(), [("-".to_owned(), vec![mona])]);

    let text = include_str!("fixtures/scan/qrcode-terminal-ansi.txt");
    let with = Scanned::of(&piped(&home, "scan --json --text -", text.as_bytes()));
    let without = Scanned::of(&piped(&home, "scan --json -", text.as_bytes()));
    assert_eq!(with.found()[0].1.len(), 1);
    assert_eq!(with.said, without.said, "a text need not be announced");
}

#[test]
fn what_cannot_be_read_is_named_and_the_others_are_read() {
    let home = Home::new();
    let mona = link("npm", "mona", SECRET);
    let good = home.code("good.png", &mona);
    let cut = home.write("cut.png", &std::fs::read(&good).unwrap()[..200]);
    let huge = home.path().join("huge.png");
    File::create(&huge).unwrap().set_len(65 << 20).unwrap();
    let text = home.write("words.txt", "just words");
    let none = home.path().join("none.png");
    let inputs: [&Path; 6] = [&good, &none, home.path(), &cut, &huge, &text];
    let scanned = scan(&home, &inputs.map(shown).join(" "));

    assert_eq!(scanned.status, Some(5));
    assert_eq!(
        scanned.images().iter().map(|image| image["source"].as_str().unwrap()).collect::<Vec<_>>(),
        inputs.map(shown)
    );
    assert_eq!(scanned.found()[0].1, std::slice::from_ref(&mona));
    for (at, words) in [
        (1, "no such file"),
        (2, "a folder"),
        (3, "damaged or cut off"),
        (4, "larger than 64 MiB"),
        (5, "not a picture"),
    ] {
        assert!(scanned.error(at).contains(words), "{}", scanned.error(at));
        assert_eq!(scanned.images()[at]["codes"], json!([]));
    }

    let people = home.companion(&format!("scan {} {}", shown(&good), shown(&cut)));
    assert_eq!(String::from_utf8_lossy(&people.stdout), format!("{mona}\n"));
    assert!(String::from_utf8_lossy(&people.stderr).contains("cut.png: The picture is damaged"));
}

#[test]
fn a_link_is_said_to_be_one_and_nothing_to_look_at_is_wrong_usage() {
    let home = Home::new();
    let page = home.code("page.png", "https://example.com/login?session=abc");
    let people = home.companion(&format!("scan {}", shown(&page)));
    assert_eq!(people.status.code(), Some(0));
    assert!(String::from_utf8_lossy(&people.stderr).contains("no secret"));
    assert_eq!(scan(&home, &shown(&page)).images()[0]["codes"][0]["kind"], "other");
    assert_eq!(home.companion("scan --text").status.code(), Some(2));
}

#[test]
fn codes_on_the_screen_and_secrets_in_the_clipboard_are_added() {
    let mut home = Home::new();
    let screen = Screen::start(&mut home);
    let keyring = Keyring::unlocked(&mut home);
    let mut desk = Desk::open(&home);
    let shown = screen.show(&home, &home.code("code.png", &link("npm", "mona", SECRET)), (200, 150));
    let adding = adding(&home, "add --screen");
    desk.is_asked("Add an account").approve();
    assert_eq!(ended(adding).0, Some(0));
    drop(shown);

    let _owner = copy(&home, "UTF8_STRING", &home.write("copied", "test secr ette stse cret test secr et33"));
    let (status, told) = ended(self::adding(&home, "add --clipboard"));
    assert_eq!(status, Some(2));
    assert!(told.contains("--name ISSUER:ACCOUNT"), "{told}");
    let adding = self::adding(&home, "add --clipboard --name GitHub:octo");
    desk.is_asked("Add an account").approve();
    assert_eq!(ended(adding).0, Some(0));
    assert_eq!(keyring.count(&home), 2);
}

#[test]
fn the_parts_of_an_export_are_put_together_and_a_missing_one_is_named() {
    let mut home = Home::new();
    let keyring = Keyring::unlocked(&mut home);
    let mut desk = Desk::open(&home);
    let parts = include_str!("fixtures/transfer/otpauth-migration/part-missing.txt");
    let (first, second) = parts.trim().split_once('\n').unwrap();
    // One part as a picture, the other as a text.
    home.code("work/first.png", first);
    home.write("work/second.txt", second);
    let adding = adding(&home, "add --qr first.png --text second.txt");
    desk.is_asked("Add 2 accounts").approve();
    let (status, told) = ended(adding);
    assert_eq!(status, Some(0), "{told}");
    assert!(told.contains("part 2 of 3"), "{told}");
    assert_eq!(keyring.count(&home), 2);
}

fn adding(home: &Home, args: &str) -> std::process::Child {
    let mut adding = Programs::built().countersign(home, args);
    adding.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
}

/// How it ended, and what it told the person.
fn ended(adding: std::process::Child) -> (Option<i32>, String) {
    let output = adding.wait_with_output().unwrap();
    (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
}

/// What a terminal puts on the clipboard as HTML: cells of two spaces on coloured backgrounds.
fn html(text: &str) -> String {
    let code = qrcode::QrCode::new(text).unwrap();
    let side = code.width();
    let dark = |x: usize, y: usize| x < side && y < side && code[(x, y)] == qrcode::Color::Dark;
    let cell = |x: usize, y: usize| {
        let colour = if dark(x.wrapping_sub(1), y.wrapping_sub(1)) { "#000" } else { "#ccc" };
        ["<span style=\"background-color:", colour, "\">  </span>"].concat()
    };
    let row = |y: usize| {
        ["<div>".into(), (0..side + 2).map(|x| cell(x, y)).collect::<String>(), "</div>".into()].concat()
    };
    ["<div style=\"white-space: pre\">".to_owned(), (0..side + 2).map(row).collect(), "</div>".to_owned()]
        .concat()
}
