//! Codes of other standards, made by `zint`.

use std::process::Command;

use super::bases::Bases;
use super::catalogue::Made;
use super::chance::Chance;
use super::payload;
use super::shot::Shot;

/// What `zint` calls them, and whether they take digits alone.
const KINDS: [(&str, bool); 16] = [
    ("CODE128", false),
    ("EANX", true),
    ("DATAMATRIX", false),
    ("AZTEC", false),
    ("PDF417", false),
    ("MAXICODE", false),
    ("CODE39", true),
    ("UPCA", true),
    ("MICROPDF417", false),
    ("HANXIN", false),
    ("GRIDMATRIX", false),
    ("DOTCODE", false),
    ("CODEONE", false),
    ("MICROQR", true),
    ("RMQR", false),
    ("ULTRA", false),
];

pub(crate) fn barcode(chance: &mut Chance, bases: &Bases) -> Made {
    let (kind, digits) = *chance.pick(&KINDS);
    let text = if digits { payload::digits(chance, 11) } else { payload::text(chance, 6) };
    let scale = chance.whole(1..=5);
    let file = tempfile::Builder::new().suffix(".png").tempfile().expect("there is room for a picture");
    let made = Command::new("zint")
        .args(["--quietzones", "--notext", "--barcode", kind, "--scale", &scale.to_string(), "--data", &text])
        .arg("--output")
        .arg(file.path())
        .output();
    let made = made.expect("zint is installed");
    assert!(made.status.success(), "zint {kind}: {}", String::from_utf8_lossy(&made.stderr));
    let code =
        Shot { picture: image::open(file.path()).expect("zint writes PNG").to_rgb8(), codes: Vec::new() };
    let mut page = bases.empty(chance);
    if code.picture.width() + 80 > page.picture.width() || code.picture.height() + 80 > page.picture.height()
    {
        page = code.framed([60, 60, 60, 60], [255; 3]);
    } else {
        page.paste(&code.framed([8, 8, 8, 8], [255; 3]), 24, 24);
    }
    if chance.once_in(4) {
        page = page.turned(chance.between(0.0..360.0), [250; 3]);
    }
    Made::png(page)
}
